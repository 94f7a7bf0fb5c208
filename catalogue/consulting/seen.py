"""What somebody last saw of a client, and what has changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalogue.consulting.changes import Change, State, changes, verdicts_of
from catalogue.models import Client, Seen, User
from catalogue.parts.answer import Answer, answer_of
from matcher import Availability, Outcome


def seen_by(user: User, client: Client, answer: Answer, at: datetime) -> Seen:
    """What *user* last confirmed; whoever looks for the first time has seen what there is."""
    return Seen.objects.get_or_create(client=client, by=user, defaults=_what_there_is(answer, at))[0]


def confirm(user: User, client: Client, answer: Answer, at: datetime) -> None:
    """From now on only what changes after this is told."""
    Seen.objects.update_or_create(client=client, by=user, defaults=_what_there_is(answer, at))


def changes_since(seen: Seen, now: Answer) -> tuple[Change, ...]:
    """What has changed from *seen* to *now*. Raises NoCatalogue."""
    verdicts = {code: State(Outcome(one), Availability(other)) for code, (one, other) in seen.verdicts.items()}
    if (seen.answers, seen.as_of, seen.version) == (now.answers, now.found.as_of, now.found.version):
        return ()
    return changes(verdicts, answer_of(seen.answers, seen.as_of), answer_of(seen.answers, now.found.as_of), now)


def _what_there_is(answer: Answer, at: datetime) -> dict[str, Any]:
    verdicts = verdicts_of(answer.found.results)
    return {
        "at": at,
        "as_of": answer.found.as_of,
        "version": answer.found.version,
        "answers": dict(answer.answers),
        "verdicts": {code: [one.outcome.value, one.availability.value] for code, one in verdicts.items()},
    }
