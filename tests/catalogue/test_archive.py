"""The catalogue as one zip: the same bytes for the same content, and nothing that somebody sends does harm."""

import io
import zipfile
from collections.abc import Callable

import pytest

from catalogue.imports import archive as archive_module
from catalogue.imports.archive import BASE, MOST_ARCHIVE_BYTES, MOST_FILES, pack, unpack
from catalogue.imports.merge import digests
from catalogue.imports.nodes import MOST_BYTES, CatalogueError
from catalogue.imports.records import CatalogueRecord
from catalogue.imports.writer import render_catalogue
from tests.catalogue.files import FIRST, GOOD

DIGEST = "0" * 64
STRANGE = "カタログのファイルの名前ではありません。書き出したzipにある名前のファイルだけを入れてください。"
UNREADABLE = "zip: zipファイルとして読めません。パスワードのない、壊れていないzipファイルにしてください。"
NO_MEASURES = "measures: 施策のファイル（measures フォルダー）がありません。書き出したzipと同じ形にしてください。"


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """As somebody's program packs them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def complaints(data: bytes) -> list[str]:
    """What unpacking complains of."""
    with pytest.raises(CatalogueError) as caught:
        unpack(data)
    return [str(one) for one in caught.value.mistakes]


def test_what_is_packed_comes_out_again() -> None:
    found = unpack(pack(GOOD, {"measures/1-01": DIGEST}))
    assert {name: data.decode() for name, data in found.files.items()} == GOOD
    assert found.base == {"measures/1-01": DIGEST}


def test_the_whole_catalogue_comes_out_again(real: CatalogueRecord) -> None:
    found = unpack(pack(render_catalogue(real), digests(real)))
    assert found.read() == real
    assert found.base == digests(real)


def test_the_same_content_is_the_same_bytes_in_any_order() -> None:
    base = {"measures/1-01": DIGEST, "budgets": DIGEST}
    other = pack(dict(reversed(GOOD.items())), dict(reversed(base.items())))
    assert pack(GOOD, base) == other


def test_an_archive_without_a_base_says_so() -> None:
    assert unpack(zipped(GOOD)).base is None


@pytest.mark.parametrize("folder", ["fixtures/", "カタログ/"])
def test_a_folder_that_was_packed_whole_is_opened(folder: str) -> None:
    packed = {f"{folder}{name}": text for name, text in GOOD.items()}
    extra = {"__MACOSX/fixtures/._budgets.yaml": b"\0", f"{folder}.DS_Store": b"\0", folder: b""}
    assert unpack(zipped(packed | extra)).files.keys() == GOOD.keys()


@pytest.mark.parametrize(
    "name",
    [
        "../measures/1-03.yaml",
        "/etc/passwd",
        "measures/../../x.yaml",
        "measures\\1-03.yaml",
        "measures/1-03.yml",
        "measures/deep/1-03.yaml",
        "measures/.yaml",
        "README.md",
        "C:/measures/1-03.yaml",
    ],
)
def test_only_names_of_the_catalogue_are_read(name: str) -> None:
    assert complaints(zipped({**GOOD, name: "x"})) == [f"{name}: {STRANGE}"]


@pytest.mark.parametrize("top", ["..", "."])
def test_a_folder_that_leads_elsewhere_is_none(top: str) -> None:
    packed = {f"{top}/{name}": text for name, text in GOOD.items()}
    assert complaints(zipped(packed)) == [f"{top}/{name}: {STRANGE}" for name in sorted(GOOD)]


def test_a_name_that_stands_twice_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(FIRST, "x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(FIRST, "x")
    assert complaints(packed.getvalue()) == [f"{FIRST}: 同じ名前のファイルが二つあります。"]


@pytest.mark.parametrize("files", [{}, {"budgets.yaml": "[]"}, {"measures/": ""}])
def test_an_archive_without_measures_is_refused(files: dict[str, str | bytes]) -> None:
    assert complaints(zipped(files)) == [NO_MEASURES]


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def garbled(data: bytes) -> bytes:
    """The first file's content is another than its checksum says."""
    start = data.index(b"measures/1-01.yaml") + len(b"measures/1-01.yaml")
    return data[:start] + bytes(255 - byte for byte in data[start : start + 40]) + data[start + 40 :]


def locked(data: bytes) -> bytes:
    """Every entry says that it has a password."""
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(sign)
        data = sign.join([parts[0], *(one[: place - 4] + b"\x01" + one[place - 3 :] for one in parts[1:])])
    return data


@pytest.mark.parametrize(
    "harm", [cut, garbled, locked, lambda data: b"", lambda data: b"PK\x05\x06", lambda data: b"a: b\n"]
)
def test_what_is_no_archive_is_refused(harm: Callable[[bytes], bytes]) -> None:
    assert complaints(harm(zipped({FIRST: GOOD[FIRST], **GOOD}))) == [UNREADABLE]


def test_an_archive_may_be_so_large_and_no_larger() -> None:
    assert complaints(b"x" * MOST_ARCHIVE_BYTES) == [UNREADABLE]
    assert complaints(b"x" * (MOST_ARCHIVE_BYTES + 1)) == ["zip: 大きすぎます。4MBまでのzipファイルにしてください。"]


def test_an_archive_may_hold_so_many_files_and_no_more() -> None:
    many = {f"measures/{number}.yaml": "x" for number in range(MOST_FILES)}
    assert len(unpack(zipped(dict(many))).files) == MOST_FILES
    assert complaints(zipped({**many, "budgets.yaml": "x"})) == [
        "zip: ファイルが多すぎます。1,000個までにしてください。"
    ]


def test_of_one_file_no_more_is_unpacked_than_the_reader_takes() -> None:
    bomb = zipped({**GOOD, FIRST: b"#" * 50_000_000})
    assert len(bomb) < MOST_ARCHIVE_BYTES
    found = unpack(bomb)
    assert len(found.files[FIRST]) == MOST_BYTES + 1
    with pytest.raises(CatalogueError) as caught:
        found.read()
    assert f"{FIRST}: 大きすぎます（1,000,001バイト）。1つのファイルは1,000,000バイトまでです。" in map(
        str, caught.value.mistakes
    )


def test_files_together_may_unpack_to_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    total = sum(len(text.encode()) for text in GOOD.values())
    monkeypatch.setattr(archive_module, "MOST_UNPACKED_BYTES", total)
    assert len(unpack(zipped(dict(GOOD))).files) == len(GOOD)
    monkeypatch.setattr(archive_module, "MOST_UNPACKED_BYTES", total - 1)
    assert complaints(zipped(dict(GOOD))) == ["zip: 中身が大きすぎます。合わせて0MBまでにしてください。"]


@pytest.mark.parametrize(
    "text", ["measures/1-01", f"{DIGEST} measures/1-01", f"{DIGEST}  ../x.", "0  budgets", b"\xff\xfe"]
)
def test_a_base_that_was_changed_by_hand_is_refused(text: str | bytes) -> None:
    assert complaints(zipped({**GOOD, BASE: text})) == [
        "base.txt 1行目: 書き出したときのままではありません。元に戻すか、このファイルを除いてください。"
    ]


def test_mistakes_in_files_are_told_by_file_line_and_key() -> None:
    files = {**GOOD, FIRST: GOOD[FIRST].replace("op: at_most", "op: at_mst")}
    with pytest.raises(CatalogueError) as caught:
        unpack(zipped(dict(files))).read()
    (mistake,) = caught.value.mistakes
    assert (mistake.file, mistake.line, mistake.key) == (FIRST, 27, "programmes[0].requirements[0].any[1].op")
