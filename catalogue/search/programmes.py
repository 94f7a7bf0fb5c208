"""What is typed → programmes: first those that are called so, then those of the measures that it means."""

from __future__ import annotations

from django.db.models import Case, IntegerField, QuerySet, Value, When

from catalogue.models import Listing, Measure, Programme
from catalogue.search import search_key
from catalogue.search.query import Term, matching, read


def matching_programmes(programmes: QuerySet[Programme], text: str) -> QuerySet[Programme]:
    """Those of *programmes* that *text* means, the closest first. Two queries to find them; no word in it: all."""
    wanted = read(text).terms
    if not wanted:
        return programmes
    measures = {
        code: place for place, code in enumerate(matching(Measure.objects.all(), text).values_list("code", flat=True))
    }
    ranks: dict[int, tuple[int, int]] = {}
    rows = Listing.objects.values_list("programme_id", "programme__name", "programme__aliases", "measure__code")
    for pk, name, aliases, code in rows.order_by("measure__area", "measure__number", "position"):
        called = _is_called(" ".join((name, *aliases)), wanted)
        if called or code in measures:
            rank = (0 if called else 1, measures.get(code, len(measures)))
            ranks[pk] = min(rank, ranks.get(pk, rank))
    order = sorted(ranks, key=lambda pk: (ranks[pk], pk))
    whens = [When(pk=pk, then=Value(place)) for place, pk in enumerate(order)]
    found = programmes.filter(pk__in=order)
    return found.order_by(Case(*whens, default=Value(0), output_field=IntegerField()), "code") if whens else found


def _is_called(names: str, wanted: tuple[Term, ...]) -> bool:
    key = search_key(names).replace("・", "")
    return all(any(word.replace("・", "") in key for word in term) for term in wanted)
