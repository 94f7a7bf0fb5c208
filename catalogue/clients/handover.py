"""引き渡し: a company lets an advisor read its answers, by a code that works once and not for long."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue.clients.facts import BESIDE, Difference, Facts, differences
from catalogue.clients.keeping import add, hold, rewrite, same_number
from catalogue.models import Client, CodeFailure, Consent, Draft, Handover, User
from catalogue.models.clients import HANDOVER_LASTS, new_code, plain_code
from catalogue.models.draft import fingerprint
from matcher.profile import PROFILE_KEYS

MAY_BE_LEFT_OUT = BESIDE
"""Profile keys that tell who the company is."""

MOST_FAILURES = 10
FAILURES_COUNT_FOR = timedelta(hours=1)
"""So many wrong codes in that time, and nothing more is looked up."""


def wording() -> list[str]:
    """What the company agrees to, as it reads it."""
    return [
        _("会社の情報のうち、このページに示した項目（渡さないとした項目を除く）を、コードを伝えた相手に渡します。"),
        _(
            "読めるのは、コードを伝えた相談員が属する支援機関（商工会議所、金融機関など）の利用者です。支援機関は、受け取った情報を支援先の記録として保存します。"
        ),
        _("コードは、作ってから{days}日以内に1回だけ使えます。使われるまでは、いつでも無効にできます。").format(
            days=HANDOVER_LASTS.days
        ),
        _("渡したあとの情報を直したり消したりするときは、渡した先の支援機関に伝えてください。"),
    ]


def give(draft: Draft, left_out: Collection[str], now: datetime) -> str:
    """A new code for the *draft*'s answers; one that was made before and not used is worth nothing any more."""
    code = new_code()
    kept_back = set(left_out) & set(MAY_BE_LEFT_OUT)
    answers = {key: value for key, value in draft.answers.items() if key not in kept_back}
    with transaction.atomic():
        withdraw(draft)
        Handover.objects.create(
            draft=draft,
            fingerprint=fingerprint(plain_code(code)),
            answers=answers,
            scope=sorted(answers, key=PROFILE_KEYS.index),  # some databases keep no order of keys
            wording="\n".join(wording()),
            expires_at=now + HANDOVER_LASTS,
        )
    return code


def withdraw(draft: Draft) -> None:
    """No code of the *draft* opens anything any more."""
    draft.handovers.filter(used_at=None).delete()


class CodeRefused(Exception):
    """A code that opens nothing: wrong, used, withdrawn or too old; which of them is not told."""


class TooManyFailures(Exception):
    """Somebody has typed too many wrong codes of late."""


class OfferChanged(Exception):
    """What would be done is not what was shown."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code would bring. *client*: of the same number, None for a new one; *differences*: what would change in it."""

    handover: Handover
    facts: Facts
    client: Client | None
    differences: tuple[Difference, ...]

    @property
    def mark(self) -> str:
        """Whom it would change, in which state."""
        return f"{self.client.pk}-{self.client.edits}" if self.client else "new"


def look_up(user: User, code: str, now: datetime) -> Offer:
    """What *code*, as typed, would bring to the organisation of *user*. Raises CodeRefused, TooManyFailures."""
    recent = CodeFailure.objects.filter(by=user, at__gt=now - FAILURES_COUNT_FOR)
    if recent.count() >= MOST_FAILURES:
        raise TooManyFailures
    handover = Handover.objects.usable(code, now).first()
    if handover is None:
        CodeFailure.objects.create(by=user, at=now)
        raise CodeRefused
    return _offer(user, handover)


def _offer(user: User, handover: Handover) -> Offer:
    told = localdate(handover.agreed_at)
    client = same_number(user, handover.answers.get("corporate_number", ""))
    before = Facts.of(client) if client else Facts("", "", {}, "", told)
    facts = before.answered(handover.answers)
    facts = replace(facts, facts_on=max(before.facts_on, told)).tidy(told)
    return Offer(handover, facts, client, differences(before, facts) if client else ())


def take(user: User, code: str, name: str, shown: str, now: datetime) -> Client:
    """Use the code up: a new client called *name*, or the one of the same number changed; and the consent recorded.

    Of two at once one gets it. Raises CodeRefused, TooManyFailures, OfferChanged (when it is not what was *shown* any more).
    """
    offer = look_up(user, code, now)
    with transaction.atomic():
        hold(user)
        offer = _offer(user, offer.handover)
        if offer.mark != shown:
            raise OfferChanged
        # Whoever marks it first has it; the answers are the client's alone from now on.
        if not Handover.objects.usable(code, now).update(used_at=now, answers={}):
            raise CodeRefused
        facts, today = replace(offer.facts, name=name), localdate(now)
        if offer.client:
            client = offer.client
            rewrite(client, facts.tidy(today))
        else:
            client = add(user, facts, today)
        Consent.objects.create(
            client=client,
            given_at=offer.handover.agreed_at,
            received_by=user,
            scope=offer.handover.scope,
            wording=offer.handover.wording,
        )
    return client


def forget_failures(now: datetime) -> None:
    """Those that do not count any more."""
    CodeFailure.objects.filter(at__lte=now - FAILURES_COUNT_FOR).delete()
