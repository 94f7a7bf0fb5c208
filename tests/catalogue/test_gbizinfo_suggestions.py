"""What an answer of gBizINFO suggests: recorded answers whole, then each field on both sides of what it may be."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports.gbizinfo.suggestions import SOURCE, Prefill, Suggestion, suggest
from catalogue.labels import CERTIFICATIONS, PREFECTURES
from matcher.profile import MAX_EMPLOYEES, MAX_YEN, Profile
from tests.catalogue.gbizinfo import entry

TODAY = date(2026, 11, 23)


def shown(answer: Mapping[str, object]) -> list[tuple[str, object, str, date | None]]:
    return [(one.key, one.value, one.shown, one.as_of) for one in suggest(answer, TODAY).suggestions]


def values(**answer: object) -> dict[str, object]:
    return {one.key: one.value for one in suggest(answer, TODAY).suggestions}


FULL = [
    ("name", "株式会社架空精密工業", "株式会社架空精密工業", date(2024, 2, 29)),
    ("entity_type", "corporation", "会社（株式会社・合同会社など）", date(2018, 5, 11)),
    ("prefecture", "20", "長野県", date(2018, 5, 11)),
    ("capital_yen", 30_000_000, "3,000万円", date(2025, 6, 30)),
    ("employees", 1250, "1,250人", date(2026, 3, 31)),
    ("founded_on", "1952-04-01", "1952年4月1日", None),
]
CERTIFIED = (
    "certifications",
    ("kurumin_platinum", "eruboshi_2", "dx_certified", "management_improvement_plan"),
    "プラチナくるみん、えるぼし（2段階目）（2024年7月1日）、DX認定（2025年10月1日）、経営力向上計画の認定（2023年1月20日）",
    None,
)
SPARSE = [
    ("name", "合同会社架空商店", "合同会社架空商店", date(2020, 10, 5)),
    ("entity_type", "corporation", "会社（株式会社・合同会社など）", date(2020, 10, 5)),
    ("prefecture", "47", "沖縄県", date(2020, 10, 5)),
]
CLOSED = [
    ("name", "有限会社架空閉鎖", "有限会社架空閉鎖", date(2023, 4, 10)),
    ("entity_type", "corporation", "会社（株式会社・合同会社など）", date(2023, 4, 10)),
    ("prefecture", "27", "大阪府", date(2023, 4, 10)),
    ("capital_yen", 3_000_000, "300万円", None),
]
ABROAD = [
    ("name", "Kakū Overseas Ltd.", "Kakū Overseas Ltd.", date(2019, 1, 7)),
    ("capital_yen", 100_000_000, "1億円", None),
    ("founded_year", 1998, "1998年", None),
]


@pytest.mark.parametrize(
    ("name", "expected"), [("full", FULL), ("sparse", SPARSE), ("closed", CLOSED), ("unknown_prefecture", ABROAD)]
)
def test_a_recorded_answer(name: str, expected: list[tuple[str, object, str, date | None]]) -> None:
    assert shown(entry(name)) == expected


def test_a_recorded_answer_with_certifications() -> None:
    certified = entry("full_certification")["certification"]
    assert shown({**entry("full"), "certification": certified}) == [*FULL, CERTIFIED]


def test_every_suggestion_carries_the_attribution() -> None:
    assert SOURCE == "出典：gBizINFO（経済産業省）"
    assert {one.source for one in suggest(entry("full"), TODAY).suggestions} == {SOURCE}


def test_all_suggestions_together_make_a_profile() -> None:
    answer = {**entry("full"), "certification": entry("full_certification")["certification"]}
    profile = Profile.from_mapping({one.key: one.value for one in suggest(answer, TODAY).suggestions}, TODAY)
    assert (profile.prefecture, profile.employees, profile.founded_on) == ("20", 1250, date(1952, 4, 1))


def test_no_field_no_suggestion() -> None:
    assert suggest({}, TODAY) == Prefill((), None, False)


@pytest.mark.parametrize(
    ("answer", "closed", "closed_on", "warning"),
    [
        (entry("full"), False, None, ""),
        (entry("sparse"), False, None, ""),
        (
            entry("closed"),
            True,
            date(2023, 3, 31),
            "gBizINFOでは、この法人の登記記録は2023年3月31日に閉鎖されています（解散・合併など）。法人番号を確かめてください。",
        ),
        (
            {"status": "閉鎖", "close_date": None},
            True,
            None,
            "gBizINFOでは、この法人の登記記録は閉鎖されています（解散・合併など）。法人番号を確かめてください。",
        ),
        ({"close_date": "2026-11-24"}, False, None, ""),
    ],
)
def test_a_closed_company_is_told(
    answer: dict[str, object], closed: bool, closed_on: date | None, warning: str
) -> None:
    prefill = suggest(answer, TODAY)
    assert (prefill.closed, prefill.closed_on, prefill.warning) == (closed, closed_on, warning)


NOTHING: tuple[object, ...] = (None, "", "  ", "Null", "-", [], {}, True, False)
NO_NUMBER = (*NOTHING, 0, -1, 1.5, 30_000_000.0, "0", "30000000", "3,000万円", float("nan"), 10**400)
NO_DAY = (*NOTHING, 0, 19520401, "19520401", "1952/04/01", "1952-4-1", "1952", "1952-02-30", "0499-12-31", "2026-11-24")
NO_JAPANESE_DAY = ("1952-03-31T15:00:00Z", "1952-03-31T15:00:00+00:00", "1952-04-01T00:00:00", "1952-04-01 00:00:00")


@pytest.mark.parametrize(
    ("field", "left_out"),
    [
        ("name", (*NOTHING, 5, "あ" * 201, "改\n行", "\ud800")),
        ("kind", (*NOTHING, 301, "101", "201", "300", "306", "399", "401", "499", "株式会社")),
        ("location", (*NOTHING, 13, "東京千代田区", "千代田区東京都", "大阪市北区", "Tokyo")),
        ("capital_stock", (*NO_NUMBER, MAX_YEN + 1)),
        ("employee_number", (*NO_NUMBER, MAX_EMPLOYEES + 1)),
        ("date_of_establishment", (*NO_DAY, *NO_JAPANESE_DAY)),
        ("founding_year", (*NO_NUMBER, "1952", 499, 2027)),
        ("industry", (["E"], "E", ["09"])),
    ],
)
def test_what_is_left_out(field: str, left_out: tuple[object, ...]) -> None:
    assert [value for value in left_out if values(**{field: value})] == []


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("name", " 株式会社㈱①　架空 ", {"name": "株式会社㈱①　架空"}),
        ("name", "あ" * 200, {"name": "あ" * 200}),
        *((("kind", code, {"entity_type": "corporation"})) for code in ("301", "302", "303", "304", "305")),
        *((("location", f"{name}架空市1番1号", {"prefecture": code})) for code, name in PREFECTURES.items()),
        ("capital_stock", 1, {"capital_yen": 1}),
        ("capital_stock", MAX_YEN, {"capital_yen": MAX_YEN}),
        ("employee_number", 1, {"employees": 1}),
        ("employee_number", MAX_EMPLOYEES, {"employees": MAX_EMPLOYEES}),
        ("date_of_establishment", "0500-01-01", {"founded_on": "0500-01-01"}),
        ("date_of_establishment", "2026-11-23", {"founded_on": "2026-11-23"}),
        ("date_of_establishment", "1952-04-01T00:00:00+09:00", {"founded_on": "1952-04-01"}),
        ("founding_year", 500, {"founded_year": 500}),
        ("founding_year", 2026, {"founded_year": 2026}),
    ],
)
def test_what_is_taken(field: str, value: object, expected: dict[str, object]) -> None:
    assert values(**{field: value}) == expected


@pytest.mark.parametrize(
    ("established", "expected"),
    [
        ("1952-04-01", {"founded_on": "1952-04-01"}),
        ("2026-11-24", {"founded_year": 1946}),
        (None, {"founded_year": 1946}),
    ],
)
def test_there_is_one_foundation(established: str | None, expected: dict[str, object]) -> None:
    assert values(date_of_establishment=established, founding_year=1946) == expected


@pytest.mark.parametrize(
    ("metadata", "as_of"),
    [
        (None, None),
        ("2025-06-30", None),
        ({"last_update_date": "2025-06-30"}, None),
        ({"last_update_date": {"employee_number": "2025-06-30"}}, None),
        ({"last_update_date": {"capital_stock": "2026-11-24"}}, None),
        ({"last_update_date": {"capital_stock": "2026-11-23"}}, date(2026, 11, 23)),
    ],
)
def test_the_entrys_own_date_says_nothing_of_its_capital(metadata: object, as_of: date | None) -> None:
    answer = {"capital_stock": 1, "update_date": "2018-05-11T00:00:00+09:00", "meta-data": metadata}
    assert [one.as_of for one in suggest(answer, TODAY).suggestions] == [as_of]


def held(*entries: object) -> object:
    return values(certification=list(entries)).get("certifications")


@pytest.mark.parametrize(("code", "label"), CERTIFICATIONS.items())
def test_a_certification_is_known_by_its_label(code: str, label: str) -> None:
    assert held({"title": label}) == (code,)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("トライくるみん認定", "kurumin_try"),
        ("くるみん認定", "kurumin"),
        ("くるみんプラス認定", "kurumin"),
        ("プラチナくるみん認定", "kurumin_platinum"),
        ("えるぼし認定（１段階目）", "eruboshi_1"),
        ("えるぼし認定 (3段階目)", "eruboshi_3"),
        ("プラチナえるぼし認定", "eruboshi_platinum"),
        ("ユースエール認定", "youth_yell"),
        ("ＤＸ認定制度", "dx_certified"),
        ("事業継続力強化計画認定", "bcp_plan"),
        ("連携事業継続力強化計画認定", "bcp_plan"),
        ("経営力向上計画認定", "management_improvement_plan"),
        ("経営力向上計画に係る認定", "management_improvement_plan"),
    ],
)
def test_a_certification_is_known_by_other_spellings(title: str, code: str) -> None:
    assert held({"title": title}) == (code,)


@pytest.mark.parametrize(
    "title",
    ["えるぼし認定", "えるぼし", "事業再編計画", "J-Startup Local", "くるみんマーク", "非くるみん", "健康経営優良法人", "", "Null", None, 5],
)  # fmt: skip
def test_an_unknown_certification_is_ignored(title: object) -> None:
    assert held({"title": title}) is None


@pytest.mark.parametrize("entries", [None, "くるみん", {"title": "くるみん"}, [None], ["くるみん"], [["くるみん"]], []])
def test_no_list_of_certifications_is_no_answer(entries: object) -> None:
    assert values(certification=entries) == {}


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({}, "くるみん"),
        ({"date_of_approval": "2026-11-23"}, "くるみん（2026年11月23日）"),
        ({"date_of_approval": "2026-11-24"}, None),
        ({"date_of_approval": "2022-11-24", "expiration_date": "2026-11-23"}, "くるみん（2022年11月24日）"),
        ({"date_of_approval": "2022-11-24", "expiration_date": "2026-11-22"}, None),
        ({"date_of_approval": "令和4年", "expiration_date": "Null"}, "くるみん"),
    ],
)
def test_a_certification_holds_today(days: dict[str, str], text: str | None) -> None:
    found = suggest({"certification": [{"title": "くるみん", **days}]}, TODAY).suggestions
    assert found == (() if text is None else (Suggestion("certifications", ("kurumin",), text, None),))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2020-01-01", "301", "東京都"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["name", "kind", "location", "capital_stock", "employee_number", "date_of_establishment", "founding_year"]
FIELDS += ["certification", "meta-data", "update_date", "close_date", "status"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_the_answer_holds_only_right_profiles_come_of_it(answer: dict[str, object]) -> None:
    Profile.from_mapping({one.key: one.value for one in suggest(answer, TODAY).suggestions}, TODAY)
