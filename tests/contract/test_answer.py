"""The answer of a match as an object and as text, word for word."""

import json
from datetime import date

import pytest

from catalogue.bridge import Origin
from catalogue.contract.match import answer, source
from catalogue.contract.report import report
from tests.contract.built import SHORTLIST

P6 = "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6 方針"

TOO_POOR = {
    "group": 1,
    "feature": "capital_yen",
    "operator": "at_least",
    "values": [150_000_000],
    "outcome": "unmet",
    "text": "資本金が1億5,000万円以上。合っていません（1,000万円）。",
    "source": P6,
}
SMALL_ENOUGH = {
    "group": 1,
    "feature": "employees",
    "operator": "at_most",
    "values": [300],
    "outcome": "met",
    "text": "常時使用する従業員数が300人以下。合っています（40人）。",
    "source": P6,
}

FIRST = {
    "rank": 1,
    "verdict": "eligible",
    "availability": "open",
    "score": 38.0,
    "score_parts": [
        {"part": "verdict", "points": 10.0, "why": "登録された条件をすべて満たしている"},
        {"part": "topics", "points": 8.0, "why": "取り組みたいことに合う: GX・脱炭素"},
        {"part": "availability", "points": 20.0, "why": "受付終了とわかっているものを下げ、ほかを上げる"},
    ],
    "measure": {
        "code": "1-01",
        "title": "設備の更新",
        "area": 1,
        "ministries": ["経産省", "中企庁"],
        "summary": "設備を新しくする会社に補助金が出ます。",
        "audience": "direct",
    },
    "programmes": [
        {
            "code": "setsubi",
            "name": "設備補助金",
            "aspect": "グリーン枠",
            "support_types": ["subsidy"],
            "verdict": "eligible",
            "encoding": "done",
            "judged": {
                "by_machine": 1,
                "by_hand": 1,
                "text": "要件2件中1件を自動判定、1件は公募要領などで確認が必要です。",
            },
            "criteria": [SMALL_ENOUGH, TOO_POOR],
            "bonuses": [
                {
                    "effect": "審査で加点",
                    "feature": "certifications",
                    "operator": "has_any",
                    "values": ["kurumin"],
                    "outcome": "met",
                    "text": "認定・宣言に「くるみん」がある。合っています（くるみん、トライくるみん）。",
                    "source": "公募要領（2026-11-23確認）",
                }
            ],
            "checks": [{"text": "事業計画が要ります。", "source": P6}],
            "history": [],
        },
        {
            "code": "tokyo",
            "name": "都内の相談",
            "aspect": "",
            "support_types": ["consultation", "information"],
            "verdict": "needs_info",
            "encoding": "done",
            "judged": {"by_machine": 1, "by_hand": 0, "text": "要件1件をすべて自動判定しました。"},
            "criteria": [
                {
                    "group": 1,
                    "feature": "prefecture",
                    "operator": "is_one_of",
                    "values": ["13"],
                    "outcome": "unknown",
                    "text": "本社の所在地が東京都。本社の所在地が未回答なので、まだわかりません。",
                    "source": P6,
                },
                TOO_POOR,
            ],
            "bonuses": [],
            "checks": [],
            "history": [],
        },
    ],
}

REPORT = """\
3施策のうち、条件に合う可能性が高いもの 1、確認が必要なもの 1、条件に合わないもの 1
基準日 2024-03-31　カタログの版 0123456789ab
企業規模: 中小企業基本法では中小企業者（小規模企業者を除く）にあたります。

  1. ○ 1-01 設備の更新
       条件に合う可能性が高い／受付中／38点／経産省・中企庁
       設備を新しくする会社に補助金が出ます。
       ＋ 取り組みたいことに合う: GX・脱炭素
       ■ 設備補助金（グリーン枠）: 条件に合う可能性が高い
         ・ 要件2件中1件を自動判定、1件は公募要領などで確認が必要です。
         ○ 常時使用する従業員数が300人以下。合っています（40人）。［中堅企業等支援に関する取組方針
              フォローアップ（2024年3月） p6 方針］
         ？ 手で確認: 事業計画が要ります。
       ■ 都内の相談: 確認が必要
         ？ 本社の所在地が東京都。本社の所在地が未回答なので、まだわかりません。［中堅企業等支援に関する
              取組方針フォローアップ（2024年3月） p6 方針］

  2. △ 1-02 これからの制度
       確認が必要／受付状況は要確認／20.5点／中企庁
       まだ整理していません。
       ■ これから整理する制度: 確認が必要
         ・ 条件をまだ整理していません。公募要領などで確かめてください。

  3. × 1-03 大きな会社の支援
       条件に合わない／受付終了／0点／経産省
       大きな会社のための制度です。
       ■ 大きな会社の制度: 条件に合わない
         ！ 大きな会社の制度は、2025年4月に成長の支援に名前が変わりました。窓口は同じ。［公募要領（
              2026-11-23確認）］
         × 資本金が1億5,000万円以上。合っていません（1,000万円）。［中堅企業等支援に関する取
              組方針フォローアップ（2024年3月） p6 方針］
         ○ 常時使用する従業員数が300人以下。合っています（40人）。［公募要領（2026-11-23
              確認）］

次に答えると決まるもの
  ・本社の所在地を答えると、答えにより0〜1件の判定が決まります。（prefecture）

結果は目安です。対象になるかどうかは、各施策の窓口が判断します。"""


def test_the_answer_begins_with_what_it_rests_on() -> None:
    found = answer(SHORTLIST)
    assert {key: found[key] for key in list(found)[:4]} == {
        "as_of": "2024-03-31",
        "catalogue_version": "0123456789ab",
        "company_size": {
            "value": "sme",
            "why": "中小企業基本法では中小企業者（小規模企業者を除く）にあたります。",
        },
        "counts": {"eligible": 1, "needs_info": 1, "ineligible": 1},
    }
    assert list(found)[4:] == ["results", "next_questions"]


def test_a_place_of_the_list_carries_all_its_evidence() -> None:
    results = answer(SHORTLIST)["results"]
    assert isinstance(results, list)
    assert results[0] == FIRST


def test_groups_of_requirements_are_numbered() -> None:
    results = answer(SHORTLIST)["results"]
    assert isinstance(results, list)
    (programme,) = results[2]["programmes"]
    assert programme["criteria"] == [
        TOO_POOR,
        SMALL_ENOUGH | {"group": 2, "source": "公募要領（2026-11-23確認）"},
    ]


def test_what_became_of_a_programme_is_told_with_its_day_and_source() -> None:
    results = answer(SHORTLIST)["results"]
    assert isinstance(results, list)
    (programme,) = results[2]["programmes"]
    assert programme["history"] == [
        {
            "event": "renamed",
            "on": "2025-04",
            "from": "大きな会社の制度",
            "to": "成長の支援",
            "text": "大きな会社の制度は、2025年4月に成長の支援に名前が変わりました。窓口は同じ。",
            "source": "公募要領（2026-11-23確認）",
        }
    ]


def test_the_questions_say_what_an_answer_would_decide() -> None:
    assert answer(SHORTLIST)["next_questions"] == [
        {
            "feature": "prefecture",
            "text": "本社の所在地を答えると、答えにより0〜1件の判定が決まります。",
            "decides": 1,
            "decides_at_least": 0,
            "mentioned_by": 1,
        }
    ]


def test_the_answer_is_plain_json() -> None:
    found = answer(SHORTLIST)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_report_tells_the_same_in_a_terminal() -> None:
    assert report(SHORTLIST) == REPORT


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin("p6", "", None), "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6"),
        (Origin("p48-50 注", "", None), "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p48-50 注"),
        (Origin("", "公募要領", date(2026, 11, 23)), "公募要領（2026-11-23確認）"),
        (Origin("", "公募要領", None), "公募要領"),
    ],
)
def test_a_source_is_a_place_in_the_document_or_what_was_read_and_when(origin: Origin, words: str) -> None:
    assert source(origin) == words
