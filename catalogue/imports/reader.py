"""Files → records, with every mistake found on the way. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalogue.imports.consistency import check_catalogue
from catalogue.imports.fields import Fields, shown
from catalogue.imports.nodes import CatalogueError, Mistake, Mistakes, Tree, files_in, parse, stray_files
from catalogue.imports.records import (
    BudgetRecord,
    CatalogueRecord,
    MeasureRecord,
    ProgrammeRecord,
    ReadingRecord,
    UseRecord,
    in_order_of_code,
)
from catalogue.imports.rows import ROW_LISTS, YEAR, T, Whole, amount_of, read_note, rows_of
from catalogue.models.codes import Audience, BudgetKind, Encoding
from catalogue.models.measure import CODE_PATTERN
from matcher.codes import CERTIFICATIONS
from matcher.size import REGIMES, SIZE_CODES

AREA = "[1-9]|10"
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"


def read_catalogue(folder: Path) -> CatalogueRecord:
    """The catalogue that the files under *folder* describe.

    Raises CatalogueError with every mistake of every file, and of the files taken together.
    """
    found: list[Mistake] = []

    def read(path: Path, reader: Whole[T]) -> T | None:
        mistakes = Mistakes(str(path.relative_to(folder)))
        tree = parse(path, mistakes)
        record = None if tree is None else reader(tree, mistakes, "")
        found.extend(mistakes.found)
        return record

    if not (folder / "measures").is_dir():
        raise CatalogueError(
            [Mistake(str(folder), 0, "", "measures フォルダーがありません。カタログの場所を確かめてください。")]
        )
    readings = read(folder / "readings.yaml", _list_of(_reading))
    budgets = read(folder / "budgets.yaml", _list_of(_budget))
    programmes = {path.name: read(path, _programme_file) for path in files_in(folder / "programmes")}
    measures = {path.name: read(path, _measure) for path in files_in(folder / "measures")}
    found.extend(_not_read(folder))
    if not measures:
        found.append(Mistake("measures", 0, "", "施策のファイルが1つもありません。カタログの場所を確かめてください。"))
    found.extend(check_catalogue(readings, budgets, programmes, measures))
    if found or readings is None or budgets is None:
        raise CatalogueError(found)
    return CatalogueRecord(
        readings,
        in_order_of_code(budgets),
        {record.code: record for record in programmes.values() if record},
        {record.code: record for record in measures.values() if record},
    )


def _not_read(folder: Path) -> Iterator[Mistake]:
    for path in (*stray_files(folder / "programmes"), *stray_files(folder / "measures")):
        yield Mistake(
            str(path.relative_to(folder)), 0, "", "このファイルは読まれません。拡張子を .yaml にしてください。"
        )


def _list_of(reader: Whole[T]) -> Whole[tuple[T, ...] | None]:
    def read(tree: Tree, mistakes: Mistakes, path: str) -> tuple[T, ...] | None:
        items = getattr(tree, "items", None)
        if not isinstance(items, list):
            mistakes.add(tree.line, path, "「- 」で始まる並びで書いてください。")
            return None
        return tuple(reader(item, mistakes, f"[{place}]") for place, item in enumerate(items))

    return read


def _reading(tree: Tree, mistakes: Mistakes, path: str) -> ReadingRecord:
    fields = Fields(tree, mistakes, path, ("code", "words", "regime", "sizes", "reason"))
    return ReadingRecord(
        fields.matching("code", SLUG, "「chuken-chusho」", most=40),
        tuple(fields.texts("words", required=True)),
        fields.one_of("regime", tuple(REGIMES)),
        fields.codes("sizes", SIZE_CODES, required=True),
        fields.text("reason", required=True, most=500),
        fields.line_of("code"),
    )


def _budget(tree: Tree, mistakes: Mistakes, path: str) -> BudgetRecord:
    fields = Fields(tree, mistakes, path, ("code", "name", "year", "kind", "amount"))
    return BudgetRecord(
        fields.matching("code", SLUG, "「smrj-r5」", most=60),
        fields.text("name", required=True, most=200),
        fields.matching("year", YEAR, "「R5」"),
        fields.one_of("kind", BudgetKind.values),
        amount_of(fields),
        fields.line_of("code"),
    )


def _programme(tree: Tree, mistakes: Mistakes, path: str) -> ProgrammeRecord:
    keys = ("code", "name", "aliases", "heading", "place", "gives", "encoding", "open_to_all", *ROW_LISTS)
    fields = Fields(tree, mistakes, path, keys)
    record = ProgrammeRecord(
        fields.matching("code", SLUG, "「dx-nintei」", most=60),
        fields.text("name", required=True, most=200),
        fields.text("heading", most=300),
        fields.place(),
        fields.one_of("encoding", Encoding.values),
        fields.flag("open_to_all"),
        rows_of(fields, supports_required=True),
        fields.codes("gives", CERTIFICATIONS),
        _aliases(fields),
        fields.line_of("code"),
    )
    if record.open_to_all and record.encoding == Encoding.NOT_YET:
        fields.wrong("open_to_all", "要件をまだ整理していない事業（encoding: not_yet）には付けられません。")
    if record.open_to_all and record.rows.requirements:
        fields.wrong("open_to_all", "要件（requirements）がある事業には付けられません。どちらかを消してください。")
    settled = record.open_to_all or "requirements" in fields.items or "checks" in fields.items
    if record.encoding in (Encoding.DONE, Encoding.REVIEWED) and not settled:
        fields.wrong(
            "encoding",
            "整理済みなら、要件（requirements）、手で確認する条件（checks）、open_to_all のどれかを書いてください。",
        )
    return record


def _aliases(fields: Fields) -> tuple[str, ...]:
    aliases = tuple(fields.texts("aliases"))
    if len(set(aliases)) < len(aliases):
        fields.wrong("aliases", "同じ呼び名が二度書かれています。")
    return aliases


def _programme_file(tree: Tree, mistakes: Mistakes, path: str) -> ProgrammeRecord:
    record = _programme(tree, mistakes, path)
    _named_after(record.code, record.line, mistakes)
    return record


def _use(tree: Tree, mistakes: Mistakes, path: str) -> UseRecord:
    fields = Fields(tree, mistakes, path, ("use", "heading", "place", "aspect", *ROW_LISTS))
    return UseRecord(
        fields.matching("use", SLUG, "「seisansei-kakumei」"),
        fields.text("heading", most=300),
        fields.place(),
        fields.text("aspect", most=200),
        rows_of(fields, supports_required=False),
        fields.line_of("use"),
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
    area = fields.matching("area", AREA, "1〜10の番号")
    if code and area and not code.startswith(f"{area}-"):
        fields.wrong("area", f"施策番号 {code} の分野と合いません。")
    record = MeasureRecord(
        code,
        int(area or 0),
        fields.text("title", required=True, most=200),
        fields.flag("new"),
        tuple(fields.texts("ministries", required=True)),
        fields.one_of("audience", Audience.values),
        fields.place(),
        fields.text("summary", required=True),
        fields.each("programmes", _listing, required=True),
        fields.each("notes", read_note),
        fields.line_of("code"),
    )
    for name in record.ministries:
        if not 2 <= len(name) <= 20:
            fields.wrong("ministries", f"「{shown(name)}」は府省庁の略称（経産省、中企庁 など）ではありません。")
    if len(set(record.ministries)) < len(record.ministries):
        fields.wrong("ministries", "同じ府省庁が二度書かれています。")
    _named_after(code, record.line, mistakes)
    return record


def _named_after(code: str, line: int, mistakes: Mistakes) -> None:
    stem = Path(mistakes.file).stem
    if code and stem != code:
        message = f"「{code}」はファイル名「{shown(stem)}」と違います。同じにしてください。"
        mistakes.add(line, "code", message)
