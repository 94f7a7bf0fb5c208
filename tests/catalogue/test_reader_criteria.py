"""Each mistake that a row of conditions can have, and the sentence that its editor reads."""

from pathlib import Path

import pytest

from matcher.codes import ENTITY_TYPES
from matcher.size import REGIMES
from tests.catalogue.files import FIRST, SECOND, changed, complaints

SIZE = "programmes[0].requirements[0].any[0]"
EMPLOYEES = "programmes[0].requirements[0].any[1]"
FOCUS = "programmes[0].focus[0]"
FOCUS_ON_TOPICS = "level: primary\n    feature: topics\n    op: has_any\n    values: [investment, gx]"
FOCUS_ON_INDUSTRY = "level: primary\n    fit: 8\n    feature: industry\n    op: is_one_of\n    values: [E]"
BONUS = "programmes[0].bonuses[0]"
ORIGIN = "出典の箇所（place）か、ほかの根拠（citation と read_on）のどちらか一方を必ず書いてください。"
KNOWN_REGIMES = "、".join(REGIMES)
ROW_KEYS = "feature、regime、op、values、reading、place、citation、read_on、note"
ENTITIES = "、".join(ENTITY_TYPES)
JSIC = "日本標準産業分類の記号か番号（E、09、391 など）を書いてください。"
PEOPLE = "は employees の値として読めません。単位を付けて「300人」のように書いてください。"
YEN = "は capital_yen の値として読めません。単位を付けて「3億円、5000万円」のように書いてください。"
YEARS = "は years_since_foundation の値として読めません。単位を付けて「5年」のように書いてください。"
KL = "は annual_energy_kl の値として読めません。単位を付けて「1500kL」のように書いてください。"
COMPARISONS = "at_least、at_most、less_than、more_than、between、is_answered"
AT_MOST = "op: at_most\n      values: [300人]"

# A passage of the first measure, what replaces it, and what is said of it after the file's name.
MISTAKES = [
    ("feature: employees", "feature: employes", f"26行目 {EMPLOYEES}.feature: 「employes」という項目はありません。「employees」ではありませんか。"),
    ("feature: employees", "feature:", f"26行目 {EMPLOYEES}.feature: 必ず書いてください。"),
    ("op: at_most", "op: atmost", f"27行目 {EMPLOYEES}.op: 「atmost」という比べ方はありません。「at_most」ではありませんか。"),
    ("      op: at_most\n", "", f"26行目 {EMPLOYEES}.op: 必ず書いてください。"),
    ("op: at_most", "op: is_one_of", f"27行目 {EMPLOYEES}.op: employees には「is_one_of」は使えません。使えるのは {COMPARISONS} です。"),
    ("op: at_most\n", "op: at_most\n      unit: 人\n", f"28行目 {EMPLOYEES}.unit: このキーはありません。使えるのは {ROW_KEYS} です。"),
    ("[300人]", "[300]", f"28行目 {EMPLOYEES}.values: 「300」{PEOPLE}"),
    ("[300人]", "[300円]", f"28行目 {EMPLOYEES}.values: 「300円」{PEOPLE}"),
    ("[300人]", "[-1人]", f"28行目 {EMPLOYEES}.values: 「-1人」{PEOPLE}"),
    ("feature: employees", "feature: capital_yen", f"28行目 {EMPLOYEES}.values: 「300人」{YEN}"),
    ("[300人]", "[300人, 400人]", f"28行目 {EMPLOYEES}.values: at_most の値が2個あります。1個書いてください。"),
    ("      values: [300人]\n", "", f"26行目 {EMPLOYEES}.values: at_most の値が0個あります。1個書いてください。"),
    ("[300人]", "[]", f"28行目 {EMPLOYEES}.values: 空です。1つ以上書くか、キーごと消してください。"),
    ("[300人]", "300人", f"28行目 {EMPLOYEES}.values: [ ] で囲んだ並びで書いてください。"),
    ("[300人]", "[[300人]]", f"28行目 {EMPLOYEES}.values: 並びの中は文字列で書いてください。"),
    (AT_MOST, "op: between\n      values: [300人]", f"28行目 {EMPLOYEES}.values: between の値が1個あります。2個書いてください。"),
    (AT_MOST, "op: between\n      values: [300人, 20人]", f"28行目 {EMPLOYEES}.values: 範囲の下限が上限より大きくなっています。"),
    (AT_MOST, "op: is_answered\n      values: [300人]", f"28行目 {EMPLOYEES}.values: is_answered の値が1個あります。値は書けません。"),
    ("op: at_most\n", "op: at_most\n      regime: mhlw\n", f"28行目 {EMPLOYEES}.regime: 制度（regime）は company_size にだけ付けられます。"),
    ("      regime: support_law\n", "", f"20行目 {SIZE}.regime: 企業規模には制度（regime）が要ります。使えるのは {KNOWN_REGIMES} です。"),
    ("regime: support_law", "regime: suport_law", f"21行目 {SIZE}.regime: 企業規模には制度（regime）が要ります。「support_law」ではありませんか。"),
    ("[micro, sme]", "[micro, small]", f"23行目 {SIZE}.values: company_size に「small」という値はありません。使えるのは micro、sme、mid、large です。"),
    ("[investment, gx]", "[investmnt]", f"34行目 {FOCUS}.values: topics に「investmnt」という値はありません。「investment」ではありませんか。"),
    ("[investment, gx]", "[gx, gx]", f"34行目 {FOCUS}.values: 同じ値が二度書かれています。"),
    ("has_any\n    values: [investment", "has_all\n    values: [investment", f"33行目 {FOCUS}.op: 対象・目的では、topics は has_any で値を並べてください。"),
    ("level: primary", "level: primary\n    fit: 5", f"32行目 {FOCUS}.fit: primary の合い方（fit）は6から10までの整数です。"),
    ("level: primary", "level: secondary\n    fit: 6", f"32行目 {FOCUS}.fit: secondary の合い方（fit）は1から5までの整数です。"),
    ("level: primary", "level: primary\n    fit: 8.5", f"32行目 {FOCUS}.fit: 「8.5」は整数ではありません。「8」のように数字だけで書いてください。"),
    (FOCUS_ON_TOPICS, FOCUS_ON_INDUSTRY, f"32行目 {FOCUS}.fit: 合い方（fit）は、対象・目的の topics、situations にだけ付けられます。"),
    ("level: primary", "level: main", f"31行目 {FOCUS}.level: 「main」はありません。使えるのは primary、secondary です。"),
    ("level: primary\n    feature", "feature", f"31行目 {FOCUS}.level: 必ず書いてください。"),
    ("level: primary", "effect: 加点\n    level: primary", f"31行目 {FOCUS}.effect: このキーはありません。使えるのは level、fit、{ROW_KEYS} です。"),
    ("    citation: 公募要領\n    read_on: 2026-11-23\n", "", f"37行目 {BONUS}.place: {ORIGIN}"),
    ("citation: 公募要領", "citation: 公募要領\n    place: p6", f"42行目 {BONUS}.place: {ORIGIN}"),
    ("    citation: 公募要領\n", "    place: p6\n", f"42行目 {BONUS}.read_on: 確認日（read_on）は citation と一緒に書きます。"),
    ("    read_on: 2026-11-23\n", "", f"37行目 {BONUS}.read_on: 根拠（citation）を確認した日を書いてください。"),
    ("2026-11-23", "2026-02-30", f"42行目 {BONUS}.read_on: 「2026-02-30」は日付ではありません。2024-03-31 のように書いてください。"),
    ("2026-11-23", "2026-W11-1", f"42行目 {BONUS}.read_on: 「2026-W11-1」は日付ではありません。2024-03-31 のように書いてください。"),
    ("2026-11-23", "11月23日", f"42行目 {BONUS}.read_on: 「11月23日」は日付ではありません。2024-03-31 のように書いてください。"),
]  # fmt: skip

# Values that only one kind of feature takes: the row, and what is said of it.
VALUES = {
    "industry": ("industry", "is_one_of", "[Z]", f"industry に「Z」という値はありません。{JSIC}"),
    "major group": ("industry", "is_one_of", "[100]", None),
    "no major group": ("industry", "is_one_of", '["00"]', f"industry に「00」という値はありません。{JSIC}"),
    "prefecture": ("prefecture", "is_one_of", '["48"]', "prefecture に「48」という値はありません。一覧にあるコードを書いてください。"),
    "region": ("region", "is_one_of", "[kanto_koshin]", "region に「kanto_koshin」という値はありません。「kanto_koshinetsu」ではありませんか。"),
    "entity": ("entity_type", "is_one_of", "[company]", f"entity_type に「company」という値はありません。使えるのは {ENTITIES} です。"),
    "years": ("years_since_foundation", "less_than", "[5]", f"「5」{YEARS}"),
    "energy": ("annual_energy_kl", "at_least", "[1500kl]", f"「1500kl」{KL}"),
}  # fmt: skip

# What stands under `requirements:` of the second measure, and what is said of it.
GROUPS = [
    (" []", "14行目 programmes[0].requirements: 空です。1つ以上書くか、キーごと消してください。"),
    ("", "14行目 programmes[0].requirements: 空です。1つ以上書くか、キーごと消してください。"),
    (" 中小企業", "14行目 programmes[0].requirements: 「- 」で始まる並びで書いてください。"),
    ("\n  - any: []", "15行目 programmes[0].requirements[0].any: 空です。1つ以上書いてください。"),
    ("\n  - any:", "15行目 programmes[0].requirements[0].any: 必ず書いてください。"),
    ("\n  - 中小企業", "15行目 programmes[0].requirements[0]: 「キー: 値」の形で書いてください。使えるキーは any です。"),
    ("\n  - all: []\n    any: [中小企業]", "15行目 programmes[0].requirements[0].all: このキーはありません。使えるのは any です。"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "complaint"), MISTAKES, ids=[complaint[:70] for *_, complaint in MISTAKES])
def test_each_mistake_of_a_row_is_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert complaints(tmp_path, changed(FIRST, old, new)) == [f"{FIRST} {complaint}"]


@pytest.mark.parametrize(("feature", "operator", "values", "message"), VALUES.values(), ids=VALUES)
def test_each_feature_says_what_it_takes(
    tmp_path: Path, feature: str, operator: str, values: str, message: str | None
) -> None:
    row = f"feature: {feature}\n      op: {operator}\n      values: {values}"
    expected = [f"{FIRST} 28行目 {EMPLOYEES}.values: {message}"] if message else []
    assert complaints(tmp_path, changed(FIRST, f"feature: employees\n      {AT_MOST}", row)) == expected


@pytest.mark.parametrize(("group", "complaint"), GROUPS)
def test_a_group_has_rows(tmp_path: Path, group: str, complaint: str) -> None:
    files = changed(SECOND, "  budgets:\n", f"  requirements:{group}\n  budgets:\n")
    assert complaints(tmp_path, files)[0] == f"{SECOND} {complaint}"
