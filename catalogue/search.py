"""One form for what people type and what is stored, so that widths and letter cases do not matter in search."""

from __future__ import annotations

import unicodedata


def search_key(text: str) -> str:
    """NFKC, case folded, spaces collapsed: ＤＸ認定 and dx認定 are the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
