"""What an advisor writes down of a measure: statuses and overrides, kept or refused, and nothing typed is lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from tests.console.client_page import LARGE, NO, address, card, codes, overruled, post, summary
from tests.console.people import browser, company, user
from tests.web.reading import page, see

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_stored")]

# Status


def test_a_status_is_written_down_with_date_note_and_who_and_leads_back() -> None:
    client = company()
    here = f"{address(client)}?area=4&show=40"
    answer = post(
        client, "measures/4-05/status/", {"status": "considering", "on": "2026-11-20", "note": " 来月 ", "next": here}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{here}#m-4-05")
    kept = client.proposals.get()
    assert (kept.measure, kept.status, kept.on, kept.note, kept.by) == (
        "4-05",
        "considering",
        date(2026, 11, 20),
        "来月",
        user(),
    )
    shown = card(see(browser(), here), "4-05")
    assert shown.one("p.status").text == f"検討中 2026年11月20日 {user()} 来月"
    assert f"2026年11月23日 {user()}：状況 検討中、日付 2026年11月20日、メモ 来月" in shown.text


def test_a_status_changes_and_its_past_stays() -> None:
    client = company()
    for word in ("proposed", "applying"):
        post(client, "measures/4-05/status/", {"status": word, "on": "2026-11-23", "note": ""})
    assert client.proposals.get().status == "applying"
    past = [one.text for one in card(see(browser(), address(client), measure="4-05"), "4-05").one("ul.plain").all("li")]
    assert [text.split("：")[1] for text in past] == ["状況 提案済み → 申請中", "状況 提案済み、日付 2026年11月23日"]


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "/\\example.com/"])
def test_a_form_leads_to_no_other_site(elsewhere: str) -> None:
    client = company()
    answer = post(client, "measures/4-05/status/", {"status": "proposed", "on": "2026-11-23", "next": elsewhere})
    assert answer["Location"] == f"{address(client)}#m-4-05"


@pytest.mark.parametrize(
    ("data", "mistakes"),
    [
        ({"status": "?"}, {"status": "状況：一覧の状況から選んでください。"}),
        ({"status": ""}, {"status": "状況：選ぶか、書いてください。"}),
        ({"on": ""}, {"on": "日付：日付を書いてください。"}),
        ({"on": "きのう"}, {"on": "日付：日付として読めません。「2026-04-01」のように書いてください。"}),
        ({"on": "1999-12-31"}, {"on": "日付：2000年1月1日から2100年12月31日までの日付にしてください。"}),
        ({"on": "2101-01-01"}, {"on": "日付：2000年1月1日から2100年12月31日までの日付にしてください。"}),
        ({"note": "長" * 501}, {"note": "メモ："}),
    ],
)
def test_a_status_that_is_refused_says_why_and_loses_nothing(data: dict[str, str], mistakes: dict[str, str]) -> None:
    client = company()
    given = {"status": "proposed", "on": "2026-11-20", "note": "来月また", "next": f"{address(client)}?area=4"} | data
    shown = page(post(client, "measures/4-05/status/", given), 422)
    assert client.proposals.count() == 0
    assert codes(shown) == ["4-05"]
    found = summary(shown)
    assert [where for where, _text in found] == [f"#{name}-4-05" for name in mistakes]
    assert all(text.startswith(expected) for (_where, text), expected in zip(found, mistakes.values(), strict=True))
    form = card(shown, "4-05").all("form")[0]
    fields = {one["name"]: one for one in form.all("input") if "name" in one.attrs}
    assert "open" in card(shown, "4-05").one("details").attrs
    assert fields["note"]["value"] == given["note"]
    assert fields["on"]["value"] == given["on"]
    assert fields["next"]["value"] == given["next"]
    assert [one.attrs.get("aria-invalid", "") for one in form.walk() if one.attrs.get("name") in mistakes] == ["true"]


# Overrides


def test_an_override_is_shown_as_such_counts_apart_and_stands_where_it_is_seen() -> None:
    client = company(answers=LARGE)
    before = see(browser(), address(client))
    assert NO not in codes(before)
    assert overruled(client).status_code == 302
    shown = see(browser(), address(client))
    assert codes(shown)[0] == NO
    said = f"相談員の判断（{user()}）：確認が必要。理由：窓口に確かめた。期限：2026年12月31日まで。規則では：条件に合わない。"
    assert card(shown, NO).one("p.verdict").text == "△相談員の判断：確認が必要"
    assert card(shown, NO).one("p.overruled").text == said
    counts = [
        [int(one.all("a")[0].text.removesuffix("件を見る")) for one in dl.all("dd")]
        for dl in (before.one("dl.figures"), shown.one("dl.figures"))
    ]
    eligible, needs, no, by_hand = counts[0]
    assert by_hand == 0
    assert counts[1] == [eligible, needs, no - 1, 1]
    assert codes(see(browser(), address(client), verdict="overridden")) == [NO]
    assert NO not in codes(see(browser(), address(client), verdict="needs_info", show="200"))
    sheet = see(browser(), address(client, "print/"))
    assert [one.text for one in sheet.all("p.overruled")] == [said]
    assert sheet.all("li.sheet__one")[0].one("strong").text == "△ 相談員の判断：確認が必要"


def test_an_override_is_withdrawn_by_a_button() -> None:
    client = company(answers=LARGE)
    overruled(client)
    button = next(
        one for one in card(see(browser(), address(client)), NO).all("form") if one["action"].endswith("withdraw/")
    )
    assert browser().post(button["action"]).status_code == 302
    assert NO not in codes(see(browser(), address(client)))
    assert client.overrides.get().withdrawn_at == now()
    assert browser().post(button["action"]).status_code == 302


@pytest.mark.parametrize(("days", "in_force"), [(38, True), (39, False)])
def test_an_override_runs_out_by_itself(days: int, in_force: bool) -> None:
    client = company(answers=LARGE)
    overruled(client)
    with time_machine.travel(datetime.fromisoformat("2026-11-23T10:00:00+09:00") + timedelta(days), tick=False):
        assert (NO in codes(see(browser(), address(client)))) is in_force


def test_an_override_that_the_rules_have_come_to_says_so() -> None:
    client = company(answers=LARGE)
    overruled(client)
    client.answers = {}
    client.save()
    said = card(see(browser(), address(client), verdict="overridden"), NO).one("p.overruled").text
    assert said.endswith("規則では：確認が必要（同じ）。")


@pytest.mark.parametrize(
    ("data", "place", "mistake"),
    [
        ({"verdict": ""}, "verdict", "相談員の判断：選ぶか、書いてください。"),
        (
            {"verdict": "ineligible"},
            "verdict",
            "相談員の判断：規則の判定（条件に合わない）と違う判定を選んでください。",
        ),
        ({"reason": " "}, "reason", "理由：内容を書いてください。"),
        ({"until": ""}, "until", "期限：日付を書いてください。"),
        ({"until": "2026-11-22"}, "until", "期限：2026年11月23日から2027年11月23日までの日付にしてください。"),
        ({"until": "2027-11-24"}, "until", "期限：2026年11月23日から2027年11月23日までの日付にしてください。"),
    ],
)
def test_an_override_that_is_refused_says_why_and_loses_nothing(data: dict[str, str], place: str, mistake: str) -> None:
    client = company(answers=LARGE)
    shown = page(overruled(client, **data), 422)
    assert summary(shown) == [(f"#{place}-{NO}", mistake)]
    assert client.overrides.count() == 0
    given = {"verdict": "needs_info", "reason": "窓口に確かめた", "until": "2026-12-31"} | data
    assert shown.one(f"#until-{NO}")["value"] == given["until"]
    assert shown.one(f"#reason-{NO}")["value"] == given["reason"]


@pytest.mark.parametrize("until", ["2026-11-23", "2027-11-23"])
def test_an_override_may_end_today_and_in_a_year(until: str) -> None:
    client = company(answers=LARGE)
    assert overruled(client, until=until).status_code == 302
    assert client.overrides.get().until == date.fromisoformat(until)
