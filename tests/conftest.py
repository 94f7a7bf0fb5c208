from collections.abc import Iterator

import hypothesis
import pytest
import time_machine
from django.utils import translation

# No deadline: on a busy machine a slow example is no mistake.
hypothesis.settings.register_profile("suite", deadline=None, print_blob=True)
hypothesis.settings.load_profile("suite")


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    """It is ten in the morning of 23 November 2026 in Japan, in every test."""
    with time_machine.travel("2026-11-23T10:00:00+09:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Every test begins in Japanese: a request in English leaves its thread in English."""
    with translation.override("ja"):
        yield
