"""Files, database, and the files as last loaded: what a load takes from which, so that it undoes nothing that editors did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.imports.changes import digest_of, parts_of
from catalogue.imports.consistency import check_catalogue
from catalogue.imports.nodes import CatalogueError, Mistake
from catalogue.imports.records import CatalogueRecord

_BOTH_CHANGED = (
    "ファイルもデータベースも、前の読み込みのあとで変わっています。catalogue export で書き出した内容とファイルを"
    "合わせてから読み込むか、ファイルの内容を優先するなら --overwrite を付けてください。"
)


class BothChanged(CatalogueError):
    """Parts that say something else on both sides than what the files were made from; *names* of the parts."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__([Mistake(f"{name}.yaml", 0, "", _BOTH_CHANGED) for name in names])


def digests(record: CatalogueRecord) -> dict[str, str]:
    """Part → what it says."""
    return {name: digest_of(part) for name, part in parts_of(record).items()}


def merge(files: CatalogueRecord, stored: CatalogueRecord, loaded: Mapping[str, str]) -> CatalogueRecord:
    """What the database should say: a part comes from the files where only they have changed since the digests *loaded*.

    Raises BothChanged with each part that has changed on both sides, and CatalogueError when the parts then do not go together.
    """
    said, kept = digests(files), digests(stored)
    names = [name for name in {**said, **kept} if said.get(name) != kept.get(name)]
    from_files = {name for name in names if said.get(name) != loaded.get(name)}
    clashes = [name for name in names if name in from_files and kept.get(name) != loaded.get(name)]
    if clashes:
        raise BothChanged(clashes)
    if from_files.issuperset(names):
        return files
    merged = CatalogueRecord(
        (files if "readings" in from_files else stored).readings,
        (files if "budgets" in from_files else stored).budgets,
        _merged("programmes", files.programmes, stored.programmes, from_files),
        _merged("measures", files.measures, stored.measures, from_files),
    )
    wrong = check_catalogue(merged.readings, merged.budgets, _by_file(merged.programmes), _by_file(merged.measures))
    if wrong:
        raise CatalogueError(wrong)
    return merged


def _merged(
    kind: str, files: Mapping[str, Any], stored: Mapping[str, Any], from_files: Iterable[str]
) -> dict[str, Any]:
    chosen = {code: files if f"{kind}/{code}" in from_files else stored for code in {**files, **stored}}
    return {code: side[code] for code, side in chosen.items() if code in side}


def _by_file(records: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{code}.yaml": record for code, record in records.items()}
