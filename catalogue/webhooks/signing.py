"""The secret of a webhook, and what is signed with it by the scheme of Standard Webhooks."""

from __future__ import annotations

import base64
import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac
from standardwebhooks import Webhook as Signer

from catalogue.models import Webhook

_SALT = "catalogue.webhooks.signing"


def secret_of(hook: Webhook) -> str:
    """What the receiver verifies with, as ``whsec_…``. It is made anew each time and kept nowhere: a copy of the database signs nothing."""
    return _secrets(hook)[0]


def headers(hook: Webhook, message: str, payload: str, now: datetime.datetime) -> dict[str, str]:
    """The headers of one attempt. While SECRET_KEY is being changed (SECRET_KEY_FALLBACKS) it is signed with the secrets of before, too."""
    at = now.astimezone(datetime.UTC)  # the library takes the hour as it is written for one of UTC
    signatures = [Signer(secret).sign(message, at, payload) for secret in _secrets(hook)]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _secrets(hook: Webhook) -> list[str]:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (salted_hmac(_SALT, hook.seed, secret=key, algorithm="sha256").digest() for key in keys)
    return [f"whsec_{base64.b64encode(one).decode()}" for one in made]
