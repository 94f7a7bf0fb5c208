"""The query of a list: what may stand in it, and every mistake named. A misspelt or repeated key is not silently ignored."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import FilterSet
from rest_framework.exceptions import ValidationError

from catalogue.api.about import Text
from catalogue.language import listed

MOST_PER_PAGE, PER_PAGE = 200, 20
MOST_PAGES = 10**6
_FEW = 40
Parameter = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer can be asked to be: its *fields*, of which *identity* is always there, and its *expandable* parts."""

    fields: tuple[str, ...]
    identity: str
    expandable: tuple[str, ...] = ()
    orderings: tuple[str, ...] = ()
    paged: bool = False

    def names(self) -> tuple[str, ...]:
        """The keys of the query."""
        pages = ("page", "page_size", "cursor") if self.paged else ()
        order = ("ordering",) if self.orderings else ()
        expand = ("expand",) if self.expandable else ()
        fields = ("fields",) if self.fields else ()
        return (*pages, *order, *fields, *expand)


PAGED = Shape((), "", paged=True)
"""What is asked for in pages, and in no other way."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sound query asks for; *fields*: None for all."""

    fields: frozenset[str] | None
    expand: frozenset[str]

    def keeps(self, name: str, shape: Shape, *, whole: bool) -> bool:
        """Whether the answer has the key *name*."""
        if self.fields is not None:
            return name in self.fields or name == shape.identity or name in self.expand
        return whole or name not in shape.expandable or name in self.expand


def read_query(
    query: QueryDict, shape: Shape, filters: type[FilterSet] | None, *, plain: tuple[str, ...] = ()
) -> Asked:
    """What is asked for. *plain*: further keys that may stand there. Raises ValidationError with every mistake."""
    filter_names = tuple(filters.base_filters) if filters else ()
    allowed = (*filter_names, *plain, *shape.names())
    errors: dict[str, list[str]] = {}
    for key, values in query.lists():
        if key not in allowed:
            errors[key] = [_("この絞り込みはありません。{hint}").format(hint=_near(key, allowed))]
        elif len(values) > 1:
            errors[key] = [_("同じ絞り込みが二度書かれています。一つにしてください。")]
    if shape.paged:
        for key, most in (("page", MOST_PAGES), ("page_size", MOST_PER_PAGE)):
            if not _is_whole(query.get(key) or "1", most):
                errors.setdefault(key, [_("1以上{most}以下の整数で書いてください。").format(most=f"{most:,}")])
        if "cursor" in query:
            for other in ("page", "ordering"):
                if query.get(other):
                    errors.setdefault(other, [_("cursor と一緒には使えません。")])
    orderings = tuple(f"{sign}{name}" for name in shape.orderings for sign in ("", "-"))
    _names(query, "ordering", orderings, errors, single=True)
    fields = _names(query, "fields", shape.fields, errors)
    expand = _names(query, "expand", shape.expandable, errors)
    if filters:
        for key, messages in filters(query).errors.items():
            errors.setdefault(key, list(messages))
    if errors:
        raise ValidationError(errors)
    return Asked(frozenset(fields) or None, frozenset(expand))


def _names(
    query: QueryDict, key: str, allowed: Sequence[str], errors: dict[str, list[str]], *, single: bool = False
) -> list[str]:
    """The names that the query lists under *key*, separated by commas."""
    text = query.get(key)
    if text is None or (single and not text) or key in errors:
        return []
    names = [text] if single else text.split(",")
    if len(set(names)) < len(names):
        errors[key] = [_("同じ項目が二度書かれています。一つにしてください。")]
        return []
    if unknown := [name for name in names if name not in allowed]:
        errors[key] = [
            _("「{value}」という項目はありません。{hint}").format(value=name[:60], hint=_near(name, allowed))
            for name in unknown[:10]
        ]
    return names


def _near(value: str, allowed: Sequence[str]) -> str:
    close = difflib.get_close_matches(value[:MOST_PER_PAGE], allowed, n=1)
    if close:
        return _("「{near}」ではありませんか。").format(near=close[0])
    if not allowed:
        return _("ここでは何も絞り込めません。")
    return _("使えるのは {codes} です。").format(codes=listed(allowed[:_FEW]))


def _is_whole(text: str, most: int) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return digits and 1 <= int(text) <= most


def parameters(shape: Shape, filters: type[FilterSet] | None) -> list[Parameter]:
    """The query's keys for the schema."""
    found = [{"name": name, **one.told} for name, one in filters.base_filters.items()] if filters else []
    if shape.paged:
        found += [
            _number("page", gettext_lazy("ページの番号（1から）。"), 1, MOST_PAGES, 1),
            _number("page_size", gettext_lazy("一ページの件数。"), PER_PAGE, MOST_PER_PAGE, PER_PAGE),
            {
                "name": "cursor",
                "description": gettext_lazy(
                    "すべてをもれなく順にたどるための目印。空で始め、答えの next に従う。途中でカタログが変わっても重ならない。"
                ),
                "example": "",
                "schema": {"type": "string", "format": "cursor"},
                "allowEmptyValue": True,
            },
        ]
    if shape.orderings:
        signed = [f"{sign}{name}" for name in shape.orderings for sign in ("", "-")]
        found.append(
            {
                "name": "ordering",
                "description": gettext_lazy("並べる項目。前に - を付けると逆順。"),
                "example": signed[0],
                "schema": {"type": "string", "enum": [*signed, ""]},
            }
        )
    if shape.fields:
        found.append(
            _list(
                "fields", gettext_lazy("答えに入れる項目だけをコンマで並べる。識別する項目は必ず入る。"), shape.fields
            )
        )
    if shape.expandable:
        found.append(_list("expand", gettext_lazy("答えに加える部分をコンマで並べる。"), shape.expandable))
    return [{"in": "query", "required": False, **one} for one in found]


def _number(name: str, text: Text, example: int, most: int, default: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return {"name": name, "description": text, "example": example, "schema": schema}


def _list(name: str, text: Text, names: Iterable[str]) -> Parameter:
    allowed = list(names)
    schema: Mapping[str, object] = {
        "type": "array",
        "items": {"type": "string", "enum": allowed},
        "minItems": 1,
        "uniqueItems": True,
    }
    return {
        "name": name,
        "description": text,
        "example": allowed[:2],
        "schema": schema,
        "style": "form",
        "explode": False,
    }
