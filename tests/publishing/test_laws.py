"""Laws of publication, for any order of days: the past keeps its rules, each day has one version at most, and the new one holds."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.bridge import load_candidates
from catalogue.models import Programme, RuleVersion, User
from catalogue.publishing import publish
from matcher import Candidate
from tests.publishing.drafting import NOW, handed_in

START = datetime.date(2026, 12, 1)
DAYS = [START + datetime.timedelta(number) for number in range(-1, 4)]
firsts = st.one_of(st.none(), st.sampled_from(DAYS[1:]))


def answers() -> dict[datetime.date, list[Candidate]]:
    """The rules of each day around."""
    return {day: load_candidates(day) for day in DAYS}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(firsts, min_size=1, max_size=5))
def test_publishing_changes_no_answer_of_a_day_before_its_first(
    programme: Programme, editor: User, approver: User, order: Sequence[datetime.date | None]
) -> None:
    with transaction.atomic():
        before = answers()
        for number, first in enumerate(order):
            version = publish(handed_in(programme, 100 + number, editor), approver, first, NOW)
            after = answers()
            kept = [day for day in DAYS if (first and day < first) or (version.last and day > version.last)]
            assert {day: after[day] for day in kept} == {day: before[day] for day in kept}
            assert all(after[day] != before[day] for day in DAYS if day not in kept)
            for day in DAYS:
                assert RuleVersion.objects.in_force(day).filter(programme=programme).count() == 1
            before = after
        connection.check_constraints()
        transaction.set_rollback(True)
