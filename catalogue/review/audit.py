"""Is every programme heading and every budget amount of the source in the catalogue, and no sentence of it?

Reads the source's text, when it is at hand.

The text is what a PDF reader extracts: one line a printed line, pages told apart by the table's heading. A heading begins with ○ or 〇;
an amount stands between 【 and 】.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalogue.imports.records import CatalogueRecord, MeasureRecord, NoteRecord, ProgrammeRecord, RowsRecord, UseRecord

_PAGE_HEADING = re.compile(r"取組方針\s*フォローアップ\s*$")
_HEADING = re.compile(r"^[⚫●\s]*[○〇]\s*(?P<text>\S.*)$")
_BEFORE_TEXT = re.compile(r"^\s*(⚫|【|※|（※|［)")
_AMOUNT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)(億|万)円?")
_YEAR_MARK = re.compile(r"\((?:[RH][0-9]{1,2}|令和[0-9]+年度)[^)]*\)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A heading or an amount as the source prints it, on a printed page."""

    page: int
    text: str


def plain(text: str) -> str:
    """NFKC without spaces: what is printed and what is typed meet in it."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("〇", "○")


def pages(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(printed page, line): the cover is page 1, each table heading begins the next."""
    page = 1
    for line in lines:
        if _PAGE_HEADING.search(line):
            page += 1
        elif line.strip():
            yield page, line.strip()


def headings(lines: Iterable[str]) -> list[Printed]:
    """Every ○ heading, joined over wrapped lines."""
    found: list[Printed] = []
    open_page = 0
    for page, line in pages(lines):
        match = _HEADING.match(line)
        if match:
            found.append(Printed(page, match["text"]))
            open_page = page
        elif open_page == page and not _BEFORE_TEXT.match(line) and "【" not in found[-1].text:
            found[-1] = Printed(page, found[-1].text + line)
        else:
            open_page = 0
    return found


def amounts(lines: Iterable[str]) -> list[Printed]:
    """Every amount of money between 【 and 】, as yen."""
    found = []
    inside, page_of, text = False, 0, ""
    for page, line in pages(lines):
        for char in line:
            if char == "【":
                inside, page_of, text = True, page, ""
            elif char == "】" and inside:
                inside = False
                found += [Printed(page_of, str(yen)) for yen in _yen(text)]
            elif inside:
                text += char
    return found


def _yen(text: str) -> Iterator[int]:
    for number, unit in _AMOUNT.findall(plain(text)):
        yield int(Decimal(number.replace(",", "")) * (10**8 if unit == "億" else 10**4))


LONGEST_RUN = 40
"""Characters in a row that a sentence of ours may share with the source, names aside."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A run of *text* that stands in our words (*where*) and in the source."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, what is missing, and what was copied."""

    headings: int
    amounts: int
    missing_headings: tuple[Printed, ...]
    missing_amounts: tuple[Printed, ...]
    copied: tuple[Copied, ...] = ()


def audit(record: CatalogueRecord, lines: list[str]) -> Audit:
    """Compare the catalogue with the source's text."""
    printed_headings, printed_amounts = headings(lines), amounts(lines)
    entries = list(_entries(record))
    texts = [(page, plain(text)) for page, text in entries]
    money = list(_money(record))
    return Audit(
        len(printed_headings),
        len(printed_amounts),
        tuple(one for one in printed_headings if not _has_heading(one, texts)),
        tuple(one for one in printed_amounts if (one.page, int(one.text)) not in money),
        tuple(_copied(record, lines)),
    )


def shared_run(ours: str, source: str, least: int = LONGEST_RUN) -> str:
    """The first run of *least* characters or more that both contain, as long as it goes; "" when there is none."""
    for start in range(len(ours) - least + 1):
        end = start + least
        if ours[start:end] in source:
            while end < len(ours) and ours[start : end + 1] in source:
                end += 1
            return ours[start:end]
    return ""


def _copied(record: CatalogueRecord, lines: Iterable[str]) -> Iterator[Copied]:
    source = "".join(plain(line) for line in lines)
    names = sorted((name for name in _names(record)), key=len, reverse=True)
    for where, text in _sentences(record):
        ours = plain(text)
        for name in names:
            ours = ours.replace(name, "\n")
        if run := shared_run(ours, source):
            yield Copied(where, run)


def _names(record: CatalogueRecord) -> set[str]:
    """Names of measures and programmes, which no sentence can do without."""
    found = {measure.title for measure in record.measures.values()}
    for _, listed, _ in _rows(record):
        found.add(listed.heading)
        found |= {listed.name, *listed.aliases} if isinstance(listed, ProgrammeRecord) else set()
    return {plain(name) for name in found if name}


def _sentences(record: CatalogueRecord) -> Iterator[tuple[str, str]]:
    """(where, sentence) of what is written in our own words."""
    for measure in record.measures.values():
        yield f"{measure.code} summary", measure.summary
    for measure_or_none, listed, rows in _rows(record):
        owner = measure_or_none.code if measure_or_none else listed.code if isinstance(listed, ProgrammeRecord) else ""
        yield from ((f"{owner} check", check.text) for check in rows.checks)


def _has_heading(one: Printed, texts: list[tuple[int, str]]) -> bool:
    """Whether a heading (or a note that names it) says the same on that page; marks of the year are left out of headings."""
    printed = plain(one.text)
    return any(
        page == one.page and text and (printed.startswith(text) or _YEAR_MARK.sub("", printed).startswith(text))
        for page, text in texts
    ) or any(page == one.page and _YEAR_MARK.sub("", printed)[:12] in text for page, text in texts)


_PAGES = re.compile(r"p([0-9]+)(?:-([0-9]+))?")


def pages_of(text: str) -> set[int]:
    """The pages that a place or a note names."""
    found: set[int] = set()
    for first, last in _PAGES.findall(text):
        found.update(range(int(first), int(last or first) + 1))
    return found


def _rows(record: CatalogueRecord) -> Iterator[tuple[MeasureRecord | None, ProgrammeRecord | UseRecord, RowsRecord]]:
    for programme in record.programmes.values():
        yield None, programme, programme.rows
    for measure in record.measures.values():
        for listed in measure.programmes:
            yield measure, listed, listed.rows


def _entries(record: CatalogueRecord) -> Iterator[tuple[int, str]]:
    """(page, text) of everything that may stand for a heading."""
    notes: list[tuple[str, NoteRecord]] = []
    for measure in record.measures.values():
        notes += [(measure.place, note) for note in measure.notes]
    for _, listed, rows in _rows(record):
        for page in pages_of(listed.place):
            yield page, listed.heading
        notes += [(listed.place, note) for note in rows.notes]
    for place, note in notes:
        for page in pages_of(note.place) | pages_of(note.text) | pages_of(place):
            yield page, note.text


def _money(record: CatalogueRecord) -> Iterator[tuple[int, int]]:
    """(page, yen) of every budget line, on every page that its place or note names, and of amounts that notes repeat."""
    for measure, listed, rows in _rows(record):
        for funding in rows.budgets:
            for page in pages_of(funding.place) | pages_of(funding.note):
                if funding.amount is not None:
                    yield page, funding.amount
            for page in pages_of(funding.place):
                for yen in _yen(funding.note):
                    yield page, yen
        for note in rows.notes + (measure.notes if measure else ()):
            for page in pages_of(note.place) | pages_of(listed.place):
                for yen in _yen(note.text):
                    yield page, yen
