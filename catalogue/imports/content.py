"""What follows from everything that the database holds of the catalogue: its name, its changes, and the words that a search finds.

Whoever changes the content renews them, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from catalogue.changelog.recording import record
from catalogue.changelog.said import said
from catalogue.imports.changes import version_of
from catalogue.imports.dump import LAST_DAY, dated_versions, dump_catalogue
from catalogue.imports.records import CatalogueRecord, MeasureRecord, ProgrammeRecord, UseRecord
from catalogue.models import CatalogueState, Measure, Told
from catalogue.search import search_key


@transaction.atomic
def renew_version() -> str:
    """Name the content as it stands now, with the rules of all days, and tell what has changed; returns the name.

    Running services then compile it. The lock comes first and the look at the content second, so that of two who change it at once
    the second sees what the first has done; and it comes last in the caller's transaction, after all that this has written.
    """
    CatalogueState.lock()
    return _name(dump_catalogue(LAST_DAY))


@transaction.atomic
def renew_content() -> str:
    """The same, and the search words of every measure: for changes to names and texts."""
    CatalogueState.lock()
    content = dump_catalogue(LAST_DAY)
    changed = []
    for measure in Measure.objects.only("code", "search_text"):
        text = search_text(content.measures[measure.code], content.programmes)
        if text != measure.search_text:
            measure.search_text = text
            changed.append(measure)
    Measure.objects.bulk_update(changed, ["search_text"])
    return _name(content)


def remember_content() -> None:
    """Look at what the catalogue says where nobody has yet: one that was there before its changes were told."""
    if CatalogueState.current_version() and not Told.objects.exists():
        renew_version()


def _name(content: CatalogueRecord) -> str:
    dated = dated_versions()
    version = version_of(content, map(str, dated))
    CatalogueState.objects.update_or_create(pk=1, defaults={"version": version})
    record(said(content, dated), version)
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
