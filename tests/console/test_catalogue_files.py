"""The catalogue out and in: what is handed in changes nothing until somebody else has looked, and undoes nobody's work."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries, Settings

from catalogue import roles
from catalogue.imports.archive import BASE, MOST_ARCHIVE_BYTES, unpack
from catalogue.imports.content import renew_content
from catalogue.imports.dump import LAST_DAY, dump_catalogue
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import (
    CatalogueState,
    Criterion,
    ImportState,
    Load,
    LoadedPart,
    Measure,
    PendingImport,
    Programme,
    Scenario,
)
from tests.catalogue.files import FIRST, GOOD, SECOND, changed, write
from tests.catalogue.test_archive import zipped
from tests.console.people import THEIRS, browser, user

pytestmark = pytest.mark.django_db

HOME, IMPORT = "/console/catalogue/", "/console/catalogue/import/"


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path) -> None:
    """The good catalogue is loaded."""
    store_catalogue(read_catalogue(write(tmp_path / "good", GOOD)))


def editor() -> Browser:
    return browser(roles.EDITOR)


def approver() -> Browser:
    return browser(roles.APPROVER)


def exported() -> dict[str, str]:
    """The files as they are taken away, with their base."""
    answer = editor().get(f"{HOME}export/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def exported_with(name: str, old: str, new: str) -> dict[str, str]:
    files = exported()
    assert old in files[name]
    return files | {name: files[name].replace(old, new)}


def send(files: dict[str, str] | bytes, reason: str = "公募要領の改定。", by: Browser | None = None) -> tuple[int, str]:
    """Hand in; the status and the page."""
    data = files if isinstance(files, bytes) else zipped(dict(files))
    sent = SimpleUploadedFile("catalogue.zip", data, "application/zip")
    answer = (by or editor()).post(IMPORT, {"archive": sent, "reason": reason}, follow=True)
    return answer.status_code, answer.content.decode()


def handed_in(files: dict[str, str]) -> PendingImport:
    status, page = send(files)
    assert status == 200, page
    return PendingImport.objects.latest("pk")


def seen(one: PendingImport, by: Browser | None = None) -> str:
    """The version that the page of the approval names."""
    page = (by or approver()).get(f"{HOME}{one.pk}/").content.decode()
    (found,) = re.findall(r'name="seen" value="([0-9a-f]*)"', page)
    return str(found)


def approve(one: PendingImport, by: Browser | None = None, at: str | None = None) -> tuple[int, str]:
    answer = (by or approver()).post(f"{HOME}{one.pk}/apply/", {"seen": at or seen(one)}, follow=True)
    return answer.status_code, answer.content.decode()


def title() -> str:
    return Measure.objects.get(code="1-01").title


def retitle(code: str, new: str) -> None:
    """As an editor does in the admin."""
    Measure.objects.filter(code=code).update(title=new)
    renew_content()


def test_the_export_is_what_the_command_writes(tmp_path: Path) -> None:
    call_command("catalogue", "export", str(tmp_path / "out"), verbosity=0, stdout=io.StringIO())
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "out").rglob("*.yaml")
    }
    files = exported()
    assert files.pop(BASE).count("\n") == 5
    assert files == written


def test_the_export_is_an_attachment_with_the_same_bytes_each_time() -> None:
    one, other = editor().get(f"{HOME}export/"), approver().get(f"{HOME}export/")
    assert one.content == other.content
    assert one["Content-Type"] == "application/zip"
    version = CatalogueState.current_version()
    assert one["Content-Disposition"] == f'attachment; filename="catalogue-{version}.zip"'


def test_a_change_waits_for_somebody_else_and_is_then_the_catalogue() -> None:
    files = exported_with(FIRST, "title: 設備の更新", "title: 設備の新設")
    status, page = send(files)
    assert status == 200
    assert "施策 1-01 設備の新設" in page
    assert "<del>設備の更新</del>" in page
    assert "<ins>設備の新設</ins>" in page
    assert "承認して反映する" not in page
    assert title() == "設備の更新"
    one = PendingImport.objects.get()
    before = CatalogueState.current_version()
    status, page = approve(one)
    assert (status, title()) == (200, "設備の新設")
    one.refresh_from_db()
    assert (one.state, one.by, one.decided_by) == (ImportState.APPLIED, user(roles.EDITOR), user(roles.APPROVER))
    assert (one.against, one.applied) == (before, CatalogueState.current_version())
    assert before != one.applied
    assert f"カタログに反映しました（版 {one.applied}）。" in page
    assert "<ins>設備の新設</ins>" in page  # what was decided on stays to be read
    load = Load.objects.latest("pk")
    assert (load.by, load.changed, load.version) == (user(roles.APPROVER), ["measures/1-01"], one.applied)


def test_a_threshold_is_shown_in_words_and_changed() -> None:
    one = handed_in(exported_with(FIRST, "300人", "299人"))
    page = approver().get(f"{HOME}{one.pk}/").content.decode()
    assert "常時使用する従業員数が300人以下［p6 方針］</del>" in page
    assert "常時使用する従業員数が299人以下［p6 方針］</ins>" in page
    approve(one)
    assert Criterion.objects.in_force(LAST_DAY).get(feature="employees").values == [299]


def test_a_measure_comes_and_one_goes() -> None:
    files = exported()
    third = files.pop(SECOND).replace("1-02", "1-03")
    one = handed_in({**files, "measures/1-03.yaml": third})
    page = approver().get(f"{HOME}{one.pk}/").content.decode()
    assert "追加1、削除1" in page
    approve(one)
    assert list(Measure.objects.in_order().values_list("code", flat=True)) == ["1-01", "1-03"]


def test_the_next_load_of_the_same_files_undoes_no_import(tmp_path: Path) -> None:
    approve(handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設")))
    assert not LoadedPart.objects.filter(name="measures/1-03").exists()
    store_catalogue(read_catalogue(tmp_path / "good"))
    assert title() == "設備の新設"


def test_an_export_carries_what_editors_have_changed_and_can_be_changed_further() -> None:
    retitle("1-01", "編集者の題")
    one = handed_in(exported_with(FIRST, "title: 編集者の題", "title: 編集者とファイルの題"))
    approve(one)
    assert title() == "編集者とファイルの題"


def test_what_editors_changed_elsewhere_meanwhile_stays() -> None:
    files = exported_with(FIRST, "title: 設備の更新", "title: 設備の新設")
    retitle("1-02", "編集者の題")
    one = handed_in(files)
    assert [part["name"] for part in one.difference] == ["measures/1-01"]
    approve(one)
    assert dict(Measure.objects.values_list("code", "title")) == {"1-01": "設備の新設", "1-02": "編集者の題"}


def test_what_changed_on_both_sides_is_named_and_nothing_is_kept() -> None:
    files = exported_with(FIRST, "title: 設備の更新", "title: 設備の新設")
    retitle("1-01", "編集者の題")
    status, page = send(files)
    assert status == 422
    assert "今のカタログとは合わせられません。何も取り込んでいません。" in page
    assert "<li>measures/1-01.yaml</li>" in page
    assert (PendingImport.objects.count(), title()) == (0, "編集者の題")


def test_without_a_base_the_files_count_as_made_from_the_last_load() -> None:
    files = changed(FIRST, "title: 設備の更新", "title: 設備の新設")
    retitle("1-02", "編集者の題")
    approve(handed_in(files))
    assert dict(Measure.objects.values_list("code", "title")) == {"1-01": "設備の新設", "1-02": "編集者の題"}


def test_an_approval_of_another_catalogue_than_was_seen_stores_nothing_and_shows_the_difference_anew() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    at = seen(one)
    retitle("1-02", "編集者の題")
    status, page = approve(one, at=at)
    assert (status, title()) == (409, "設備の更新")
    assert "開いたあとにカタログが変わったため、反映していません。" in page
    assert "依頼のあとにカタログが変わりました。" in page
    assert f'name="seen" value="{CatalogueState.current_version()}"' in page
    assert approve(one)[0] == 200
    assert title() == "設備の新設"


def test_a_clash_that_comes_up_while_it_waits_cannot_be_approved() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    retitle("1-01", "編集者の題")
    page = approver().get(f"{HOME}{one.pk}/").content.decode()
    assert "<li>measures/1-01.yaml</li>" in page
    assert "承認して反映する" not in page
    status, page = approve(one, at=CatalogueState.current_version())
    assert (status, title()) == (409, "編集者の題")
    assert "今のカタログとは合わせられないため、反映していません。" in page
    assert PendingImport.objects.get().state == ImportState.WAITING


def scenario(expected: str) -> None:
    """A company of 300 of which it is known what the programme answers."""
    answers = {"entity_type": "corporation", "industry": "72", "capital_yen": 10**12, "employees": 300}
    Scenario.objects.create(
        kind="rule",
        programme=Programme.objects.get(code="setsubi"),
        measure="1-01",
        name="300人の会社",
        profile=answers,
        expected=expected,
    )


def test_rules_that_give_a_known_company_another_answer_are_not_stored() -> None:
    scenario("eligible")
    one = handed_in(exported_with(FIRST, "300人", "299人"))
    before = CatalogueState.current_version()
    status, page = approve(one)
    assert (status, CatalogueState.current_version()) == (409, before)
    assert "検証用の会社1社の判定が想定と違うため、反映していません。" in page
    assert "1-01 設備補助金「300人の会社」：想定は「条件に合う可能性が高い」、判定は「条件に合わない」" in page
    assert Criterion.objects.in_force(LAST_DAY).get(feature="employees").values == [300]
    assert PendingImport.objects.get().state == ImportState.WAITING


def test_rules_that_answer_as_is_known_are_stored() -> None:
    scenario("eligible")
    assert approve(handed_in(exported_with(FIRST, "300人", "301人")))[0] == 200
    assert Criterion.objects.in_force(LAST_DAY).get(feature="employees").values == [301]


def test_a_known_answer_of_what_is_not_touched_holds_nothing_up() -> None:
    scenario("ineligible")
    assert approve(handed_in(exported_with(SECOND, "title: 設備の相談", "title: 相談")))[0] == 200


def both_roles() -> Browser:
    """Somebody who edits and approves."""
    person = user(roles.EDITOR)
    person.groups.add(*user(roles.APPROVER).groups.all())
    return editor()


def test_nobody_approves_the_own_import() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    person = both_roles()
    page = person.get(f"{HOME}{one.pk}/").content.decode()
    assert "承認して反映する" not in page
    assert "承認は、ほかの承認者が行います。" in page
    status, page = approve(one, person, CatalogueState.current_version())
    assert (status, title()) == (409, "設備の更新")
    assert "自分が依頼した取り込みは、自分では承認できません。" in page


def test_where_one_works_alone_one_may_and_the_record_says_so(settings: Settings) -> None:
    settings.FOUR_EYES = False
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    person = both_roles()
    status, page = approve(one, person, seen(one, person))
    one.refresh_from_db()
    assert (status, title(), one.alone) == (200, "設備の新設", True)
    assert "一人で反映" in page


def test_an_import_is_decided_once() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    at = seen(one)
    assert approve(one)[0] == 200
    for way in ("apply", "reject"):
        answer = approver().post(f"{HOME}{one.pk}/{way}/", {"seen": at, "why": "誤り。"})
        assert answer.status_code == 409
        assert "この取り込みは、すでに反映済みです。" in answer.content.decode()
    assert editor().post(f"{HOME}{one.pk}/withdraw/").status_code == 409
    assert Load.objects.count() == 2


def test_an_import_is_sent_back_with_a_reason() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    answer = approver().post(f"{HOME}{one.pk}/reject/", {"why": " "})
    assert answer.status_code == 422
    assert "差し戻しの理由：何を直せばよいかを書いてください。" in answer.content.decode()
    page = approver().post(f"{HOME}{one.pk}/reject/", {"why": "題が要領と違います。"}, follow=True).content.decode()
    assert "題が要領と違います。" in page
    one.refresh_from_db()
    assert (one.state, one.decided_by, one.why) == (ImportState.REJECTED, user(roles.APPROVER), "題が要領と違います。")
    assert title() == "設備の更新"


def test_who_handed_it_in_takes_it_back_and_nobody_else_does() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    assert browser(roles.EDITOR, THEIRS).post(f"{HOME}{one.pk}/withdraw/").status_code == 404
    assert editor().post(f"{HOME}{one.pk}/withdraw/", follow=True).status_code == 200
    one.refresh_from_db()
    assert one.state == ImportState.WITHDRAWN


@pytest.mark.parametrize(
    ("files", "sentences"),
    [
        (b"", ["ファイルが空です。"]),
        (b"no zip", ["zipファイルとして読めません。"]),
        (b"x" * (MOST_ARCHIVE_BYTES + 1), ["大きすぎます。4MBまでのzipファイルにしてください。"]),
        (
            changed(FIRST, "op: at_most", "op: at_mst"),
            [
                "誤りが1件あります。何も取り込んでいません。",
                f"<strong>{FIRST} 27行目</strong> programmes[0].requirements[0].any[1].op",
            ],
        ),
        (dict(GOOD), ["今のカタログと同じ内容です。"]),
        (GOOD | {"../../etc/x.yaml": "x"}, ["カタログのファイルの名前ではありません。"]),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_reason_stays(files: dict[str, str] | bytes, sentences: list[str]) -> None:
    status, page = send(files, "消えてはいけない理由")
    assert status == 422
    assert [one for one in sentences if one not in page] == []
    assert "消えてはいけない理由</textarea>" in page
    assert PendingImport.objects.count() == 0


def test_an_import_needs_a_file_and_a_reason() -> None:
    page = editor().post(IMPORT, {"archive": "x", "reason": ""}).content.decode()
    assert "カタログのzipファイル：zipファイルを選んでください。" in page
    assert "変更の理由：何をなぜ変えるのかを書いてください。" in page


def test_the_lists_need_a_fixed_number_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    reader = approver()
    for number in (1, 2):
        handed_in(exported_with(FIRST, "title: 設備の更新", f"title: 題{number}"))
        one = handed_in(exported_with(FIRST, "title: 設備の更新", f"title: 題{number}"))
        reader.post(f"{HOME}{one.pk}/reject/", {"why": "誤り。"}, follow=True)
        with django_assert_num_queries(9):
            page = reader.get(HOME).content.decode()
        assert page.count("差し戻し<br>") == number


@pytest.mark.parametrize("role", [None, roles.VIEWER, roles.ADVISOR], ids=["nobody", "viewer", "advisor"])
def test_the_catalogue_is_for_those_who_keep_it(role: roles.Role | None) -> None:
    person = browser(role)
    assert {person.get(url).status_code for url in (HOME, IMPORT, f"{HOME}export/", f"{HOME}1/")} == {403}


def test_only_editors_hand_in_and_only_approvers_decide() -> None:
    one = handed_in(exported_with(FIRST, "title: 設備の更新", "title: 設備の新設"))
    assert approver().get(IMPORT).status_code == 403
    assert send(exported(), by=approver())[0] == 403
    for way in ("apply", "reject"):
        assert editor().post(f"{HOME}{one.pk}/{way}/").status_code == 403
        assert approver().get(f"{HOME}{one.pk}/{way}/").status_code == 405
    assert "取り込みを依頼する" not in approver().get(HOME).content.decode()


def test_without_a_catalogue_there_is_nothing_to_take_away() -> None:
    Measure.objects.all().delete()
    CatalogueState.objects.all().delete()
    assert editor().get(f"{HOME}export/").status_code == 404
    assert "カタログはまだ読み込まれていません。" in editor().get(HOME).content.decode()


def test_an_export_is_of_the_rules_of_today() -> None:
    files = unpack(editor().get(f"{HOME}export/").content)
    assert files.read() == dump_catalogue(date(2026, 11, 23))
