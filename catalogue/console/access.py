"""Who may open which page of the console: every view says its permission here, and the table of permissions is read from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.models import User

View = Callable[..., HttpResponse]


def page(*permissions: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A view for people who are logged in and have all *permissions* of this app; in Japanese, and never cached.

    Anonymous: to the login page and back. Without a permission: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @require_http_methods(list(methods))
        @never_cache
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_perms([f"catalogue.{one}" for one in permissions]):
                raise PermissionDenied
            with translation.override("ja"):  # whatever language was chosen on the public pages
                return view(request, *args, **kwargs)

        return guarded

    return decorate


SEES_CLIENTS = "view_client"
ADDS_CLIENTS = "add_client"
KEEPS_CLIENTS = "change_client"
DELETES_CLIENTS = "delete_client"
SEES_CATALOGUE = "view_measure"
KEEPS_CATALOGUE = "change_measure"
PUBLISHES = "publish_ruleversion"
SEES_CALLS = "view_call"
KEEPS_CALLS = "change_call"


def user_of(request: HttpRequest) -> User:
    """The logged-in user of a guarded view."""
    assert isinstance(request.user, User)
    return request.user
