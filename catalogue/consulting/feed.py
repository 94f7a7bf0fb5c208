"""The secret address of a person's calendar. Only its fingerprint is kept, so that nobody who reads the database can open it."""

from __future__ import annotations

from catalogue.models import User
from catalogue.models.draft import fingerprint, new_key


def new_address(user: User) -> str:
    """A new key for *user*'s calendar; the one before opens nothing any more. It cannot be read again."""
    key = new_key()
    user.feed_fingerprint = fingerprint(key)
    user.save(update_fields=["feed_fingerprint"])
    return key


def revoke(user: User) -> None:
    """No key opens *user*'s calendar any more."""
    user.feed_fingerprint = None
    user.save(update_fields=["feed_fingerprint"])


def owner(key: str) -> User | None:
    """Whose calendar *key* opens: somebody who could see the same after logging in. Else None."""
    found = User.objects.filter(feed_fingerprint=fingerprint(key), is_active=True).first()
    if found is None or not found.organisation_id or not found.has_perm("catalogue.view_client"):
        return None
    return found
