"""What a client has told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.models import Client


def held(client: Client) -> Client:
    """*client* as it is now, held until the transaction ends, so that two who write at once lose nothing."""
    return Client.objects.select_for_update().get(pk=client.pk)


def add_answers(client: Client, answers: Mapping[str, Any]) -> None:
    """Change just these *answers* of a client that is held (None: not answered any more).

    One answer confirms none of the others: the day of the facts stays.
    """
    merged = client.answers | dict(answers)
    client.answers = {key: value for key, value in merged.items() if value is not None}
    client.edits += 1
    client.save()
