"""Whatever the schema allows is answered as it says; whatever it does not is refused as a problem. Every operation, all checks."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import negative_data_rejection

from catalogue.models import Scope, Webhook
from tests.api import fuzzing
from tests.api.partners import Partner, partner
from tests.console.people import OURS, company

pytestmark = pytest.mark.usefixtures("real_stored", "db", "local")
schema = fuzzing.load()


@pytest.fixture
def local(settings: Any) -> None:
    """The name by which schemathesis calls the service."""
    settings.ALLOWED_HOSTS = ["localhost"]


KEYED = ("/api/v1/decisions/", "/api/v1/clients/", "/api/v1/webhooks/")
"""What nobody may ask without a key."""


@pytest.fixture
def partner_of() -> Partner:
    """A program that may do everything, for an organisation with a client."""
    company()
    return partner(*Scope, of=OURS, per_minute=1_000_000, per_day=1_000_000)[1]


@schema.parametrize()
@hypothesis.settings(
    max_examples=fuzzing.EXAMPLES,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
def test_every_operation_keeps_to_the_schema(case: schemathesis.Case, partner_of: Partner) -> None:
    if case.meta is None or case.meta.generation.mode.is_positive:
        case.body = fuzzing.consistent(case.body)
        fuzzing.walk_alone(case.query)
        fuzzing.new_client(case.operation.label, case.body)
        Webhook.objects.all().delete()  # a key has so many and no more
    # Whatever stands in a line is answered on that line, and refuses nothing; an empty filter is none.
    refuses_nothing = case.path.endswith("/bulk/") or fuzzing.says_nothing(case.query) or fuzzing.is_no_mistake(case)
    headers = {"Accept-Encoding": "identity"}  # what decodes br is not asked here
    if case.operation.path.startswith(KEYED) and not fuzzing.is_negated(case, "header"):
        headers["Authorization"] = f"Api-Key {partner_of.secret}"
    case.call_and_validate(headers=headers, excluded_checks=[negative_data_rejection] if refuses_nothing else [])
