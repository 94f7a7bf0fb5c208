"""The pages of import and export: a file, a preview, and all of it or nothing."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from catalogue import roles
from catalogue.clients.files import read_sheet
from catalogue.models import Client
from tests.console.desk import Desk
from tests.console.people import FACTS, NUMBERS, THEIRS, company, user
from tests.web.visitor import Page

pytestmark = pytest.mark.django_db

IMPORT = "/console/clients/import/"
CSV = (
    "会社名,法人番号,常時使用する従業員数,資本金（万円）\r\n株式会社みほん,,41,\r\nあたらしい会社,{number},5,3千万\r\n"
)


def upload(desk: Desk, content: bytes | str, name: str = "一覧.csv") -> Page:
    desk.open(IMPORT)
    data = content.encode() if isinstance(content, str) else content
    return desk.press("内容を確かめる", {"file": SimpleUploadedFile(name, data)})


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_file_is_previewed_and_then_taken(desk: Desk) -> None:
    company()
    page = upload(desk, CSV.format(number=NUMBERS[0]))
    assert page.status == 200
    assert "新しい支援先 1件、変更 1件、変わらない 0件です。" in page.words
    assert "2行目 株式会社みほん" in page.words
    assert "40人 → 41人" in page.words
    assert f"3行目 あたらしい会社 法人番号: {NUMBERS[0]} 常時使用する従業員数: 5人 資本金: 3,000万円" in page.words
    assert Client.objects.count() == 1
    desk.press("この内容で取り込む")
    assert desk.led_to == "/console/clients/"
    assert "取り込みました。新しい支援先 1件、変更 1件。" in desk.open(desk.led_to).words
    assert list(Client.objects.values_list("name", "corporate_number", "answers").order_by("pk")) == [
        ("株式会社みほん", "", FACTS | {"employees": 41}),
        ("あたらしい会社", NUMBERS[0], {"employees": 5, "capital_yen": 30_000_000}),
    ]
    assert Client.objects.get(name="株式会社みほん").history.latest().history_user == user()


def test_mistakes_are_told_by_row_and_column_and_there_is_nothing_to_confirm(desk: Desk) -> None:
    page = upload(desk, "会社名,資本金\r\n一,たくさん\r\n二,1000\r\n")
    assert page.status == 422
    cells = [one.text for one in page.all("th", scope="row") + page.all("td")]
    assert cells[:2] == ["2行目", "資本金（万円）"]
    assert "金額を読み取れませんでした" in cells[2]
    assert all("この内容で取り込む" not in texts for form in page.forms() for texts in form.buttons.values())


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "何も書かれていません"), ("会社名\r\n", "支援先の行がありません"), (b"PK\x03\x04", "Excelのファイルとして読めません")],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_words(desk: Desk, content: bytes | str, words: str) -> None:
    page = upload(desk, content)
    assert page.status == 422
    assert [words in text for _target, text in page.summary()] == [True]
    assert page.dangling() == []


def test_without_a_file_it_asks_for_one(desk: Desk) -> None:
    desk.open(IMPORT)
    assert "ファイルを選んでください。" in desk.press("内容を確かめる").words


def test_a_confirmation_that_comes_too_late_for_a_change_is_told_what_changed(desk: Desk) -> None:
    client = company()
    upload(desk, CSV.format(number=NUMBERS[0]))
    Client.objects.filter(pk=client.pk).update(answers=FACTS | {"employees": 99}, edits=1)
    page = desk.press("この内容で取り込む")
    assert page.status == 422
    assert "前に見た内容と違います: 2行目（株式会社みほん）" in page.words
    assert "99人 → 41人" in page.words
    assert Client.objects.count() == 1
    desk.press("この内容で取り込む")
    assert Client.objects.get(pk=client.pk).answers["employees"] == 41


def test_a_confirmation_that_is_sent_twice_does_it_once(desk: Desk) -> None:
    upload(desk, CSV.format(number=NUMBERS[0]))
    sent = desk.form("この内容で取り込む").sent
    assert desk.browser.post(IMPORT, sent).status_code == 302
    again = desk.browser.post(IMPORT, sent)
    assert again.status_code == 422
    assert "取り込むものはありません" in again.content.decode()
    assert Client.objects.count() == 2


@pytest.mark.parametrize("whose", ["tampered", "old", "colleague", "stranger"])
def test_a_preview_is_good_for_whom_it_was_made_and_not_for_ever(desk: Desk, whose: str) -> None:
    upload(desk, CSV.format(number=NUMBERS[0]))
    sealed = desk.form("この内容で取り込む").sent["sealed"][0]
    if whose == "tampered":
        sealed = sealed[:-1] + ("A" if sealed[-1] != "A" else "B")
    other = Desk(of=THEIRS) if whose == "stranger" else desk
    if whose == "colleague":
        made = type(user()).objects.create(username="colleague", organisation=user().organisation)
        made.groups.set(user().groups.all())
        other.browser.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(
        "2026-11-23T14:00:02+09:00" if whose == "old" else "2026-11-23T13:59:00+09:00", tick=False
    ):
        response = other.browser.post(IMPORT, {"sealed": sealed})
    assert response.status_code == 422
    assert "期限が切れました" in response.content.decode()
    assert not Client.objects.exists()


def test_a_preview_too_large_to_send_back_is_refused_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.console.client_import._MOST_SEALED", 100)
    assert "文字が多すぎます" in upload(desk, CSV.format(number=NUMBERS[0])).words


def test_a_file_too_large_is_not_read(desk: Desk) -> None:
    assert "2MBまで" in upload(desk, b"a" * 2_000_001).words


def test_others_clients_of_the_same_name_and_number_are_not_touched(desk: Desk) -> None:
    theirs = company("株式会社みほん", of=THEIRS, corporate_number=NUMBERS[0])
    page = upload(desk, CSV.format(number=NUMBERS[0]))
    assert "新しい支援先 2件、変更 0件" in page.words
    desk.press("この内容で取り込む")
    theirs.refresh_from_db()
    assert (theirs.answers, theirs.edits) == (FACTS, 0)


# Out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_has_the_own_clients_and_comes_in_unchanged(desk: Desk, kind: str) -> None:
    company("=みほん", note="一\n二", corporate_number=NUMBERS[0])
    company("べつ", answers=FACTS | {"prefecture": "13", "other_industries": []})
    company("となりの", of=THEIRS)
    response = desk.browser.get(f"/console/clients/export.{kind}")
    assert response.status_code == 200
    assert f'filename="shien-saki.{kind}"' in response["Content-Disposition"]
    assert {cells[0] for _row, cells in read_sheet(response.content).rows} == {"=みほん", "べつ"}
    page = upload(desk, response.content, f"一覧.{kind}")
    assert "新しい支援先 0件、変更 0件、変わらない 2件です。" in page.words


def test_an_export_has_what_the_list_was_asked_for(desk: Desk) -> None:
    company("みほん")
    company("べつ", answers=FACTS | {"prefecture": "13"})
    page = desk.open("/console/clients/?prefecture=13")
    link = next(link["href"] for link in page.all("a") if link.text == "CSV")
    assert [cells[0] for _row, cells in read_sheet(desk.browser.get(link).content).rows] == ["べつ"]


def test_who_may_look_may_export_and_not_import() -> None:
    desk = Desk(roles.VIEWER)
    assert desk.browser.get("/console/clients/export.csv").status_code == 200
    assert desk.open(IMPORT).status == 403
    assert IMPORT not in desk.open("/console/clients/").addresses


def test_the_template_is_a_workbook_of_two_sheets(desk: Desk) -> None:
    response = desk.browser.get("/console/clients/import/template.xlsx")
    assert load_workbook(io.BytesIO(response.content)).sheetnames == ["支援先", "書き方"]
