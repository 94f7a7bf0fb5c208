"""Clients of the key's organisation, for the software that the organisation works with. Those of others do not exist here."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api import kept
from catalogue.api.answers import AnswerSerializer
from catalogue.api.keys import key_of
from catalogue.api.pages import Pages
from catalogue.api.query import PAGED, Parameter, Shape, parameters, read_query
from catalogue.api.views import Private
from catalogue.clients.facts import BESIDE, Facts
from catalogue.clients.keeping import NumberTaken, add_by_program
from catalogue.contract.match import answer, read_day, read_keys, read_request
from catalogue.contract.matches import as_json
from catalogue.models import Client, Scope
from catalogue.parts.answer import profile_of
from catalogue.shortlist import DEFAULT_LIMIT, MOST, shortlist


class OfClients(Private):
    """Clients; nothing on the way may store what is told of them."""

    scope = Scope.CLIENTS
    walk = ("name", "pk")

    def organisation(self) -> int:
        """The number of the key's own. Raises PermissionDenied for a key without one, which the database refuses to hold."""
        found = key_of(self.request, Scope.CLIENTS).organisation_id
        if found is None:
            raise PermissionDenied
        return int(found)

    def clients(self) -> QuerySet[Client]:
        """Those of the key's organisation."""
        return Client.objects.filter(organisation=self.organisation())


class ClientList(OfClients):
    """Clients 支援先."""

    pagination_class = Pages
    asked_by = ("GET",)

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """Pages."""
        return parameters(PAGED, None)

    @extend_schema(
        operation_id="clients_list",
        summary=gettext_lazy("支援先を返す"),
        responses={200: kept.ClientSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of them, by name."""
        read_query(request.query_params, PAGED, None)
        pages = Pages()
        found = pages.paginate_queryset(self.clients().order_by(*self.walk), request, self)
        return pages.get_paginated_response([told(client) for client in found or ()])

    @extend_schema(
        operation_id="clients_create",
        summary=gettext_lazy("支援先を登録する"),
        request=kept.NewClientSerializer,
        responses={201: kept.ClientSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new one. A 法人番号 that another client has is refused."""
        today = localdate()
        read = read_keys(request.data, ("profile", "facts_on"))
        facts_on = read.of("facts_on", read_day, today)
        profile = read.profile(facts_on)
        read.finish()
        if facts_on > today:
            raise ValidationError({"facts_on": [_("今日までの日付で書いてください。")]})
        answers = {name: value for name, value in as_json(profile).items() if name not in BESIDE}
        facts = Facts(profile.name or "", profile.corporate_number or "", answers, "", facts_on).tidy(today)
        if not facts.name:
            raise _refused("name", _("支援先には名称が要ります。"))
        key = key_of(request, Scope.CLIENTS)
        try:
            client = add_by_program(self.organisation(), facts, today, f"API: {key.name}")
        except NumberTaken as taken:
            text = _("この法人番号の支援先がすでにあります（番号 {number}）。").format(number=taken.client.pk)
            raise _refused("corporate_number", text) from taken
        return Response(told(client), status=201)


class ClientDetail(OfClients):
    """One client 支援先."""

    @extend_schema(
        operation_id="clients_retrieve",
        summary=gettext_lazy("支援先を一つ返す"),
        responses={200: kept.ClientSerializer},
    )
    def get(self, request: Request, number: int) -> Response:
        """What is known of it."""
        read_query(request.query_params, Shape((), ""), None)
        return Response(told(get_object_or_404(self.clients(), pk=number)))


class ClientMatches(OfClients):
    """One client, the ranked list by the rules; what advisors think of a verdict is not part of it."""

    keys = ("as_of", "limit", "include_ineligible")

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """As a match has them in its body."""
        flag = {"type": "string", "enum": ["true", "false"], "default": "false"}
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT}
        told = (
            (
                "as_of",
                gettext_lazy("基準日。省くと今日（日本時間）。"),
                "2024-03-31",
                {"type": "string", "format": "day"},
            ),
            ("limit", gettext_lazy("返す施策の数。"), DEFAULT_LIMIT, limit),
            ("include_ineligible", gettext_lazy("条件に合わない施策も最後に返すかどうか。"), "false", flag),
        )
        return [
            {"in": "query", "required": False, "name": name, "description": text, "example": example, "schema": schema}
            for name, text, example, schema in told
        ]

    @extend_schema(
        operation_id="clients_matches",
        summary=gettext_lazy("支援先に合う施策を順に返す"),
        responses={200: AnswerSerializer},
    )
    def get(self, request: Request, number: int) -> Response:
        """Match one client with its answers as they are kept."""
        query = request.query_params
        read_query(query, Shape((), ""), None, plain=self.keys)
        client = get_object_or_404(self.clients(), pk=number)
        limit, flag = query.get("limit"), query.get("include_ineligible")
        body: dict[str, object] = {
            "profile": {},
            "as_of": query.get("as_of"),
            "limit": int(limit) if limit and limit.isascii() and limit.isdigit() and len(limit) < _DIGITS else limit,
            "include_ineligible": {"true": True, "false": False}.get(flag or "", flag),
        }
        asked = read_request(body, localdate())
        asked = replace(asked, profile=profile_of(client.contract_answers, asked.as_of))
        found = shortlist(asked.profile, asked.as_of, asked.limit, include_ineligible=asked.include_ineligible)
        return Response(answer(found))


_DIGITS = 10


def _refused(key: str, text: str) -> ValidationError:
    return ValidationError({("profile", key): [text]})  # type: ignore[dict-item]  # problems.py reads a path


def told(client: Client) -> dict[str, object]:
    """A client as the API tells it."""
    return {
        "id": client.pk,
        "profile": client.contract_answers,
        "facts_on": client.facts_on.isoformat(),
        "created_at": localtime(client.created_at).isoformat(timespec="seconds"),
        "updated_at": localtime(client.updated_at).isoformat(timespec="seconds"),
    }
