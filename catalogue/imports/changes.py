"""What differs between two catalogues, and a name for what one says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Any

from catalogue.imports.records import CatalogueRecord


@dataclass(frozen=True, slots=True)
class Change:
    """What a load did (or would do): codes by kind of change."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    version: str

    @property
    def is_empty(self) -> bool:
        """Whether the database said the same already."""
        return not (self.added or self.changed or self.removed)


def version_of(record: CatalogueRecord, dated: Iterable[str] = ()) -> str:
    """A name for the content: the same content, the same name. *dated*: what rules with dates say, in any order."""
    digest = hashlib.sha256()
    for name, part in sorted(parts_of(record).items()):
        digest.update(f"{name}\0{digest_of(part)}\0".encode())
    for text in sorted(dated):
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()[:12]


def digest_of(record: object) -> str:
    """A name for what a record says: what says nothing, lines and the zeros of numbers are left out."""
    return hashlib.sha256(repr(_said(record)).encode()).hexdigest()


def _said(value: Any) -> object:
    if is_dataclass(value):
        said = {field.name: _said(getattr(value, field.name)) for field in fields(value) if field.compare}
        return [(name, one) for name, one in said.items() if one not in (None, False, "", [])]
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def compare(before: CatalogueRecord, after: CatalogueRecord) -> Change:
    """What differs, by the name of the file that holds it."""
    old, new = parts_of(before), parts_of(after)
    return Change(
        tuple(name for name in new if name not in old),
        tuple(name for name in new if name in old and new[name] != old[name]),
        tuple(name for name in old if name not in new),
        version_of(after),
    )


def parts_of(record: CatalogueRecord) -> dict[str, object]:
    """What each file says, by its name without ending; lists that are empty are no part."""
    parts: dict[str, object] = {}
    if record.readings:
        parts["readings"] = record.readings
    if record.budgets:
        parts["budgets"] = record.budgets
    parts.update({f"programmes/{code}": programme for code, programme in record.programmes.items()})
    parts.update({f"measures/{code}": measure for code, measure in record.measures.items()})
    return parts
