"""The catalogue's files as one zip archive: written with the same bytes for the same content, and read without trusting it.

Beside the files stands what they were made from, so that what has changed since can be told when they come back.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.imports.nodes import MOST_BYTES, CatalogueError, Mistake
from catalogue.imports.reader import read_catalogue
from catalogue.imports.records import CatalogueRecord

MOST_ARCHIVE_BYTES = 4_000_000
MOST_UNPACKED_BYTES = 20_000_000
MOST_FILES = 1_000

BASE = "base.txt"
"""The digest of each part when the archive was made, a line each."""

_NAMES = re.compile(r"(readings|budgets|(programmes|measures)/[a-z0-9][a-z0-9-]{0,79})\.yaml|" + re.escape(BASE))
_BASE_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9/-]{1,90})")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What operating systems put into archives of their own accord."""


@dataclass(frozen=True, slots=True)
class Archive:
    """*base*: part → digest of what the files were made from; None when the archive does not say."""

    files: Mapping[str, bytes]
    base: Mapping[str, str] | None

    def read(self) -> CatalogueRecord:
        """The catalogue that the files describe. Raises CatalogueError with every mistake."""
        with TemporaryDirectory() as name:
            for file, data in self.files.items():
                path = Path(name) / file
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
            return read_catalogue(Path(name))


def pack(files: Mapping[str, str], base: Mapping[str, str]) -> bytes:
    """One zip of *files* and of the digests of the parts that they were made from."""
    told = "".join(f"{digest}  {name}\n" for name, digest in sorted(base.items()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in sorted({**files, BASE: told}.items()):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, text.encode())
    return packed.getvalue()


def unpack(data: bytes) -> Archive:
    """The files in an archive, which may be anything that somebody sent. Raises CatalogueError.

    Nothing is written under a name from the archive that is not a name of the catalogue's, and no more is unpacked than allowed.
    """
    if len(data) > MOST_ARCHIVE_BYTES:
        raise _refused("", f"大きすぎます。{MOST_ARCHIVE_BYTES // 1_000_000}MBまでのzipファイルにしてください。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _contents(archive)
    # RuntimeError is its word for a password, NotImplementedError for a method that it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        if isinstance(error, CatalogueError):
            raise
        raise _refused(
            "", "zipファイルとして読めません。パスワードのない、壊れていないzipファイルにしてください。"
        ) from error
    base = files.pop(BASE, None)
    return Archive(files, None if base is None else dict(_base(base)))


def _contents(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [one for one in archive.infolist() if not one.is_dir() and not _is_of_a_system(one.filename)]
    if len(entries) > MOST_FILES:
        raise _refused("", f"ファイルが多すぎます。{MOST_FILES:,}個までにしてください。")
    names = _without_folder([one.filename for one in entries])
    wrong = [name for name in names if not _NAMES.fullmatch(name)]
    twice = [name for name in set(names) if names.count(name) > 1]
    if wrong or twice:
        raise CatalogueError(
            [
                *(Mistake(_shown(name), 0, "", _STRANGE) for name in wrong),
                *(Mistake(name, 0, "", "同じ名前のファイルが二つあります。") for name in twice),
            ]
        )
    if not any(name.startswith("measures/") for name in names):
        raise _refused(
            "measures", "施策のファイル（measures フォルダー）がありません。書き出したzipと同じ形にしてください。"
        )
    files, total = {}, 0
    for name, entry in zip(names, entries, strict=True):
        with archive.open(entry) as file:
            data = file.read(MOST_BYTES + 1)
        total += len(data)
        if total > MOST_UNPACKED_BYTES:
            raise _refused("", f"中身が大きすぎます。合わせて{MOST_UNPACKED_BYTES // 1_000_000}MBまでにしてください。")
        files[name] = data
    return files


_STRANGE = "カタログのファイルの名前ではありません。書き出したzipにある名前のファイルだけを入れてください。"


def _is_of_a_system(name: str) -> bool:
    return name.startswith(_SYSTEMS[0]) or name.rpartition("/")[2] in _SYSTEMS[1:]


def _without_folder(names: list[str]) -> list[str]:
    """Names below the one folder in which everything stands, as it does when a folder was packed."""
    tops = {name.partition("/")[0] for name in names}
    alone = (
        len(tops) == 1 and all("/" in name for name in names) and not tops & {"measures", "programmes", "", "..", "."}
    )
    return [name.partition("/")[2] for name in names] if alone else names


def _base(data: bytes) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        found = _BASE_LINE.fullmatch(line)
        if not found:
            raise CatalogueError(
                [
                    Mistake(
                        BASE,
                        number,
                        "",
                        "書き出したときのままではありません。元に戻すか、このファイルを除いてください。",
                    )
                ]
            )
        yield found[2], found[1]


def _shown(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:80]}…"


def _refused(file: str, message: str) -> CatalogueError:
    return CatalogueError([Mistake(file or "zip", 0, "", message)])
