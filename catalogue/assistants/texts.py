"""The answers in few lines, for an assistant that reads text alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import wording
from catalogue.contract.match import RequestError, errors_of
from catalogue.language import listed
from catalogue.models import SupportType

Answer = dict[str, Any]


def search_text(found: Answer) -> str:
    """What a search found."""
    lines = [
        ngettext(
            "{count}施策が見つかりました（基準日 {day}）。",
            "{count}施策が見つかりました（基準日 {day}）。",
            found["count"],
        ).format(count=found["count"], day=found["as_of"])
    ]
    if left := found["count"] - len(found["results"]):
        lines.append(
            ngettext(
                "ほかに{count}施策あります。limit を増やすか、絞り込んでください。",
                "ほかに{count}施策あります。limit を増やすか、絞り込んでください。",
                left,
            ).format(count=left)
        )
    for one in found["results"]:
        lines.append(f"- {_headed(one)}")
        lines.append(f"  {one['summary']}")
        lines += [f"  - {_programme_text(programme)}" for programme in one["programmes"]]
    return "\n".join(lines)


def measure_text(found: Answer) -> str:
    """One measure."""
    return "\n".join((*_measure_lines(found), "", _disclaimer()))


def _measure_lines(found: Answer) -> Iterator[str]:
    measure = found["measure"]
    yield _headed(measure)
    yield measure["summary"]
    for one in found["programmes"]:
        yield ""
        yield f"■ {_programme_text(one)}"
        yield one["judged"]
        previous = None
        for row in one["criteria"]:
            mark = "- " if row["group"] != previous else f"  {_('または').strip()} "
            previous = row["group"]
            yield f"{mark}{row['text']} [{row['source']}]"
        yield from (f"? {_('手で確認')}: {row['text']} [{row['source']}]" for row in one["checks"])
        yield from (f"+ {row['effect']}: {row['text']} [{row['source']}]" for row in one["bonuses"])
        yield from (f"! {row['text']} [{row['source']}]" for row in one["history"])


def industries_text(found: Answer) -> str:
    """Industries."""
    if not found["results"]:
        return _("見つかりません。別の言葉で探すか、大分類（A〜R）のコードを使ってください。")
    return "\n".join(f"- {one['code']} {_beside(one['name'], one['division'])}" for one in found["results"])


def features_text(found: Answer) -> str:
    """The keys of a profile."""
    lines = []
    for one in found["features"]:
        codes = _codes(one["codes"])
        lines.append(
            f"- {one['key']} ({one['type']}{', ' + one['unit'] if one['unit'] else ''}) {one['label']}"
            f"{': ' + codes if codes else ''}"
        )
    return "\n".join(lines)


def match_text(found: Answer) -> str:
    """The ranked list."""
    return "\n".join((*_match_lines(found), "", _disclaimer()))


def _match_lines(found: Answer) -> Iterator[str]:
    counts = listed(f"{_(name)} {found['counts'][key]}" for key, name in wording.VERDICTS.items())
    yield _("基準日 {day}。{counts}。").format(day=found["as_of"], counts=counts)
    yield found["company_size"]["why"]
    for one in found["results"]:
        yield f"{one['rank']}. {one['measure']['code']} {one['measure']['title']}: {_verdicts(one)}"
        yield from (f"   + {why}" for why in one["why"])
        if one["missing"]:
            yield f"   ? {_missing(one['missing'])}"
        for programme in one["programmes"]:
            yield from (f"   × {programme['name']}: {text}" for text in programme["unmet"])
            yield from (f"   ! {programme['name']}: {text}" for text in programme["history"])
    if found["next_question"]:
        yield _("次に尋ねるとよいこと: {text}").format(text=found["next_question"]["text"])


def explanation_text(found: Answer) -> str:
    """One measure, condition by condition."""
    return "\n".join((*_explanation_lines(found), "", _disclaimer()))


_MARKS = {"met": "○", "unmet": "×", "unknown": "?"}


def _explanation_lines(found: Answer) -> Iterator[str]:
    result = found["result"]
    yield f"{result['measure']['code']} {result['measure']['title']}: {_verdicts(result)}"
    yield _("基準日 {day}。{text}").format(day=found["as_of"], text=found["company_size"]["why"])
    for one in result["programmes"]:
        yield f"■ {_called(one)}: {_(wording.VERDICTS[one['verdict']])}"
        yield one["judged"]["text"]
        yield from (f"{_MARKS[row['outcome']]} {row['text']} [{row['source']}]" for row in one["criteria"])
        yield from (f"? {_('手で確認')}: {row['text']} [{row['source']}]" for row in one["checks"])
        yield from (f"+ {row['effect']}: {row['text']}" for row in one["bonuses"])
        yield from (f"! {row['text']} [{row['source']}]" for row in one["history"])
    if found["missing"]:
        yield _missing(found["missing"])


def question_text(found: Answer) -> str:
    """What to ask next."""
    question = found["question"]
    if question is None:
        return _("これ以上答えても、決まる判定はありません。")
    codes = _codes(question["answer"]["codes"])
    lines = [
        question["text"],
        f"profile.{question['feature']} ({question['answer']['type']}){': ' + codes if codes else ''}",
    ]
    if found["others"]:
        lines.append(_("ほかに: {names}").format(names=listed(one["feature"] for one in found["others"])))
    return "\n".join(lines)


def refused_text(error: RequestError) -> str:
    """Every mistake with its place and what would be right."""
    errors = errors_of(error.problems)
    head = ngettext("誤りが{count}件あります。", "誤りが{count}件あります。", len(errors)).format(count=len(errors))
    return "\n".join((head, *(f"- {one['pointer'] or '/'}: {one['detail']}" for one in errors)))


def _headed(measure: Answer) -> str:
    return _beside(f"{measure['code']} {measure['title']}", listed(measure["ministries"]))


def _called(programme: Answer) -> str:
    return _beside(programme["name"], programme["aspect"]) if programme["aspect"] else str(programme["name"])


def _beside(name: str, note: str) -> str:
    return _("{name}（{code}）").format(name=name, code=note)


def _codes(codes: list[Answer]) -> str:
    """Side by side, apart from the commas inside labels."""
    return " / ".join(f"{one['code']}={one['label']}" for one in codes)


def _programme_text(one: Answer) -> str:
    kinds = listed(_(str(SupportType(code).label)) for code in one["support_types"])
    return f"{_called(one)}: {listed([*([kinds] if kinds else []), _(wording.AVAILABILITIES[one['availability']])])}"


def _verdicts(one: Answer) -> str:
    return listed([_(wording.VERDICTS[one["verdict"]]), _(wording.AVAILABILITIES[one["availability"]])])


def _missing(answers: list[Answer]) -> str:
    names = listed(_beside(one["label"], one["key"]) for one in answers)
    return _("まだ判定を左右する回答: {names}").format(names=names)


def _disclaimer() -> str:
    return _("結果は目安です。対象になるかどうかは、各施策の窓口が判断します。")
