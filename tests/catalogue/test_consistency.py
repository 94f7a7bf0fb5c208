"""The files of a catalogue must agree with one another; where they do not, the mistake is named in its place."""

from pathlib import Path

import pytest

from tests.catalogue.files import BUDGETS, FIRST, GOOD, READINGS, SECOND, SHARED, changed, complaints

DISAGREES = (
    "measures/1-01.yaml 24行目 reading: 読み替え「chusho」は company_size、is_one_of、support_law、[micro, sme] です。"
    "行の feature、op、regime、values をそろえてください。"
)

# A change of the good catalogue (file, passage, what replaces it), and the one complaint.
DISAGREEMENTS = [
    (
        (FIRST, 'code: "1-01"', 'code: "1-03"'),
        "measures/1-01.yaml 1行目 code: 「1-03」はファイル名「1-01」と違います。同じにしてください。",
    ),
    (
        (FIRST, "area: 1", "area: 2"),
        "measures/1-01.yaml 2行目 area: 施策番号 1-01 の分野と合いません。",
    ),
    (
        (FIRST, "code: setsubi", "code: soudan"),
        "measures/1-01.yaml 9行目 code: 事業のコード「soudan」は programmes/soudan.yaml にもあります。別のものにしてください。",
    ),
    (
        (SHARED, "code: soudan", "code: madoguchi"),
        "programmes/soudan.yaml 1行目 code: 「madoguchi」はファイル名「soudan」と違います。同じにしてください。",
    ),
    (
        (SECOND, "use: soudan", "use: sodan"),
        "measures/1-02.yaml 9行目 use: programmes/sodan.yaml がありません。「soudan」ではありませんか。",
    ),
    (
        (SECOND, "- use: soudan\n", "- use: soudan\n  place: p7\n- use: soudan\n"),
        "measures/1-02.yaml 11行目 use: 「soudan」が二度載っています。",
    ),
    (
        (SECOND, "pot: kikin", "pot: kikn"),
        "measures/1-02.yaml 15行目 pot: 「kikn」は budgets.yaml にありません。「kikin」ではありませんか。",
    ),
    (
        (FIRST, "{year: R5", "{year: R4"),
        "measures/1-01.yaml 15行目 pot: 「kikin」は R5 の initial です。行の year と kind をそろえてください。",
    ),
    (
        (FIRST, "kind: initial", "kind: supplementary"),
        "measures/1-01.yaml 15行目 pot: 「kikin」は R5 の initial です。行の year と kind をそろえてください。",
    ),
    (
        (SECOND, ", note: 丸め方が違う。", ""),
        "measures/1-02.yaml 15行目 pot: 金額が budgets.yaml の「kikin」と違います。出典どおりなら note に理由を書いてください。",
    ),
    (
        (
            BUDGETS,
            "- {code: kikin,",
            "- {code: kikin, name: 二, year: R5, kind: initial, amount: 20億円}\n- {code: kikin,",
        ),
        "budgets.yaml 2行目 code: 「kikin」が二度あります。",
    ),
    (
        (BUDGETS, "- {code: kikin,", "- {code: betsu, name: 別, year: R5, kind: other, amount: null}\n- {code: kikin,"),
        "budgets.yaml 1行目 code: 「pot: betsu」としている予算がありません。使わないなら消してください。",
    ),
    (
        (FIRST, "reading: chusho", "reading: chushou"),
        "measures/1-01.yaml 24行目 reading: 読み替え「chushou」は readings.yaml にありません。「chusho」ではありませんか。",
    ),
    ((FIRST, "values: [micro, sme]", "values: [micro]"), DISAGREES),
    ((FIRST, "regime: support_law", "regime: basic_law"), DISAGREES),
    ((FIRST, "op: is_one_of", "op: is_none_of"), DISAGREES),
]


@pytest.mark.parametrize(("change", "complaint"), DISAGREEMENTS, ids=[row[0][2][:30] for row in DISAGREEMENTS])
def test_files_that_disagree_say_where(tmp_path: Path, change: tuple[str, str, str], complaint: str) -> None:
    assert complaints(tmp_path, changed(*change)) == [complaint]


def test_a_measure_in_two_files_is_named_in_the_second(tmp_path: Path) -> None:
    assert complaints(tmp_path, GOOD | {"measures/1-01b.yaml": GOOD[FIRST]}) == [
        "measures/1-01b.yaml 1行目 code: 「1-01」はファイル名「1-01b」と違います。同じにしてください。",
        "measures/1-01b.yaml 1行目 code: 施策番号「1-01」は measures/1-01.yaml にもあります。別のものにしてください。",
        "measures/1-01b.yaml 9行目 code: 事業のコード「setsubi」は measures/1-01.yaml にもあります。別のものにしてください。",
    ]


def test_a_shared_programme_that_nobody_uses_is_named(tmp_path: Path) -> None:
    files = {name: text for name, text in GOOD.items() if name != SECOND}
    assert complaints(tmp_path, files) == ["programmes/soudan.yaml 1行目 code: どの施策からも use されていません。"]


def test_nothing_is_said_of_what_an_unreadable_file_may_hold(tmp_path: Path) -> None:
    broken = dict.fromkeys((BUDGETS, READINGS, SHARED), "")
    assert complaints(tmp_path, GOOD | broken) == [
        "budgets.yaml 1行目: 中身がありません。",
        "programmes/soudan.yaml 1行目: 中身がありません。",
        "readings.yaml 1行目: 中身がありません。",
    ]
