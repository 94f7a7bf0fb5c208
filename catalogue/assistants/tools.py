"""The tools, one row each: what it is called, who may use it, what it takes and answers. All only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.assistants import asked, texts, told
from catalogue.assistants.answers import features
from catalogue.assistants.companies import explained, match, next_question
from catalogue.assistants.measures import measure, search
from catalogue.assistants.shapes import Shape
from catalogue.contract.match import RequestError, read_request
from catalogue.contract.matches import read_company
from catalogue.industries.search import search as search_industries
from catalogue.models import Scope
from catalogue.shortlist import snapshot

Arguments = Mapping[str, object]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """*title*, *description*: lazily translated. *scope*: what a key must be for. *run*: arguments and today → the answer."""

    name: str
    title: Any
    description: Any
    scope: Scope
    takes: Callable[[], Shape]
    answers: Callable[[], Shape]
    run: Callable[[Arguments, date], Answer]
    text: Callable[[Answer], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: few lines, and the answer; None for input with mistakes, which the lines name."""

    text: str
    answer: Answer | None


def call(tool: Tool, arguments: Arguments, today: date) -> Outcome:
    """Run *tool*. Raises NoCatalogue."""
    try:
        answer = tool.run(arguments, today)
    except RequestError as error:
        return Outcome(texts.refused_text(error), None)
    return Outcome(tool.text(answer), answer)


def instructions() -> str:
    """What an assistant reads before it uses any tool."""
    return _(
        "日本の中小企業・中堅企業が使える国の支援施策を、会社の情報から判定と根拠つきで返します。"
        "わからないことは推測せずに省いてください。needs_info は「まだわからない」で、「使えない」ではありません。"
        "結果は目安で、対象になるかどうかは各施策の窓口が判断します。「対象です」と言い切らず、出典と、手で確認する条件を添えてください。"
        "流れ: list_features と find_industry で profile の書き方を知り、match_company で一覧を得て、next_question で次に尋ね、"
        "explain_match で一つの施策を条件ごとに説明します。"
    )


def _search(arguments: Arguments, today: date) -> Answer:
    return search(asked.read_search(arguments, today), today)


def _measure(arguments: Arguments, today: date) -> Answer:
    now = snapshot(today)
    return measure(asked.read_measure(arguments, now.groups), now, today)


def _industries(arguments: Arguments, today: date) -> Answer:
    words, limit = asked.read_words(arguments)
    found = search_industries(words, limit)
    return {
        "results": [
            {"code": one.code, "name": one.name, "division": one.division, "matched": one.matched} for one in found
        ]
    }


def _features(arguments: Arguments, today: date) -> Answer:
    asked.read_nothing(arguments)
    return {"features": features()}


def _match(arguments: Arguments, today: date) -> Answer:
    return match(read_request({"limit": asked.FEW, **arguments}, today))


def _explain(arguments: Arguments, today: date) -> Answer:
    return explained(asked.read_explanation(arguments, today))


def _question(arguments: Arguments, today: date) -> Answer:
    sound = read_company(arguments, today)
    return next_question(sound, snapshot(sound.as_of))


_ALL = (
    Tool(
        "search_measures",
        gettext_lazy("支援施策を探す"),
        gettext_lazy(
            "国の支援施策を、言葉と絞り込みで探します。近いものから並びます。会社に合うかどうかを知るには match_company を使ってください。"
        ),
        Scope.READ,
        asked.search_shape,
        told.search_told,
        _search,
        texts.search_text,
    ),
    Tool(
        "get_measure",
        gettext_lazy("支援施策を一つ見る"),
        gettext_lazy(
            "一つの施策を、事業、条件と出典、手で確認する条件、加点・優遇、受付状況、その後の経緯とともに返します。"
        ),
        Scope.READ,
        asked.measure_shape,
        told.measure_told,
        _measure,
        texts.measure_text,
    ),
    Tool(
        "match_company",
        gettext_lazy("会社に合う支援施策を知る"),
        gettext_lazy(
            "会社の情報から、使えそうな施策を順に返します。わからない項目は省けます。needs_info は「まだわからない」で、「使えない」ではありません。"
            "何も保存しません。一つの施策の根拠は explain_match にあります。"
        ),
        Scope.MATCH,
        asked.match_shape,
        told.match_told,
        _match,
        texts.match_text,
    ),
    Tool(
        "explain_match",
        gettext_lazy("一つの施策の判定を説明する"),
        gettext_lazy(
            "一つの施策が会社の条件に合うかどうかを、条件ごとに、出典とともに返します。outcome が unknown の条件は、まだわからないものです。"
        ),
        Scope.MATCH,
        asked.explain_shape,
        told.explanation_told,
        _explain,
        texts.explanation_text,
    ),
    Tool(
        "next_question",
        gettext_lazy("次に尋ねることを知る"),
        gettext_lazy(
            "次に何を尋ねれば多くの判定が決まるかを、答え方（形、単位、選べるコード）とともに返します。人に尋ね、わかった答えを profile に加えてください。"
        ),
        Scope.MATCH,
        asked.question_shape,
        told.question_told,
        _question,
        texts.question_text,
    ),
    Tool(
        "list_features",
        gettext_lazy("会社の情報の書き方を知る"),
        gettext_lazy("profile に書けるキーを、形、単位、範囲、選べるコードと意味とともに返します。"),
        Scope.READ,
        asked.nothing_shape,
        told.features_told,
        _features,
        texts.features_text,
    ),
    Tool(
        "find_industry",
        gettext_lazy("業種のコードを探す"),
        gettext_lazy("「パン屋」のような日常の言葉から、日本標準産業分類のコードを探します。"),
        Scope.READ,
        asked.industry_shape,
        told.industries_told,
        _industries,
        texts.industries_text,
    ),
)

TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in _ALL}
