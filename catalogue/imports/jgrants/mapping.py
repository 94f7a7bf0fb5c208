"""Which programmes a call may belong to, by their names. A suggestion for a person; nothing is linked here."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from catalogue.models import Programme, SupportType
from catalogue.search import search_key

FUNDED = (SupportType.SUBSIDY, SupportType.GRANT)
"""What a programme must give: jGrants knows neither taxes nor loans, and a name alone would lead to them."""

MOST_SUGGESTIONS, LEAST_SCORE = 5, 45
SHORTEST_NAME = 4
"""Of letters: GFP or 未来法 stands in too many titles."""

GENERAL = (
    "補助金",
    "助成金",
    "支援事業",
    "促進事業",
    "設備投資",
    "省エネ",
    "DX",
    "デジタル化",
    "生産性向上",
    "販路開拓",
    "海外展開",
    "研究開発",
    "人材育成",
    "事業承継",
    "賃上げ",
)
"""Keywords for calls that do not carry the name of their programme."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """*programme*: its code; *score*: 1–100; *why*: a sentence."""

    programme: str
    score: int
    why: str


@dataclass(frozen=True, slots=True)
class Name:
    """One of the names of a programme; *pairs*: of neighbouring letters, as they are compared."""

    programme: str
    printed: str
    key: str
    pairs: frozenset[str]


class Names:
    """The names of all programmes that may have calls. What stands in many names (補助金, 事業) weighs little."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """*names*: (code of the programme, name as printed)."""
        self._names = [Name(code, printed, key, _pairs(key)) for code, printed in names if (key := _key(printed))]
        owners = Counter(pair for pairs in self._pairs_by_programme().values() for pair in pairs)
        self._weights = {pair: math.log(1 + len(self._names) / count) for pair, count in owners.items()}

    @classmethod
    def stored(cls) -> Names:
        """Those of the catalogue, in a fixed number of queries."""
        programmes = Programme.objects.filter(supports__code__in=FUNDED).distinct().prefetch_related("events")
        return cls((programme.code, name) for programme in programmes for name in _names_of(programme))

    def suggest(self, title: str) -> list[Suggestion]:
        """Programmes for a call of that *title*, the best first; [] when no name is near."""
        key = _key(title)
        pairs = _pairs(key)
        best: dict[str, tuple[int, int, Name]] = {}
        for name in self._names:
            if len(name.key) >= SHORTEST_NAME:
                ranked = (self._score(name, key, pairs), len(name.key), name)
                best[name.programme] = max(best.get(name.programme, ranked), ranked, key=lambda one: one[:2])
        near = [one for one in best.values() if one[0] >= LEAST_SCORE]
        near.sort(key=lambda one: (-one[0], -one[1], one[2].programme))
        return [Suggestion(name.programme, score, _why(name, score)) for score, _, name in near[:MOST_SUGGESTIONS]]

    def keywords(self) -> tuple[str, ...]:
        """What the list is asked for: the general words, and every name that none of them finds anyhow."""
        found: dict[str, None] = dict.fromkeys(GENERAL)
        for name in self._names:
            for word in _plain(name.printed):
                if len(word) >= SHORTEST_NAME and not any(general in word for general in GENERAL):
                    found[word] = None
        return tuple(found)

    def _pairs_by_programme(self) -> dict[str, frozenset[str]]:
        together: dict[str, frozenset[str]] = {}
        for name in self._names:
            together[name.programme] = together.get(name.programme, frozenset()) | name.pairs
        return together

    def _score(self, name: Name, key: str, pairs: frozenset[str]) -> int:
        """How much of the *name* a title has: 100 when it stands in it whole."""
        if name.key in key:
            return 100
        there = sum(self._weights[pair] for pair in name.pairs & pairs)
        return int(99 * there / sum(self._weights[pair] for pair in name.pairs))


def as_stored(suggestions: Sequence[Suggestion]) -> list[dict[str, object]]:
    """The form in which a call keeps them."""
    return [asdict(one) for one in suggestions]


def _why(name: Name, score: int) -> str:
    if score == 100:
        return f"「{name.printed}」が公募名に含まれています。"
    return f"公募名が「{name.printed}」に似ています。"


def _names_of(programme: Programme) -> Iterator[str]:
    yield from _plain(programme.name)
    yield from programme.aliases
    for event in programme.events.all():
        yield from filter(None, (event.old_name, event.new_name))


_BRACKETS = re.compile("[（(]([^（()）]*)[)）]")


def _plain(printed: str) -> list[str]:
    """A name without what its brackets add: A（B）→ A. One name, or none when all of it is in brackets."""
    return [bare] if (bare := _BRACKETS.sub("", printed).strip()) else []


def _key(printed: str) -> str:
    """Letters alone, in the form of search: neither width nor case nor dots or brackets matter, nor year and round of a call."""
    plain = re.sub("(?:令和|平成)(?:[0-9]+|元)年度?|第[0-9]+[次回]", "", search_key(printed))
    return re.sub(r"[\W_]", "", plain)


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[start : start + 2] for start in range(len(key) - 1))
