"""Whatever the schema allows is answered as it says; whatever it does not is refused as a problem. Every operation, all checks."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis

from tests.api import fuzzing

pytestmark = pytest.mark.usefixtures("real_stored", "db", "local")
schema = fuzzing.load()


@pytest.fixture
def local(settings: Any) -> None:
    """The name by which schemathesis calls the service."""
    settings.ALLOWED_HOSTS = ["localhost"]


@schema.parametrize()
@hypothesis.settings(
    max_examples=fuzzing.EXAMPLES,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
def test_every_operation_keeps_to_the_schema(case: schemathesis.Case) -> None:
    if case.meta is None or case.meta.generation.mode.is_positive:
        case.body = fuzzing.consistent(case.body)
        fuzzing.walk_alone(case.query)
    case.call_and_validate(headers={"Accept-Encoding": "identity"})  # what decodes br is not asked here
