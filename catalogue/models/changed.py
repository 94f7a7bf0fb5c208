"""What has changed since a moment: by a load of the files, by an editor, or because other rules have come to hold."""

from __future__ import annotations

import datetime
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from catalogue.models.budget import Funding
from catalogue.models.criterion import Criterion
from catalogue.models.history import Event
from catalogue.models.measure import Charge, Measure
from catalogue.models.programme import AvailabilityPeriod, Listing, ManualCheck, Note, Programme, Result, Support
from catalogue.models.rules import Load, RuleVersion

_OF_MEASURE = (Charge, Note, Listing)
_OF_PROGRAMME = (Support, Funding, Result, AvailabilityPeriod, Event, Note)
_RULES = (Criterion, ManualCheck)


def changed_programmes(since: datetime.datetime, today: datetime.date) -> QuerySet[Programme]:
    """Programmes of which something that is shown *today* was not so before *since*."""
    named = _loaded(since)
    of_measures = Q(is_shared=False, listings__measure__code__in=named["measures"])
    found = Q(code__in=named["programmes"]) | of_measures
    found |= Q(pk__in=_edited(Programme, "id", since))
    for model in _OF_PROGRAMME:
        found |= Q(pk__in=_edited(model, "programme_id", since))
    first = localdate(since)
    begun = Q(first__gte=first, first__lte=today) | Q(last__gte=first - datetime.timedelta(1), last__lt=today)
    versions = RuleVersion.objects.published().filter(Q(published_at__gte=since) | begun)
    # What the files say is published once and loaded again and again; that is told by the load.
    by_editors = versions.exclude(author=None) | versions.filter(begun)
    found |= Q(pk__in=by_editors.values("programme_id"))
    for model in _RULES:  # type: ignore[assignment]
        edited = model.history.filter(history_date__gte=since).values("version_id")
        found |= Q(versions__in=RuleVersion.objects.published().filter(pk__in=edited))
    return Programme.objects.filter(found)


def changed_measures(since: datetime.datetime, today: datetime.date) -> QuerySet[Measure]:
    """Measures of which something that is shown *today* was not so before *since*, its programmes included."""
    found = Q(code__in=_loaded(since)["measures"]) | Q(pk__in=_edited(Measure, "id", since))
    for model in _OF_MEASURE:
        found |= Q(pk__in=_edited(model, "measure_id", since))
    under = Listing.objects.filter(programme__in=changed_programmes(since, today).values("pk"))
    return Measure.objects.filter(found | Q(pk__in=under.values("measure_id")))


def _edited(model: Any, key: str, since: datetime.datetime) -> QuerySet:
    return model.history.filter(history_date__gte=since).exclude(**{key: None}).values(key)  # type: ignore[no-any-return]


def _loaded(since: datetime.datetime) -> dict[str, list[str]]:
    """The codes of measures and of shared programmes whose files a load since then has added or changed."""
    found: dict[str, list[str]] = {"measures": [], "programmes": []}
    loads = Load.objects.filter(at__gte=since).values_list("added", "changed")
    for name in dict.fromkeys(chain.from_iterable(chain(*lists) for lists in loads)):
        kind, _slash, code = name.partition("/")
        if code:
            found[kind].append(code)
    return found
