"""Who asks: nobody in particular, or the holder of a key, who may do what the key is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import permissions
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from catalogue.models import ApiKey, Scope

if TYPE_CHECKING:  # the framework's views load this module
    from rest_framework.views import APIView

SCHEME = "Api-Key"
FREE = frozenset((Scope.READ, Scope.MATCH))
"""What may be done without a key."""


class KeyAuthentication(BaseAuthentication):
    """``Authorization: Api-Key …``. Asked of the database each time, so that a key that is revoked stops at once everywhere."""

    schemes: tuple[str, ...] = (SCHEME,)

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        """The key as ``request.auth``; None without the header. Raises AuthenticationFailed for one that does not hold."""
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        scheme, _space, sent = header.partition(" ")
        if scheme.lower() not in map(str.lower, self.schemes) or not sent.strip():
            raise AuthenticationFailed(_("Authorization は「Api-Key 鍵」の形で書いてください。"))
        key = ApiKey.objects.sent(sent.strip())
        if key is None:
            raise AuthenticationFailed(_("この鍵はありません。写し間違いがないか確かめてください。"))
        if key.revoked:
            raise AuthenticationFailed(_("この鍵は失効しています。管理者に新しい鍵を求めてください。"))
        at = now()
        if key.ended(at):
            raise AuthenticationFailed(_("この鍵は期限が切れています。管理者に新しい鍵を求めてください。"))
        ApiKey.objects.used(key, at)
        return None, key

    def authenticate_header(self, request: Request) -> str:
        """How to say who one is."""
        return ", ".join(self.schemes)


class MayAsk(permissions.BasePermission):
    """Each view has a scope: what it says, or else reading for what changes nothing and matching for what is posted.

    One that is ``keyed`` needs a key even for what is free.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raises NotAuthenticated or PermissionDenied, with the scope that is missing."""
        scope = scope_of(view, request.method or "")
        if require(request, scope) is None and is_keyed(view):
            raise _key_missing(scope)
        return True


def sent_key(request: Request) -> ApiKey | None:
    """The key that a request came with."""
    return request.auth if isinstance(request.auth, ApiKey) else None


def scope_of(view: Any, method: str) -> Scope:
    """What a key must be for to use *view* by *method*."""
    said: Scope | None = getattr(view, "scope", None)
    return said or (Scope.READ if method in permissions.SAFE_METHODS else Scope.MATCH)


def is_keyed(view: Any) -> bool:
    """Whether *view* is about what a key owns, so that it needs one even for what is free."""
    return bool(getattr(view, "keyed", False))


def _key_missing(scope: Scope) -> NotAuthenticated:
    return NotAuthenticated(
        _("鍵が要ります。Authorization: Api-Key に、「{scope}」ための鍵を付けてください。").format(scope=_(scope.label))
    )


def require(request: Request, scope: Scope) -> ApiKey | None:
    """The key that *scope* is allowed to; None for who needs none. Raises NotAuthenticated (401), PermissionDenied (403)."""
    key = sent_key(request)
    if key is None:
        if scope in FREE:
            return None
        raise _key_missing(scope)
    if scope not in key.scopes:
        raise PermissionDenied(_("この鍵は「{scope}」ためには使えません。").format(scope=_(scope.label)))
    return key


def key_of(request: Request, scope: Scope) -> ApiKey:
    """The key of a request that needs one. Raises as :func:`require`."""
    key = require(request, scope)
    if key is None:
        raise LookupError(f"{scope} is free")
    return key
