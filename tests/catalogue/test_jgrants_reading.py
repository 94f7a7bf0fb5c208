"""One answer about a call becomes what is stored of it, or is refused by the name of its field."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports.jgrants.reading import Content, Unreadable, hash_of, read
from catalogue.models import Call
from catalogue.models.calls import CONTENT
from tests.catalogue.jgrants import IDS, rows

LINK = '<a href="https://example.com/guide?a=1&amp;b=2" rel="noopener noreferrer nofollow">公募要領</a>'
DETAIL: dict[str, Any] = rows("detail_1")[0]


def test_a_recorded_answer() -> None:
    assert read(DETAIL) == Content(
        jgrants_id=IDS[1],
        name="S-00009001",
        title="中小企業省力化投資補助金（一般型・第7回公募）",
        institution="架空中小企業機構",
        target_area="全国",
        use_purpose="設備整備・IT導入をしたい / 新たな事業を行いたい",
        industry="建設業 / 製造業 / 卸売業、小売業 / 学術研究、専門・技術サービス業",
        employees_band="従業員数の制約なし",
        rate="1/2（小規模事業者は2/3）",
        max_yen=100_000_000,
        page_url=f"https://www.jgrants-portal.go.jp/subsidy/{IDS[1]}",
        detail_html="中小企業省力化投資補助金<p><b>■目的・概要</b><br>人手不足の会社が省力化の設備を入れる費用を補助します。</p>"
        "<ul><li>上限 1億円</li><li>補助率 1/2 &amp; 2/3</li></ul>"
        f'<p>詳しくは{LINK}を見てください。</p><a rel="noopener noreferrer nofollow">押す</a>',
        opens_at=datetime(2026, 11, 5, 1, tzinfo=UTC),
        closes_at=datetime(2026, 12, 25, 8, tzinfo=UTC),
    )


def test_what_is_missing_stays_empty() -> None:
    assert read({"id": IDS[1], "title": " 補助金\n（第1次） "}) == Content(
        IDS[1], "", "補助金 （第1次）", "", "", "", "", "", "", None, "", "", None, None
    )


START, END = "acceptance_start_datetime", "acceptance_end_datetime"
FORM = " が「2026-12-01T08:00:00.000Z」の形の日時ではありません。"
ORDER = f"締切（{END}）が受付開始（{START}）より後ではありません。"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"title": None}, "公募名（title）がありません。"),
        ({"title": " \u200b"}, "公募名（title）がありません。"),
        ({START: "2026/11/05"}, START + FORM),
        ({END: "2026-12-25T17:00:00"}, END + FORM),
        ({START: DETAIL[END]}, ORDER),
        ({START: "2026-12-25T08:00:01Z"}, ORDER),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(fields: dict[str, object], complaint: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read(DETAIL | fields)
    assert str(unreadable.value) == complaint


def test_a_call_may_close_a_second_after_it_opens() -> None:
    assert read(DETAIL | {START: "2026-12-25T07:59:59Z"}).closes_at == datetime(2026, 12, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.com/", "//example.com", "", None, 1])
def test_only_an_https_address_leads_anywhere(address: object) -> None:
    assert read(DETAIL | {"front_subsidy_detail_page_url": address}).page_url == ""


OTHER = {
    "name": "S-1",
    "title": "別の題",
    "institution_name": "別の機関",
    "target_area_search": "北海道",
    "use_purpose": "別の目的",
    "industry": "漁業",
    "target_number_of_employees": "5名以下",
    "subsidy_rate": "1/3",
    "subsidy_max_limit": 1,
    "front_subsidy_detail_page_url": "https://example.com/",
    "detail": "別の詳細",
}


@pytest.mark.parametrize(("field", "value"), OTHER.items())
def test_each_field_of_the_content_has_its_part_in_the_hash(field: str, value: object) -> None:
    assert read(DETAIL | {field: value}).content_hash != read(DETAIL).content_hash


def test_as_many_fields_make_the_content() -> None:
    assert len(OTHER) == len(CONTENT)


@pytest.mark.parametrize(
    "fields",
    [
        {START: "2026-11-06T01:00:00Z", END: "2027-01-25T08:00:00Z"},
        {"detail": DETAIL["detail"].replace("red", "blue")},
        {"application_form": []},
        {"subsidy_catch_phrase": "別の言い方"},
    ],
    ids=["days", "style", "attachments", "phrase"],
)
def test_what_is_no_content_has_none(fields: dict[str, object]) -> None:
    assert read(DETAIL | fields).content_hash == read(DETAIL).content_hash


def test_the_hash_of_what_is_stored_is_that_of_what_was_read() -> None:
    content = read(DETAIL)
    call = Call(**content.values)
    assert hash_of({name: getattr(call, name) for name in CONTENT}) == call.content_hash == content.content_hash


MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        ("2026-11-05T01:00:00Z", "2026-12-25T08:00:00Z", (date(2026, 11, 5), date(2026, 12, 25))),
        # In Japan the day begins at 15 o'clock of the day before in UTC.
        ("2026-11-04T14:59:59Z", "2026-12-24T15:00:01Z", (date(2026, 11, 4), date(2026, 12, 25))),
        ("2026-11-04T15:00:00Z", "2026-12-24T15:00:00Z", (date(2026, 11, 5), date(2026, 12, 24))),
        (None, "2026-12-25T08:00:00Z", None),
        ("2026-11-05T01:00:00Z", None, None),
    ],
)
def test_the_days_of_a_call_are_those_of_japan(
    opens: str | None, closes: str | None, days: tuple[date, date] | None
) -> None:
    assert Call(**read(DETAIL | {START: opens, END: closes}).values).days == days


@given(MOMENTS, st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_a_call_is_open_on_a_day_just_if_it_is_for_a_moment_of_it(opens: datetime, lasts: timedelta) -> None:
    closes = opens + lasts
    first, last = Call(opens_at=opens, closes_at=closes).days or (date.max, date.min)
    nine = timedelta(hours=9)
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC) - nine
    ends = datetime(last.year, last.month, last.day, tzinfo=UTC) - nine + timedelta(days=1)
    assert begins <= opens < begins + timedelta(days=1)
    assert ends - timedelta(days=1) < closes <= ends
