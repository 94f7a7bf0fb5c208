"""Where to go back to, and never to another site."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def ours(wanted: str, otherwise: str) -> str:
    """*wanted* if it is a path on this site, else *otherwise*."""
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else otherwise


def back_to(request: HttpRequest, code: str = "") -> str:
    """The page that a form named as ``next``, if it is one of ours; else the results. *code*: the measure to stand at."""
    wanted = ours(request.POST.get("next", ""), reverse("results"))
    return f"{wanted}#m-{code}" if code and "#" not in wanted else wanted
