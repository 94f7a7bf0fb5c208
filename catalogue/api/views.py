"""Matching: views only translate: read the request, call one function, show what came back."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from typing import IO, Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue.api import answers, asked
from catalogue.api.keys import key_of
from catalogue.api.parsers import NdjsonParser, count_lines, lines_of
from catalogue.api.problems import line_problem, line_unanswered
from catalogue.api.query import Parameter, Shape, read_query
from catalogue.api.renderers import NdjsonRenderer
from catalogue.api.throttling import charge
from catalogue.contract.bulk import BulkMatches
from catalogue.contract.decisions import receipt
from catalogue.contract.match import read_request
from catalogue.contract.matches import as_json, asking, checked, explanation, read_companies, read_company, standing
from catalogue.contract.telling import teller
from catalogue.decisions.keeping import keep
from catalogue.models import Scope
from catalogue.shortlist import explain, snapshot


class Posted(APIView):
    """A question about a company. Its query is empty: a key that belongs into the body would be ignored there."""

    keys: tuple[str, ...] = ()

    @classmethod
    def parameters(cls) -> list[Parameter]:
        """The query's keys, for the schema."""
        return []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a query with mistakes."""
        super().initial(request, *args, **kwargs)
        if request.method == "POST":
            read_query(request.query_params, Shape((), ""), None, plain=self.keys)


class Private(Posted):
    """What tells about a company or belongs to one key."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Never stored on the way."""
        response.headers["Cache-Control"] = "no-store"
        return super().finalize_response(request, response, *args, **kwargs)


class MatchView(Posted):
    """One company, the ranked list."""

    @extend_schema(
        operation_id="matches_create",
        summary=gettext_lazy("会社に合う施策を順に返す"),
        request=asked.MatchSerializer,
        responses={200: answers.AnswerSerializer},
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Match one company. Nothing about it is stored, unless ``keep`` asks for it."""
        sound = read_request(request.data, localdate(), keepable=True)
        if sound.keep:
            made = keep(key_of(request, Scope.KEEP), sound, as_json(sound.profile), now())
            return Response({**made.answered, "decision": receipt(made)})
        told = teller(snapshot(sound.as_of)).answer(sound, questions=True)
        return HttpResponse(told, content_type=JSONRenderer.media_type)


class MeasureMatchView(Posted):
    """One company, one measure."""

    @extend_schema(
        operation_id="matches_of_measure",
        summary=gettext_lazy("一つの施策の判定を、すべての根拠とともに返す"),
        request=asked.CompanySerializer,
        responses={200: answers.ExplanationSerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        """Explain one measure in full."""
        sound = read_company(request.data, localdate())
        version = snapshot(sound.as_of).version
        found = explain(sound.profile, sound.as_of, code)
        if found is None:
            raise Http404
        return Response(explanation(sound, version, found))


class ProgrammeMatchView(Posted):
    """One programme, many companies."""

    @extend_schema(
        operation_id="programmes_matches",
        summary=gettext_lazy("送られた会社のうち、どれがその事業を使えるかを返す"),
        request=asked.CompaniesSerializer,
        responses={200: answers.StandingSerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        """Which of the posted companies may use a programme."""
        sound = read_companies(request.data, localdate())
        charge(request, len(sound.profiles))
        found = standing(sound, snapshot(sound.as_of), code)
        if found is None:
            raise Http404
        return Response(found)


class NextQuestionView(Posted):
    """One company, what to ask it next."""

    @extend_schema(
        operation_id="next_question",
        summary=gettext_lazy("次に何を答えれば判定が決まるかを返す"),
        request=asked.CompanySerializer,
        responses={200: answers.NextQuestionSerializer},
    )
    def post(self, request: Request) -> Response:
        """The most telling question, and the others."""
        sound = read_company(request.data, localdate())
        return Response(asking(sound, snapshot(sound.as_of)))


class ProfileCheckView(Posted):
    """Is a profile sound?"""

    @extend_schema(
        operation_id="profiles_validate",
        summary=gettext_lazy("会社の情報に誤りがないかを確かめる"),
        request=asked.UncheckedSerializer,
        responses={200: answers.CheckedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Every mistake, or what the profile says."""
        return Response(checked(request.data, localdate()))


class BulkMatchView(Posted):
    """Many companies, a line each."""

    parser_classes = [NdjsonParser]
    renderer_classes = [NdjsonRenderer]
    keys = ("next_questions",)

    @classmethod
    def parameters(cls) -> list[Parameter]:
        return [
            {
                "in": "query",
                "name": "next_questions",
                "required": False,
                "schema": {"type": "string", "enum": ["true", "false"], "default": "false"},
                "example": "false",
                "description": gettext_lazy("true なら各行に next_questions も付ける（遅くなる）。"),
            }
        ]

    @extend_schema(
        operation_id="matches_bulk",
        summary=gettext_lazy("多くの会社を一行ずつ照合する（NDJSON）"),
        request={"application/x-ndjson": asked.NDJSON},
        responses={(200, "application/x-ndjson"): answers.NDJSON},
    )
    def post(self, request: Request) -> HttpResponseBase:
        """A request a line in, an answer or a problem a line out, in order. An error in one line stops nothing."""
        questions = request.query_params.get("next_questions") or "false"
        if questions not in ("true", "false"):
            raise ValidationError({"next_questions": [_("true か false で書いてください。")]})
        # All of it is taken in before the first line goes out: a client that sends first and reads later would hang otherwise.
        # Of a body without a byte the framework makes an empty mapping.
        spool: IO[bytes] = request.data or BytesIO()  # type: ignore[assignment]
        today = localdate()
        with ExitStack() as stack:
            stack.callback(spool.close)
            charge(request, count_lines(spool))
            snapshot(today)
            stack.pop_all()  # from here on it is closed by whoever reads the lines
        matches = BulkMatches(today, questions=questions == "true")
        found = matches.lines(lines_of(spool), line_problem, line_unanswered)
        response = StreamingHttpResponse(_spoken(found, get_language() or "ja"), content_type=NdjsonRenderer.media_type)
        response.is_sent_as_it_is = True  # type: ignore[attr-defined]  # compressing would take longer than matching
        return response


def _spoken(lines: Any, language: str) -> Any:
    """*lines*, each made in the language of the request: they are made when the middleware has long gone home."""
    while True:
        with translation.override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
