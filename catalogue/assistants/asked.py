"""What assistants send: the arguments of each tool as a schema, and read with every mistake named, as the API's own requests are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from catalogue import wording
from catalogue.assistants.answers import profile_shape
from catalogue.assistants.shapes import Shape, flag, record, text, whole
from catalogue.contract.match import Reader, Refused, read_day, read_keys, read_limit
from catalogue.contract.matches import OneCompany
from catalogue.industries.search import is_offered
from catalogue.models import AREAS, SupportType
from catalogue.selection import Wanted
from catalogue.shortlist import MOST, Snapshot, snapshot
from matcher import Problem, codes
from matcher.profile import is_plain, nearest
from matcher.size import SIZE_CODES

MEASURE = r"^(10|[1-9])-[0-9]{2}$"
OFFERED = r"^([A-R]|0[1-9][0-9]{0,2}|[1-8][0-9]{1,3}|9[0-5][0-9]{0,2})$"
LONGEST_SEARCH, FEW = 200, 10

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Search:
    """A sound search. *area*, *topic* and *support_type* are asked of measures, *wanted* of one listing at once."""

    words: str
    area: int | None
    topic: str | None
    support_type: str | None
    wanted: Wanted
    limit: int


@dataclass(frozen=True, slots=True)
class OneMeasure:
    """A sound question about one measure and one company, and the catalogue of its day."""

    code: str
    company: OneCompany
    now: Snapshot


def search_shape() -> Shape:
    """Arguments of a search; without any, all measures in the source's order."""
    return record(
        {
            "q": text(_("検索語。日常の言葉、略称、新旧の名称でも探せます。"), maxLength=LONGEST_SEARCH),
            "area": whole(_("分野の番号: {areas}").format(areas=_areas()), 1, max(AREAS)),
            "topic": text(_("何のための施策か"), enum=codes.TOPICS),
            "support_type": text(_("支援の種類"), enum=SupportType.values),
            "prefecture": text(_("この本社の所在地を除かない施策"), enum=codes.PREFECTURES),
            "industry": text(_("この業種を除かない施策。find_industry で探せるコード。"), pattern=OFFERED),
            "size": text(_("この企業規模を除かない施策"), enum=SIZE_CODES),
            "availability": text(_("今日（日本時間）の受付状況がこれである施策"), enum=wording.AVAILABILITIES),
            "limit": _limit(FEW),
        },
        optional=("q", "area", "topic", "support_type", "prefecture", "industry", "size", "availability", "limit"),
    )


def _areas() -> str:
    return " / ".join(f"{number} {_(name)}" for number, name in AREAS.items())


def _limit(default: int) -> Shape:
    return whole(_("返す件数の上限"), 1, MOST, default=default)


def _as_of() -> Shape:
    return text(_("この日の条件と受付状況で判定します。省くと今日（日本時間）。"), format="date")


def measure_shape() -> Shape:
    """The number of a measure."""
    return record({"code": _code()})


def _code() -> Shape:
    return text(_("施策番号（例 1-05）"), pattern=MEASURE)


def industry_shape() -> Shape:
    """Words for an industry."""
    return record(
        {"q": text(_("業種を表す日常の言葉、名称またはコード"), maxLength=LONGEST_SEARCH), "limit": _limit(FEW)},
        optional=("limit",),
    )


def explain_shape() -> Shape:
    """One measure, one company."""
    return record({"code": _code(), "profile": profile_shape(), "as_of": _as_of()}, optional=("as_of",))


def match_shape() -> Shape:
    """One company, and how much to say."""
    return record(
        {
            "profile": profile_shape(),
            "as_of": _as_of(),
            "limit": _limit(FEW),
            "include_ineligible": flag(_("条件に合わない施策も最後に返すか"), default=False),
        },
        optional=("as_of", "limit", "include_ineligible"),
    )


def question_shape() -> Shape:
    """One company."""
    return record({"profile": profile_shape(), "as_of": _as_of()}, optional=("as_of",))


def nothing_shape() -> Shape:
    """No arguments."""
    return record({})


def read_search(body: object, today: date) -> Search:
    """Raises RequestError with every mistake."""
    read = read_keys(body, tuple(search_shape()["properties"]))
    industry = read.of("industry", _read_industry, "")
    found = Search(
        words=read.of("q", _read_words, ""),
        area=read.of("area", _read_area, 0) or None,
        topic=_read_code(read, "topic", codes.TOPICS),
        support_type=_read_code(read, "support_type", SupportType.values),
        wanted=Wanted(
            size=_read_code(read, "size", SIZE_CODES),
            industry=industry or None,
            prefecture=_read_code(read, "prefecture", codes.PREFECTURES),
            availability=_read_code(read, "availability", tuple(wording.AVAILABILITIES)),
        ),
        limit=read.of("limit", read_limit, FEW),
    )
    read.finish()
    return found


def read_measure(body: object, known: Collection[str]) -> str:
    """The number of a measure that is *known*. Raises RequestError."""
    read = read_keys(body, ("code",))
    code = _read_known(read, known)
    read.finish()
    return code


def read_words(body: object) -> tuple[str, int]:
    """Words for an industry, and how many to find. Raises RequestError."""
    read = read_keys(body, ("q", "limit"))
    words, limit = read.of("q", _read_words, ""), read.of("limit", read_limit, FEW)
    if read.body.get("q") is None:
        read.problems.append(Problem(("q",), "required"))
    read.finish()
    return words, limit


def read_explanation(body: object, today: date) -> OneMeasure:
    """Raises RequestError with every mistake, NoCatalogue."""
    read = read_keys(body, ("code", "profile", "as_of"))
    as_of = read.of("as_of", read_day, today)
    now = snapshot(as_of)
    code = _read_known(read, now.groups)
    profile = read.profile(as_of)
    read.finish()
    return OneMeasure(code, OneCompany(profile, as_of), now)


def read_nothing(body: object) -> None:
    """Raises RequestError for anything."""
    read_keys(body, ()).finish()


def _read_known(read: Reader, known: Collection[str]) -> str:
    """The number of a measure. Numbers that look alike are not near: 1-5 is 1-05, and never 1-25."""
    if read.body.get("code") is None:
        read.problems.append(Problem(("code",), "required"))

    def near(text: str) -> str | None:
        area, _hyphen, number = text.partition("-")
        padded = f"{area}-{number.zfill(2)}"
        return padded if padded in known else None

    return read.of("code", _one_of(known, near), "")


def _read_code(read: Reader, key: str, allowed: Sequence[str]) -> str | None:
    return read.of(key, _one_of(allowed, lambda text: nearest(text, allowed)), "") or None


def _one_of(allowed: Collection[str], near: Callable[[str], str | None]) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _read_text(value)
        if text not in allowed:
            shown = text[:LONGEST_SEARCH]
            raise Refused("unknown_code", value=shown, suggestion=near(shown), allowed=tuple(allowed))
        return text

    return read


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused("wrong_type", expected="string")
    if not is_plain(value):
        raise Refused("bad_text")
    return value


def _read_words(value: object) -> str:
    words = _read_text(value)
    if len(words) > LONGEST_SEARCH:
        raise Refused("too_long", most=LONGEST_SEARCH)
    return words


def _read_industry(value: object) -> str:
    code = _read_text(value)
    if not is_offered(code):
        raise Refused("unknown_industry", value=code[:LONGEST_SEARCH])
    return code


def _read_area(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("wrong_type", expected="integer")
    if value not in AREAS:
        raise Refused("out_of_range", least=min(AREAS), most=max(AREAS))
    return value
