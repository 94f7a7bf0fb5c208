"""What the tools answer: the same as the API's other addresses, in the shapes that they promise, for every measure."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.assistants import companies
from catalogue.assistants.answers import form_of, profile_shape
from catalogue.assistants.tools import TOOLS, call
from catalogue.contract.forms import FORMS
from catalogue.contract.matches import as_json
from catalogue.industries.search import FOLLOW_UPS
from catalogue.labels import SITUATIONS
from catalogue.shortlist import snapshot
from matcher import Profile
from matcher.features import QUESTIONS
from matcher.industry import DIVISIONS
from tests.api.asking import DAY, MATCHES, MEASURES
from tests.api.assistants import answered, called, mistakes
from tests.companies import COMPANIES, FOOD_MAKER

pytestmark = pytest.mark.usefixtures("real_stored", "db")


def asked_of(client: Client, address: str, body: object) -> dict[str, Any]:
    response = client.post(address, body, content_type="application/json")
    assert response.status_code == 200, response.content.decode()
    found: dict[str, Any] = response.json()
    return found


def outcome(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer of a tool, without the way to it."""
    found = call(TOOLS[name], arguments, localdate()).answer
    assert found is not None
    return found


def keeps_to(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(TOOLS[name].answers())


@pytest.mark.parametrize("company", COMPANIES)
def test_a_match_is_the_api_s_without_its_evidence(client: Client, company: str) -> None:
    body = {"profile": COMPANIES[company], "as_of": DAY, "limit": 200, "include_ineligible": True}
    found, whole = answered("match_company", body), asked_of(client, MATCHES, body)
    for key in ("as_of", "catalogue_version", "company_size", "counts"):
        assert found[key] == whole[key]
    assert len(found["results"]) == 190
    for one, full in zip(found["results"], whole["results"], strict=True):
        for key in ("rank", "verdict", "availability", "score", "measure"):
            assert one[key] == full[key]
        assert set(one["why"]) <= {part["why"] for part in full["score_parts"]}
        for programme, stated in zip(one["programmes"], full["programmes"], strict=True):
            for key in ("code", "name", "aspect", "support_types", "verdict"):
                assert programme[key] == stated[key]
            assert programme["by_hand"] == stated["judged"]["by_hand"]
            assert set(programme["unmet"]) <= {row["text"] for row in stated["criteria"] if row["outcome"] == "unmet"}
            assert bool(programme["unmet"]) == (stated["verdict"] == "ineligible")
    first = whole["next_questions"][:1]
    assert found["next_question"] == ({key: first[0][key] for key in ("feature", "text")} if first else None)
    keeps_to("match_company").validate(found)


def test_a_match_says_what_is_missing_of_what_is_not_known() -> None:
    found = answered("match_company", {"profile": {"industry": "09"}, "as_of": DAY, "limit": 200})
    assert {one["verdict"] for one in found["results"]} == {"eligible", "needs_info"}
    for one in found["results"]:
        assert one["verdict"] == "needs_info" or one["missing"] == []
    first = next(one for one in found["results"] if one["measure"]["code"] == "1-28")
    assert [answer["key"] for answer in first["missing"]] == ["entity_type", "industry", "employees", "capital_yen"]


def test_ten_are_returned_unless_more_are_asked_for() -> None:
    assert len(answered("match_company", {"profile": {}})["results"]) == 10
    assert len(answered("match_company", {"profile": {}, "limit": 11})["results"]) == 11
    assert len(answered("search_measures")["results"]) == 10


@pytest.mark.parametrize("code", ["1-05", "4-01", "6-14", "10-02"])
def test_a_measure_is_explained_as_by_the_api(client: Client, code: str) -> None:
    body = {"profile": FOOD_MAKER, "as_of": DAY}
    assert answered("explain_match", {**body, "code": code}) == asked_of(client, f"{MATCHES}{code}/", body)


def test_every_measure_is_explained_in_the_shape_that_is_promised() -> None:
    validator, codes = keeps_to("explain_match"), list(snapshot(localdate()).groups)
    assert len(codes) == 190
    for code in codes:
        validator.validate(outcome("explain_match", {"profile": FOOD_MAKER, "as_of": DAY, "code": code}))


def test_every_measure_is_shown_as_by_the_api_and_in_the_shape_that_is_promised(client: Client) -> None:
    validator = keeps_to("get_measure")
    rest = client.get(MEASURES, {"page_size": 200}).json()["results"]
    assert len(rest) == 190
    for whole in rest:
        found = outcome("get_measure", {"code": whole["code"]})
        validator.validate(found)
        assert found["measure"] == {key: whole[key] for key in found["measure"]}
        for one, stated in zip(found["programmes"], whole["programmes"], strict=True):
            for key in ("code", "name", "aspect", "support_types", "encoding", "gives", "checks", "periods", "history"):
                assert one[key] == stated[key], key
            for key, role in (("criteria", "requirement"), ("bonuses", "bonus"), ("focus", "focus")):
                rows = [row for row in stated["criteria"] if row["role"] == role]
                assert one[key] == [
                    {name: row[name] for name in told} for row, told in zip(rows, one[key], strict=True)
                ]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": "省エネ"},
        {"q": "ものづくり補助金", "support_type": "subsidy"},
        {"area": 4},
        {"topic": "dx", "prefecture": "20"},
        {"industry": "09", "size": "sme"},
        {"availability": "closed"},
        {"q": "補助金", "industry": "76", "size": "micro", "area": 10},
        {"q": "存在しない言葉"},
    ],
)
def test_a_search_finds_what_the_api_finds_in_its_order(client: Client, query: dict[str, Any]) -> None:
    rest = client.get(MEASURES, query | {"page_size": 200}).json()
    found = answered("search_measures", query | {"limit": 200})
    keeps_to("search_measures").validate(found)
    assert [one["code"] for one in found["results"]] == [one["code"] for one in rest["results"]]
    assert found["count"] == rest["count"]
    for one, stated in zip(found["results"], rest["results"], strict=True):
        named = [
            {key: programme[key] for key in ("code", "name", "aspect", "support_types")}
            for programme in stated["programmes"]
        ]
        assert [
            {key: programme[key] for key in ("code", "name", "aspect", "support_types")}
            for programme in one["programmes"]
        ] == named


def test_a_search_says_how_many_it_leaves_out() -> None:
    found = called("search_measures", {"q": "補助金", "limit": 1})
    count = found["structuredContent"]["count"]
    assert found["content"][0]["text"].split("\n")[:2] == [
        f"{count}施策が見つかりました（基準日 2026-11-23）。",
        f"ほかに{count - 1}施策あります。limit を増やすか、絞り込んでください。",
    ]


@pytest.mark.parametrize("company", COMPANIES)
def test_the_next_question_is_the_api_s_with_its_answers(client: Client, company: str) -> None:
    body = {"profile": COMPANIES[company], "as_of": DAY}
    found = answered("next_question", body)
    keeps_to("next_question").validate(found)
    answer = found["question"].pop("answer") if found["question"] else None
    assert found == asked_of(client, "/api/v1/next-question/", body)
    assert answer is None or answer["type"] == FORMS[found["question"]["feature"]].type


def test_each_answer_to_a_question_can_be_added_to_the_profile() -> None:
    profile: dict[str, object] = {}
    examples = {
        "integer": 1,
        "number": 1,
        "date": "1990-04-01",
        "industry": "09",
        "industries": [],
        "code": "",
        "codes": [],
    }
    for _turn in range(20):
        question = answered("next_question", {"profile": profile, "as_of": DAY})["question"]
        if question is None:
            break
        answer = question["answer"]
        profile[question["feature"]] = (
            answer["codes"][0]["code"] if answer["type"] == "code" else examples[answer["type"]]
        )
    assert question is None
    assert set(profile) <= set(QUESTIONS)


@pytest.mark.parametrize(
    ("industry", "codes"),
    [
        (None, [code for code in DIVISIONS if code not in ("S", "T")]),
        ("E", list(DIVISIONS["E"])),
        ("39", [code for code, _label in FOLLOW_UPS["39"]]),
        ("09", []),
    ],
)
def test_an_industry_is_asked_for_step_by_step(industry: str | None, codes: list[str]) -> None:
    offered: Any = form_of("industry", industry)["codes"]
    assert [one["code"] for one in offered] == codes


def test_the_vocabulary_is_the_api_s(client: Client) -> None:
    found = answered("list_features")
    keeps_to("list_features").validate(found)
    rows = {row["key"]: row for row in found["features"]}
    rest = client.get("/api/v1/features/").json()["results"]
    stated = {answer["key"]: answer for feature in rest for answer in feature["answers"]}
    assert rows.keys() == stated.keys() == FORMS.keys()
    for key, answer in stated.items():
        assert [rows[key][part] for part in ("type", "least", "most")] == [
            answer[part] for part in ("type", "least", "most")
        ]
        assert rows[key]["label"] == answer["label"]["ja"]
    for feature in rest:
        if feature["key"] in rows and feature["kind"] in ("code", "codes", "number"):
            assert rows[feature["key"]]["unit"] == feature["unit"]
            assert rows[feature["key"]]["codes"] == [
                {"code": one["code"], "label": one["label"]["ja"]} for one in feature["codes"]
            ]


def test_industries_are_found_as_by_the_api(client: Client) -> None:
    for words in ("パン屋", "ソフトウェア", "39", "存在しない業種"):
        found = answered("find_industry", {"q": words, "limit": 200})
        keeps_to("find_industry").validate(found)
        rest = client.get("/api/v1/industries/", {"q": words}).json()["results"]
        assert [(one["code"], one["name"]) for one in found["results"]] == [
            (one["code"], one["label"]["ja"]) for one in rest
        ]


def test_whatever_a_profile_may_hold_is_sound_for_its_schema_and_for_the_reader() -> None:
    validator = jsonschema.Draft202012Validator(profile_shape())
    for company in COMPANIES.values():
        told = as_json(
            Profile.from_mapping({key: value for key, value in company.items() if key in FORMS}, localdate())
        )
        validator.validate(told)
    everything = {"situations": list(SITUATIONS), "topics": ["dx"], "founded_on": "1990-04-01"}
    validator.validate(everything)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"name": "みほん"})  # no verdict depends on it, so that no assistant need send it
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"topics": ["dxx"]})


@pytest.mark.parametrize("name", TOOLS)
def test_every_schema_is_closed_and_sound(name: str) -> None:
    for shape in (TOOLS[name].takes(), TOOLS[name].answers()):
        jsonschema.Draft202012Validator.check_schema(shape)
        assert shape["type"] == "object"
        assert all(one["additionalProperties"] is False for one in objects(shape))


def objects(shape: Any) -> list[dict[str, Any]]:
    """Every object that a schema describes."""
    if isinstance(shape, list):
        return [one for item in shape for one in objects(item)]
    if not isinstance(shape, dict):
        return []
    inner = [one for value in shape.values() for one in objects(value)]
    return [shape, *inner] if "properties" in shape and isinstance(shape.get("type"), str | list) else inner


def test_every_argument_says_what_it_means_in_both_languages() -> None:
    for language in ("ja", "en"):
        with translation.override(language):
            for tool in TOOLS.values():
                for key, one in tool.takes()["properties"].items():
                    assert one.get("description"), (tool.name, key)


@pytest.mark.parametrize(
    ("name", "arguments", "lines"),
    [
        ("search_measures", {"area": 11}, ["- /area: 1以上10以下で書いてください。"]),
        (
            "search_measures",
            {"area": True},
            ["- /area: 整数（引用符・小数点・true/false ではなく、数字だけ）で書いてください。"],
        ),
        ("search_measures", {"q": "あ" * 201}, ["- /q: 長すぎます。200字までです。"]),
        ("search_measures", {"q": "\0"}, ["- /q: 使えない文字（制御文字など）が入っています。"]),
        ("search_measures", {"topic": "dxx"}, ["- /topic: 「dxx」というコードはありません。「dx」ではありませんか。"]),
        ("search_measures", {"size": 3}, ["- /size: 文字列で書いてください。"]),
        ("search_measures", {"limit": 0}, ["- /limit: 1以上200以下で書いてください。"]),
        ("search_measures", {"qq": "x"}, ["- /qq: このキーはありません。「q」ではありませんか。"]),
        (
            "search_measures",
            {"industry": "S"},
            [
                "- /industry: 「S」という業種のコードはありません。日本標準産業分類の大分類（A〜T）、中分類（例 09）、または3・4桁の分類です。"
            ],
        ),
        ("get_measure", {}, ["- /code: 必ず書いてください。"]),
        ("get_measure", {"code": "1-5"}, ["- /code: 「1-5」というコードはありません。「1-05」ではありませんか。"]),
        (
            "get_measure",
            {"code": "91-05"},
            ["- /code: 「91-05」というコードはありません。コードの一覧から選んでください。"],
        ),
        (
            "search_measures",
            {"prefecture": "1"},
            ["- /prefecture: 「1」というコードはありません。「01」ではありませんか。"],
        ),
        ("find_industry", {}, ["- /q: 必ず書いてください。"]),
        ("list_features", {"x": 1}, ["- /x: このキーはありません。"]),
        ("match_company", {}, ["- /profile: 必ず書いてください。"]),
        ("match_company", {"profile": [], "as_of": "2024"}, None),
        ("next_question", {"profile": {"employees": "40"}}, None),
        (
            "explain_match",
            {"code": "9-99", "as_of": "1999-12-31", "profile": {"topics": ["gx", "x"]}},
            [
                "- /as_of: 2000-01-01以上2100-12-31以下で書いてください。",
                "- /code: 「9-99」というコードはありません。コードの一覧から選んでください。",
                "- /profile/topics/1: 「x」というコードはありません。「gx」ではありませんか。",
            ],
        ),
    ],
)
def test_every_mistake_is_named_with_its_place(
    name: str, arguments: dict[str, Any], lines: list[str] | None, client: Client
) -> None:
    head, *found = mistakes(name, arguments)
    if lines is None:  # what the API says to the same
        address = {"match_company": MATCHES, "next_question": "/api/v1/next-question/"}[name]
        rest = client.post(address, arguments, content_type="application/json").json()["errors"]
        lines = [f"- {one['pointer']}: {one['detail']}" for one in rest]
    assert (head, found) == (f"誤りが{len(lines)}件あります。", lines)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
_KEYS = st.sampled_from(sorted({key for tool in TOOLS.values() for key in tool.takes()["properties"]} | set(FORMS)))


@pytest.mark.parametrize("name", TOOLS)
@given(arguments=st.dictionaries(_KEYS, _ANYTHING | st.dictionaries(_KEYS, _ANYTHING, max_size=3), max_size=4))
@settings(max_examples=30)
def test_whatever_is_sent_is_answered_in_shape_or_refused_in_words(name: str, arguments: dict[str, Any]) -> None:
    found = call(TOOLS[name], arguments, localdate())
    if found.answer is None:
        assert found.text.startswith("誤りが")
    else:
        keeps_to(name).validate(found.answer)


def test_a_measure_that_has_just_gone_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companies, "explain", lambda *_given: None)
    assert mistakes("explain_match", {"profile": {}, "code": "1-05"}) == [
        "誤りが1件あります。",
        "- /code: 「1-05」というコードはありません。コードの一覧から選んでください。",
    ]


def test_mistakes_are_told_in_english_too() -> None:
    assert mistakes("find_industry", {}, accept_language="en") == ["There is one mistake.", "- /q: This is required."]


def test_a_match_in_few_lines() -> None:
    text = called("match_company", {"profile": {"industry": "09"}, "as_of": DAY, "limit": 1})["content"][0]["text"]
    assert text.split("\n") == [
        "基準日 2024-03-31。条件に合う可能性が高い 110、確認が必要 80、条件に合わない 0。",
        "中小企業基本法での企業規模はまだ決まりません。まだない回答: 法人・個人の別、資本金、常時使用する従業員数",
        "1. 1-28 生産性革命推進事業: 確認が必要、受付状況は要確認",
        "   ? まだ判定を左右する回答: 法人・個人の別（entity_type）、主たる業種（industry）、常時使用する従業員数（employees）、資本金（capital_yen）",
        "次に尋ねるとよいこと: 法人・個人の別を答えると、答えにより0〜32件の判定が決まります。",
        "",
        "結果は目安です。対象になるかどうかは、各施策の窓口が判断します。",
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["get_measure", "match_company", "explain_match"])
def test_what_speaks_of_a_measure_says_that_the_office_decides(name: str, language: str) -> None:
    arguments = {"get_measure": {"code": "1-05"}, "match_company": {"profile": {}}}.get(
        name, {"profile": {}, "code": "1-05"}
    )
    text = called(name, arguments, accept_language=language)["content"][0]["text"]
    said = {"ja": "結果は目安です。対象になるかどうかは、各施策の窓口が判断します。", "en": "The results are a guide."}[
        language
    ]
    assert text.split("\n")[-1].startswith(said)
    assert "対象です" not in text.replace("も対象です", "")
