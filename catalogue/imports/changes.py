"""What differs between two catalogues, and a name for what one says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from catalogue.imports.records import CatalogueRecord
from catalogue.imports.writer import render_catalogue


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


def version_of(record: CatalogueRecord) -> str:
    """A name for the content: the same content, the same name."""
    digest = hashlib.sha256()
    for name, text in sorted(render_catalogue(record).items()):
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()[:12]


def compare(before: CatalogueRecord, after: CatalogueRecord) -> Change:
    """What differs, by the name of the file that holds it."""
    old, new = _parts(before), _parts(after)
    return Change(
        tuple(name for name in new if name not in old),
        tuple(name for name in new if name in old and new[name] != old[name]),
        tuple(name for name in old if name not in new),
        version_of(after),
    )


def _parts(record: CatalogueRecord) -> dict[str, object]:
    parts: dict[str, object] = {}
    if record.readings:
        parts["readings"] = record.readings
    if record.budgets:
        parts["budgets"] = record.budgets
    parts.update({f"programmes/{code}": programme for code, programme in record.programmes.items()})
    parts.update({f"measures/{code}": measure for code, measure in record.measures.items()})
    return parts
