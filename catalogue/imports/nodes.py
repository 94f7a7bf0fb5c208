"""YAML as nodes that know their line, and mistakes that say where they are.

PyYAML reads the text; its values lose their place, so the tree is walked here. Numbers and dates are kept as the text that
was written: the reader of each key knows what it should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong, where, and what would be right."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file} {self.line}行目" if self.line else self.file
        return f"{where} {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class CatalogueError(ValueError):
    """Files that cannot be loaded; carries every mistake, in order of file and line."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes)
        super().__init__(f"{len(mistakes)} mistakes")


@dataclass(slots=True)
class Scalar:
    """*text* as written; *plain*: without quotes, so that ``null`` and ``true`` mean what they say."""

    text: str
    line: int
    plain: bool


@dataclass(slots=True)
class Sequence:
    items: list[Tree]
    line: int


@dataclass(slots=True)
class Mapping:
    """*keys*: key → the line it stands on."""

    items: dict[str, Tree] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    line: int = 0


Tree = Scalar | Sequence | Mapping


class Mistakes:
    """Collects mistakes of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Mistake] = []

    def add(self, line: int, key: str, message: str) -> None:
        """Note one mistake; *line* counts from 1."""
        self.found.append(Mistake(self.file, line, key, message))


def parse(path: Path, name: str, mistakes: Mistakes) -> Tree | None:
    """The tree of a YAML file, or None when it is not readable as one (a mistake then says why)."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        mistakes.add(
            data.count(b"\n", 0, error.start) + 1, "", "UTF-8で保存されていません。文字コードをUTF-8にしてください。"
        )
        return None
    except OSError as error:
        mistakes.add(0, "", f"読めません（{error.strerror}）。")
        return None
    if len(data) > MOST_BYTES:
        mistakes.add(0, "", f"大きすぎます（{len(data):,}バイト）。1施策のファイルは{MOST_BYTES:,}バイトまでです。")
        return None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        mistakes.add(
            line,
            "",
            f"YAMLとして読めません。字下げ（半角空白2つ）、コロンの後の空白、引用符を確かめてください（{error.problem}）。",
        )
        return None
    except (yaml.YAMLError, RecursionError) as error:
        mistakes.add(0, "", f"YAMLとして読めません（{error}）。")
        return None
    if node is None:
        mistakes.add(1, "", "中身がありません。")
        return None
    return _tree(node, mistakes, "")


def _tree(node: Node, mistakes: Mistakes, path: str) -> Tree:
    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        return Scalar(node.value, line, not node.style)
    if isinstance(node, SequenceNode):
        return Sequence([_tree(item, mistakes, f"{path}[{place}]") for place, item in enumerate(node.value)], line)
    assert isinstance(node, MappingNode)
    result = Mapping(line=line)
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, ScalarNode) else ""
        inner = f"{path}.{key}" if path else key
        if not isinstance(key, str) or not key:
            mistakes.add(key_line, path, "キーは文字で書いてください。")
        elif key in result.items:
            mistakes.add(key_line, inner, "同じキーが二度書かれています。")
        else:
            result.items[key] = _tree(value_node, mistakes, inner)
            result.keys[key] = key_line
    return result


def files_in(folder: Path) -> Iterator[Path]:
    """The YAML files of *folder* in order of name; none when it does not exist."""
    return iter(sorted(folder.glob("*.yaml")))
