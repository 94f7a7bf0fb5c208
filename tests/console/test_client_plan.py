"""A table of clients becomes a plan, row by row; and the plan is carried out whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from catalogue.clients.facts import Facts
from catalogue.clients.files import Sheet
from catalogue.clients.plan import CHANGED, NEW, SAME, Mistake, Plan, PlanChanged, carry_out, plan_of
from catalogue.models import Client
from tests.console.people import FACTS, NUMBERS, OURS, THEIRS, company, user

TODAY = date(2026, 11, 23)
EARLIER = date(2026, 11, 1)


def sheet(header: str, *rows: str) -> Sheet:
    """Cells separated by |, rows numbered from 2."""
    return Sheet(
        tuple(header.split("|")), tuple((number, tuple(row.split("|"))) for number, row in enumerate(rows, start=2))
    )


def stored(pk: int, name: str, number: str = "", **answers: Any) -> Client:
    return Client(pk=pk, name=name, corporate_number=number, answers=answers, note="", facts_on=EARLIER)


def steps(plan: Plan) -> list[tuple[int, str, int | None]]:
    """(row, kind, client)."""
    assert plan.mistakes == ()
    return [(one.row, one.kind, one.client.pk if one.client else None) for one in plan.steps]


ONE, TWO = NUMBERS[:2]
KNOWN = [stored(1, "あり"), stored(2, "番号あり", ONE), stored(3, "同名"), stored(4, "同名")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("なし|", (2, NEW, None)),
        (f"なし|{TWO}", (2, NEW, None)),
        ("あり|", (2, SAME, 1)),
        (f"あり|{TWO}", (2, CHANGED, 1)),
        ("番号あり|", (2, SAME, 2)),
        (f"番号あり|{ONE}", (2, SAME, 2)),
        (f"名前が変わった|{ONE}", (2, CHANGED, 2)),
        (f"|{ONE}", (2, SAME, 2)),
        (f"番号あり|{TWO}", (2, NEW, None)),
        ("あ り|", (2, NEW, None)),
    ],
)
def test_a_company_is_known_by_number_else_by_its_exact_name(row: str, expected: tuple[int, str, int | None]) -> None:
    assert steps(plan_of(sheet("会社名|法人番号", row), KNOWN, TODAY)) == [expected]


@pytest.mark.parametrize(
    ("rows", "row", "column", "words"),
    [
        (["同名|"], 2, "会社名", "法人番号を書いて"),
        (["|"], 2, "会社名", "会社名を書いてください。"),
        ([f"|{TWO}"], 2, "会社名", "会社名を書いてください。"),
        (["なし|", "なし|"], 3, "", "2行目と同じ支援先です。"),
        (["あり|", "あり|"], 3, "", "2行目と同じ支援先です。"),
        ([f"一|{TWO}", f"二|{TWO}"], 3, "", "2行目と同じ支援先です。"),
        ([f"なし|{TWO}", "なし|"], 3, "", "2行目と同じ支援先です。"),
        (["なし|", f"なし|{TWO}"], 3, "", "2行目と同じ支援先です。"),
        ([f"あり|{TWO}", f"べつ|{TWO}"], 3, "", "2行目と同じ支援先です。"),
        ([f"番号あり|{ONE}", "番号あり|"], 3, "", "2行目と同じ支援先です。"),
    ],
)
def test_who_is_meant_must_be_clear(rows: list[str], row: int, column: str, words: str) -> None:
    (mistake,) = plan_of(sheet("会社名|法人番号", *rows), KNOWN, TODAY).mistakes
    assert (mistake.row, mistake.column) == (row, column)
    assert words in mistake.text


def test_two_companies_of_one_name_are_two_by_their_numbers() -> None:
    plan = plan_of(sheet("会社名|法人番号", f"なし|{ONE}", f"なし|{TWO}"), [], TODAY)
    assert steps(plan) == [(2, NEW, None), (3, NEW, None)]


@pytest.mark.parametrize(
    ("header", "rows", "mistake"),
    [
        ("会社名|従業員数", [], Mistake(1, "従業員数", "この見出しの列はありません。「常時使用する従業員数（人）」のことなら、そう書いてください。")),
        ("会社名|資本金（千円）", [], Mistake(1, "資本金（千円）", "この見出しの列はありません。「資本金（万円）」のことなら、そう書いてください。")),
        ("会社名|天気", [], Mistake(1, "天気", "この見出しの列はありません。この列を消すか、ひな形の見出しに合わせてください。")),
        ("会社名|会社名", [], Mistake(1, "会社名", "同じ見出しの列が二つあります。どちらかを消してください。")),
        ("資本金|資本金（万円）|会社名", [], Mistake(1, "資本金（万円）", "同じ見出しの列が二つあります。どちらかを消してください。")),
        ("会社名|", ["みほん|あまり"], Mistake(2, "", "見出しのない列に値があります。見出しを付けるか、値を消してください。")),
        ("会社名", ["みほん|あまり"], Mistake(2, "", "見出しのない列に値があります。見出しを付けるか、値を消してください。")),
        ("メモ", ["みほん"], Mistake(1, "", "「会社名」か「法人番号」の列が要ります。どの支援先かを見分けるためです。")),
    ],
)  # fmt: skip
def test_headings_must_be_known(header: str, rows: list[str], mistake: Mistake) -> None:
    assert plan_of(sheet(header, *rows), [], TODAY) == Plan((), (mistake,))


@pytest.mark.parametrize(
    "header", ["会社名|資本金（万円）", "会社名|資本金", " 会社 名 |資本金(万円)", "会社名|資本金｜".rstrip("｜")]
)
def test_headings_may_differ_in_width_and_leave_the_unit_out(header: str) -> None:
    (step,) = plan_of(sheet(header, "みほん|1000"), [], TODAY).steps
    assert step.facts == Facts("みほん", "", {"capital_yen": 10_000_000}, "", TODAY)


def test_every_mistake_of_every_row_is_named_at_once() -> None:
    plan = plan_of(
        sheet(
            "会社名|資本金|業種|本社の所在地".replace("業種", "主たる業種"),
            "一|たくさん|09|長野",
            "二|1|なにか|どこか",
            "三|1|09|長野",
        ),
        [],
        TODAY,
    )
    assert [(one.row, one.column) for one in plan.mistakes] == [
        (2, "資本金（万円）"),
        (3, "主たる業種"),
        (3, "本社の所在地"),
    ]
    assert [one.row for one in plan.steps] == [4]


def test_an_empty_cell_changes_nothing_and_an_answer_can_be_taken_back() -> None:
    client = stored(1, "みほん", ONE, employees=40, capital_yen=10_000_000, topics=["dx"])
    plan = plan_of(
        sheet("会社名|常時使用する従業員数|資本金|取り組みたいこと|法人番号", "みほん||未回答|特にない|"),
        [client],
        TODAY,
    )
    (step,) = plan.steps
    assert step.facts == Facts("みほん", ONE, {"employees": 40, "topics": []}, "", EARLIER)
    assert [(one.label, one.before, one.after) for one in step.differences] == [
        ("資本金", "1,000万円", "未回答"),
        ("取り組みたいこと", "DX・デジタル化", "特にない"),
    ]


def test_the_day_of_the_confirmation_is_the_file_s_or_stays_and_is_today_for_somebody_new() -> None:
    plan = plan_of(
        sheet("会社名|情報の確認日|メモ", "みほん||変えた", "べつ|2026-11-20|", "あたらしい||", "古い|2024-01-01|"),
        [stored(1, "みほん"), stored(2, "べつ")],
        TODAY,
    )
    assert [one.facts.facts_on for one in plan.steps] == [EARLIER, date(2026, 11, 20), TODAY, date(2024, 1, 1)]


def test_what_could_not_be_told_on_the_day_that_the_file_names_is_refused() -> None:
    (mistake,) = plan_of(
        sheet("会社名|設立・創業の年|情報の確認日", "みほん|2025-04-01|2024-01-01"), [], TODAY
    ).mistakes
    assert (mistake.row, mistake.column, mistake.text) == (2, "設立・創業の年", "基準日（2024-01-01）より後です。")


def test_an_industry_that_changes_its_code_and_not_its_name_is_shown() -> None:
    (step,) = plan_of(sheet("会社名|主たる業種", "みほん|05"), [stored(1, "みほん", industry="C")], TODAY).steps
    assert [(one.before, one.after) for one in step.differences] == [
        ("鉱業、採石業、砂利採取業（C）", "鉱業、採石業、砂利採取業（05）")
    ]


# Carried out

TABLE = sheet("会社名|常時使用する従業員数|メモ", "あり|41|", "おなじ|40|", "あたらしい|5|はじめて")


@pytest.fixture
def clients(db: None) -> tuple[Client, Client]:
    return company("あり"), company("おなじ")


def shown() -> Plan:
    return plan_of(TABLE, list(Client.objects.of(user())), TODAY)


def test_what_was_shown_is_done(clients: tuple[Client, Client]) -> None:
    company("あり", of=THEIRS)
    done = carry_out(user(), TABLE, TODAY, shown().marks)
    assert [one.kind for one in done.steps] == [CHANGED, SAME, NEW]
    ours = Client.objects.filter(organisation__name=OURS).order_by("pk")
    assert [(one.name, one.answers, one.note, one.edits, one.history.count()) for one in ours] == [
        ("あり", FACTS | {"employees": 41}, "", 1, 2),
        ("おなじ", FACTS, "", 0, 1),
        ("あたらしい", {"employees": 5}, "はじめて", 0, 1),
    ]
    assert ours[2].created_by == user()
    assert Client.objects.get(organisation__name=THEIRS).answers == FACTS


def test_doing_it_again_does_nothing_and_says_what_is_different(clients: tuple[Client, Client]) -> None:
    marks = shown().marks
    carry_out(user(), TABLE, TODAY, marks)
    with pytest.raises(PlanChanged) as changed:
        carry_out(user(), TABLE, TODAY, marks)
    assert changed.value.rows == (2, 4)
    assert not changed.value.plan.does_anything
    assert Client.objects.count() == 3


def test_what_changed_meanwhile_is_told_and_nothing_is_written(clients: tuple[Client, Client]) -> None:
    marks = shown().marks
    Client.objects.filter(pk=clients[0].pk).update(note="そのあいだに", edits=1)
    with pytest.raises(PlanChanged) as changed:
        carry_out(user(), TABLE, TODAY, marks)
    assert changed.value.rows == (2,)
    assert not Client.objects.filter(name="あたらしい").exists()
    carry_out(user(), TABLE, TODAY, changed.value.plan.marks)
    assert Client.objects.get(pk=clients[0].pk).note == "そのあいだに"


def test_with_a_mistake_nothing_is_written(clients: tuple[Client, Client]) -> None:
    wrong = Sheet(TABLE.header, (*TABLE.rows, (5, ("四", "たくさん"))))
    with pytest.raises(PlanChanged) as changed:
        carry_out(user(), wrong, TODAY, plan_of(wrong, list(clients), TODAY).marks)
    assert changed.value.rows == (5,)
    assert Client.objects.count() == 2


def test_when_writing_fails_half_way_nothing_is_written(
    clients: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*arguments: Any) -> None:
        raise NotImplementedError

    monkeypatch.setattr("catalogue.clients.plan.rewrite", fails)
    with pytest.raises(NotImplementedError):
        carry_out(user(), TABLE, TODAY, shown().marks)
    assert set(Client.objects.values_list("answers__employees", flat=True)) == {40}
    assert Client.history.count() == 2
