"""What the day of a match changes: whether one can apply, what has become of a programme, how old the company is."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from tests.api.asking import by_code, whole
from tests.catalogue.files import GOOD, write

pytestmark = pytest.mark.django_db

DAYS = "  - {state: open, from: 2024-01-15, until: 2024-03-31, place: p6 方針}\n"
CLOSED = DAYS + "  - {state: closed, from: 2024-04-10, place: p6 フォローアップ}\n"
YOUNG = """\
  requirements:
  - any:
    - feature: years_since_foundation
      op: less_than
      values: [5年]
      place: p6 方針
"""


@pytest.fixture
def measures(tmp_path: Path) -> dict[str, str]:
    """Two measures; the first can be applied for from 15 January to 31 March, and has closed from 10 April 2024 on."""
    first = GOOD["measures/1-01.yaml"]
    assert first.count(DAYS) == 1
    files = GOOD | {"measures/1-01.yaml": first.replace(DAYS, CLOSED)}
    store_catalogue(read_catalogue(write(tmp_path, files)))
    return files


def asked(client: Client, day: str) -> dict[str, dict[str, Any]]:
    profile = {"entity_type": "corporation", "industry": "09", "employees": 40, "topics": ["investment", "gx"]}
    return by_code(whole(client, profile, as_of=day))


@pytest.mark.parametrize(
    ("day", "availability"),
    [
        ("2024-01-14", "unknown"),
        ("2024-01-15", "open"),
        ("2024-03-31", "open"),
        ("2024-04-01", "unknown"),
        ("2024-04-09", "unknown"),
        ("2024-04-10", "closed"),
        ("2100-12-31", "closed"),
    ],
)
@pytest.mark.usefixtures("measures")
def test_whether_one_can_apply_is_told_for_the_day(client: Client, day: str, availability: str) -> None:
    assert asked(client, day)["1-01"]["availability"] == availability


@pytest.mark.usefixtures("measures")
def test_what_has_closed_stands_below_what_may_be_open(client: Client) -> None:
    assert list(asked(client, "2024-04-09")) == ["1-01", "1-02"]
    assert list(asked(client, "2024-04-10")) == ["1-02", "1-01"]


@pytest.mark.parametrize(
    ("founded", "verdict"),
    [
        ({"founded_on": "2019-04-01"}, "eligible"),
        ({"founded_on": "2019-03-31"}, "ineligible"),
        ({"founded_year": 2019}, "needs_info"),
        ({"founded_year": 2020}, "eligible"),
        ({"founded_year": 2018}, "ineligible"),
        ({}, "needs_info"),
    ],
)
def test_the_age_of_a_company_is_that_of_the_day(
    client: Client, tmp_path: Path, founded: dict[str, object], verdict: str
) -> None:
    head, _, rest = GOOD["measures/1-01.yaml"].partition("  requirements:\n")
    young = head + YOUNG + rest[rest.index("  focus:\n") :]
    store_catalogue(read_catalogue(write(tmp_path, GOOD | {"measures/1-01.yaml": young})))
    assert by_code(whole(client, founded, as_of="2024-03-31"))["1-01"]["verdict"] == verdict
