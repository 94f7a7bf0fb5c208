"""Files → records → database → records → files: the same files, and comments that are never lost in silence."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports.dump import dump_catalogue
from catalogue.imports.nodes import CatalogueError
from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import CatalogueRecord, NoteRecord
from catalogue.imports.writer import render_catalogue, write_catalogue
from tests.catalogue.files import BUDGETS, FIRST, FIXTURES, GOOD, READINGS, SECOND, SHARED, complaints, write

LOST = "途中の注釈が書き出しで消えます。ファイルの先頭か note に移してから、もう一度書き出してください。"


def text_of(folder: Path) -> dict[str, str]:
    """File name → text, without the comments at the top."""
    return {
        str(path.relative_to(folder)): "".join(
            line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("#")
        )
        for path in folder.rglob("*.yaml")
        if path.relative_to(folder).parts[0] != "scenarios"  # companies, not the catalogue
    }


def with_summary(record: CatalogueRecord, summary: str) -> CatalogueRecord:
    """*record* with another summary of the first measure."""
    return replace(record, measures=record.measures | {"1-01": replace(record.measures["1-01"], summary=summary)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small catalogue in files of its own."""
    return write(tmp_path / "catalogue", GOOD)


@pytest.mark.django_db
@pytest.mark.usefixtures("real_stored")
def test_the_real_catalogue_comes_back_byte_for_byte(real: CatalogueRecord) -> None:
    stored = dump_catalogue(date(2026, 11, 23))
    assert stored == real
    rendered, text = render_catalogue(stored), text_of(FIXTURES)
    assert rendered.keys() == text.keys()
    for name in text:
        assert rendered[name] == text[name], f"{name} says the same, but `catalogue export` would write it otherwise"


def test_the_small_catalogue_comes_back_byte_for_byte(tmp_path: Path) -> None:
    assert render_catalogue(read_catalogue(write(tmp_path, GOOD))) == GOOD


def test_an_empty_folder_gets_every_file(folder: Path, tmp_path: Path) -> None:
    record = read_catalogue(folder)
    written = write_catalogue(record, tmp_path / "new", None)
    assert written == sorted(GOOD)
    assert text_of(tmp_path / "new") == GOOD


def test_a_folder_that_says_the_same_is_left_alone(folder: Path) -> None:
    write(
        folder, GOOD | {FIRST: GOOD[FIRST].replace("area: 1\n", "area: 1 # 分野\n# 題名\n").replace("[gx]", "[ gx ]")}
    )
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*.yaml")}
    record = read_catalogue(folder)
    assert write_catalogue(record, folder, record) == []
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*.yaml")} == before


def test_only_what_changed_is_written_and_its_heading_stays(folder: Path) -> None:
    heading = "# 担当: 産業政策課\n\n# 2024年3月版\n"
    write(folder, {FIRST: heading + GOOD[FIRST], SECOND: "# 窓口\n" + GOOD[SECOND]})
    before = {name: (folder / name).stat().st_mtime_ns for name in GOOD}
    record = read_catalogue(folder)
    assert write_catalogue(with_summary(record, "別の概要。"), folder, record) == [FIRST]
    changed = GOOD[FIRST].replace("設備を新しくする会社に補助金が出ます。", "別の概要。")
    assert (folder / FIRST).read_text(encoding="utf-8") == heading + changed
    assert [name for name in GOOD if (folder / name).stat().st_mtime_ns != before[name]] == [FIRST]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("area: 1\n", "# 分野\narea: 1\n", 3),
        ("area: 1\n", "area: 1  # 分野\n", 3),
        ("  encoding: done\n", "  encoding: done\n  # 済み\n", 15),
        ("op: at_most\n", "op: at_most\t# 以下\n", 28),
        ("予算は内数。,", "予算は内数。, # 注\n   ", 49),
    ],
)
def test_comments_further_down_are_not_lost(folder: Path, old: str, new: str, line: int) -> None:
    assert GOOD[FIRST].count(old) == 1
    write(folder, {FIRST: "# 見出し\n" + GOOD[FIRST].replace(old, new), SECOND: GOOD[SECOND]})
    record = read_catalogue(folder)
    other = replace(record.measures["1-02"], title="別の題")
    changed = with_summary(record, "別の概要。")
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    with pytest.raises(CatalogueError) as caught:
        write_catalogue(replace(changed, measures=changed.measures | {"1-02": other}), folder, record)
    assert [str(mistake) for mistake in caught.value.mistakes] == [f"{FIRST} {line}行目: {LOST}"]
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


@pytest.mark.parametrize("quoted", ["'第1枠 # 特別'", '"第1枠 # 特別"', "C#の研修", "|-\n  第1枠\n  # 特別"])
def test_a_sign_within_a_text_is_no_comment(folder: Path, quoted: str) -> None:
    write(folder, {FIRST: GOOD[FIRST].replace("title: 設備の更新", f"title: {quoted}")})
    record = read_catalogue(folder)
    assert write_catalogue(with_summary(record, "別の概要。"), folder, record) == [FIRST]
    assert read_catalogue(folder) == with_summary(record, "別の概要。")


def test_what_is_gone_is_removed(folder: Path) -> None:
    record = read_catalogue(folder)
    left = replace(record, programmes={}, measures={"1-01": record.measures["1-01"]})
    assert write_catalogue(left, folder, record) == [SECOND, SHARED]
    assert sorted(text_of(folder)) == [BUDGETS, FIRST, READINGS]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = write(tmp_path_factory.mktemp("catalogue"), GOOD)
    record = read_catalogue(folder)
    desk = replace(record.programmes["soudan"], name=text)
    rows = replace(desk.rows, notes=(NoteRecord(text, "p7"),))
    changed = replace(record, programmes={"soudan": replace(desk, rows=rows)})
    rendered = render_catalogue(changed)
    if text == text.strip():
        assert read_catalogue(write(folder, rendered)) == changed
    else:
        trim = "前後の空白を取ってください。"
        assert complaints(folder, rendered) == [
            f"{SHARED} 2行目 name: {trim}",
            f"{SHARED} 10行目 notes[0].text: {trim}",
        ]
