"""Names of companies as people look for them: neither widths, kana, spaces nor the form of the company matter."""

from __future__ import annotations

import re
import unicodedata

from catalogue.search import search_key

_FORMS = re.compile(
    r"\((?:株|有|同|名|資|一社|一財|公社|公財|医|福|学|特非|独|協|農)\)"
    r"|(?:株式|有限|合同|合名|合資|相互)会社|(?:一般|公益)(?:社団|財団)法人"
    r"|(?:医療|社会福祉|学校|宗教|特定非営利活動|npo)法人|(?:事業)?協同組合|農事組合法人"
)
_BETWEEN = re.compile(r"[\s・.,、。'’\"()「」&-]+")
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}


def name_key(name: str) -> str:
    """What of a *name* is compared: ㈱ヤマノ上 食品, 株式会社やまの上食品 and やまの上食品（株） are one. "" of a form alone."""
    return _BETWEEN.sub("", _FORMS.sub("", search_key(name))).translate(_HIRAGANA)


def digits_of(text: str) -> str:
    """The digits of a typed number, however they are grouped; "" when there is anything else, or too few to look for."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper().removeprefix("T")
    return plain if plain.isascii() and plain.isdigit() and len(plain) >= _FEWEST else ""


_FEWEST = 4
