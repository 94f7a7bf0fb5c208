"""What the code and the templates want translated, and each ``django.po`` made into its ``django.mo``: the English interface,
and the Japanese of a package that brings none and of the docstrings in the API's schema.

    python -m tests.translations compile

stands in for gettext's ``msgfmt``, which is not needed on any machine.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.template.base import Node, Template
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

CATALOGUE = Path(__file__).resolve().parents[1] / "catalogue"
TEMPLATES = CATALOGUE / "templates"
JAPANESE = re.compile("[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
PO, JAPANESE_PO = (CATALOGUE / "locale" / language / "LC_MESSAGES" / "django.po" for language in ("en", "ja"))


class Message(NamedTuple):
    """What is looked up. *plural*, *context*: "" without."""

    text: str
    plural: str = ""
    context: str = ""


def compiled(po: Path) -> bytes:
    """What the ``django.mo`` beside *po* must hold."""
    content: bytes = polib.pofile(str(po)).to_binary()
    return content


_CALLS = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
}
"""Function → what its first arguments are."""


def in_code(folder: Path = CATALOGUE) -> Iterator[Message]:
    """The literals that the code of *folder* has translated."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            parts = _CALLS.get(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            if parts and isinstance(node, ast.Call) and all(_is_literal(one) for one in node.args[: len(parts)]):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                yield Message(**dict(zip(parts, map(str, texts), strict=False)))


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def in_templates() -> Iterator[Message]:
    """What the tags of all templates have translated, as Django looks it up."""
    for file in sorted(TEMPLATES.rglob("*.html")):
        template: Template = get_template(file.relative_to(TEMPLATES).as_posix()).template  # type: ignore[attr-defined]
        for node in template.nodelist.get_nodes_by_type(Node):
            if isinstance(node, TranslateNode):
                yield Message(str(node.filter_expression.var.literal))
            if isinstance(node, BlockTranslateNode):
                singular, plural = (node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural))
                yield Message(singular, plural)


if __name__ == "__main__":
    if sys.argv[1:] != ["compile"]:
        sys.exit(__doc__)
    for file in (PO, JAPANESE_PO):
        file.with_suffix(".mo").write_bytes(compiled(file))
