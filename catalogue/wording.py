"""Evidence as sentences: the only home of rule language. Complete, or a test says what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from catalogue import labels
from catalogue.language import day_text, listed, quantity_text
from matcher import FALSE, TRUE, UNKNOWN, Condition, Part, Problem, Question, Truth
from matcher.assessment import Finding
from matcher.facts import Worlds
from matcher.features import FEATURES, Kind

OUTCOMES = {TRUE: "met", FALSE: "unmet", UNKNOWN: "unknown"}
"""A condition's outcome in the public contract."""

VERDICTS = {"eligible": "条件に合う可能性が高い", "needs_info": "確認が必要", "ineligible": "条件に合わない"}
AVAILABILITIES = {"open": "受付中", "upcoming": "受付予定", "closed": "受付終了", "unknown": "受付状況は要確認"}
LEVELS = {"primary": "主な対象", "secondary": "対象にもなる"}

NOT_ENCODED = "条件をまだ整理していません。公募要領などで確かめてください。"

CODES: Mapping[str, Mapping[str, str]] = {
    "company_size": labels.COMPANY_SIZES,
    "entity_type": labels.ENTITY_TYPES,
    "prefecture": labels.PREFECTURES,
    "other_prefectures": labels.PREFECTURES,
    "region": labels.REGIONS,
    "topics": labels.TOPICS,
    "certifications": labels.CERTIFICATIONS,
    "situations": labels.SITUATIONS,
}
"""Feature → the labels of its codes."""


def industry_text(code: str) -> str:
    """``09`` → 食料品製造業（09）; a deeper code without a name of its own is told by its major group."""
    name = labels.DIVISIONS.get(code) or labels.MAJOR_GROUPS.get(code) or labels.DEEPER_INDUSTRIES.get(code)
    return (
        _("{name}（{code}）").format(name=_(name), code=code)
        if name
        else _("{group}のうち分類{code}").format(group=_(labels.MAJOR_GROUPS[code[:2]]), code=code)
    )


def value_text(feature: str, value: object) -> str:
    """One value of a rule or an answer, as people read it."""
    known = FEATURES[feature]
    if known.unit is not None:
        assert isinstance(value, int | float)
        return quantity_text(value, known.unit)
    if known.kind in (Kind.INDUSTRY, Kind.INDUSTRIES):
        return industry_text(str(value))
    return _(CODES[feature][str(value)])


def values_text(feature: str, values: Iterable[object]) -> str:
    """Values side by side: 「A」「B」 for names, plain for industries."""
    return listed(value_text(feature, value) for value in values)


_TESTS: Mapping[str, Callable[[str, str, Condition], str]] = {
    "is_one_of": lambda what, values, row: (
        _("{what}が次のいずれか: {values}").format(what=what, values=values)
        if len(row.values) > 1
        else _("{what}が{values}").format(what=what, values=values)
    ),
    "is_none_of": lambda what, values, row: (
        _("{what}が次のいずれでもない: {values}").format(what=what, values=values)
        if len(row.values) > 1
        else _("{what}が{values}ではない").format(what=what, values=values)
    ),
    "at_least": lambda what, values, row: _("{what}が{values}以上").format(what=what, values=values),
    "at_most": lambda what, values, row: _("{what}が{values}以下").format(what=what, values=values),
    "less_than": lambda what, values, row: _("{what}が{values}未満").format(what=what, values=values),
    "more_than": lambda what, values, row: _("{what}が{values}を超える").format(what=what, values=values),
    "between": lambda what, values, row: _("{what}が{low}以上{high}以下").format(
        what=what, low=value_text(row.feature, row.values[0]), high=value_text(row.feature, row.values[1])
    ),
    "has_any": lambda what, values, row: (
        _("{what}に次のいずれかがある: {values}").format(what=what, values=values)
        if len(row.values) > 1
        else _("{what}に「{values}」がある").format(what=what, values=values)
    ),
    "has_all": lambda what, values, row: _("{what}に次のすべてがある: {values}").format(what=what, values=values),
    "is_answered": lambda what, values, row: _("{what}がわかっている").format(what=what),
}


def condition_text(condition: Condition) -> str:
    """A condition as a phrase: 「企業規模（租税特別措置法）が次のいずれか: …」."""
    what = _(labels.FEATURES[condition.feature])
    if condition.regime:
        what = _("{what}（{law}）").format(what=what, law=_(labels.REGIMES[condition.regime]))
    return _TESTS[condition.operator](what, values_text(condition.feature, condition.values), condition)


def finding_text(finding: Finding) -> str:
    """A condition with how it came out, and on what answer."""
    condition, answer = finding.condition, finding.answer
    return outcome_text(
        finding,
        condition_text(condition),
        None if answer is None else answer_text(condition.feature, answer),
    )


def outcome_text(finding: Finding, phrase: str, answer: str | None) -> str:
    """The same, from the condition and the answer in words (:func:`condition_text`, :func:`answer_text`)."""
    if finding.truth is TRUE:
        return _("{phrase}。合っています（{answer}）。").format(phrase=phrase, answer=answer)
    if finding.truth is FALSE:
        return _("{phrase}。合っていません（{answer}）。").format(phrase=phrase, answer=answer)
    asked = listed(_(labels.ANSWERS[key]) for key in FEATURES[finding.condition.feature].answers)
    if answer is None:
        return _("{phrase}。{asked}が未回答なので、まだわかりません。").format(phrase=phrase, asked=asked)
    return _("{phrase}。いまの回答では決まりません（{answer}）。{asked}を詳しく答えると決まることがあります。").format(
        phrase=phrase, answer=answer, asked=asked
    )


def answer_text(feature: str, worlds: Worlds) -> str:
    """An answer, or the answers that remain possible."""
    if worlds is None:
        return _("未回答")
    texts = []
    for world in worlds:
        if isinstance(world, frozenset):
            texts.append(values_text(feature, sorted(world)) if world else _("なし"))
        else:
            texts.append(value_text(feature, world))
    return _("または").join(texts)


def size_text(
    value: str | None, possible: Iterable[str], settling: Iterable[str], missing: Iterable[str], regime: str
) -> str:
    """Why a company has the size it has, or what is missing: *settling* answers could decide alone, *missing* are all."""
    law = _(labels.REGIMES[regime])
    if value is not None:
        return _("{law}では{size}にあたります。").format(law=law, size=_(labels.COMPANY_SIZES[value]))
    if list(possible) == ["outside"]:
        return _("会社でも個人事業主でもないため、{law}の中小企業者にはあたりません。").format(law=law)
    if names := listed(_(labels.ANSWERS[key]) for key in settling):
        return _("{law}での企業規模はまだ決まりません。決め手になる回答: {names}").format(law=law, names=names)
    if names := listed(_(labels.ANSWERS[key]) for key in missing):
        return _("{law}での企業規模はまだ決まりません。まだない回答: {names}").format(law=law, names=names)
    return _("{law}での企業規模は、ここまでの回答だけでは決まりません。").format(law=law)


EVENT_TEXTS: Mapping[str, Callable[[str, str, str], str]] = {
    "ended": lambda day, old, new: (_("{old}は、{day}終わりました。") if old else _("{day}終わりました。")).format(
        old=old, day=_at(day)
    ),
    "renamed": lambda day, old, new: (
        _("{old}は、{day}{new}に名前が変わりました。") if old else _("{day}{new}に名前が変わりました。")
    ).format(old=old, day=_at(day), new=new),
    "succeeded": lambda day, old, new: (
        _("{old}は、{day}{new}に引き継がれました。") if old else _("{day}{new}に引き継がれました。")
    ).format(old=old, day=_at(day), new=new),
    "changed": lambda day, old, new: (
        _("{old}は、{day}内容が変わりました。") if old else _("{day}内容が変わりました。")
    ).format(old=old, day=_at(day)),
    "terms": lambda day, old, new: (
        _("{old}は、{day}次の条件が公表されています。") if old else _("{day}次の条件が公表されています。")
    ).format(old=old, day=_at(day)),
}
"""Kind of event → what became of a programme."""


def _at(day: str) -> str:
    if not day:
        return ""
    # English says "on" a day and "in" a month.
    phrase = _("{day}に") if len(day) > len("2025-03") else pgettext("month", "{day}に")
    return phrase.format(day=day_text(day))


PLACE_PARTS = ("方針", "フォローアップ", "注")


def place_text(place: str) -> str:
    """A place of the source: p6 方針, p48-50."""
    page, _space, part = place.partition(" ")
    return f"{page} {_(part)}" if part else page


def event_text(kind: str, day: str, old: str, new: str, note: str) -> str:
    """What became of a programme, and what else is known of it. *day*: ISO day or month, "" when neither is known."""
    text = EVENT_TEXTS[kind](day, old, new)
    return _("{text}{note}").format(text=text, note=note) if note else text


AUDIENCE_TEXTS: Mapping[str, str] = {
    "direct": "企業が自ら申し込み、または参加できる",
    "indirect": "ほかの主体を通じて企業に届く",
    "none": "企業が使う手続きはない",
}

PART_TEXTS: Mapping[str, Callable[[tuple[object, ...]], str]] = {
    "verdict": lambda reasons: _("登録された条件をすべて満たしている"),
    "topics": lambda reasons: _("取り組みたいことに合う: {names}").format(names=values_text("topics", reasons)),
    "situations": lambda reasons: _("いまの状況に合う: {names}").format(names=values_text("situations", reasons)),
    "industry": lambda reasons: (
        _("この業種のための支援: {names}").format(names=_conditions(reasons))
        if reasons
        else _("業種を限らない、または業種が広く答えられている")
    ),
    "unasked_topics": lambda reasons: _("取り組みたいことが未回答なので、多くの会社の取組に役立つものを上げる"),
    "other_industry": lambda reasons: _("ほかの業種のための支援なので、合う点を半分に数える: {names}").format(
        names=_conditions(reasons)
    ),
    "company": lambda reasons: _("このような会社のための支援: {names}").format(names=_conditions(reasons)),
    "bonus": lambda reasons: _("加点・優遇を受けられる: {names}").format(names=_conditions(reasons)),
    "support": lambda reasons: _("支援の手厚さ"),
    "audience": lambda reasons: _(AUDIENCE_TEXTS[str(reasons[0])]),
    "availability": lambda reasons: _("受付終了とわかっているものを下げ、ほかを上げる"),
}
"""Part of a score → why, given its reasons."""


def _conditions(reasons: Iterable[object]) -> str:
    return listed(condition_text(reason) for reason in reasons if isinstance(reason, Condition))


def part_text(part: Part) -> str:
    """Why a part of the score has its points."""
    return PART_TEXTS[part.name](part.reasons)


def question_text(question: Question) -> str:
    """What answering would bring."""
    name = _(labels.ANSWERS[question.answer])
    if question.refines:
        name = _("{name}（より詳しく）").format(name=name)
    if not question.decides:
        return ngettext(
            "{name}は、ほかの回答とあわせて{count}件の判定に使います。",
            "{name}は、ほかの回答とあわせて{count}件の判定に使います。",
            question.mentioned_by,
        ).format(name=name, count=question.mentioned_by)
    if question.at_least == question.decides:
        return ngettext(
            "{name}を答えると{count}件の判定が決まります。",
            "{name}を答えると{count}件の判定が決まります。",
            question.decides,
        ).format(name=name, count=question.decides)
    return _("{name}を答えると、答えにより{least}〜{count}件の判定が決まります。").format(
        name=name, least=question.at_least, count=question.decides
    )


def judged_text(by_machine: int, by_hand: int) -> str:
    """How many of a programme's stated conditions are judged here, and how many are left to the reader."""
    total = by_machine + by_hand
    if not total:
        return _("出典に、会社についての要件は書かれていません。")
    if not by_hand:
        return ngettext(
            "要件{total}件をすべて自動判定しました。", "要件{total}件をすべて自動判定しました。", total
        ).format(total=total)
    if not by_machine:
        return ngettext(
            "要件{total}件は、公募要領などで確認が必要です。", "要件{total}件は、公募要領などで確認が必要です。", total
        ).format(total=total)
    return _("要件{total}件中{by_machine}件を自動判定、{by_hand}件は公募要領などで確認が必要です。").format(
        total=total, by_machine=by_machine, by_hand=by_hand
    )


def outcome_code(truth: Truth) -> str:
    """``met``, ``unmet`` or ``unknown``."""
    return OUTCOMES[truth]


_TYPES = {
    "object": "オブジェクト（{ } で囲んだもの）",
    "string": "文字列",
    "integer": "整数（引用符・小数点・true/false ではなく、数字だけ）",
    "number": "数",
    "list": "リスト（[ ] で囲んだもの）",
    "boolean": "true か false",
}

PROBLEM_TEXTS: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "wrong_type": lambda p: _("{expected}で書いてください。").format(expected=_(_TYPES[str(p["expected"])])),
    "required": lambda p: _("必ず書いてください。"),
    "unknown_key": lambda p: _("このキーはありません。{hint}").format(hint=_code_hint(p)),
    "unknown_code": lambda p: _("「{value}」というコードはありません。{hint}").format(
        value=p["value"], hint=_code_hint(p)
    ),
    "unknown_industry": lambda p: _(
        "「{value}」という業種のコードはありません。日本標準産業分類の大分類（A〜T）、中分類（例 09）、または3・4桁の分類です。"
    ).format(value=p["value"]),
    "out_of_range": lambda p: _("{least}以上{most}以下で書いてください。").format(
        least=_plain_number(p["least"]), most=_plain_number(p["most"])
    ),
    "bad_text": lambda p: _("使えない文字（制御文字など）が入っています。"),
    "too_long": lambda p: _("長すぎます。{most}字までです。").format(most=p["most"]),
    "too_many": lambda p: _("多すぎます。{most}個までです。").format(most=p["most"]),
    "bad_date": lambda p: _("日付ではありません。「2024-03-31」のように書いてください。"),
    "after_as_of": lambda p: _("基準日（{as_of}）より後です。").format(as_of=p["as_of"]),
    "contradicts": lambda p: _("{other}と食い違っています。どちらかを直すか、消してください。").format(
        other=_(labels.ANSWERS[str(p["other"])])
    ),
    "bad_corporate_number": lambda p: _(
        "法人番号は13桁の数字です。12桁の会社法人等番号なら、先頭に検査用の1桁が要ります。"
    ),
    "bad_check_digit": lambda p: _("法人番号の検査用の数字（先頭の1桁）が合いません。番号を確かめてください。"),
}
"""Problem code → what would be right."""


def _code_hint(params: Mapping[str, object]) -> str:
    if params.get("suggestion"):
        return _("「{near}」ではありませんか。").format(near=params["suggestion"])
    allowed = params.get("allowed")
    if allowed == ():
        return ""
    if isinstance(allowed, tuple) and len(allowed) <= 16:
        return _("使えるのは {codes} です。").format(codes=listed(allowed))
    return _("コードの一覧から選んでください。")


def _plain_number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def problem_text(problem: Problem) -> str:
    """A mistake in input, and what would be right."""
    return PROBLEM_TEXTS[problem.code](problem.params)
