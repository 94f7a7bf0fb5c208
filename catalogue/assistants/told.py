"""What the tools answer, as schemas; tests hold every answer to them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue import wording
from catalogue.assistants.answers import form_shape
from catalogue.assistants.shapes import Shape, flag, items, maybe, number, record, text, whole
from catalogue.labels import CERTIFICATIONS, COMPANY_SIZES
from catalogue.models import Audience, Encoding, EventKind, SupportType
from matcher.features import FEATURES, QUESTIONS
from matcher.operators import OPERATORS
from matcher.size import REGIMES


def search_told() -> Shape:
    """What a search finds."""
    return record(
        {
            **_head(),
            "count": whole(_("見つかった施策の数。results は limit まで。"), 0),
            "results": items(
                record({**_measure(), "programmes": items(record({**_programme(), "availability": _availability()}))})
            ),
        }
    )


def measure_told() -> Shape:
    """One measure."""
    programme = record(
        {
            **_programme(),
            "availability": _availability(),
            "encoding": text(enum=Encoding.values),
            "judged": text(_("要件のうち、自動で判定できるものと手で確認するもの")),
            "gives": items(text(enum=CERTIFICATIONS)),
            "focus": items(
                record({"level": text(enum=wording.LEVELS), **_condition(maybe_regime=True)}),
                _("対象・目的。判定には使わない。"),
            ),
            "criteria": items(
                record({"group": whole(), **_stated()}), _("要件。同じ group はどれか一つ、group どうしはすべて。")
            ),
            "bonuses": items(record({"effect": text(), **_stated()}), _("加点・優遇。判定は変えない。")),
            "checks": items(record({"text": text(), "source": text()}), _("手で確認する条件")),
            "periods": items(
                record(
                    {
                        "state": text(enum=("open", "upcoming", "closed")),
                        "first": maybe(text(format="date")),
                        "last": maybe(text(format="date")),
                        "note": text(),
                        "source": text(),
                    }
                ),
                _("わかっている受付状況"),
            ),
            "history": items(_event()),
        }
    )
    return record({**_head(), "measure": record(_measure()), "programmes": items(programme)})


def industries_told() -> Shape:
    """Industries for words."""
    return record(
        {
            "results": items(
                record(
                    {
                        "code": text(),
                        "name": text(),
                        "division": text(),
                        "matched": text(_("一致した日常の言葉。名称やコードで一致したときは空。")),
                    }
                )
            )
        }
    )


def features_told() -> Shape:
    """The vocabulary of a profile."""
    return record({"features": items(record({"key": text(), "label": text(), **form_shape()}))})


def match_told() -> Shape:
    """The ranked list."""
    programme = record(
        {
            **_programme(),
            "verdict": _verdict(),
            "by_hand": whole(_("手で確認する条件の数"), 0),
            "unmet": items(text(), _("合わない条件")),
            "history": items(text(), _("出典のあとの経緯")),
        }
    )
    place = record(
        {
            "rank": whole("", 1),
            "verdict": _verdict(),
            "availability": _availability(),
            "score": number(),
            "measure": record(_measure()),
            "why": items(text(), _("この会社に合う理由")),
            "missing": _missing(),
            "programmes": items(programme),
        }
    )
    counts = record({**{key: whole("", 0) for key in wording.VERDICTS}})
    question = record({"feature": text(enum=QUESTIONS), "text": text()})
    return record(
        {
            **_head(),
            "company_size": _size(),
            "counts": counts,
            "results": items(place),
            "next_question": maybe(question),
        }
    )


def explanation_told() -> Shape:
    """One measure, condition by condition."""
    judged = _condition() | {"outcome": text(enum=wording.OUTCOMES.values()), "source": text()}
    programme = record(
        {
            **_programme(),
            "verdict": _verdict(),
            "encoding": text(enum=Encoding.values),
            "judged": record({"by_machine": whole("", 0), "by_hand": whole("", 0), "text": text()}),
            "criteria": items(record({"group": whole("", 1), **judged}, optional=("regime",))),
            "bonuses": items(record({"effect": text(), **judged}, optional=("regime",))),
            "checks": items(record({"text": text(), "source": text()})),
            "history": items(_event()),
        }
    )
    place = record(
        {
            "rank": whole("", 1),
            "verdict": _verdict(),
            "availability": _availability(),
            "score": number(),
            "score_parts": items(record({"part": text(enum=wording.PART_TEXTS), "points": number(), "why": text()})),
            "measure": record(_measure()),
            "programmes": items(programme),
        }
    )
    return record({**_head(), "company_size": _size(), "result": place, "missing": _missing()})


def question_told() -> Shape:
    """What to ask next."""
    question = {
        "feature": text(_("profile のキー"), enum=QUESTIONS),
        "label": text(),
        "text": text(),
        "decides": whole(_("もっとも多く決まる答えで決まる施策の数"), 0),
        "decides_at_least": whole("", 0),
        "mentioned_by": whole("", 0),
        "refines": flag(_("回答はあるが広すぎて、より詳しく尋ねるもの")),
    }
    return record(
        {
            **_head(),
            "question": maybe(record({**question, "answer": record({**form_shape()})})),
            "others": items(record({**question})),
        }
    )


def _head() -> dict[str, Shape]:
    return {"as_of": text(format="date"), "catalogue_version": text()}


def _measure() -> dict[str, Shape]:
    return {
        "code": text(),
        "title": text(),
        "area": whole("", 1, 10),
        "ministries": items(text()),
        "summary": text(),
        "audience": text(enum=Audience.values),
    }


def _programme() -> dict[str, Shape]:
    return {
        "code": text(),
        "name": text(),
        "aspect": text(),
        "support_types": items(text(enum=SupportType.values)),
    }


def _verdict() -> Shape:
    return text(
        _(
            "eligible は条件に合う可能性が高い、needs_info はまだわからない（不可ではない）、ineligible は条件に合わない"
        ),
        enum=wording.VERDICTS,
    )


def _availability() -> Shape:
    return text(_("unknown は受付状況がわからない（窓口に要確認）"), enum=wording.AVAILABILITIES)


def _size() -> Shape:
    return record({"value": maybe(text(enum=[key for key in COMPANY_SIZES if key != "outside"])), "why": text()})


def _missing() -> Shape:
    return items(record({"key": text(enum=QUESTIONS), "label": text()}), _("まだ判定を左右する回答"))


def _condition(*, maybe_regime: bool = False) -> dict[str, Shape]:
    return {
        "feature": text(enum=FEATURES),
        "regime": text(enum=("", *REGIMES) if maybe_regime else REGIMES),
        "operator": text(enum=OPERATORS),
        "values": items({"type": ["string", "number"]}),
        "text": text(),
    }


def _stated() -> dict[str, Shape]:
    return {**_condition(maybe_regime=True), "source": text(), "note": text()}


def _event() -> Shape:
    return record(
        {
            "event": text(enum=EventKind.values),
            "on": maybe(text()),
            "from": maybe(text()),
            "to": maybe(text()),
            "text": text(),
            "source": text(),
        }
    )
