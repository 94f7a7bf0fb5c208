"""What jGrants' list mixes in with calls, and what its texts carry: dropped, made plain, never guessed."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime

import nh3

from catalogue.labels import DIVISIONS
from catalogue.search import search_key

FARTHEST_DAYS = 3 * 366
"""A deadline beyond says that there is none, as 2040-12-31 does."""

DROPPED = {
    "procedure": "採択や交付の後の手続き",
    "practice": "練習用・試験用の登録",
    "crossed_out": "題名が「×」で始まる取りやめの登録",
    "far": "締切が3年より先の登録",
    "over": "すでに締め切られた公募",
}
"""Why a row of the list is not taken in."""

_PROCEDURES = re.compile(
    "交付申請|状況報告|実績報告|完了報告|終了報告|事故報告|仕入れ?控除税額|仕入れに係る消費税|精算払|概算払|支払請求|財産処分|事業完了後"
    "|(?:撤回|取下げ?|中止|廃止|辞退|変更)(?:承認)?(?:届|申請|報告)|承継(?:届|承認)|返還(?:届|報告)"
)
_PRACTICE = re.compile(
    r"練習用|ダミー|動作確認|[【(\[](?:テスト|サンプル|デモ)(?:用|登録)?[】)\]]"
    "|補助金の支払いはありません|補助金が支払われることはありません"
)
_CROSS = re.compile("[×✕✖╳⨯☓❌]")


def drop_reason(title: str, catch_phrase: str, closes_at: datetime | None, now: datetime) -> str | None:
    """The key of DROPPED for what is no call that one can still apply for; None for what may be one.

    The title decides, as people wrote it; of the phrase below it only what says that all of it is practice.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", title))
    if _CROSS.match(plain):
        return "crossed_out"
    if _PRACTICE.search(plain) or _PRACTICE.search(re.sub(r"\s", "", catch_phrase)):
        return "practice"
    if _PROCEDURES.search(plain):
        return "procedure"
    if closes_at is None:
        return None
    if closes_at < now:
        return "over"
    return "far" if (closes_at - now).days > FARTHEST_DAYS else None


_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})"
)
_EARLIEST, _LATEST = date(2000, 1, 1), date(9999, 12, 30)


def moment(value: object) -> datetime | None:
    """An ISO time with its zone (jGrants writes UTC); None for null and "". Raises ValueError for anything else.

    A time without a zone could be meant in Japan or in UTC, nine hours apart.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError(value)
    read = datetime.fromisoformat(value)
    if not _EARLIEST <= read.date() <= _LATEST:
        raise ValueError(value)
    return read


_HIDDEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])


def text(value: object) -> str:
    """A printed text without what no database takes (NUL, surrogates) and what nobody sees; "" for null and other kinds."""
    if not isinstance(value, str):
        return ""
    return "".join(char for char in value if char in "\n\t" or unicodedata.category(char) not in _HIDDEN).strip()


def positive_yen(value: object) -> int | None:
    """A limit in yen; 0 and what is missing are how jGrants says that none is stated."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,18}", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**15 else None


_DIVISION_OF = {search_key(name).replace("、", ""): name for name in DIVISIONS.values()}
_COMMAS = re.compile("[,，､、]")


def industries(printed: str) -> str:
    """The list of industries with the commas of 日本標準産業分類 as everywhere here: 卸売業，小売業 → 卸売業、小売業."""
    names = (part.strip() for part in re.split("[/／]", printed))
    return " / ".join(
        _DIVISION_OF.get(_COMMAS.sub("", search_key(name)), _COMMAS.sub("、", name)) for name in names if name
    )


_BLOCKS = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
]
_TAGS = {*_BLOCKS, "br", "hr", "th", "td", "b", "strong", "i", "em", "u", "span", "a", "sup", "sub"}
_ENDS = re.compile(rf"<(?:br|hr)>|</(?:{'|'.join(_BLOCKS)})>")


def clean_html(dirty: str) -> str:
    """The structure of a text and its links to the web: no scripts, styles, images, forms, classes or headings of a page."""
    return nh3.clean(
        dirty,
        tags=_TAGS,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    ).strip()


def plain_text(cleaned: str) -> str:
    """What is read in *cleaned*, a result of clean_html: a line for each block."""
    lined = _ENDS.sub(r"\g<0>" + "\n", cleaned.replace("</td>", "</td> ").replace("</th>", "</th> "))
    lines = html.unescape(nh3.clean(lined, tags=set())).splitlines()
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)
