"""Which measures have a row of some kind; what a listing says its own way stands before what its programme says."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalogue.models.codes import Role
from catalogue.models.criterion import Criterion
from catalogue.models.measure import Measure
from catalogue.models.programme import Listing, Support
from matcher.codes import CERTIFICATION_LADDERS

KURUMIN = CERTIFICATION_LADDERS[0]


def giving(measures: QuerySet[Measure], support: str) -> QuerySet[Measure]:
    """Measures of which a programme gives this kind of support."""
    return measures.filter(Exists(_replaced(Support.objects.all()).filter(code=support)))


def about(measures: QuerySet[Measure], topic: str, day: date) -> QuerySet[Measure]:
    """Measures of which a programme is for this topic, by the rules of *day*."""
    focus = _replaced(Criterion.objects.in_force(day).filter(role=Role.FOCUS))
    return measures.filter(Exists(focus.filter(feature="topics", values__icontains=f'"{topic}"')))


def preferring_kurumin(measures: QuerySet[Measure], day: date, *, preferring: bool = True) -> QuerySet[Measure]:
    """Measures that do, or do not, prefer くるみん holders, by the rules of *day*."""
    named = Q()
    for code in KURUMIN:
        named |= Q(values__icontains=f'"{code}"')
    bonuses = _added(Criterion.objects.in_force(day).filter(role=Role.BONUS))
    found = Exists(bonuses.filter(named, feature="certifications"))
    return measures.filter(found if preferring else ~found)


def _added(rows: QuerySet) -> QuerySet:
    """Of *rows*, those that hold under the measure at hand: a programme's own, and a listing's beside them."""
    return _under_measure(rows, _listings())


def _replaced(rows: QuerySet) -> QuerySet:
    """The same where a listing says its part more precisely: its rows stand instead of the programme's."""
    return _under_measure(rows, _listings().exclude(Exists(rows.filter(listing=OuterRef("pk")))))


def _listings() -> QuerySet[Listing]:
    """The listing of a row's programme under the measure around it."""
    return Listing.objects.filter(programme=OuterRef("programme"), measure=OuterRef(OuterRef("pk")))


def _under_measure(rows: QuerySet, listings: QuerySet[Listing]) -> QuerySet:
    return rows.filter(Q(listing__measure=OuterRef("pk")) | Q(Exists(listings), listing=None))
