"""Facts about the real catalogue that must stay true, whatever is added to it."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db.models import Count

from catalogue.imports.records import CatalogueRecord, CriterionRecord, ProgrammeRecord, UseRecord
from catalogue.models import Budget, Encoding, Funding, Listing, Measure, Programme

FULLY_ENCODED = tuple(range(1, 11))
PER_AREA = {1: 34, 2: 6, 3: 26, 4: 11, 5: 15, 6: 40, 7: 34, 8: 6, 9: 13, 10: 5}


def listed(record: CatalogueRecord) -> Iterator[tuple[str, ProgrammeRecord | UseRecord]]:
    """(measure's code, what is listed under it)."""
    for measure in record.measures.values():
        for one in measure.programmes:
            yield measure.code, one


def criteria(record: CatalogueRecord) -> Iterator[tuple[str, CriterionRecord]]:
    """(where, row) of every condition."""
    shared = ((f"programmes/{code}", programme) for code, programme in record.programmes.items())
    for where, one in (*shared, *listed(record)):
        for group in one.rows.requirements:
            yield from ((where, row) for row in group)
        yield from ((where, row) for row in (*one.rows.focus, *one.rows.bonuses))


def test_every_measure_of_the_source_is_there(real: CatalogueRecord) -> None:
    assert Counter(measure.area for measure in real.measures.values()) == PER_AREA
    expected = [f"{area}-{number:02d}" for area, count in PER_AREA.items() for number in range(1, count + 1)]
    assert sorted(real.measures) == sorted(expected)
    assert len(expected) == 190


def test_no_two_measures_have_one_title_and_summary(real: CatalogueRecord) -> None:
    pairs = Counter((measure.title, measure.summary) for measure in real.measures.values())
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_every_measure_lists_something_and_has_a_ministry_in_the_lead(real: CatalogueRecord) -> None:
    assert [measure.code for measure in real.measures.values() if not (measure.programmes and measure.ministries)] == []


def test_every_summary_is_one_to_three_sentences_and_more_than_the_title(real: CatalogueRecord) -> None:
    for measure in real.measures.values():
        assert len(measure.summary) <= 300, measure.code
        assert measure.summary.endswith("。"), measure.code
        assert 1 <= measure.summary.count("。") <= 3, measure.code
        assert len(measure.summary) > len(measure.title), measure.code
        assert measure.summary.removesuffix("。") != measure.title, measure.code


def test_no_fact_carries_a_mark_of_the_source(real: CatalogueRecord) -> None:
    marked = re.compile(r"【新規】|^○|[\n\t]|  ")
    texts = [(measure.code, text) for measure in real.measures.values() for text in (measure.title, measure.summary)]
    texts += [(where, one.heading) for where, one in listed(real)]
    texts += [(where, one.name) for where, one in listed(real) if isinstance(one, ProgrammeRecord)]
    assert [(where, text) for where, text in texts if marked.search(text)] == []


@pytest.mark.parametrize("area", FULLY_ENCODED)
def test_the_area_is_encoded_in_full(real: CatalogueRecord, area: int) -> None:
    codes = {measure.code for measure in real.measures.values() if measure.area == area}
    programmes = [
        (code, real.programmes[one.use] if isinstance(one, UseRecord) else one)
        for code, one in listed(real)
        if code in codes
    ]
    assert [(code, one.code) for code, one in programmes if one.encoding == Encoding.NOT_YET] == []


def test_every_condition_says_where_it_comes_from(real: CatalogueRecord) -> None:
    assert [
        (where, row) for where, row in criteria(real) if bool(row.place) == bool(row.citation and row.read_on)
    ] == []


def test_every_condition_on_size_says_by_which_rule(real: CatalogueRecord) -> None:
    rows = [row for _, row in criteria(real) if row.feature == "company_size"]
    assert rows
    assert [row for row in rows if not row.regime] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("real_stored")
class TestStored:
    """What the database makes of it."""

    def test_every_measure_is_listed(self) -> None:
        assert Measure.objects.count() == 190
        assert not Measure.objects.filter(listings=None).exists()
        assert not Measure.objects.filter(charges=None).exists()
        assert not Programme.objects.filter(listings=None).exists()

    def test_the_productivity_programme_is_one_under_six_measures_or_more(self) -> None:
        programme = Programme.objects.get(name__contains="生産性革命推進事業")
        assert programme.listings.count() >= 6
        assert programme.listings.values("measure").distinct().count() == programme.listings.count()

    def test_a_shared_programme_stands_under_several_measures_and_no_other_does(self) -> None:
        counted = Programme.objects.annotate(times=Count("listings"))
        assert not counted.filter(is_shared=True, times__lt=2).exists()
        assert not counted.filter(is_shared=False).exclude(times=1).exists()

    def test_a_pot_pays_for_two_or_more(self) -> None:
        pots = Budget.objects.filter(is_shared=True).annotate(times=Count("fundings"))
        assert pots
        assert [(pot.code, pot.times) for pot in pots if pot.times < 2] == []

    def test_a_budget_of_one_programme_is_printed_once(self) -> None:
        own = Budget.objects.filter(is_shared=False).annotate(times=Count("fundings"))
        assert [(budget.code, budget.times) for budget in own if budget.times != 1] == []

    def test_the_sum_counts_each_budget_once(self) -> None:
        every_line = sum(Funding.objects.exclude(amount_yen=None).values_list("amount_yen", flat=True))
        pots = Budget.objects.filter(is_shared=True)
        lines_of_pots = sum(line.amount_yen or 0 for line in Funding.objects.filter(budget__in=pots))
        assert Budget.objects.total_yen() == every_line - lines_of_pots + pots.total_yen()
        assert pots.total_yen() < lines_of_pots

    def test_a_measure_lists_a_programme_once(self) -> None:
        assert not Listing.objects.values("measure", "programme").annotate(times=Count("pk")).filter(times__gt=1)
