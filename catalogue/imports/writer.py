"""Records → the text of files, in one canonical form, made for hands: the inverse of ``reader``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from catalogue.imports.nodes import LOADER, CatalogueError, Mistake
from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    CriterionRecord,
    EventRecord,
    FundingRecord,
    MeasureRecord,
    NoteRecord,
    PeriodRecord,
    ProgrammeRecord,
    ReadingRecord,
    ResultRecord,
    RowsRecord,
    UseRecord,
)
from catalogue.units import format_budget, format_quantity
from matcher.features import FEATURES

Plain = dict[str, object]

_LOST = "途中の注釈が書き出しで消えます。ファイルの先頭か note に移してから、もう一度書き出してください。"


class _Flow(dict):
    """A mapping written on one line."""


class _FlowList(list):
    """A list written on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    _Flow, lambda d, data: d.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)
_Dumper.add_representer(_FlowList, lambda d, data: d.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True))
_Dumper.add_representer(Decimal, lambda d, data: d.represent_scalar("tag:yaml.org,2002:float", f"{data:f}"))
_Dumper.add_representer(str, lambda d, data: _text(d, data))


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # YAML reads these unquoted as numbers or dates; a code such as 09 must stay a code for every reader.
    quoted = re.fullmatch(r"[0-9][0-9,._-]*", text) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if quoted else None)


def render_catalogue(record: CatalogueRecord) -> dict[str, str]:
    """File name → text, for every file of the catalogue."""
    files = {
        "readings.yaml": _render([_reading(row) for row in record.readings]),
        "budgets.yaml": _render([_budget(row) for row in record.budgets]),
    }
    files |= {f"programmes/{code}.yaml": _render(_programme(row)) for code, row in record.programmes.items()}
    files |= {f"measures/{code}.yaml": _render(_measure(row)) for code, row in record.measures.items()}
    return files


def write_catalogue(record: CatalogueRecord, folder: Path, current: CatalogueRecord | None) -> list[str]:
    """Write the files that differ from *current* (what *folder* says now, None if it is new); returns their names.

    A file that says the same is left as it is, with its comments. Comments above the first key of a changed file are kept.
    Raises CatalogueError, before anything is written, when a changed file has comments further down: they would be lost.
    """
    rendered = render_catalogue(record)
    unchanged = {} if current is None else render_catalogue(current)
    todo = {name: text for name, text in rendered.items() if unchanged.get(name) != text}
    gone = [name for name in unchanged if name not in rendered]
    heads, lost = {}, []
    for name in todo:
        path = folder / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        head, body = _split_comments(old)
        heads[name] = head
        lost += [Mistake(name, head.count("\n") + line, "", _LOST) for line in _comment_lines(body)]
    if lost:
        raise CatalogueError(lost)
    for name, text in todo.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(heads[name] + text, encoding="utf-8")
    for name in gone:
        (folder / name).unlink()
    return sorted([*todo, *gone])


def _split_comments(text: str) -> tuple[str, str]:
    """(leading comments and blank lines, the rest)."""
    lines = text.splitlines(keepends=True)
    count = 0
    while count < len(lines) and re.match(r"\s*(#|$)", lines[count]):
        count += 1
    return "".join(lines[:count]), "".join(lines[count:])


def _comment_lines(text: str) -> list[int]:
    """The lines, from 1, on which a comment stands; a # within quotes begins none."""
    quoted = [
        ((token.start_mark.line, token.start_mark.column), (token.end_mark.line, token.end_mark.column))
        for token in yaml.scan(text, Loader=LOADER)
        if isinstance(token, yaml.ScalarToken) and not token.plain
    ]
    found = []
    for number, line in enumerate(text.splitlines()):
        places = [(number, sign.end() - 1) for sign in re.finditer(r"(^|\s)#", line)]
        if any(not any(start <= place < end for start, end in quoted) for place in places):
            found.append(number + 1)
    return found


def _render(data: object) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)


def _filled(**keys: object) -> Plain:
    """Only the keys that say something; a value of None, False, "" or () says nothing."""
    return {key: value for key, value in keys.items() if value not in (None, False, "", (), [])}


def _amount(yen: int | None) -> str | None:
    return None if yen is None else format_budget(yen)


def _reading(row: ReadingRecord) -> Plain:
    return {
        "code": row.code,
        "words": _FlowList(row.words),
        "regime": row.regime,
        "sizes": _FlowList(row.sizes),
        "reason": row.reason,
    }


def _budget(row: BudgetRecord) -> Plain:
    return _Flow(code=row.code, name=row.name, year=row.year, kind=row.kind, amount=_amount(row.amount))


def _measure(row: MeasureRecord) -> Plain:
    return {
        "code": row.code,
        "area": row.area,
        "title": row.title,
        **_filled(new=row.new),
        "ministries": _FlowList(row.ministries),
        "audience": row.audience,
        "place": row.place,
        "summary": row.summary,
        "programmes": [_use(p) if isinstance(p, UseRecord) else _programme(p) for p in row.programmes],
        **_filled(notes=_notes(row.notes)),
    }


def _programme(row: ProgrammeRecord) -> Plain:
    return {
        "code": row.code,
        "name": row.name,
        **_filled(aliases=_FlowList(row.aliases), heading=row.heading),
        "place": row.place,
        "supports": _FlowList(row.rows.supports),
        **_filled(gives=_FlowList(row.gives)),
        "encoding": row.encoding,
        **_filled(open_to_all=row.open_to_all),
        **_rows(row.rows),
    }


def _use(row: UseRecord) -> Plain:
    return {
        "use": row.use,
        **_filled(heading=row.heading),
        "place": row.place,
        **_filled(aspect=row.aspect),
        **_filled(supports=_FlowList(row.rows.supports)),
        **_rows(row.rows),
    }


def _rows(rows: RowsRecord) -> Plain:
    return _filled(
        budgets=[_funding(row) for row in rows.budgets],
        results=[_result(row) for row in rows.results],
        requirements=[{"any": [_criterion(row) for row in group]} for group in rows.requirements],
        focus=[_criterion(row) for row in rows.focus],
        bonuses=[_criterion(row) for row in rows.bonuses],
        checks=[
            _Flow(_filled(text=row.text, place=row.place, citation=row.citation, read_on=row.read_on))
            for row in rows.checks
        ],
        availability=[_period(row) for row in rows.availability],
        history=[_event(row) for row in rows.history],
        notes=_notes(rows.notes),
    )


def _funding(row: FundingRecord) -> Plain:
    return _Flow(
        year=row.year,
        kind=row.kind,
        amount=_amount(row.amount),
        **_filled(part_of=row.part_of),
        place=row.place,
        **_filled(pot=row.pot, note=row.note),
    )


def _result(row: ResultRecord) -> Plain:
    whole = row.value == row.value.to_integral_value()
    value = int(row.value) if whole else row.value.normalize()
    optional = _filled(detail=row.detail, as_of=_day(row.as_of))
    return _Flow(metric=row.metric, value=value, unit=row.unit, **optional, place=row.place)


def _day(text: str) -> str | date:
    return date.fromisoformat(text) if len(text) == 10 else text


def _criterion(row: CriterionRecord) -> Plain:
    unit = FEATURES[row.feature].unit
    values = [value if isinstance(value, str) or unit is None else format_quantity(value, unit) for value in row.values]
    plain = _filled(
        level=row.level,
        fit=row.fit,
        feature=row.feature,
        regime=row.regime,
        op=row.operator,
        values=_FlowList(values),
        effect=row.effect,
        reading=row.reading,
        place=row.place,
        citation=row.citation,
        read_on=row.read_on,
        note=row.note,
    )
    # Many short rows, one a line: a programme's fits read as a table.
    return _Flow(plain) if row.fit is not None and not row.note else plain


def _period(row: PeriodRecord) -> Plain:
    keys = {"state": row.state, "from": row.first, "until": row.last, "place": row.place}
    return _Flow(_filled(**keys, citation=row.citation, read_on=row.read_on, note=row.note))


def _event(row: EventRecord) -> Plain:
    keys = {"event": row.kind, "on": _day(row.on), "from": row.old_name, "to": row.new_name}
    return _filled(**keys, citation=row.citation, read_on=row.read_on, note=row.note)


def _notes(rows: Iterable[NoteRecord]) -> list[Mapping[str, object]]:
    return [_Flow(text=row.text, place=row.place) for row in rows]
