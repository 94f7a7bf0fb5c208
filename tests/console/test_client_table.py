"""Cells of a table of clients: read as in the form, by name or by code; and what is written reads the same."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from catalogue import labels
from catalogue.clients import files
from catalogue.clients.codes import Unread, codes_of, industry_codes, prefecture_codes, read_several
from catalogue.clients.columns import COLUMNS
from catalogue.clients.facts import Facts
from catalogue.clients.files import Unusable, as_meant, csv_of, neutralised, read_sheet, xlsx_of
from catalogue.clients.plan import SAME, plan_of
from catalogue.models import Client
from matcher.codes import CERTIFICATIONS, ENTITY_TYPES, PREFECTURES, SITUATIONS, TOPICS
from tests.console.people import NUMBERS

TODAY = date(2026, 11, 23)
BY_KEY = {column.key: column for column in COLUMNS}


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("name", "㈱ みほん", {"name": "㈱ みほん"}),
        ("corporate_number", "７０００-０１２０５-０００２", {"corporate_number": NUMBERS[0]}),
        ("corporate_number", "未回答", {"corporate_number": None}),
        ("entity_type", "会社（株式会社・合同会社など）", {"entity_type": "corporation"}),
        ("entity_type", "会社", {"entity_type": "corporation"}),
        ("entity_type", "corporation", {"entity_type": "corporation"}),
        ("industry", "09", {"industry": "09"}),
        ("industry", "食料品製造業", {"industry": "09"}),
        ("industry", "09 食料品製造業", {"industry": "09"}),
        ("industry", "０９　食料品製造業", {"industry": "09"}),
        ("industry", "3912", {"industry": "3912"}),
        ("industry", "E", {"industry": "E"}),
        ("industry", "卸売業，小売業", {"industry": "I"}),
        ("other_industries", "09、食料品製造業; 卸売業、小売業", {"other_industries": ["09", "09", "I"]}),
        ("other_industries", "特にない", {"other_industries": []}),
        ("prefecture", "長野県", {"prefecture": "20"}),
        ("prefecture", "長野", {"prefecture": "20"}),
        ("prefecture", "20", {"prefecture": "20"}),
        ("other_prefectures", "東京；大阪府\n北海道", {"other_prefectures": ["13", "27", "01"]}),
        ("employees", "約40人", {"employees": 40}),
        ("capital_yen", "3千万", {"capital_yen": 30_000_000}),
        ("capital_yen", "1,000", {"capital_yen": 10_000_000}),
        ("founded_on", "昭和43年", {"founded_on": None, "founded_year": 1968}),
        ("founded_on", "1968/4/9", {"founded_on": "1968-04-09", "founded_year": 1968}),
        ("founded_on", "未回答", {"founded_on": None, "founded_year": None}),
        ("annual_energy_kl", "1,234.5", {"annual_energy_kl": 1234.5}),
        ("topics", "DX・デジタル化、Ｍ＆Ａ・グループ化・PMI", {"topics": ["dx", "ma"]}),
        ("topics", "dx;ma", {"topics": ["dx", "ma"]}),
        ("certifications", "えるぼし（1段階目）", {"certifications": ["eruboshi_1"]}),
        ("note", "一行目\n二行目", {"note": "一行目\n二行目"}),
        ("facts_on", "2026-11-23", {"facts_on": TODAY}),
        ("facts_on", "令和8年1月2日", {"facts_on": date(2026, 1, 2)}),
    ],
)
def test_a_cell_is_read(key: str, text: str, said: dict[str, Any]) -> None:
    assert BY_KEY[key].said(text, TODAY) == said


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("name", "未回答", "この項目は空にできません。"),
        ("name", "あ" * 201, "長すぎます。200字までで書いてください。"),
        ("corporate_number", "7000012050003", "検査用の数字"),
        ("entity_type", "会社員", "選択肢にありません"),
        (
            "industry",
            "鉱業、採石業、砂利採取業",
            "「05 鉱業、採石業、砂利採取業」と「C 鉱業、採石業、砂利採取業」があります",
        ),
        ("industry", "09 飲料・たばこ・飼料製造業", "コード09は「食料品製造業」です"),
        ("industry", "ラーメン屋", "近いものは「76 飲食店」"),
        ("industry", "9", "「09 食料品製造業」なら"),
        ("prefecture", "1", "「北海道」なら、その名前かコード「01」で書いてください。"),
        ("prefecture", "東亰都", "「東京都」なら"),
        ("topics", "DX、特にない", "一緒に書けません"),
        ("topics", "空を飛ぶ", "「空を飛ぶ」は選択肢にありません"),
        ("certifications", "えるぼし", "「えるぼし（1段階目）」と「えるぼし（2段階目）」と「えるぼし（3段階目）」"),
        ("employees", "50〜60", "幅のある書き方"),
        ("capital_yen", "たくさん", "金額を読み取れませんでした"),
        ("founded_on", "2099", "より後は書けません"),
        ("note", "あ" * 4001, "4,000字まで"),
        ("facts_on", "2026", "「2026-11-23」のように、今日までの日を書いてください。"),
        ("facts_on", "2026-11-24", "今日までの日を書いてください。"),
        ("facts_on", "未回答", "この項目は空にできません。"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_would_be_right(key: str, text: str, words: str) -> None:
    with pytest.raises(Unread) as refused:
        BY_KEY[key].said(text, TODAY)
    assert words in str(refused.value)


def test_every_code_is_read_back_from_how_it_is_written_and_from_itself() -> None:
    for codes in (
        industry_codes(),
        prefecture_codes(),
        *map(codes_of, ("entity_type", "topics", "situations", "certifications")),
    ):
        for code in codes.names:
            assert codes.read(codes.write(code)) == codes.read(code) == code


def test_every_list_is_read_back_at_once() -> None:
    codes = industry_codes()
    assert read_several("、".join(map(codes.write, codes.names)), codes) == list(codes.names)


def test_every_question_of_the_profile_has_a_column() -> None:
    assert set(labels.ANSWERS) - {"founded_year"} == set(BY_KEY) - {"note", "facts_on"}


@given(st.text())
def test_a_text_is_meant_as_it_was_before_it_was_made_harmless(text: str) -> None:
    assert as_meant(neutralised(text)) == text


@given(st.from_regex(r"'{0,3}[=+@-].{0,3}", fullmatch=True))
def test_what_looks_like_a_formula_is_meant_as_it_was_too(text: str) -> None:
    assert as_meant(neutralised(text)) == text
    assert neutralised(text).startswith("'")


# Files: out and in again


def listed(codes: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), unique=True).map(lambda chosen: sorted(chosen, key=codes.index))


INDUSTRIES = ("05", "09", "C", "I", "391", "3912", "1911", "751", "82")
LINES = st.text(st.characters(exclude_categories=["C"], include_characters="\n"), max_size=20)
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20) | st.sampled_from(
    ["=1+1", "'=1", "''-2", "@SUM", "0120", "1-01", "特にない", 'a,b;"c"']
)
MONEY = st.integers(0, 10**15)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "entity_type": st.sampled_from(ENTITY_TYPES),
        "industry": st.sampled_from(INDUSTRIES),
        "other_industries": listed(INDUSTRIES),
        "prefecture": st.sampled_from(PREFECTURES),
        "other_prefectures": listed(PREFECTURES),
        "employees": st.integers(0, 10**7),
        "capital_yen": MONEY,
        "annual_sales_yen": MONEY,
        "annual_energy_kl": st.integers(0, 10**9) | st.integers(0, 10**9).map(lambda thousandths: thousandths / 1000),
        "founded_year": st.integers(500, 2026),
        "topics": listed(TOPICS),
        "situations": listed(SITUATIONS),
        "certifications": listed(CERTIFICATIONS),
    },
)


def kept(name: str, answers: dict[str, Any], note: str, number: str = "") -> Client:
    facts = Facts(name, number, answers, note, TODAY).tidy(TODAY)
    return Client(
        pk=1,
        name=facts.name,
        corporate_number=number,
        answers=dict(facts.answers),
        note=facts.note,
        facts_on=TODAY,
    )


@settings(max_examples=12)
@given(
    NAMES, ANSWERS, LINES, st.sampled_from(["", NUMBERS[0]]), st.sampled_from([csv_of, lambda one: xlsx_of(one, TODAY)])
)
def test_what_is_carried_out_comes_in_unchanged(
    name: str, answers: dict[str, Any], note: str, number: str, out: Any
) -> None:
    client = kept(name, answers, note, number)
    plan = plan_of(read_sheet(out([client])), [client], TODAY)
    assert plan.mistakes == ()
    assert [(step.kind, step.differences) for step in plan.steps] == [(SAME, ())]


def test_a_day_of_foundation_comes_in_unchanged() -> None:
    client = kept("みほん", {"founded_on": "1968-04-09", "founded_year": 1968}, "")
    assert [step.kind for step in plan_of(read_sheet(csv_of([client])), [client], TODAY).steps] == [SAME]


def test_no_cell_of_an_export_is_a_formula() -> None:
    client = kept("=HYPERLINK(1)", {}, "+81")
    cells = [cell for row in csv.reader(io.StringIO(csv_of([client]).decode("utf-8-sig"))) for cell in row]
    assert {"'=HYPERLINK(1)", "'+81"} <= set(cells)
    sheet = load_workbook(io.BytesIO(xlsx_of([client], TODAY))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}


def test_the_template_has_the_headings_and_says_how_to_fill_it() -> None:
    book = load_workbook(io.BytesIO(xlsx_of([], TODAY)))
    assert book.sheetnames == ["支援先", "書き方"]
    assert [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()] == [
        [column.header for column in COLUMNS]
    ]
    told = {(row[0].value, row[1].value, row[2].value) for row in book.worksheets[1].iter_rows()}
    assert {
        ("本社の所在地", "20", "長野県"),
        ("主たる業種", "09", "食料品製造業"),
        ("取り組みたいこと", "dx", "DX・デジタル化"),
    } <= told
    assert {column.header for column in COLUMNS} <= {row[0] for row in told}


# Files: what cannot be read


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


TEXT = "会社名,メモ\r\nみほん,髙島屋の〜\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_each_encoding(encoding: str) -> None:
    text = TEXT.replace("〜", "～")
    sheet = read_sheet(text.encode(encoding))
    assert sheet == files.Sheet(("会社名", "メモ"), ((2, ("みほん", "髙島屋の～")),))


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    text = '会社名,メモ\r\n\r\n一,"二行\r\nのメモ"\r\n ,\r\n二,\r\n'
    assert read_sheet(text.encode()).rows == ((3, ("一", "二行\nのメモ")), (5, ("二",)))


def test_cells_of_a_workbook_are_read_as_they_are_shown() -> None:
    content = workbook(
        ("会社名", "常時使用する従業員数", "法人番号", "資本金", "設立・創業の年", "年間エネルギー使用量"),
        ("みほん", 40.0, 7000012050002, 3.5, date(1968, 4, 9), 0.00001),
    )
    assert read_sheet(content).rows == ((2, ("みほん", "40", "7000012050002", "3.5", "1968-04-09", "0.00001")),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "何も書かれていません"),
        (b" ,\r\n", "何も書かれていません"),
        ("会社名\r\n".encode(), "支援先の行がありません"),
        ("会社名\r\n".encode("utf-16"), "文字コードがわかりません"),
        (b"\xff\xfe\x00\x01", "文字コードがわかりません"),
        ('会社名\r\n"みほん\r\n'.encode(), "引用符"),
        (b"\xd0\xcf\x11\xe0rest", "xlsxかCSVで保存し直してください"),
        (b"PK\x03\x04rest", "Excelのファイルとして読めません"),
        (("会社名\r\n" + "みほん\r\n" * 1001).encode(), "1,000行まで"),
        (b"a" * 2_000_001, "2MBまで"),
        (workbook(("会社名", "常時使用する従業員数"), ("みほん", "=1+1")), "B2に数式があります"),
        (workbook(), "何も書かれていません"),
    ],
    ids=range(12),
)
def test_a_file_that_cannot_be_read_says_what_would_be_right(content: bytes, words: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_sheet(content)
    assert words in str(refused.value)


def test_a_thousand_rows_can_be_read() -> None:
    assert len(read_sheet(("会社名\r\n" + "みほん\r\n" * 1000).encode()).rows) == 1000


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda rest: workbook(("会社名",), ("み",))[:300] + rest))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    with suppress(Unusable):
        assert read_sheet(content).rows
