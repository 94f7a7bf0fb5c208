"""Every text of the interface has its English, with the same places to fill, and nothing is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
import pytest
import simple_history

from catalogue import labels, language, wording
from catalogue.imports.gbizinfo.suggestions import SOURCE
from catalogue.industries.search import FOLLOW_UPS
from catalogue.models.codes import AREAS, BudgetKind, EventKind, SupportType
from catalogue.models.keys import Scope
from catalogue.parts import groups
from catalogue.parts.inputs import _BOXES
from catalogue.parts.japanese_numbers import ERAS
from catalogue.web.measures import _OUTCOME_WORDS
from tests.api.drawing import docstrings
from tests.translations import JAPANESE, JAPANESE_PO, PO, Message, compiled, in_code, in_templates

TABLES: list[Iterable[object]] = [
    labels.COMPANY_SIZES.values(),
    labels.ENTITY_TYPES.values(),
    labels.TOPICS.values(),
    labels.CERTIFICATIONS.values(),
    labels.SITUATIONS.values(),
    labels.DIVISIONS.values(),
    labels.MAJOR_GROUPS.values(),
    labels.DEEPER_INDUSTRIES.values(),
    labels.PREFECTURES.values(),
    labels.REGIONS.values(),
    labels.FEATURES.values(),
    labels.ANSWERS.values(),
    labels.REGIMES.values(),
    labels.OPERATORS.values(),
    [labels.SOURCE, SOURCE, wording.NOT_ENCODED],
    wording.VERDICTS.values(),
    wording.AVAILABILITIES.values(),
    wording.AUDIENCE_TEXTS.values(),
    wording.PLACE_PARTS,
    wording._TYPES.values(),
    language.MONTHS,
    AREAS.values(),
    SupportType.labels,
    BudgetKind.labels,
    EventKind.labels,
    Scope.labels,
    _OUTCOME_WORDS.values(),
    _BOXES.values(),
    [era.name for era in ERAS],
    [text for answers in FOLLOW_UPS.values() for _code, text in answers],
    [title for found in (groups.TOPICS, groups.SITUATIONS, groups.CERTIFICATIONS) for title, _codes in found],
]
"""Labels of codes: data that is translated where it is shown."""


def wanted() -> Iterator[Message]:
    yield from in_code()
    yield from in_templates()
    yield from (Message(text, context="docstring") for text in docstrings() if JAPANESE.search(text))
    yield from (Message(str(label)) for table in TABLES for label in table)


PLACEHOLDERS = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def placeholders(text: str) -> list[str]:
    return sorted(a or b for a, b in PLACEHOLDERS.findall(text))


@pytest.fixture(scope="module")
def entries() -> dict[Message, polib.POEntry]:
    return {Message(one.msgid, one.msgid_plural, one.msgctxt or ""): one for one in polib.pofile(str(PO))}


def test_everything_is_translated_and_nothing_is_left_over(entries: dict[Message, polib.POEntry]) -> None:
    assert sorted(set(wanted()) - entries.keys()) == []
    assert sorted(entries.keys() - set(wanted())) == []


def test_every_translation_is_there_with_the_same_places_to_fill(entries: dict[Message, polib.POEntry]) -> None:
    for message, entry in entries.items():
        texts = [entry.msgstr_plural[0], entry.msgstr_plural[1]] if message.plural else [entry.msgstr]
        for text in texts:
            assert text.strip(), message
            assert not JAPANESE.search(text), message
        for text in texts[-1:]:  # the singular may do without the number
            assert placeholders(text) == placeholders(message.text), message


def test_no_text_is_translated_twice() -> None:
    entries = polib.pofile(str(PO), check_for_duplicates=True)
    assert len(entries) > 800
    assert not entries.fuzzy_entries()
    assert not entries.obsolete_entries()


@pytest.mark.parametrize("po", [PO, JAPANESE_PO], ids=["en", "ja"])
def test_the_compiled_file_is_what_its_source_makes(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == compiled(po)


def japanese(context: str) -> Iterator[polib.POEntry]:
    """What has Japanese of its own in *context*; "": without."""
    return (one for one in polib.pofile(str(JAPANESE_PO), check_for_duplicates=True) if (one.msgctxt or "") == context)


def test_every_docstring_in_the_schema_has_its_japanese_and_none_is_left_over() -> None:
    found = {one.msgid: one.msgstr for one in japanese("docstring")}
    assert sorted(docstrings() - found.keys()) == []
    assert sorted(found.keys() - docstrings()) == []
    assert {docstring: text for docstring, text in found.items() if not JAPANESE.search(text)} == {}


OWN_COLUMNS = {"changed_fields"}
"""Columns of ours in the history, whose names its template has translated."""


def test_the_words_of_the_history_are_japanese_and_none_is_left_over() -> None:
    sources = "".join(
        file.read_text(encoding="utf-8")
        for file in Path(simple_history.__file__).parent.rglob("*")
        if file.suffix in (".py", ".html")
    )
    asked = re.sub(r"{{ *(\w+) *}}", r"%(\1)s", sources)
    for entry in japanese(""):
        text = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        assert JAPANESE.search(text), entry.msgid
        assert re.findall(r"%\(?\w*\)?s", text) == re.findall(r"%\(?\w*\)?s", entry.msgid), entry.msgid
        assert entry.msgid in OWN_COLUMNS or entry.msgid in asked, entry.msgid
