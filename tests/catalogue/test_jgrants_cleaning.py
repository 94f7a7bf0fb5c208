"""What of jGrants' list is no call, and what is made of its texts, times and amounts."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils.timezone import localtime
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports.jgrants.cleaning import (
    DROPPED,
    FARTHEST_DAYS,
    clean_html,
    drop_reason,
    industries,
    moment,
    plain_text,
    positive_yen,
    text,
)
from catalogue.labels import DIVISIONS

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=30)

TITLES = [
    ("×令和８年度設備導入緊急支援事業", "crossed_out"),
    ("　✕ 令和８年度設備導入緊急支援事業", "crossed_out"),
    ("令和８年度ＡＩ×データ知財取得支援助成事業", None),
    ("申請練習用補助金", "practice"),
    ("【テスト用】補助金", "practice"),
    ("［サンプル］補助金", "practice"),
    ("動作確認のための補助金（ダミー）", "practice"),
    ("自動運転の実地テスト支援補助金", None),
    ("サンプル輸出支援補助金", None),
    ("［第十三回］事業再構築補助金（交付申請等）", "procedure"),
    ("令和７年度整備事業【仕入控除税額報告】", "procedure"),
    ("令和７年度整備事業に係る仕入れに係る消費税等の報告", "procedure"),
    ("設備投資_事業化状況報告", "procedure"),
    ("設備投資助成金　実績報告", "procedure"),
    ("女性活躍奨励金　撤回届", "procedure"),
    ("女性活躍奨励金　中止届", "procedure"),
    ("女性活躍奨励金　変更届", "procedure"),
    ("女性活躍奨励金　変更 承認申請", "procedure"),
    ("設備投資_事業完了後申請", "procedure"),
    ("整備補助金　財産処分の承認", "procedure"),
    ("INPIT外国出願補助金（中間手続補助）", None),
    ("事業承継支援補助金（申請受付）", None),
    ("若手人材確保・定着事業助成金【２年目申請用】", None),
    ("【追加募集】サービス継続支援事業補助金", None),
    ("業態変更支援補助金", None),
    ("請求書電子化補助金", None),
]


@pytest.mark.parametrize(("title", "reason"), TITLES)
def test_a_title_tells_what_is_no_call(title: str, reason: str | None) -> None:
    assert drop_reason(title, "", SOON, NOW) == reason


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("実際に補助金が支払われることは ありません", "practice"),
        ("採択後は実績報告と状況報告が要ります", None),
        ("1,000万円を上限に×3年間", None),
    ],
)
def test_the_phrase_below_the_title_tells_only_of_practice(phrase: str, reason: str | None) -> None:
    assert drop_reason("補助金", phrase, SOON, NOW) == reason


@pytest.mark.parametrize(
    ("closes_at", "reason"),
    [
        (None, None),
        (NOW - timedelta(microseconds=1), "over"),
        (NOW, None),
        (NOW + timedelta(days=FARTHEST_DAYS + 1) - timedelta(microseconds=1), None),
        (NOW + timedelta(days=FARTHEST_DAYS + 1), "far"),
        (datetime(2040, 12, 31, 14, 59, tzinfo=UTC), "far"),
    ],
)
def test_a_deadline_tells_what_is_over_and_what_is_none(closes_at: datetime | None, reason: str | None) -> None:
    assert drop_reason("補助金", "", closes_at, NOW) == reason


def test_every_reason_has_a_label() -> None:
    given_here = {reason for _title, reason in TITLES if reason} | {"over", "far"}
    assert given_here == set(DROPPED)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, None),
        ("", None),
        ("2026-12-25T08:00:00.000Z", datetime(2026, 12, 25, 8, tzinfo=UTC)),
        ("2026-12-25T08:00Z", datetime(2026, 12, 25, 8, tzinfo=UTC)),
        ("2026-12-25T17:00:00+09:00", datetime(2026, 12, 25, 8, tzinfo=UTC)),
        ("2026-12-25T08:00:00.000+0000", datetime(2026, 12, 25, 8, tzinfo=UTC)),
    ],
)
def test_a_time_with_its_zone(value: object, read: datetime | None) -> None:
    assert moment(value) == read


@pytest.mark.parametrize(
    "value",
    [
        "2026-12-25",
        "2026-12-25T08:00:00",  # in Japan, or nine hours later?
        "2026-13-01T00:00Z",
        "2026-02-29T00:00Z",
        "1999-12-31T23:59Z",
        "9999-12-31T00:00Z",
        "２０２６-12-25T08:00Z",
        "2026-12-25T08:00Z ",
        "2026-12-25T08:00+99:00",
        "令和8年12月25日",
        20261225,
        False,
    ],
)
def test_a_time_that_could_mean_anything_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(value)


JAPAN = timezone(timedelta(hours=9))
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_any_moment_is_the_same_in_utc_and_in_japan(at: datetime) -> None:
    for written in (at.isoformat(), at.isoformat().replace("+00:00", "Z"), at.astimezone(JAPAN).isoformat()):
        read = moment(written)
        assert read == at
        assert read is not None
        assert localtime(read).replace(tzinfo=None) == at.replace(tzinfo=None) + timedelta(hours=9)


@given(st.text() | st.integers() | st.booleans() | st.floats() | st.lists(st.none()))
def test_whatever_stands_for_a_time_is_read_or_refused(value: object) -> None:
    try:
        read = moment(value)
    except ValueError:
        return
    assert read is None or read.tzinfo is not None


@pytest.mark.parametrize(
    ("value", "yen"),
    [
        *((nothing, None) for nothing in (0, -1, None, "", "0", "なし", 0.0, 1.5, float("nan"), True, [], 10**15)),
        *((million, 1_000_000) for million in (1_000_000, "1000000", 1e6)),
        (1, 1),
        (10**15 - 1, 10**15 - 1),
    ],
)
def test_a_limit_of_nothing_is_no_limit(value: object, yen: int | None) -> None:
    assert positive_yen(value) == yen


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("", ""),
        ("製造業", "製造業"),
        ("卸売業，小売業 / 製造業", "卸売業、小売業 / 製造業"),
        ("学術研究,専門･技術サービス業／医療､福祉", "学術研究、専門・技術サービス業 / 医療、福祉"),
        ("サービス業(他に分類されないもの)", "サービス業（他に分類されないもの）"),
        ("新しい業，その他", "新しい業、その他"),
    ],
)
def test_industries_have_the_commas_of_their_classification(printed: str, read: str) -> None:
    assert industries(printed) == read


@pytest.mark.parametrize("comma", ["、", "，", ",", "､"])
def test_every_division_is_known_with_every_comma(comma: str) -> None:
    printed = " / ".join(name.replace("、", comma) for name in DIVISIONS.values())
    assert industries(printed) == " / ".join(DIVISIONS.values())


@pytest.mark.parametrize(
    ("value", "read"),
    [(" 題 ", "題"), ("a\0b\ud800c\u200bd\x1be", "abcde"), ("一\n二\t三", "一\n二\t三"), (None, ""), (1, ""), ([], "")],
)
def test_a_text_has_only_what_can_be_stored_and_seen(value: object, read: str) -> None:
    assert text(value) == read


HTML = [
    ("<p>あ<br/>い</p>", "<p>あ<br>い</p>", "あ\nい"),
    ("<script>alert(1)</script><style>p{}</style>文", "文", "文"),
    ('<p style="color:red" class="x" onclick="go()" id="y">文</p>', "<p>文</p>", "文"),
    ('<img src="https://example.com/a.png" onerror="go()">文', "文", "文"),
    ('<iframe src="https://example.com"></iframe><form><input name="a"></form>文', "文", "文"),
    ("<h1>題</h1>", "題", "題"),
    ("<h2>題</h2><p>文</p>", "<h2>題</h2><p>文</p>", "題\n文"),
    ('<a href="javascript:go()">押す</a>', '<a rel="noopener noreferrer nofollow">押す</a>', "押す"),
    ('<a href="data:text/html,x">押す</a>', '<a rel="noopener noreferrer nofollow">押す</a>', "押す"),
    ('<a href="/here">押す</a>', '<a rel="noopener noreferrer nofollow">押す</a>', "押す"),
    (
        '<a href="https://example.com/?a=1&amp;b=2" target="_blank">要領</a>',
        '<a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer nofollow">要領</a>',
        "要領",
    ),
    (
        "<table><tr><td colspan=2>一</td><td>二</td></tr></table>",
        '<table><tbody><tr><td colspan="2">一</td><td>二</td></tr></tbody></table>',
        "一 二",
    ),
    ("<ul><li>1 &lt; 2 &amp; 3</li><li>二", "<ul><li>1 &lt; 2 &amp; 3</li><li>二</li></ul>", "1 < 2 & 3\n二"),
    ("<!-- 注 -->&lt;script&gt;", "&lt;script&gt;", "<script>"),
    ("", "", ""),
]


@pytest.mark.parametrize(("dirty", "cleaned", "read"), HTML)
def test_html_keeps_its_structure_and_nothing_that_acts(dirty: str, cleaned: str, read: str) -> None:
    assert clean_html(dirty) == cleaned
    assert plain_text(cleaned) == read


@given(st.text(alphabet="<>/=\"'& ascriptjvonmgxp:;-!0"))
def test_cleaning_again_changes_nothing_and_leaves_nothing_that_acts(dirty: str) -> None:
    cleaned = clean_html(dirty)
    assert clean_html(cleaned) == cleaned
    assert not re.search(r"<(?:script|img|style|iframe|svg|form)|<[^>]*\son\w+=|<[^>]*javascript:", cleaned)
