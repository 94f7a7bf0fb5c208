"""Type-to-search over industries, and their choices in the form. Not offered: public service (S, 96) and T.

Texts are compared in one form: widths, letter cases, kana, spaces, brackets and middle dots do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.industries.words import WORDS
from catalogue.language import in_japanese
from catalogue.search import search_key
from matcher.industry import DIVISION_OF, DIVISIONS, is_code

_NOT_OFFERED = frozenset(["S", "T", "96"])
_LONGEST = 60
"""No name is longer; more is not looked at."""

FOLLOW_UPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "19": (
        ("1911", "タイヤ・チューブの製造（自動車、二輪車、建設車両、航空機など）"),
        ("192", "ゴム・プラスチックの履物の製造"),
        ("1932", "ゴムホースの製造"),
        ("1933", "工業用ゴム製品の製造（防振ゴム、パッキン、ゴムロールなど）"),
        ("199", "その他のゴム製品の製造（医療・衛生用、ゴム手袋、ゴム引布、更生タイヤなど）"),
        ("19", "わからない、またはどれでもない（自転車のタイヤ、ゴムベルトなど）"),
    ),
    "39": (
        ("391", "ソフトウェアの開発（受託開発、パッケージ、組込み、ゲームなど）"),
        ("3921", "情報処理サービス（受託計算、データ入力など）"),
        ("3922", "情報提供サービス（データベースの提供など）"),
        ("3923", "市場調査・世論調査・社会調査"),
        ("3929", "その他の情報処理・提供サービス"),
        ("39", "わからない"),
    ),
    "41": (
        ("411", "映像の制作・配給（映画、動画、テレビ番組、アニメーションなど）"),
        ("412", "音声の制作（レコード、ラジオ番組など）"),
        ("413", "新聞の発行"),
        ("414", "出版（書籍、雑誌、電子書籍など）"),
        ("415", "広告の制作（印刷物の広告）"),
        ("416", "制作に附帯するサービス（ニュースの供給、編集、録音スタジオなど）"),
        ("41", "わからない"),
    ),
    "69": (
        ("693", "駐車場"),
        ("691", "事務所・店舗・倉庫・会議室・土地の賃貸"),
        ("692", "住宅・アパート・部屋の賃貸"),
        ("694", "不動産の管理（マンション、ビルなど）"),
        ("69", "わからない"),
    ),
    "75": (
        ("751", "旅館・ホテル（旅館・ホテルにあたる民宿を含む）"),
        ("752", "簡易宿所（カプセルホテル、山小屋、簡易宿所にあたる民宿など）"),
        ("753", "下宿"),
        ("759", "その他の宿泊業（住宅宿泊事業の民泊、キャンプ場、保養所、寮など）"),
        ("75", "わからない"),
    ),
    "79": (
        ("791", "旅行業・旅行業者代理業"),
        ("796", "冠婚葬祭（葬儀、結婚式場、互助会）"),
        ("792", "家事サービス（家政婦など）"),
        ("793", "衣服の裁縫・修理"),
        ("794", "物品の預かり（手荷物、コインロッカーなど）"),
        ("795", "火葬・墓地の管理"),
        ("799", "その他の生活関連サービス（結婚相談、ペット美容、観光案内、ハウスクリーニングなど）"),
        ("79", "わからない"),
    ),
}
"""Major group that cannot decide company size alone → its answers: (code, what it is). The group itself: not known."""

_ANSWERS = {code: text for group, answers in FOLLOW_UPS.items() for code, text in answers if code != group}
_NAMES = _ANSWERS | labels.DEEPER_INDUSTRIES | labels.MAJOR_GROUPS | labels.DIVISIONS


@dataclass(frozen=True)
class Found:
    """An industry for a search text. *name*, *division*: labels; *matched*: the everyday word, "" when the name or code did."""

    code: str
    name: str
    division: str
    matched: str


def name_of(code: str) -> str:
    """The label of an industry, as in the form. Raises ValueError for what is no code."""
    if not is_code(code):
        raise ValueError(code)
    if name := _NAMES.get(code):
        return _(name)
    return _("{group}のうち分類{code}").format(group=_(labels.MAJOR_GROUPS[code[:2]]), code=code)


def is_offered(code: str) -> bool:
    """Whether a company may name *code* as its business: any known code but those of public service and of what cannot be classified."""
    return is_code(code) and code not in _NOT_OFFERED and _division(code) not in _NOT_OFFERED


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Label of a division → its major groups as (code, label), for a grouped select."""
    return [
        (
            _(labels.DIVISIONS[letter]),
            [(code, _(labels.MAJOR_GROUPS[code])) for code in groups if code not in _NOT_OFFERED],
        )
        for letter, groups in DIVISIONS.items()
        if letter not in _NOT_OFFERED
    ]


_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[\s・、,。/()]+")


def _parts(text: str) -> list[str]:
    """The words of *text* in the one form. What stands in brackets says what is left out, and would be found by it."""
    if len(text) > _LONGEST:
        return []
    bare = _BRACKETS.sub("", search_key(text).translate(_HIRAGANA))
    return [part for part in _BETWEEN.split(bare) if part]


def _key(text: str) -> str:
    return "".join(_parts(text))


_EXACT, _PREFIX, _WITHIN = range(3)

_Match = tuple[int, str]
"""(how close, the everyday word)."""


@dataclass(frozen=True)
class _Entry:
    code: str
    code_key: str
    texts: tuple[tuple[str, str], ...]
    """(key, everyday word or ""); the name comes first and wins a tie."""

    def match(self, parts: list[str]) -> _Match | None:
        """How the words match together; else each for itself, as close as the least close one. None: not all of them do."""
        if (together := self._closest("".join(parts))) or len(parts) == 1:
            return together
        each = [found for part in parts if (found := self._closest(part))]
        return max(each, key=lambda found: found[0]) if len(each) == len(parts) else None

    def _closest(self, wanted: str) -> _Match | None:
        if self.code_key.startswith(wanted):
            return (_EXACT if self.code_key == wanted else _PREFIX), ""
        found = [(_closeness(key, wanted), word) for key, word in self.texts if wanted in key]
        return min(found, key=lambda match: match[0], default=None)


def _closeness(key: str, wanted: str) -> int:
    if key == wanted:
        return _EXACT
    return _PREFIX if key.startswith(wanted) else _WITHIN


def _entries() -> Iterator[_Entry]:
    for code in sorted({*DIVISIONS, *DIVISION_OF, *labels.DEEPER_INDUSTRIES}):
        if is_offered(code):
            words = [(_key(word), word) for word in WORDS.get(code, ())]
            yield _Entry(code, _key(code), ((_key(_NAMES[code]), ""), *words))


def _division(code: str) -> str:
    return code if code in DIVISIONS else DIVISION_OF[code[:2]]


_ENTRIES = tuple(_entries())


@cache
def _translated(language: str | None) -> tuple[_Entry, ...]:
    """The same, found by their names in *language* as well, which is the one at hand."""
    return tuple(replace(entry, texts=(*entry.texts, (_key(_(_NAMES[entry.code])), ""))) for entry in _ENTRIES)


# Endings of everyday speech, the longer first. 屋さん goes in two steps, so that 花屋さん is 花屋 before it is 花.
_SAID_AFTER = (
    "さん", "屋", "店", "業", "業者", "事業", "事業者", "事業所", "事務所", "会社", "企業", "メーカー", "工場", "加工", "処理", "施設",
    "センター", "スクール", "サロン", "クラブ", "経営", "運営", "職", "職人", "師", "家", "です", "をやっている", "をやっています",
    "をしている", "をしています", "を営んでいる", "を営んでいます", "を経営している", "を経営しています",
)  # fmt: skip
_ENDINGS = sorted(map(_key, _SAID_AFTER), key=len, reverse=True)


def search(text: str, limit: int = 20) -> list[Found]:
    """Industries for *text*: exact matches, then beginnings, then parts; each by code. Words are AND-ed.

    A text that finds nothing is tried without endings such as 屋さん or をやっている; a code not listed here, by the code above it.
    """
    entries = _ENTRIES if in_japanese() else _translated(get_language())
    for parts in _attempts(_parts(text)):
        matches = [(match, entry.code) for entry in entries if (match := entry.match(parts))]
        if matches:
            matches.sort(key=lambda found: (found[0][0], found[1]))
            return [_found(code, word) for (_closest, word), code in matches[:limit]]
    return []


def _found(code: str, word: str) -> Found:
    return Found(code, name_of(code), _(labels.DIVISIONS[_division(code)]), word)


def _attempts(parts: list[str]) -> Iterator[list[str]]:
    """*parts* with fewer and fewer endings, then the same without a polite お: お花屋さん, お花屋, お花, 花屋さん, 花屋."""
    yield from _barer(parts)
    plain = [part.removeprefix("お") for part in parts]
    if plain != parts and all(plain):
        yield from _barer(plain)


def _barer(parts: list[str]) -> Iterator[list[str]]:
    while parts:
        yield parts
        shorter = [_bare(part) for part in parts]
        parts = shorter if shorter != parts else []


def _bare(part: str) -> str:
    if is_code(part) and len(part) > 2:
        return part[:-1]
    for ending in _ENDINGS:
        if part.endswith(ending) and part != ending:
            return part.removesuffix(ending)
    return part
