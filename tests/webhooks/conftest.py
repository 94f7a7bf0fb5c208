from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.catalogue.conftest import stand_in
from tests.webhooks.receiver import Receiver, receiving

__all__ = ["stand_in"]


@pytest.fixture
def private(settings: Any) -> None:
    """Webhooks may lead to this machine."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True


@pytest.fixture
def receiver(private: None) -> Iterator[Callable[..., Receiver]]:
    """Starts partners' servers; at the end they are gone."""
    with ExitStack() as stack:
        yield lambda *answers, **more: stack.enter_context(receiving(*answers, **more))
