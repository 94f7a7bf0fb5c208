"""One form for what people type and what is stored, so that widths and letter cases do not matter in search."""

from __future__ import annotations

import re
import unicodedata

# Hyphens, dashes, minus signs, lines of tables, and the mark that makes a vowel long: on a keyboard one is as near as the other.
_AFTER_KANA = re.compile("(?<=[ぁ-ゖァ-ヺ])[-ー‐-―⁃−─━]+")
_ELSEWHERE = re.compile("(?<![ぁ-ゖァ-ヺー])[-ー‐-―⁃−─━]+")


def search_key(text: str) -> str:
    """NFKC, case folded, spaces collapsed: ＤＸ認定 and dx認定 are the same. So are 1−05, 1ー05 and 1-05, or ラ-メン and ラーメン."""
    key = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    key = _AFTER_KANA.sub(lambda dashes: "ー" * len(dashes[0]), key)
    return _ELSEWHERE.sub(lambda dashes: "-" * len(dashes[0]), key)
