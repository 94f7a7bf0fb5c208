"""The real catalogue: what is compared says the same of rules whether or not they have dates, and of everything that can change."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.changelog.said import said
from catalogue.imports.dump import LAST_DAY, dated_versions, dump_catalogue
from catalogue.imports.records import CatalogueRecord
from catalogue.models import RuleVersion, Told

pytestmark = pytest.mark.usefixtures("real_stored", "db")


def test_rules_have_the_same_fingerprint_with_dates_and_without() -> None:
    """Else a version that is published from a day on would change the one before it, too."""
    without = {name: one.rules for name, one in said(dump_catalogue(LAST_DAY), ()).items()}
    RuleVersion.objects.published().update(first=date(2020, 1, 1))
    dated = {name: one.rules for name, one in said(dump_catalogue(LAST_DAY), dated_versions()).items()}
    assert {name: [digest for _first, _last, digest in rules] for name, rules in without.items()} == {
        name: [digest for _first, _last, digest in rules] for name, rules in dated.items()
    }
    assert {first for rules in dated.values() for first, _last, _digest in rules} == {"2020-01-01"}


def test_every_measure_and_programme_is_remembered_from_the_first_load(real: CatalogueRecord) -> None:
    assert Told.objects.filter(name__startswith="measures/").count() == len(real.measures) == 190
    assert {row.name: row.content for row in Told.objects.all()} == {
        name: one.content for name, one in said(real, ()).items()
    }
