"""``manage.py catalogue report|show|audit``: the catalogue as a reviewer reads it, word for word."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.catalogue.files import FIRST, FIXTURES, GOOD, changed, write
from tests.catalogue.test_command import refused, run

REPORT = """\
施策 2、事業 2（掲載 2）
要件の整理: 未整理 0、整理済み 2、確認済み 0
  未整理の事業がある施策: なし
予算 3行、実績 1行
要件: 自動判定 1件（2行）、手で確認 1件、要件なしの事業 1、手での確認だけの事業 0
対象・目的 1行、加点・優遇 1行
出典のない行: 0
"""

SHOWN = """\
1-01 設備の更新［p6］
  分野 1 地域産業構造の転換／所管 経産省・中企庁／企業が直接使う
  設備を新しくする会社に補助金が出ます。

■ 設備補助金（setsubi）［p6 方針］
  要件の整理: 整理済み
  支援の種類: 補助金
  予算 R5 当初予算 20億円の内数［予算 kikin］［p6 方針］
  実績 採択 550者（第1次、2024-01時点）［p6 フォローアップ］
  要件1（次のいずれか）
    ・企業規模（中小企業支援の各法（政令の特例を含む））が次のいずれか: 小規模企業者、中小企業者（小規模企業者を除く）（読み替え chusho）［p6 方針］
    ・常時使用する従業員数が300人以下［p6 方針］
  手で確認 事業計画が要ります。［p6 方針］
  主な対象: 取り組みたいことに次のいずれかがある: 設備投資、GX・脱炭素［p6 方針］
  加点・優遇 加点: 認定・宣言に「くるみん」がある［公募要領、2026-11-23確認］
  受付状況 受付中 2024-01-15〜2024-03-31［p6 方針］
  注 予算は内数。［p6 注］
"""

PAGE_HEADING = "中堅企業等支援に関する取組方針 フォローアップ"
COVER = "\n".join([PAGE_HEADING] * 5)  # the cover is page 1; each heading begins the next
SOURCE = f"""\
{COVER}
○設備補助金（R5当初）
【令和５年度当初予算：20億円の内数】
{PAGE_HEADING}
○設備の相談窓口
【21億円】
"""


HEADED = changed(FIRST, "  name: 設備補助金\n", "  name: 設備補助金\n  heading: 設備補助金\n")


def test_the_report_counts_what_is_done(tmp_path: Path) -> None:
    said = run("report", write(tmp_path, GOOD))
    assert said.startswith(REPORT)
    assert "どの行も使わない取り組みたいこと: energy_saving、" in said


def test_the_report_names_what_is_not_encoded(tmp_path: Path) -> None:
    files = changed("programmes/soudan.yaml", "encoding: done\nopen_to_all: true", "encoding: not_yet")
    assert "未整理の事業がある施策: 1-02\n" in run("report", write(tmp_path, files))


@pytest.mark.django_db
def test_the_report_tells_which_measures_no_company_reaches(tmp_path: Path) -> None:
    folder = write(tmp_path / "catalogue", GOOD)
    call_command("catalogue", "load", str(folder), stdout=StringIO())
    companies = tmp_path / "companies.json"
    small = {"profile": {"entity_type": "corporation", "employees": 5, "topics": ["gx"]}}
    companies.write_text(json.dumps({"as_of": "2024-03-31", "companies": [small]}), encoding="utf-8")
    assert "判定済みの会社1社の上位20に一度も出ない施策 0: なし\n" in run("report", folder, "--companies", companies)
    large = {"profile": {"employees": 5000, "capital_yen": 10**10, "entity_type": "corporation", "industry": "09"}}
    companies.write_text(json.dumps({"as_of": "2024-03-31", "companies": [large]}), encoding="utf-8")
    assert "一度も出ない施策 1: 1-01\n" in run("report", folder, "--companies", companies)


@pytest.mark.parametrize("text", ["", "[]", '{"companies": []}', '{"as_of": "2024-03-31", "companies": [{}]}'])
def test_companies_that_cannot_be_read_are_refused(tmp_path: Path, text: str) -> None:
    companies = tmp_path / "companies.json"
    companies.write_text(text, encoding="utf-8")
    said = refused("report", write(tmp_path / "catalogue", GOOD), "--companies", companies)
    assert said == ("", "判定済みの会社のファイルを読めません。as_of と companies（profile）が要ります。")


@pytest.mark.django_db
def test_the_reach_needs_a_catalogue(tmp_path: Path) -> None:
    companies = tmp_path / "companies.json"
    companies.write_text('{"as_of": "2024-03-31", "companies": [{"profile": {}}]}', encoding="utf-8")
    with pytest.raises(CommandError, match="先に catalogue load"):
        run("report", write(tmp_path / "catalogue", GOOD), "--companies", companies)


def test_a_measure_is_shown_as_an_editor_reads_it(tmp_path: Path) -> None:
    assert run("show", "1-01", write(tmp_path, GOOD)) == SHOWN


def test_a_shared_programme_is_shown_with_its_listing(tmp_path: Path) -> None:
    said = run("show", "1-02", write(tmp_path, GOOD))
    assert "■ 相談窓口（soudan）［p7］" in said
    assert "  この施策での掲載［p7 方針］: 設備\n" in said
    assert "  予算 R5 当初予算 21億円（丸め方が違う。）［予算 kikin］［p7 方針］\n" in said


def test_an_unknown_measure_is_refused_with_the_nearest(tmp_path: Path) -> None:
    said = refused("show", "1-03", write(tmp_path, GOOD))
    assert said == ("", "施策「1-03」はありません。「1-02」ではありませんか。")


@pytest.mark.parametrize("code", ["1-05", "9-09", "10-04"])
def test_a_measure_of_this_repository_is_shown(code: str) -> None:
    assert run("show", code).startswith(f"{code} ")


def test_a_catalogue_that_holds_everything_passes_the_audit(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text(SOURCE, encoding="utf-8")
    assert run("audit", source, write(tmp_path / "catalogue", HEADED)) == (
        "出典の見出し 2件、金額 2件\nカタログにない見出し 0件、金額 0件\n出典と40字以上続けて同じ文 0件\n"
    )


def audited(folder: Path, source: str, files: dict[str, str] = HEADED) -> str:
    """What the audit lists before it fails."""
    text, out = folder / "source.txt", StringIO()
    text.write_text(source, encoding="utf-8")
    with pytest.raises(CommandError, match="出典と合わないところがあります。"):
        call_command("catalogue", "audit", str(text), str(write(folder / "catalogue", files)), stdout=out)
    return out.getvalue()


def test_the_audit_finds_a_heading_that_is_missing(tmp_path: Path) -> None:
    said = audited(tmp_path, SOURCE + "〇忘れられた\n事業\n⚫ 本文\n")
    assert "カタログにない見出し 1件、金額 0件\n" in said
    assert "  p7 見出し 忘れられた事業\n" in said


@pytest.mark.parametrize("printed", ["【0.5億円】", "【５，０００万\n円】", "【R4：5000万円の内数】"])
def test_the_audit_finds_an_amount_that_is_missing(tmp_path: Path, printed: str) -> None:
    assert "  p7 金額 50,000,000円\n" in audited(tmp_path, SOURCE + printed)


LONG = "地域の中核となる企業が大胆な設備投資に踏み切れるように金融と税制の両面から後押しするものです。"


def test_the_audit_finds_a_copied_sentence(tmp_path: Path) -> None:
    assert len(LONG) > 40
    files = HEADED | {FIRST: HEADED[FIRST].replace("設備を新しくする会社に補助金が出ます。", LONG)}
    said = audited(tmp_path, f"{SOURCE}⚫ この施策は、{LONG[:20]}\n{LONG[20:]}", files)
    assert f"  1-01 summary {LONG}\n" in said


def test_a_source_that_is_no_text_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    source.write_bytes(b"%PDF-1.7 \xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        run("audit", source)


def test_the_catalogue_of_this_repository_is_whole() -> None:
    said = run("report")
    assert said.startswith("施策 190、事業 221（掲載 245）\n要件の整理: 未整理 0、")
    assert "未整理の事業がある施策: なし\n" in said
    assert "出典のない行: 0\n" in said
    assert FIXTURES.is_dir()
