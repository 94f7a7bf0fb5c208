"""Webhooks of the key at hand, and of no other: made, looked at, tried out, started again, deleted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api import hooks
from catalogue.api.keys import key_of, require
from catalogue.api.pages import Pages
from catalogue.api.query import PAGED, Parameter, Shape, parameters, read_query
from catalogue.api.views import Private
from catalogue.contract.match import read_keys
from catalogue.contract.webhooks import delivery_row, hook_row, hook_whole, url_problem_text
from catalogue.language import listed
from catalogue.models import ApiKey, HookEvent, Scope, Webhook
from catalogue.webhooks.addresses import UrlProblem, url_problem
from catalogue.webhooks.events import ping
from catalogue.webhooks.registering import MOST_HOOKS, SUBSCRIBED, TooMany, register
from catalogue.webhooks.signing import secret_of

LAST_DELIVERIES = 20


class OfWebhooks(Private):
    """Webhooks; nothing on the way may store what is told of them. *reads_nothing*: methods whose query is empty."""

    scope, keyed = Scope.READ, True
    reads_nothing: tuple[str, ...] = ("get", "delete")
    walk = ("pk",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a query with mistakes."""
        super().initial(request, *args, **kwargs)
        if (request.method or "").lower() in self.reads_nothing:
            read_query(request.query_params, Shape((), ""), None)

    def key(self) -> ApiKey:
        """The one at hand."""
        found = require(self.request, Scope.READ)
        assert found is not None  # the view is keyed
        return found

    def webhooks(self) -> QuerySet[Webhook]:
        """Those of the key at hand."""
        return Webhook.objects.filter(key=self.key())

    def one(self, code: str) -> Webhook:
        """Raises Http404 for another key's as for none."""
        return get_object_or_404(self.webhooks(), code=code)


class WebhookList(OfWebhooks):
    """Webhooks 通知先."""

    pagination_class = Pages
    reads_nothing = ()
    asked_by = ("GET",)

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """Pages."""
        return parameters(PAGED, None)

    @extend_schema(
        operation_id="webhooks_list",
        summary=gettext_lazy("この鍵の通知先を返す"),
        responses={200: hooks.WebhookSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of them, the oldest first."""
        read_query(request.query_params, PAGED, None)
        pages = Pages()
        found = pages.paginate_queryset(self.webhooks().order_by(*self.walk), request, self)
        return pages.get_paginated_response([hook_row(hook) for hook in found or ()])

    @extend_schema(
        operation_id="webhooks_create",
        summary=gettext_lazy("通知先を登録する。署名を確かめるための秘密は、この答えにだけある"),
        request=hooks.NewWebhookSerializer,
        responses={201: hooks.MadeWebhookSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new one, with its secret, which is shown in this answer and in no other."""
        read = read_keys(request.data, ("url", "events"))
        read.finish()
        errors: dict[str, list[str]] = {}
        url, events = read.body.get("url"), read.body.get("events")
        if problem := url_problem(url) if isinstance(url, str) else UrlProblem.LENGTH:
            errors["url"] = [url_problem_text(problem)]
        known = {event.value: event for event in SUBSCRIBED}
        wanted = [one for one in events if isinstance(one, str)] if isinstance(events, list) else []
        if not wanted or wanted != events or not known.keys() >= set(wanted):
            text = _("知らせるできごとを一覧で書いてください。使えるのは {codes} です。")
            errors["events"] = [text.format(codes=listed(known))]
        if errors:
            raise ValidationError(errors)
        if HookEvent.DECISION_CHANGED in wanted:
            key_of(request, Scope.KEEP)
        language = get_language() or settings.LANGUAGE_CODE
        try:
            made = register(self.key(), str(url), [known[one] for one in wanted], language, now())
        except TooMany as error:
            text = _("一つの鍵の通知先は{most}件までです。使わないものを消してください。")
            raise ValidationError({"url": [text.format(most=MOST_HOOKS)]}) from error
        return Response({**hook_row(made), "secret": secret_of(made)}, status=201)


class WebhookDetail(OfWebhooks):
    """One webhook 通知先."""

    @extend_schema(
        operation_id="webhooks_retrieve",
        summary=gettext_lazy("通知先を、最近の通知とともに返す"),
        responses={200: hooks.WholeWebhookSerializer},
    )
    def get(self, request: Request, code: str) -> Response:
        """With its last deliveries, the latest first."""
        hook = self.one(code)
        return Response(hook_whole(hook, hook.deliveries.all()[:LAST_DELIVERIES]))

    @extend_schema(operation_id="webhooks_delete", summary=gettext_lazy("通知先を消す"), responses={204: None})
    def delete(self, request: Request, code: str) -> Response:
        """Gone for good, with what waits to be sent to it."""
        self.one(code).delete()
        return Response(status=204)


class WebhookEnable(OfWebhooks):
    """A webhook that was disabled."""

    @extend_schema(
        operation_id="webhooks_enable",
        summary=gettext_lazy("止まった通知先への通知を再開する"),
        request=None,
        responses={200: hooks.WebhookSerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        """It is sent what waits, and what comes. The body is empty, or an empty object."""
        hook = self.one(code)
        read_keys(request.data, ()).finish()
        hook.enable()
        return Response(hook_row(hook))


class WebhookPing(OfWebhooks):
    """A webhook, tried out."""

    @extend_schema(
        operation_id="webhooks_ping",
        summary=gettext_lazy("試しの通知（ping）を送る"),
        request=None,
        responses={202: hooks.DeliverySerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        """A delivery that waits to be sent; the last ones of the webhook tell how it came out. The body is empty, or an empty object."""
        hook = self.one(code)
        read_keys(request.data, ()).finish()
        return Response(delivery_row(ping(hook, now())), status=202)
