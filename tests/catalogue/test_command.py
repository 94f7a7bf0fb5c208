"""``manage.py catalogue check|load|export``: what it says, how it ends, and what it leaves alone."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import Budget, CatalogueState, Criterion, Listing, Measure, Ministry, Programme, Reading
from tests.catalogue.files import BUDGETS, FIRST, GOOD, READINGS, SECOND, SHARED, changed, write

# Files with a mistake or two each, and everything that is said of them.
BROKEN = GOOD | {
    FIRST: GOOD[FIRST]
    .replace("feature: employees", "feature: employes")
    .replace("values: [investment, gx]", "values: [investmnt]")
    .replace("reading: chusho", "reading: chushou"),
    SECOND: GOOD[SECOND].replace("  budgets:", "  requirements: []\n  budgets:").replace("pot: kikin", "pot: kikn"),
    "measures/1-03.yaml": GOOD[FIRST],
    "measures/1-04.yaml": "code: 1-04\n  area: 1\n",
    SHARED: GOOD[SHARED].replace(
        "open_to_all: true", "requirements:\n- any:\n  - {feature: employees, op: at_most, values: [20], place: p7}"
    ),
    BUDGETS: GOOD[BUDGETS].replace("20億円", "20"),
    READINGS: GOOD[READINGS].replace("sizes: [micro, sme]", "sizes: [micro, medium]"),
}
UNREADABLE = "YAMLとして読めません。字下げ（半角空白2つ）、コロンの後の空白、引用符を確かめてください"
COMPLAINTS = f"""\
budgets.yaml 1行目 [0].amount: 「20」は金額ではありません。「2000億円」「0.35億円」のように単位を付けて書いてください。
measures/1-01.yaml 24行目 reading: 読み替え「chushou」は readings.yaml にありません。「chusho」ではありませんか。
measures/1-01.yaml 26行目 programmes[0].requirements[0].any[1].feature: 「employes」という項目はありません。「employees」ではありませんか。
measures/1-01.yaml 34行目 programmes[0].focus[0].values: topics に「investmnt」という値はありません。「investment」ではありませんか。
measures/1-02.yaml 14行目 programmes[0].requirements: 空です。1つ以上書くか、キーごと消してください。
measures/1-02.yaml 16行目 pot: 「kikn」は budgets.yaml にありません。「kikin」ではありませんか。
measures/1-03.yaml 1行目 code: 「1-01」はファイル名「1-03」と違います。同じにしてください。
measures/1-03.yaml 1行目 code: 施策番号「1-01」は measures/1-01.yaml にもあります。別のものにしてください。
measures/1-03.yaml 9行目 code: 事業のコード「setsubi」は measures/1-01.yaml にもあります。別のものにしてください。
measures/1-04.yaml 2行目: {UNREADABLE}（mapping values are not allowed in this context）。
programmes/soudan.yaml 8行目 requirements[0].any[0].values: 「20」は employees の値として読めません。単位を付けて「300人」のように書いてください。
readings.yaml 4行目 [0].sizes: 「medium」はありません。使えるのは micro、sme、mid、large です。
"""


def run(*arguments: object) -> str:
    """What the command prints; nothing must go to standard error."""
    out, err = StringIO(), StringIO()
    call_command("catalogue", *map(str, arguments), stdout=out, stderr=err)
    assert err.getvalue() == ""
    return out.getvalue()


def refused(*arguments: object) -> tuple[str, str]:
    """(complaints, last sentence) of a command that fails."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("catalogue", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    assert (out.getvalue(), caught.value.returncode) == ("", 1)
    return err.getvalue(), str(caught.value)


def contents() -> list[object]:
    """Counts and the version of what the database holds."""
    models = (Measure, Programme, Listing, Criterion, Budget, Ministry, Reading)
    return [*(model.objects.count() for model in models), CatalogueState.current_version()]


def test_the_catalogue_of_this_repository_passes() -> None:
    assert run("check").startswith("誤りはありません（190施策、共通の事業")


def test_check_needs_no_database(tmp_path: Path) -> None:
    assert run("check", write(tmp_path, GOOD)) == "誤りはありません（2施策、共通の事業1件）。\n"


def test_check_names_every_mistake(tmp_path: Path) -> None:
    assert refused("check", write(tmp_path, BROKEN)) == (COMPLAINTS, "誤りが 12 件あります。")


@pytest.mark.django_db
def test_a_broken_catalogue_is_refused_as_a_whole(tmp_path: Path) -> None:
    run("load", write(tmp_path / "good", GOOD))
    before = contents()
    broken = write(tmp_path / "broken", BROKEN)
    assert refused("load", broken) == (COMPLAINTS, "誤りが 12 件あります。データベースは元のままです。")
    assert contents() == before


@pytest.mark.django_db
def test_load_says_what_it_did(tmp_path: Path) -> None:
    said = run("load", write(tmp_path, GOOD))
    version = CatalogueState.current_version()
    assert said == f"読み込みました: 追加5、変更0、削除0（2施策、版 {version}）。\n"
    assert run("load", tmp_path) == f"変更はありません（2施策、版 {version}）。\n"
    write(tmp_path, changed(FIRST, "title: 設備の更新", "title: 設備の入れ替え"))
    said = run("load", tmp_path)
    assert said == f"読み込みました: 追加0、変更1、削除0（2施策、版 {CatalogueState.current_version()}）。\n"
    assert CatalogueState.current_version() != version


@pytest.mark.django_db
def test_what_editors_changed_too_is_loaded_only_when_told(tmp_path: Path) -> None:
    run("load", write(tmp_path, GOOD))
    Measure.objects.filter(code="1-01").update(title="編集した題")
    write(tmp_path, changed(FIRST, "title: 設備の更新", "title: 設備の入れ替え"))
    said, last = refused("load", tmp_path)
    assert said.startswith("measures/1-01.yaml: ファイルもデータベースも、前の読み込みのあとで変わっています。")
    assert last == "誤りが 1 件あります。データベースは元のままです。"
    assert Measure.objects.get(code="1-01").title == "編集した題"
    assert run("load", tmp_path, "--overwrite").startswith("読み込みました: 追加0、変更1、削除0")
    assert Measure.objects.get(code="1-01").title == "設備の入れ替え"


@pytest.mark.django_db
def test_a_broken_scenario_stops_a_load(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD | {"scenarios/rules/1-01.yaml": "setsubi:\n- {perhaps: {employees: 3}}\n"})
    message = "scenarios/rules/1-01.yaml setsubi/1: 判定は eligible、needs_info、ineligible のいずれかです。\n"
    assert refused("check", folder) == (message, "誤りが 1 件あります。")
    assert refused("load", folder)[0] == message
    assert CatalogueState.current_version() == ""


@pytest.mark.django_db
def test_export_writes_what_was_loaded(tmp_path: Path) -> None:
    run("load", write(tmp_path / "here", GOOD))
    assert run("export", tmp_path / "there") == "5 個のファイルを書きました。\n"
    assert {name: (tmp_path / "there" / name).read_text(encoding="utf-8") for name in GOOD} == GOOD
    assert run("export", tmp_path / "there") == "どのファイルも同じ内容です。\n"
    Measure.objects.filter(code="1-01").update(title="設備の入れ替え")
    assert run("export", tmp_path / "there") == "1 個のファイルを書きました。\n"
    assert run("load", tmp_path / "there").startswith("変更はありません")


@pytest.mark.django_db
def test_export_never_overwrites_what_it_cannot_read(tmp_path: Path) -> None:
    run("load", write(tmp_path / "good", GOOD))
    folder = write(tmp_path / "broken", BROKEN)
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    assert refused("export", folder) == (COMPLAINTS, "誤りが 12 件あります。")
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
    half = write(tmp_path / "half", {BUDGETS: "# 大切な注釈\n"})
    assert (
        refused("export", half)[0] == f"{half}: measures フォルダーがありません。カタログの場所を確かめてください。\n"
    )


@pytest.mark.django_db
def test_export_refuses_to_lose_a_comment(tmp_path: Path) -> None:
    folder = write(tmp_path, changed(FIRST, "area: 1\n", "area: 1 # 分野\n"))
    run("load", folder)
    Measure.objects.filter(code="1-01").update(title="設備の入れ替え")
    said, _ = refused("export", folder)
    assert said == (
        "measures/1-01.yaml 2行目: 途中の注釈が書き出しで消えます。"
        "ファイルの先頭か note に移してから、もう一度書き出してください。\n"
    )


@pytest.mark.django_db
def test_export_of_nothing_leaves_the_files(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    message = "データベースに施策がありません。先に catalogue load で読み込んでください。"
    assert refused("export", folder) == ("", message)
    assert all((folder / name).exists() for name in GOOD)


@pytest.mark.django_db
def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    run("load", write(tmp_path / "good", GOOD))
    nowhere, file = tmp_path / "nowhere", tmp_path / "good" / FIRST
    missing = "measures フォルダーがありません。カタログの場所を確かめてください。\n"
    assert refused("check", nowhere)[0] == f"{nowhere}: {missing}"
    assert refused("load", nowhere)[0] == f"{nowhere}: {missing}"
    assert "読み書きできません" in refused("export", file)[1]


def test_an_action_must_be_named() -> None:
    with pytest.raises(CommandError, match="action"):
        call_command("catalogue")
