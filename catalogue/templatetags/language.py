"""What templates need where the catalogue's Japanese meets an interface in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from catalogue import language, wording

register = template.Library()

_JAPANESE = "[\u3005-\u3007\u3041-\u30ff\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]"
_RUN = re.compile(rf"\S*{_JAPANESE}\S*(?:\s+\S*{_JAPANESE}\S*)*")


@register.filter
def day(value: date) -> str:
    """A day as people write it: 2025年3月31日."""
    return language.day_text(value.isoformat())


@register.filter
def listed(texts: Iterable[object]) -> str:
    """Texts side by side: A、B."""
    return language.listed(map(str, texts))


@register.filter
def place(value: str) -> str:
    """A place of the source: p6 方針."""
    return wording.place_text(value)


@register.filter
def marked(text: str) -> str | SafeString:
    """*text* with its Japanese words marked as such, for whoever hears the page in another language; as it is in Japanese."""
    if language.in_japanese():
        return text
    escaped = conditional_escape(text)
    return mark_safe(_RUN.sub(r'<span lang="ja">\g<0></span>', escaped))  # noqa: S308  # escaped just before
