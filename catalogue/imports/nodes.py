"""YAML as nodes that know their line, and mistakes that say where they are.

PyYAML reads the text; its values lose their place, so the tree is walked here. Numbers and dates are kept as the text that
was written: the reader of each key knows what it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 1_000_000
_DEEPEST = 20


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


class _Unreadable(Exception):
    """A file that is no tree; nothing more can be said about it than (line, key, message)."""


def parse(path: Path, mistakes: Mistakes) -> Tree | None:
    """The tree of a YAML file, or None when it is not readable as one (a mistake then says why)."""
    try:
        text = _text(path)
        events = yaml.parse(text, Loader=LOADER)
        next(events)  # the beginning of the stream
        if isinstance(next(events), StreamEndEvent):
            raise _Unreadable(1, "", "中身がありません。")
        tree = _tree(next(events), events, mistakes, "", 0)
        next(events)  # the end of the document
        following = next(events)
        if not isinstance(following, StreamEndEvent):
            message = "「---」の後に続きがあります。1つのファイルに書けるのは1つだけです。"
            raise _Unreadable(_line(following), "", message)
    except _Unreadable as error:
        mistakes.add(*error.args)
        return None
    except yaml.YAMLError as error:
        mistakes.add(*_yaml_problem(error, text))
        return None
    return tree


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _Unreadable(0, "", f"大きすぎます（{size:,}バイト）。1つのファイルは{MOST_BYTES:,}バイトまでです。")
        data = path.read_bytes()
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "", "UTF-8で保存されていません。文字コードをUTF-8にしてください。") from error
    except FileNotFoundError as error:
        raise _Unreadable(0, "", "ファイルがありません。") from error
    except OSError as error:
        raise _Unreadable(0, "", f"読めません（{error.strerror}）。") from error
    return text


def _yaml_problem(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """(line, key, message) for what the YAML parser refused."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode()[: error.position].count(b"\n") + 1
        return line, "", "使えない制御文字が入っています。"
    assert isinstance(error, yaml.MarkedYAMLError)
    # Of a key without a colon and of a quote that never closes, the parser hears only later; the mistake is where they begin.
    begun = error.context in ("while scanning a simple key", "while scanning a quoted scalar")
    mark = (error.context_mark if begun else None) or error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    lines = text.split("\n")
    if 0 < line <= len(lines) and re.match(r" *\t", lines[line - 1]):
        return line, "", "字下げにタブがあります。半角空白2つにしてください。"
    hint = f"字下げ（半角空白2つ）、コロンの後の空白、引用符を確かめてください（{error.problem}）。"
    return line, "", f"YAMLとして読めません。{hint}"


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _tree(event: Event, events: Iterator[Event], mistakes: Mistakes, path: str, depth: int) -> Tree:
    """The tree that begins with *event*.

    From events and not from PyYAML's nodes: its composer overruns the stack on deep nesting, and aliases make small files huge.
    """
    line = _line(event)
    if getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise _Unreadable(line, path, "値の先頭に「&」「*」「!」は使えません。文字なら引用符で囲んでください。")
    if depth > _DEEPEST:
        raise _Unreadable(line, "", f"入れ子が深すぎます。{_DEEPEST}段までです。")
    if isinstance(event, ScalarEvent):
        return Scalar(event.value, line, not event.style)
    if isinstance(event, SequenceStartEvent):
        items: list[Tree] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(_tree(event, events, mistakes, f"{path}[{len(items)}]", depth + 1))
        return Sequence(items, line)
    result = Mapping(line=line)
    while not isinstance(event := next(events), MappingEndEvent):
        key_line = _line(event)
        key = event.value if isinstance(event, ScalarEvent) else ""
        inner = f"{path}.{key}" if path else key
        _tree(event, events, Mistakes(""), path, depth + 1)
        value = _tree(next(events), events, mistakes, inner, depth + 1)
        if not key:
            mistakes.add(key_line, path, "キーは文字で書いてください。")
        elif key in result.items:
            mistakes.add(key_line, inner, "同じキーが二度書かれています。")
        else:
            result.items[key] = value
            result.keys[key] = key_line
    return result


def files_in(folder: Path) -> Iterator[Path]:
    """The YAML files of *folder* in order of name; none when it does not exist."""
    return iter(sorted(folder.glob("*.yaml")))


def stray_files(folder: Path) -> Iterator[Path]:
    """Files of *folder* that look like YAML but have another ending, and so are not read."""
    return (
        path
        for path in sorted(folder.glob("*"))
        if re.fullmatch(r"(?i)\.ya?ml", path.suffix) and path.suffix != ".yaml"
    )
