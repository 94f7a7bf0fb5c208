"""What is typed into the search box → the measures it means. Plain LIKE, the same on SQLite and PostgreSQL; one query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, F, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Length, Substr
from django.db.models.sql.compiler import SQLCompiler

from catalogue.models import Measure
from catalogue.search import search_key
from catalogue.search.synonyms import ALONE, ENDINGS, FILLERS, GROUPS, LONGER, PARTICLES, WISHED

MOST_WORDS, LONGEST_WORD, LONGEST_TEXT = 10, 40, 1000
"""What is beyond is not looked at."""

_MOST_OF_PHRASE = 4
"""Words that together may be a known phrase."""

Term = tuple[str, ...]
"""A word and what means the same to a searcher: one of them must be found."""

_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(ord("ぁ"), ord("ゖ") + 1)}
_HIRAGANA = {katakana: hiragana for hiragana, katakana in _KATAKANA.items()}
_APART = re.compile(r"[\s、。,・/|;:?!()\[\]{}「」『』【】〈〉《》“”]+")
_UNSEEN = frozenset(["Cc", "Cs", "Co", "Cn"])


def _clean(text: str) -> str:
    """*text* without what no database takes (NUL, surrogates) and what nobody sees (zero-width and control characters)."""
    return "".join(
        " " if category in _UNSEEN else char
        for char in text[:LONGEST_TEXT]
        if (category := unicodedata.category(char)) != "Cf"
    )


def _loose(word: str) -> str:
    """The form by which a word of the tables is known: kana, middle dots, spaces, hyphens, commas and long vowels do not matter."""
    return re.sub("[- ー,・]", "", word.translate(_KATAKANA))


def _known() -> Iterator[tuple[str, Term]]:
    meanings: dict[str, list[str]] = {}
    for group in (*GROUPS, *((word,) for word in ALONE)):
        words = [search_key(word) for word in group]
        for word in words:
            meanings.setdefault(word, []).extend(words)
    for word, others in meanings.items():
        yield _loose(word), (word, *_needed(dict.fromkeys(others), word))


def _needed(words: Collection[str], beside: str) -> Iterator[str]:
    """Those of *words* that find something *beside* and the others do not: who looks for 省エネ has found 省エネ診断."""
    for word in words:
        if word != beside and not any(other in word for other in words if other != word):
            yield word


_TERMS = dict(_known())
_FILLERS = frozenset(_loose(word) for word in (*PARTICLES, *FILLERS))
_SAID = frozenset(search_key(word) for word in (*PARTICLES, *ENDINGS))
_ENDINGS = sorted((search_key(ending) for ending in ENDINGS), key=len, reverse=True)
_WISHED = tuple(search_key(word) for word in WISHED)
_LONGEST_PIECE = max(map(len, _TERMS))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query was understood as: *terms* must all be found; *wished* only tell what comes first."""

    terms: tuple[Term, ...]
    wished: tuple[Term, ...]


def terms(text: str) -> list[Term]:
    """The words of *text*, each with its synonyms: all words are meant, of each any. At most 10 words of 40 characters.

    Words are what stands apart; a known phrase is one word (会社を売る), what is composed of known words is those words
    (農業補助金). Everyday endings (がほしい, について) fall off. The first of a tuple is the word itself.
    """
    return list(read(text).terms)


def read(text: str) -> Reading:
    """As *terms*, with what only tells the order."""
    key = search_key(_clean(text))
    parts = [part for part in _APART.split(key) if part]
    words = [part[:LONGEST_WORD] for part in parts if part not in _SAID or len(parts) == 1][:MOST_WORDS]
    phrase = _phrase(words)
    # 省エネ 補助金 is two wishes, and 省エネ補助金 only the best of what grants both; M & A is nothing but M&A.
    in_one = sum(map(bool, _APART.split(_no_dots(key)))) == 1
    if phrase and (in_one or any(_loose(word) not in _TERMS for word in words)):
        return Reading((phrase,), ())
    needed: dict[Term, None] = {}
    wished: dict[Term, None] = {phrase: None} if phrase else {}
    for word in words:
        found = _read_word(word)
        needed |= dict.fromkeys(found.terms)
        wished |= dict.fromkeys(found.wished)
    return Reading(tuple(needed)[:MOST_WORDS], tuple(wished)[:MOST_WORDS])


def _phrase(words: Sequence[str]) -> Term | None:
    """What *words* are together, in whatever order: the order of words must not matter."""
    if len(words) > _MOST_OF_PHRASE:
        return None
    together = (_TERMS.get(_loose("".join(order))) for order in permutations(words))
    return next(filter(None, together), None)


def _read_word(word: str) -> Reading:
    for bare in _barer(word):
        if known := _TERMS.get(_loose(bare)):
            return Reading((known,), ())
    pieces = [_TERMS[piece] for piece in _pieces(_loose(bare)) if piece not in _FILLERS]
    if not pieces:
        return _read_unknown(bare)
    kinds = [piece for piece in pieces if piece[0] in _WISHED]
    needed = [piece for piece in pieces if piece not in kinds] or kinds
    return Reading(tuple(needed), (*kinds, (bare,)))


def _read_unknown(word: str) -> Reading:
    for kind in _WISHED:
        rest = word.removesuffix(kind).removesuffix("の")
        if word.endswith(kind) and len(rest) > 1:
            return Reading(((rest,),), (_TERMS[_loose(kind)], (word,)))
    return Reading(((word,),), ())


def _barer(word: str) -> Iterator[str]:
    """*word*, then without one ending after another, never less than two characters."""
    shorter: str | None = word
    while shorter:
        yield shorter
        word = shorter
        shorter = next(
            (word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 1), None
        )


def _pieces(word: str) -> tuple[str, ...]:
    """The fewest known words and fillers that *word* is composed of, all as *_loose* writes them; () when it is not."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        pieces = (
            (*before, piece)
            for start in range(max(0, end - _LONGEST_PIECE), end)
            if (before := best[start]) is not None and ((piece := word[start:end]) in _FILLERS or piece in _TERMS)
        )
        best.append(min(pieces, key=len, default=None))
    return best[-1] or ()


class _Has(Func):
    """Whether the text of *column* has one of *words*: true or false, in one expression. Middle dots do not matter."""

    output_field = BooleanField()

    def __init__(self, column: F | Func, words: Iterable[str]) -> None:
        super().__init__(column)
        self.words = tuple(dict.fromkeys(_no_dots(word) for word in words))

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """As one flat OR: nested expressions, one for each word, soon overflow SQLite's parser."""
        column, of_column = compiler.compile(self.get_source_expressions()[0])
        tests: list[str] = []
        params: list[str | int] = []
        for word in self.words:
            hidden = ("・", *LONGER.get(word, ()))
            tests.append("REPLACE(" * len(hidden) + column + ", %s, '')" * len(hidden) + " LIKE %s ESCAPE '!'")
            params += [*of_column, *hidden, "%" + re.sub("[!%_]", r"!\g<0>", word) + "%"]
        return "(" + " OR ".join(tests) + ")", tuple(params)


class _Sum(Func):
    """Numbers added up, without brackets around brackets."""

    template, arg_joiner = "(%(expressions)s)", " + "
    output_field = IntegerField()


# Measure.search_text is its code, title and summary, then the ministries and the names, all in the form of search_key.
_TEXT = F("search_text")
_TITLE = Substr("search_text", 1, Length("code") + 1 + Length("title"))
_NAMES = Substr("search_text", Length("code") + Length("title") + Length("summary") + 4)


def matching(measures: QuerySet[Measure], text: str) -> QuerySet[Measure]:
    """Those of *measures* in which every word of *text* is found, or a synonym of it; all of them when there is no word in it.

    First come those whose title has the words themselves, then names of programmes, then titles and names with synonyms,
    then the rest; equals as the source numbers them. Whatever is typed is read; % and _ mean themselves.
    """
    reading = read(text)
    for term in reading.terms:
        measures = measures.filter(_Has(_TEXT, _spelled(term)))
    points = [case for term in (*reading.terms, *reading.wished) for case in _points(term)]
    return measures.order_by(*([_Sum(*points).desc()] if points else []), "area", "number")


def _points(term: Term) -> Iterator[Case]:
    """What the places of a word are worth. No sum of lesser places reaches a better one."""
    itself, others = _spelled(term[:1]), term[1:]
    yield _worth((_TITLE, itself, 16), (_TITLE, others, 4))
    yield _worth((_NAMES, itself, 8), (_NAMES, others, 2))
    yield _worth((_TEXT, itself, 1))


def _worth(*places: tuple[F | Func, Sequence[str], int]) -> Case:
    whens = (When(_Has(column, words), then=Value(worth)) for column, words, worth in places if words)
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _spelled(term: Term) -> tuple[str, ...]:
    """*term* with its first word in either kana as well. The others are spelled as the catalogue spells them."""
    word = term[0]
    return (word, word.translate(_KATAKANA), word.translate(_HIRAGANA), *term[1:])


def _no_dots(word: str) -> str:
    return word.replace("・", "")
