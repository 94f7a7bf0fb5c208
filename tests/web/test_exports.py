"""An answer as tables: every row word for word, and what of a text is left out."""

from dataclasses import replace
from datetime import date

import pytest

from catalogue.bridge import Origin
from catalogue.parts.exports import company, rows
from catalogue.parts.exports.table import LONGEST, Cell, clean
from catalogue.shortlist import MeasureResult, Shortlist
from tests.contract.built import RICH, SHORTLIST

P6 = "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6 方針"
READ = "公募要領（2026-11-23確認）"
TOO_POOR = "資本金が1億5,000万円以上。合っていません（1,000万円）。"

COLUMNS = [
    ("順位", 1, 2, 3),
    ("施策番号", "1-01", "1-02", "1-03"),
    ("施策名", "設備の更新", "これからの制度", "大きな会社の支援"),
    ("分野", "地域産業構造の転換", "地域産業構造の転換", "地域産業構造の転換"),
    ("所管", "経産省・中企庁", "中企庁", "経産省"),
    ("判定", "条件に合う可能性が高い", "確認が必要", "条件に合わない"),
    ("受付状況", "受付中", "受付状況は要確認", "受付終了"),
    ("点数", 38.0, 20.5, 0.0),
    ("支援の種類", "補助金、相談、情報提供", "補助金", "補助金"),
    ("概要", "設備を新しくする会社に補助金が出ます。", "まだ整理していません。", "大きな会社のための制度です。"),
    ("主な理由", "取り組みたいことに合う: GX・脱炭素", "", ""),
    (
        "合わない・わからない条件",
        "都内の相談: 本社の所在地が東京都。本社の所在地が未回答なので、まだわかりません。",
        "これから整理する制度: 条件をまだ整理していません。公募要領などで確かめてください。",
        f"大きな会社の制度: {TOO_POOR}",
    ),
    ("手で確認する条件", "設備補助金（グリーン枠）: 事業計画が要ります。", "", ""),
    (
        "加点・優遇",
        "設備補助金（グリーン枠）: 審査で加点: 認定・宣言に「くるみん」がある。合っています（くるみん、トライくるみん）。",
        "",
        "",
    ),
    (
        "その後の経緯",
        "",
        "",
        "大きな会社の制度: 大きな会社の制度は、2025年4月に成長の支援に名前が変わりました。窓口は同じ。",
    ),
    ("出典", f"{P6}\n{READ}", "中堅企業等支援に関する取組方針フォローアップ（2024年3月）", f"{P6}\n{READ}"),
]
HEADER, *MEASURES = zip(*COLUMNS, strict=True)

ANSWERS = [("会社名", "株式会社 例"), ("法人番号", "7000012050002"), ("従業員数", "40人")]
COMPANY = [
    ("会社名", "株式会社 例"),
    ("法人番号", "7000012050002"),
    ("従業員数", "40人"),
    ("企業規模", "中小企業基本法では中小企業者（小規模企業者を除く）にあたります。"),
    ("施策の数（条件に合う可能性が高い）", 1),
    ("施策の数（確認が必要）", 1),
    ("施策の数（条件に合わない）", 1),
    ("この一覧にある施策の数", 3),
    ("基準日", "2024年3月31日"),
    ("カタログの版", "0123456789ab"),
    ("ご注意", "結果は目安です。対象になるかどうかは、各施策の窓口が判断します。"),
]

NOTHING = replace(SHORTLIST, results=())

CLEANED = [
    ("a\tb\nc", "a\tb\nc"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("\0a\x08\x0b\x0c\x1f\x7fb\x80\x85\x9f", "ab"),
    ("\ud800a\udfff\ufffe\uffff", "a"),
    ("~\xa0\ud7ff\ue000\ufffd𠮷", "~\xa0\ud7ff\ue000\ufffd𠮷"),
]


def first(**changes: object) -> MeasureResult:
    return replace(SHORTLIST.results[0], **changes)  # type: ignore[arg-type]


def listing(*results: MeasureResult) -> Shortlist:
    return replace(SHORTLIST, results=results)


def titled(title: str) -> Shortlist:
    return listing(first(measure=replace(SHORTLIST.results[0].measure, title=title)))


def cell(found: Shortlist, column: str) -> Cell:
    table = rows(found)
    (row,) = table.rows
    return row[table.header.index(column)]


def test_a_measure_is_a_row() -> None:
    table = rows(SHORTLIST)
    assert table.header == HEADER
    assert list(table.rows) == MEASURES


def test_the_company_is_a_table_of_its_own() -> None:
    table = company(SHORTLIST, ANSWERS)
    assert table.header == ("項目", "内容")
    assert list(table.rows) == COMPANY
    assert list(company(SHORTLIST, ()).rows) == COMPANY[len(ANSWERS) :]


def test_an_empty_list_has_its_columns() -> None:
    assert rows(NOTHING).header == HEADER
    assert rows(NOTHING).rows == ()
    assert ("この一覧にある施策の数", 0) in company(NOTHING, ()).rows


def test_alternatives_that_all_fail_share_a_line() -> None:
    small = replace(RICH, operator="less_than", values=(5_000_000,))
    (programme,) = SHORTLIST.results[2].programmes
    clause = programme.verdict.clauses[0]
    both = replace(clause, findings=(*clause.findings, replace(clause.findings[0], condition=small)))
    verdict = replace(programme.verdict, clauses=(both, *programme.verdict.clauses[1:]))
    found = listing(first(programmes=(replace(programme, verdict=verdict),)))
    assert cell(found, "合わない・わからない条件") == (
        f"大きな会社の制度: {TOO_POOR}または資本金が500万円未満。合っていません（1,000万円）。"
    )


def test_a_bonus_without_an_effect_stands_alone() -> None:
    programme = SHORTLIST.results[0].programmes[0]
    (row,) = programme.card.bonuses
    card = replace(programme.card, bonuses=(replace(row, effect=""),))
    assert cell(listing(first(programmes=(replace(programme, card=card),))), "加点・優遇") == (
        "設備補助金（グリーン枠）: 認定・宣言に「くるみん」がある。合っています（くるみん、トライくるみん）。"
    )


def test_every_kind_of_row_names_its_source_once() -> None:
    programme = SHORTLIST.results[2].programmes[0]
    card, event = programme.card, programme.history[0]
    check = SHORTLIST.results[0].programmes[0].card.checks[0]
    bonus = SHORTLIST.results[0].programmes[0].card.bonuses[0]
    named = replace(
        card,
        bonuses=(replace(bonus, origin=Origin("", "加点の表", None)),),
        checks=(replace(check, origin=Origin("p9", "", None)), check),
    )
    history = (replace(event, origin=Origin("", "省の案内", date(2026, 1, 2))),)
    bonuses = SHORTLIST.results[0].programmes[0].bonuses
    found = listing(first(programmes=(replace(programme, card=named, bonuses=bonuses, history=history),)))
    p9 = P6.replace("p6 方針", "p9")
    assert cell(found, "出典") == f"{P6}\n{READ}\n加点の表\n{p9}\n省の案内（2026-01-02確認）"


@pytest.mark.parametrize(("text", "left"), CLEANED)
def test_what_no_file_may_hold_is_left_out(text: str, left: str) -> None:
    assert clean(text) == left
    assert cell(titled(text), "施策名") == left
    assert company(SHORTLIST, [(text, text)]).rows[0] == (left, left)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("あ" * LONGEST, "あ" * LONGEST),
        ("あ" * (LONGEST + 1), "あ" * (LONGEST - 1) + "…"),
        ("𠮷" * (LONGEST // 2), "𠮷" * (LONGEST // 2)),
        ("a" + "𠮷" * (LONGEST // 2), "a" + "𠮷" * (LONGEST // 2)),
        ("𠮷" * (LONGEST // 2 + 1), "𠮷" * (LONGEST // 2) + "…"),
        ("a" + "𠮷" * (LONGEST // 2 + 1), "a" + "𠮷" * (LONGEST // 2 - 1) + "…"),
    ],
    ids=len,
)
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(text: str, told: str) -> None:
    assert cell(titled(text), "施策名") == told
