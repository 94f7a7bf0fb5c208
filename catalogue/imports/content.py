"""What follows from everything that the database holds of the catalogue: its name, and the words that a search finds.

Whoever changes the content renews both, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.imports.changes import version_of
from catalogue.imports.dump import LAST_DAY, dated_rules, dump_catalogue
from catalogue.imports.records import CatalogueRecord, MeasureRecord, ProgrammeRecord, UseRecord
from catalogue.models import CatalogueState, Measure
from catalogue.search import search_key


def renew_version() -> str:
    """Name the content as it stands now, with the rules of all days; returns the name. Running services then compile it."""
    return _name(dump_catalogue(LAST_DAY))


def renew_content() -> str:
    """The same, and the search words of every measure: for changes to names and texts."""
    record = dump_catalogue(LAST_DAY)
    changed = []
    for measure in Measure.objects.only("code", "search_text"):
        text = search_text(record.measures[measure.code], record.programmes)
        if text != measure.search_text:
            measure.search_text = text
            changed.append(measure)
    Measure.objects.bulk_update(changed, ["search_text"])
    return _name(record)


def _name(record: CatalogueRecord) -> str:
    version = version_of(record, dated_rules())
    CatalogueState.objects.update_or_create(pk=1, defaults={"version": version})
    return version


def search_text(record: MeasureRecord, shared: Mapping[str, ProgrammeRecord]) -> str:
    """Everything of a measure that a search should find."""
    words = [record.code, record.title, record.summary, *record.ministries]
    for listed in record.programmes:
        programme = shared[listed.use] if isinstance(listed, UseRecord) else listed
        aspect = listed.aspect if isinstance(listed, UseRecord) else ""
        words += [programme.name, *programme.aliases, programme.heading, listed.heading, aspect]
        for event in dict.fromkeys(programme.rows.history + listed.rows.history):
            words += [event.old_name, event.new_name]
    return search_key(" ".join(words))
