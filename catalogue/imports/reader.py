"""Files → records, with every mistake found on the way. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError

from catalogue.imports.consistency import check_catalogue
from catalogue.imports.fields import Fields
from catalogue.imports.nodes import CatalogueError, Mistake, Mistakes, Tree, files_in, parse
from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    CheckRecord,
    CriterionRecord,
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
from catalogue.models.codes import Audience, AvailabilityState, BudgetKind, Encoding, Role, SupportType
from catalogue.models.measure import CODE_PATTERN
from catalogue.units import EXAMPLES, parse_quantity
from catalogue.validators import first_message, validate_criterion
from matcher.features import FEATURES, Kind, Unit
from matcher.rules import Level
from matcher.size import REGIMES, SIZE_CODES

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_ROW_LISTS = (
    "supports",
    "budgets",
    "results",
    "requirements",
    "focus",
    "bonuses",
    "checks",
    "availability",
    "notes",
)
_ORIGIN = ("place", "citation", "read_on", "note")
_ROW = ("feature", "regime", "op", "values", "reading", *_ORIGIN)

T = TypeVar("T")
Whole = Callable[[Tree, Mistakes, str], T]


def read_catalogue(folder: Path) -> CatalogueRecord:
    """The catalogue that the files under *folder* describe.

    Raises CatalogueError with every mistake of every file, and of the files taken together.
    """
    found: list[Mistake] = []

    def read(path: Path, reader: Whole[T]) -> T | None:
        mistakes = Mistakes(str(path.relative_to(folder)))
        tree = parse(path, path.name, mistakes)
        record = None if tree is None else reader(tree, mistakes, "")
        found.extend(mistakes.found)
        return record

    if not (folder / "measures").is_dir():
        raise CatalogueError(
            [Mistake(str(folder), 0, "", "measures フォルダーがありません。カタログの場所を確かめてください。")]
        )
    readings = read(folder / "readings.yaml", _list_of(_reading)) or ()
    budgets = read(folder / "budgets.yaml", _list_of(_budget)) or ()
    programmes = {path.name: read(path, _programme_file) for path in files_in(folder / "programmes")}
    measures = {path.name: read(path, _measure) for path in files_in(folder / "measures")}
    found.extend(check_catalogue(readings, budgets, programmes, measures))
    if found:
        raise CatalogueError(found)
    return CatalogueRecord(
        readings,
        budgets,
        {record.code: record for record in programmes.values() if record},
        {record.code: record for record in measures.values() if record},
    )


def _list_of(reader: Whole[T]) -> Whole[tuple[T, ...]]:
    def read(tree: Tree, mistakes: Mistakes, path: str) -> tuple[T, ...]:
        items = getattr(tree, "items", None)
        if not isinstance(items, list):
            mistakes.add(tree.line, path, "「- 」で始まる並びで書いてください。")
            return ()
        return tuple(reader(item, mistakes, f"[{place}]") for place, item in enumerate(items))

    return read


def _reading(tree: Tree, mistakes: Mistakes, path: str) -> ReadingRecord:
    fields = Fields(tree, mistakes, path, ("code", "words", "regime", "sizes", "reason"))
    return ReadingRecord(
        fields.matching("code", SLUG, "「chuken-chusho」"),
        tuple(fields.texts("words", required=True)),
        fields.one_of("regime", tuple(REGIMES)),
        fields.codes("sizes", SIZE_CODES, required=True),
        fields.text("reason", required=True),
        fields.line,
    )


def _yen(fields: Fields, name: str) -> int | None:
    text = fields.text(name)
    if not text:
        return None
    try:
        value = parse_quantity(text, Unit.YEN)
    except ValueError:
        fields.wrong(
            name, f"「{text}」は金額ではありません。「2000億円」「0.35億円」のように単位を付けて書いてください。"
        )
        return None
    if value <= 0:
        fields.wrong(name, "金額は正の数です。書かれていなければ null にしてください。")
    return int(value)


def _budget(tree: Tree, mistakes: Mistakes, path: str) -> BudgetRecord:
    fields = Fields(tree, mistakes, path, ("code", "name", "year", "kind", "amount"))
    return BudgetRecord(
        fields.matching("code", SLUG, "「smrj-r5」"),
        fields.text("name", required=True),
        fields.matching("year", "[HR][0-9]{1,2}", "「R5」"),
        fields.one_of("kind", BudgetKind.values),
        _yen(fields, "amount"),
        fields.line,
    )


def _funding(tree: Tree, mistakes: Mistakes, path: str) -> FundingRecord:
    fields = Fields(tree, mistakes, path, ("year", "kind", "amount", "part_of", "place", "pot", "note"))
    if fields.ok and "amount" not in fields.items:
        fields.wrong("amount", "必ず書いてください。出典に金額がなければ null と書きます。")
    return FundingRecord(
        fields.matching("year", "[HR][0-9]{1,2}", "「R5」"),
        fields.one_of("kind", BudgetKind.values),
        _yen(fields, "amount"),
        fields.flag("part_of"),
        fields.place(),
        fields.text("pot"),
        fields.text("note", most=500),
        fields.line,
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


def _note(tree: Tree, mistakes: Mistakes, path: str) -> NoteRecord:
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
    if fields.ok and bool(place) == bool(citation):
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


def _criterion(role: Role) -> Whole[CriterionRecord]:
    extra = {Role.REQUIREMENT: (), Role.FOCUS: ("level",), Role.BONUS: ("effect",)}[role]

    def read(tree: Tree, mistakes: Mistakes, path: str) -> CriterionRecord:
        fields = Fields(tree, mistakes, path, (*extra, *_ROW))
        feature = fields.text("feature", required=True)
        operator = fields.text("op", required=True)
        regime = fields.text("regime")
        level = fields.one_of("level", [level.value for level in Level]) if role is Role.FOCUS else ""
        effect = fields.text("effect", most=200) if role is Role.BONUS else ""
        values, sound = _values(fields, feature)
        if feature and operator and sound:
            try:
                validate_criterion(feature, operator, values, regime, role, level)
            except ValidationError as error:
                for field, message in first_message(error).items():
                    fields.wrong("op" if field == "operator" else field, message)
        place, citation, read_on, note = _origin(fields)
        reading = fields.text("reading")
        return CriterionRecord(
            feature, operator, values, regime, level, effect, reading, place, citation, read_on, note, fields.line
        )

    return read


def _values(fields: Fields, feature: str) -> tuple[tuple[str | int | float, ...], bool]:
    """The row's values, numbers in the feature's unit; and whether they could be read at all."""
    texts = fields.texts_with_lines("values")
    known = FEATURES.get(feature)
    if known is None or known.kind is not Kind.NUMBER or known.unit is None:
        return tuple(text for text, _ in texts), True
    numbers: list[str | int | float] = []
    for text, line in texts:
        try:
            numbers.append(parse_quantity(text, known.unit))
        except ValueError:
            fields.mistakes.add(
                line,
                fields.key("values"),
                f"「{text}」は {feature} の値として読めません。単位を付けて「{EXAMPLES[known.unit]}」のように書いてください。",
            )
    return tuple(numbers), len(numbers) == len(texts)


def _group(tree: Tree, mistakes: Mistakes, path: str) -> tuple[CriterionRecord, ...]:
    fields = Fields(tree, mistakes, path, ("any",))
    return fields.each("any", _criterion(Role.REQUIREMENT), required=True)


def _rows(fields: Fields, *, supports_required: bool) -> RowsRecord:
    return RowsRecord(
        supports=fields.codes("supports", SupportType.values, required=supports_required),
        budgets=fields.each("budgets", _funding),
        results=fields.each("results", _result),
        requirements=fields.each("requirements", _group),
        focus=fields.each("focus", _criterion(Role.FOCUS)),
        bonuses=fields.each("bonuses", _criterion(Role.BONUS)),
        checks=fields.each("checks", _check),
        availability=fields.each("availability", _period),
        notes=fields.each("notes", _note),
    )


def _programme(tree: Tree, mistakes: Mistakes, path: str) -> ProgrammeRecord:
    keys = ("code", "name", "heading", "place", "encoding", "open_to_all", *_ROW_LISTS)
    fields = Fields(tree, mistakes, path, keys)
    record = ProgrammeRecord(
        fields.matching("code", SLUG, "「dx-nintei」"),
        fields.text("name", required=True, most=200),
        fields.text("heading", most=300),
        fields.place(),
        fields.one_of("encoding", Encoding.values),
        fields.flag("open_to_all"),
        _rows(fields, supports_required=True),
        fields.line,
    )
    if record.open_to_all and record.encoding == Encoding.NOT_YET:
        fields.wrong("open_to_all", "要件をまだ整理していない事業（encoding: not_yet）には付けられません。")
    if record.open_to_all and record.rows.requirements:
        fields.wrong("open_to_all", "要件（requirements）がある事業には付けられません。どちらかを消してください。")
    settled = record.open_to_all or record.rows.requirements or record.rows.checks
    if record.encoding in (Encoding.DONE, Encoding.REVIEWED) and not settled:
        fields.wrong(
            "encoding",
            "整理済みなら、要件（requirements）、手で確認する条件（checks）、open_to_all のどれかを書いてください。",
        )
    return record


def _programme_file(tree: Tree, mistakes: Mistakes, path: str) -> ProgrammeRecord:
    record = _programme(tree, mistakes, path)
    _named_after(record.code, tree, mistakes)
    return record


def _use(tree: Tree, mistakes: Mistakes, path: str) -> UseRecord:
    fields = Fields(tree, mistakes, path, ("use", "heading", "place", "aspect", *_ROW_LISTS))
    return UseRecord(
        fields.matching("use", SLUG, "「seisansei-kakumei」"),
        fields.text("heading", most=300),
        fields.place(),
        fields.text("aspect", most=200),
        _rows(fields, supports_required=False),
        fields.line,
    )


def _listing(tree: Tree, mistakes: Mistakes, path: str) -> ProgrammeRecord | UseRecord:
    items = getattr(tree, "items", None)
    return (_use if isinstance(items, dict) and "use" in items else _programme)(tree, mistakes, path)


def _measure(tree: Tree, mistakes: Mistakes, path: str) -> MeasureRecord:
    keys = (
        "code",
        "area",
        "title",
        "new",
        "ministries",
        "audience",
        "place",
        "summary",
        "programmes",
        "notes",
    )
    fields = Fields(tree, mistakes, path, keys)
    code = fields.matching("code", CODE_PATTERN, "「1-05」")
    area = fields.matching("area", "[1-9]|10", "1〜10の番号")
    if code and area and not code.startswith(f"{area}-"):
        fields.wrong("area", f"施策番号 {code} の分野と合いません。")
    record = MeasureRecord(
        code,
        int(area) if area.isdigit() else 0,
        fields.text("title", required=True, most=200),
        fields.flag("new"),
        tuple(fields.texts("ministries", required=True)),
        fields.one_of("audience", Audience.values),
        fields.place(),
        fields.text("summary", required=True),
        fields.each("programmes", _listing, required=True),
        fields.each("notes", _note),
    )
    for name in record.ministries:
        if not 2 <= len(name) <= 20:
            fields.wrong("ministries", f"「{name}」は府省庁の略称（経産省、中企庁 など）ではありません。")
    if len(set(record.ministries)) < len(record.ministries):
        fields.wrong("ministries", "同じ府省庁が二度書かれています。")
    _named_after(code, tree, mistakes)
    return record


def _named_after(code: str, tree: Tree, mistakes: Mistakes) -> None:
    stem = Path(mistakes.file).stem
    if code and stem != code:
        mistakes.add(
            tree.line,
            "code",
            f"ファイル名と違います。ファイル名を {code}.yaml にするか、code を {stem} にしてください。",
        )
