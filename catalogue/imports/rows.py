"""The rows of a programme: each kind of row has one reader, from a mapping of the file to a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError

from catalogue.imports.fields import Fields, shown
from catalogue.imports.nodes import Mistakes, Scalar, Tree
from catalogue.imports.records import (
    CheckRecord,
    CriterionRecord,
    EventRecord,
    FundingRecord,
    NoteRecord,
    PeriodRecord,
    ResultRecord,
    RowsRecord,
)
from catalogue.models.codes import AvailabilityState, BudgetKind, EventKind, Role, SupportType
from catalogue.units import EXAMPLES, parse_quantity
from catalogue.validators import first_message, validate_criterion
from matcher.features import FEATURES, Unit
from matcher.rules import Level

T = TypeVar("T")
Whole = Callable[[Tree, Mistakes, str], T]
"""Reads what stands at a path of a file."""

YEAR = "[HR][0-9]{1,2}"
ROW_LISTS = (
    "supports",
    "budgets",
    "results",
    "requirements",
    "focus",
    "bonuses",
    "checks",
    "availability",
    "history",
    "notes",
)
_ORIGIN = ("place", "citation", "read_on", "note")
_ROW = ("feature", "regime", "op", "values", "reading", *_ORIGIN)


def rows_of(fields: Fields, *, supports_required: bool) -> RowsRecord:
    """The rows of a programme, or of its listing under a measure."""
    return RowsRecord(
        supports=fields.codes("supports", SupportType.values, required=supports_required),
        budgets=fields.each("budgets", _funding),
        results=fields.each("results", _result),
        requirements=fields.each("requirements", _group),
        focus=fields.each("focus", _criterion(Role.FOCUS)),
        bonuses=fields.each("bonuses", _criterion(Role.BONUS)),
        checks=fields.each("checks", _check),
        availability=fields.each("availability", _period),
        history=fields.each("history", _event),
        notes=fields.each("notes", read_note),
    )


def amount_of(fields: Fields) -> int | None:
    """The budget's yen; None when the file says ``null``, 0 (which it cannot say) when it cannot be read."""
    found = fields.items.get("amount")
    if isinstance(found, Scalar) and found.plain and found.text == "null":
        return None
    if not fields.has("amount"):
        if fields.ok:
            fields.wrong("amount", "必ず書いてください。出典に金額がなければ null と書きます。")
        return 0
    text = fields.text("amount")
    try:
        amount = int(parse_quantity(text, Unit.YEN))
    except ValueError:
        hint = "「2000億円」「0.35億円」のように単位を付けて書いてください。"
        fields.wrong("amount", f"「{shown(text)}」は金額ではありません。{hint}")
        return 0
    if amount == 0:
        fields.wrong("amount", "金額は正の数です。出典に金額がなければ null と書きます。")
    return amount


def _funding(tree: Tree, mistakes: Mistakes, path: str) -> FundingRecord:
    fields = Fields(tree, mistakes, path, ("year", "kind", "amount", "part_of", "place", "pot", "note"))
    return FundingRecord(
        fields.matching("year", YEAR, "「R5」"),
        fields.one_of("kind", BudgetKind.values),
        amount_of(fields),
        fields.flag("part_of"),
        fields.place(),
        fields.text("pot"),
        fields.text("note", most=500),
        fields.line_of("pot"),
    )


def _result(tree: Tree, mistakes: Mistakes, path: str) -> ResultRecord:
    fields = Fields(tree, mistakes, path, ("metric", "value", "unit", "detail", "as_of", "place"))
    return ResultRecord(
        fields.text("metric", required=True, most=100),
        fields.number("value"),
        fields.text("unit", required=True, most=20),
        fields.text("detail", most=300),
        fields.month_or_day("as_of"),
        fields.place(),
    )


def read_note(tree: Tree, mistakes: Mistakes, path: str) -> NoteRecord:
    fields = Fields(tree, mistakes, path, ("text", "place"))
    return NoteRecord(fields.text("text", required=True), fields.place())


def _check(tree: Tree, mistakes: Mistakes, path: str) -> CheckRecord:
    fields = Fields(tree, mistakes, path, ("text", "place", "citation", "read_on"))
    place, citation, read_on, _ = _origin(fields)
    return CheckRecord(fields.text("text", required=True, most=300), place, citation, read_on)


def _origin(fields: Fields) -> tuple[str, str, date | None, str]:
    """(place, citation, read_on, note); exactly one of place and citation."""
    place, citation = fields.place(required=False), fields.text("citation", most=300)
    read_on = fields.day("read_on")
    if fields.ok and fields.has("place") == fields.has("citation"):
        fields.wrong(
            "place", "出典の箇所（place）か、ほかの根拠（citation と read_on）のどちらか一方を必ず書いてください。"
        )
    elif citation and read_on is None and not fields.has("read_on"):
        fields.wrong("read_on", "根拠（citation）を確認した日を書いてください。")
    elif place and fields.has("read_on"):
        fields.wrong("read_on", "確認日（read_on）は citation と一緒に書きます。")
    return place, citation, read_on, fields.text("note", most=500)


def _period(tree: Tree, mistakes: Mistakes, path: str) -> PeriodRecord:
    fields = Fields(tree, mistakes, path, ("state", "from", "until", *_ORIGIN))
    first, last = fields.day("from"), fields.day("until")
    if fields.ok and not fields.has("from") and not fields.has("until"):
        fields.wrong("state", "いつから（from）かいつまで（until）の日付を、少なくとも一方書いてください。")
    if first is not None and last is not None and last < first:
        fields.wrong("until", "終わりの日が始まりの日より前です。")
    return PeriodRecord(fields.one_of("state", AvailabilityState.values), first, last, *_origin(fields))


def _event(tree: Tree, mistakes: Mistakes, path: str) -> EventRecord:
    fields = Fields(tree, mistakes, path, ("event", "on", "from", "to", "citation", "read_on", "note"))
    kind = fields.one_of("event", EventKind.values)
    if kind and fields.has("to") != (kind in (EventKind.RENAMED, EventKind.SUCCEEDED)):
        fields.wrong("to", "後の名称（to）は、名称変更（renamed）と後継（succeeded）にだけ、必ず書きます。")
    if kind in (EventKind.CHANGED, EventKind.TERMS) and not fields.has("note"):
        fields.wrong("note", "内容の変更（changed）とのちの条件（terms）には、その内容を注（note）に書いてください。")
    return EventRecord(
        kind,
        fields.month_or_day("on"),
        fields.text("from", most=200),
        fields.text("to", most=200),
        fields.text("citation", required=True, most=300),
        fields.day("read_on", required=True) or date.min,
        fields.text("note", most=500),
    )


def _criterion(role: Role) -> Whole[CriterionRecord]:
    extra = {Role.REQUIREMENT: (), Role.FOCUS: ("level", "fit"), Role.BONUS: ("effect",)}[role]

    def read(tree: Tree, mistakes: Mistakes, path: str) -> CriterionRecord:
        fields = Fields(tree, mistakes, path, (*extra, *_ROW))
        feature = fields.text("feature", required=True)
        operator = fields.text("op", required=True)
        regime = fields.text("regime")
        level = fields.one_of("level", tuple(Level)) if role is Role.FOCUS else ""
        fit = fields.whole("fit") if role is Role.FOCUS else None
        effect = fields.text("effect", most=200) if role is Role.BONUS else ""
        values, sound = _values(fields, feature)
        if feature and operator and sound and (level or role is not Role.FOCUS):
            try:
                validate_criterion(feature, operator, values, regime, role, level, fit)
            except ValidationError as error:
                for field, message in first_message(error).items():
                    fields.wrong("op" if field == "operator" else field, message)
                sound = False
        place, citation, read_on, note = _origin(fields)
        # What is wrong in itself is not compared with its reading as well.
        reading = fields.text("reading") if sound else ""
        line = fields.line_of("reading")
        return CriterionRecord(
            feature, operator, values, regime, level, fit, effect, reading, place, citation, read_on, note, line
        )

    return read


def _values(fields: Fields, feature: str) -> tuple[tuple[str | int | float, ...], bool]:
    """The row's values, numbers in the feature's unit; and whether they could be read at all."""
    texts = fields.texts_with_lines("values")
    sound = bool(texts) or "values" not in fields.items
    known = FEATURES.get(feature)
    if known is None or known.unit is None:
        return tuple(text for text, _ in texts), sound
    numbers: list[str | int | float] = []
    for text, line in texts:
        try:
            numbers.append(parse_quantity(text, known.unit))
        except ValueError:
            hint = f"単位を付けて「{EXAMPLES[known.unit]}」のように書いてください。"
            message = f"「{shown(text)}」は {feature} の値として読めません。{hint}"
            fields.mistakes.add(line, fields.key("values"), message)
    return tuple(numbers), sound and len(numbers) == len(texts)


def _group(tree: Tree, mistakes: Mistakes, path: str) -> tuple[CriterionRecord, ...]:
    fields = Fields(tree, mistakes, path, ("any",))
    return fields.each("any", _criterion(Role.REQUIREMENT), required=True)
