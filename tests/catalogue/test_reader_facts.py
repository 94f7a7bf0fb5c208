"""Each mistake that the facts of a measure or a programme can have, and the sentence that its editor reads."""

from pathlib import Path

import pytest

from tests.catalogue.files import FIRST, GOOD, SECOND, SHARED, changed, complaints

MEASURE_KEYS = "code、area、title、new、ministries、audience、place、summary、programmes、notes"
FUNDING_KEYS = "year、kind、amount、part_of、place、pot、note"
CHECK_KEYS = "text、place、citation、read_on"
KINDS = "initial、supplementary、fiscal_loan、debt_commitment、request、other"
PLACE = "は形が違います。「p6 方針」「p6 フォローアップ」「p48-50」のように書いてください。"
MONEY = "は金額ではありません。「2000億円」「0.35億円」のように単位を付けて書いてください。"
NUMBER = "は数ではありません。単位は unit に分けて、0以上の数（小数は4桁まで）を書いてください。"
SLUG = "は形が違います。「dx-nintei」のように書いてください。"
FIND_OR_NULL = "必ず書いてください。出典に金額がなければ null と書きます。"
UNSETTLED = "整理済みなら、要件（requirements）、手で確認する条件（checks）、open_to_all のどれかを書いてください。"
DAY = "は日付ではありません。2024-03-31 のように書いてください。"
MOMENT = "は時点ではありません。2024-01 か 2024-01-15 のように書いてください。"
NO_DAY = "いつから（from）かいつまで（until）の日付を、少なくとも一方書いてください。"
OPEN_WITH_REQUIREMENTS = "要件（requirements）がある事業には付けられません。どちらかを消してください。"
TITLE, MINISTRIES, RESULT, BUDGET = "title: 設備の更新", "[経産省, 中企庁]", "value: 550", "amount: null"

# A passage of a file, what replaces it, and what is said of it after the file's name.
MISTAKES = [
    # Keys.
    (FIRST, "place: p6\n", "place: p6\ncolour: red\n", f"7行目 colour: このキーはありません。使えるのは {MEASURE_KEYS} です。"),
    (FIRST, "area: 1\n", "area: 1\narea: 1\n", "3行目 area: 同じキーが二度書かれています。"),
    (FIRST, "    effect: 加点\n", "    effect: 加点\n    effect: 加点\n", "41行目 programmes[0].bonuses[0].effect: 同じキーが二度書かれています。"),
    (FIRST, f"{TITLE}\n", "", "1行目 title: 必ず書いてください。"),
    # Text.
    (FIRST, TITLE, "title:", "3行目 title: 必ず書いてください。"),
    (FIRST, TITLE, 'title: ""', "3行目 title: 必ず書いてください。"),
    (FIRST, TITLE, "title: null", "3行目 title: 必ず書いてください。"),
    (FIRST, TITLE, "title: [設備]", "3行目 title: 1つの文字列で書いてください。"),
    (FIRST, TITLE, 'title: "設備\\0"', "3行目 title: 使えない制御文字が入っています。"),
    (FIRST, TITLE, 'title: "設備 "', "3行目 title: 前後の空白を取ってください。"),
    (FIRST, TITLE, "title: |\n  設備", "3行目 title: 前後の空白を取ってください。"),
    (SECOND, "heading: 設備の相談窓口", "heading:", "10行目 programmes[0].heading: 空です。値を書くか、キーごと消してください。"),
    # The measure.
    (FIRST, 'code: "1-01"', "code: 1-1", "1行目 code: 「1-1」は形が違います。「1-05」のように書いてください。"),
    (FIRST, "area: 1\n", "area: 11\n", "2行目 area: 「11」は形が違います。1〜10の番号のように書いてください。"),
    (FIRST, "area: 1\n", "area: ²\n", "2行目 area: 「²」は形が違います。1〜10の番号のように書いてください。"),
    (FIRST, TITLE, f"{TITLE}\nnew: yes", "4行目 new: true か false で書いてください。"),
    (FIRST, MINISTRIES, "経産省", "4行目 ministries: [ ] で囲んだ並びで書いてください。"),
    (FIRST, MINISTRIES, "[]", "4行目 ministries: 空です。1つ以上書いてください。"),
    (FIRST, MINISTRIES, "[経産省, ~]", "4行目 ministries: 並びの中に空の項目があります。"),
    (FIRST, MINISTRIES, "[経]", "4行目 ministries: 「経」は府省庁の略称（経産省、中企庁 など）ではありません。"),
    (FIRST, MINISTRIES, "[経産省, 経産省]", "4行目 ministries: 同じ府省庁が二度書かれています。"),
    (FIRST, "audience: direct", "audience: direkt", "5行目 audience: 「direkt」はありません。「direct」ではありませんか。"),
    (FIRST, "audience: direct", "audience: all", "5行目 audience: 「all」はありません。使えるのは direct、indirect、none です。"),
    (FIRST, "place: p6\n", "place: 6頁\n", f"6行目 place: 「6頁」{PLACE}"),
    (FIRST, "place: p6\n", "place: p06\n", f"6行目 place: 「p06」{PLACE}"),
    (FIRST, "place: p6\n", "place: p6 左\n", f"6行目 place: 「p6 左」{PLACE}"),
    (FIRST, GOOD[FIRST][GOOD[FIRST].index("programmes:") :], "programmes: []\n", "8行目 programmes: 空です。1つ以上書いてください。"),
    (FIRST, "text: 予算は内数。, place: p6 注", "text: 予算は内数。", "48行目 programmes[0].notes[0].place: 必ず書いてください。"),
    # The programme.
    (FIRST, "code: setsubi", "code: 設備", f"9行目 programmes[0].code: 「設備」{SLUG}"),
    (FIRST, "[subsidy]", "[subsidie]", "12行目 programmes[0].supports: 「subsidie」はありません。「subsidy」ではありませんか。"),
    (FIRST, "[subsidy]", "[subsidy, subsidy]", "12行目 programmes[0].supports: 「subsidy」が二度書かれています。"),
    (FIRST, "  supports: [subsidy]\n", "", "9行目 programmes[0].supports: 必ず書いてください。"),
    (SECOND, "supports: [consultation]", "supports: []", "13行目 programmes[0].supports: 空です。1つ以上書くか、キーごと消してください。"),
    (FIRST, "encoding: done", "encoding: ok", "13行目 programmes[0].encoding: 「ok」はありません。使えるのは not_yet、done、reviewed です。"),
    (SHARED, "encoding: done", "encoding: not_yet", "6行目 open_to_all: 要件をまだ整理していない事業（encoding: not_yet）には付けられません。"),
    (FIRST, "encoding: done", "encoding: done\n  open_to_all: true", f"14行目 programmes[0].open_to_all: {OPEN_WITH_REQUIREMENTS}"),
    (SHARED, "open_to_all: true\n", "", f"5行目 encoding: {UNSETTLED}"),
    (SHARED, "open_to_all: true\n", "open_to_all: false\n", f"5行目 encoding: {UNSETTLED}"),
    # Budgets.
    (SHARED, BUDGET, "amount: 20", f"8行目 budgets[0].amount: 「20」{MONEY}"),
    (SHARED, BUDGET, "amount: 20人", f"8行目 budgets[0].amount: 「20人」{MONEY}"),
    (SHARED, BUDGET, "amount: -3億円", f"8行目 budgets[0].amount: 「-3億円」{MONEY}"),
    (SHARED, BUDGET, "amount: 99999999兆円", f"8行目 budgets[0].amount: 「99999999兆円」{MONEY}"),
    (SHARED, BUDGET, "amount: 0円", "8行目 budgets[0].amount: 金額は正の数です。出典に金額がなければ null と書きます。"),
    (SHARED, BUDGET, 'amount: ""', f"8行目 budgets[0].amount: {FIND_OR_NULL}"),
    (SHARED, f"{BUDGET}, ", "", f"8行目 budgets[0].amount: {FIND_OR_NULL}"),
    (SHARED, "year: R4", "year: 2022", "8行目 budgets[0].year: 「2022」は形が違います。「R5」のように書いてください。"),
    (SHARED, "supplementary", "補正", f"8行目 budgets[0].kind: 「補正」はありません。使えるのは {KINDS} です。"),
    # Results.
    (FIRST, RESULT, "value: 五百", f"17行目 programmes[0].results[0].value: 「五百」{NUMBER}"),
    (FIRST, RESULT, "value: 550者", f"17行目 programmes[0].results[0].value: 「550者」{NUMBER}"),
    (FIRST, RESULT, "value: -1", f"17行目 programmes[0].results[0].value: 「-1」{NUMBER}"),
    (FIRST, RESULT, "value: ５", f"17行目 programmes[0].results[0].value: 「５」{NUMBER}"),
    (FIRST, RESULT, "value: 1_000", f"17行目 programmes[0].results[0].value: 「1_000」{NUMBER}"),
    (FIRST, RESULT, "value: NaN", f"17行目 programmes[0].results[0].value: 「NaN」{NUMBER}"),
    (FIRST, RESULT, "value: 1e40", f"17行目 programmes[0].results[0].value: 「1e40」{NUMBER}"),
    (FIRST, RESULT, "value: 0.00001", f"17行目 programmes[0].results[0].value: 「0.00001」{NUMBER}"),
    (FIRST, RESULT, "value: 100000000000000", f"17行目 programmes[0].results[0].value: 「100000000000000」{NUMBER}"),
    (FIRST, "2024-01,", "2024年1月,", f"17行目 programmes[0].results[0].as_of: 「2024年1月」{MOMENT}"),
    (FIRST, "2024-01,", "2024-02-30,", f"17行目 programmes[0].results[0].as_of: 「2024-02-30」{DAY}"),
    # Checks and availability.
    (FIRST, "方針}\n  avail", "方針, note: 注}\n  avail", f"44行目 programmes[0].checks[0].note: このキーはありません。使えるのは {CHECK_KEYS} です。"),
    (FIRST, "state: open", "state: opened", "46行目 programmes[0].availability[0].state: 「opened」はありません。「open」ではありませんか。"),
    (FIRST, "from: 2024-01-15, until: 2024-03-31, ", "", f"46行目 programmes[0].availability[0].state: {NO_DAY}"),
    (FIRST, "from: 2024-01-15", "from: 2024-04-01", "46行目 programmes[0].availability[0].until: 終わりの日が始まりの日より前です。"),
    (FIRST, "from: 2024-01-15", "from: 2024-01", f"46行目 programmes[0].availability[0].from: 「2024-01」{DAY}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"), MISTAKES, ids=[f"{row[2][:30]!r} {row[3][:40]}" for row in MISTAKES]
)
def test_each_mistake_is_named(tmp_path: Path, name: str, old: str, new: str, complaint: str) -> None:
    assert complaints(tmp_path, changed(name, old, new)) == [f"{name} {complaint}"]


def test_a_key_that_is_misspelt_is_named_and_missed(tmp_path: Path) -> None:
    assert complaints(tmp_path, changed(FIRST, "title:", "titel:")) == [
        f"{FIRST} 1行目 title: 必ず書いてください。",
        f"{FIRST} 3行目 titel: このキーはありません。「title」ではありませんか。",
    ]


def test_a_comma_ends_a_value_within_braces(tmp_path: Path) -> None:
    assert complaints(tmp_path, changed(SHARED, BUDGET, "amount: 1,000万円")) == [
        f"{SHARED} 8行目 budgets[0].000万円: このキーはありません。使えるのは {FUNDING_KEYS} です。",
        f"{SHARED} 8行目 budgets[0].amount: 「1」{MONEY}",
    ]
