"""What import-linter cannot say: it knows other packages by name only, and not their parts."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = sorted((ROOT / "matcher").rglob("*.py"))


def imports(source: str) -> Iterator[str]:
    """Yield the dotted name of every module that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_every_kind_of_import_is_seen() -> None:
    source = "import a.b, c\nfrom d.e import f\nfrom . import g\ndef h():\n    import i"
    assert sorted(imports(source)) == [".", "a.b", "c", "d.e", "i"]


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_engine_imports_the_standard_library_and_itself(path: Path) -> None:
    packages = {name.partition(".")[0] for name in imports(path.read_text(encoding="utf-8"))}
    assert packages <= sys.stdlib_module_names | {"matcher", ""}


def test_the_use_case_knows_no_requests() -> None:
    source = (ROOT / "catalogue" / "shortlist.py").read_text(encoding="utf-8")
    assert not [name for name in imports(source) if name.startswith("django.http")]
