"""What could still be had: near misses and what a certification would bring, the way in order, and the fit over the ten areas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue import advice, labels
from catalogue.advice_text import gain_text, then_text, way_text
from catalogue.bridge import MeasureCard
from catalogue.models import AREAS, Draft
from catalogue.parts.answer import profile_of
from catalogue.parts.charts import Axis, Node, State, graph, radar
from catalogue.parts.unavailable import with_catalogue
from catalogue.shortlist import MeasureResult
from catalogue.web import drafts
from catalogue.web.results import own_answer
from catalogue.wording import finding_text
from matcher import Profile

_BEST = 3
"""Measures of an area that its fit is the mean of."""

_STATES = {advice.Stage.HELD: State.HELD, advice.Stage.OBTAINABLE: State.OBTAINABLE, advice.Stage.OPENED: State.OPENED}


def _profile(request: HttpRequest) -> tuple[Draft, Profile] | None:
    draft = drafts.current(request)
    return (draft, profile_of(draft.answers, localdate())) if draft and draft.answers else None


def _link(measure: MeasureCard) -> dict[str, str]:
    return {"title": measure.title, "url": reverse("measure", args=[measure.code])}


def _links(grants: Iterable[advice.Grant]) -> list[dict[str, str]]:
    """Who gives a certification, each measure once."""
    return list({grant.measure.code: _link(grant.measure) for grant in grants}.values())


@require_safe
@never_cache
@with_catalogue
def near(request: HttpRequest) -> HttpResponse:
    """What rules measures out and can change, and what certifications would bring."""
    found = _profile(request)
    if found is None:
        return render(request, "catalogue/results/empty.html")
    _draft, profile = found
    today = localdate()
    context = {
        "gains": [_gain(gain) for gain in advice.certification_gains(profile, today)],
        "misses": [_miss(miss) for miss in advice.near_misses(profile, today)],
    }
    return render(request, "catalogue/results/near.html", context)


def _gain(gain: advice.Gain) -> dict[str, Any]:
    cards = {one.measure.code: one.measure for one in gain.opens}
    cards |= {one.measure.code: one.measure for one in gain.bonuses}
    return {
        "title": _(labels.CERTIFICATIONS[gain.certification]),
        "text": gain_text(gain.certification, len(gain.bonuses), len(gain.opens)),
        "way": _links(gain.given_by),
        "measures": [_link(cards[code]) for code in gain.measures],
    }


def _miss(miss: advice.NearMiss) -> dict[str, Any]:
    texts = []
    grants: list[advice.Grant] = []
    for way in miss.ways:
        condition = way.blocking.via
        failing = next(one for one in way.blocking.clause.findings if one.condition == condition)
        texts.append(finding_text(failing))
        texts.append(way_text(way.blocking.change, condition, way.values, way.on))
        grants += [grant for given in way.given_by.values() for grant in given]
    return _link(miss.measure) | {
        "programme": miss.programme.name,
        "texts": [*texts, then_text(miss.then.value)],
        "way": _links(grants),
    }


@require_safe
@never_cache
@with_catalogue
def roadmap(request: HttpRequest) -> HttpResponse:
    """Enabling steps first, as a graph with a list; and the fit over the areas, as a radar chart with a table."""
    found = _profile(request)
    if found is None:
        return render(request, "catalogue/results/empty.html")
    draft, profile = found
    today = localdate()
    way = advice.roadmap(profile, today)
    nodes = [
        Node(node.key, node.column, _label(node), _STATES[node.stage], _address(node.measure)) for node in way.nodes
    ]
    axes = area_axes(own_answer(draft, today).found.results)
    context = {
        "graphs": [graph(nodes, way.edges), graph(nodes, way.edges, "down")] if way.steps else [],
        "graph_caption": _("先に取る認定・計画と、それで開ける施策"),
        "radars": [radar(axes), radar(axes, compact=True)],
        "radar_caption": _("分野ごとの合いぐあい"),
    }
    return render(request, "catalogue/results/roadmap.html", context)


def _label(node: advice.RoadNode) -> str:
    return node.label if node.stage is advice.Stage.OPENED else _(node.label)  # a measure's title stays as it is


def _address(code: str) -> str:
    return reverse("measure", args=[code]) if code else ""


def area_axes(results: Iterable[MeasureResult]) -> list[Axis]:
    """For each area the mean of its best scores, as a share of the best score of all."""
    scores: dict[int, list[int]] = {area: [] for area in AREAS}
    for one in results:
        scores[one.measure.area].append(one.score.points)
    top = max((max(points, default=0) for points in scores.values()), default=0) or 1
    axes = []
    for area, points in scores.items():
        best = sorted(points, reverse=True)[:_BEST]
        value = sum(best) / len(best) / top if best else 0.0
        axes.append(Axis(_(AREAS[area]), round(value, 4), mark=str(area)))
    return axes
