"""The schema as a file, and pages that explain it: everything from this machine, under a policy of their own, in either language."""

from __future__ import annotations

from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalogue.api.conditional import mark, program, unchanged
from catalogue.language import listed


class InLanguage(APIView):
    """``?lang=`` goes before what the browser prefers, so that a link can lead to a language."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError for a language that there is not."""
        super().initial(request, *args, **kwargs)
        languages = dict(settings.LANGUAGES)
        if asked := request.query_params.get("lang"):
            if asked not in languages:
                raise ValidationError({"lang": [_("使えるのは {codes} です。").format(codes=listed(languages))]})
            translation.activate(asked)  # the language's middleware says so on the answer


@cache
def drawn(language: str) -> dict[str, Any]:
    """The schema in a *language*: the same for all who ask, until the next release."""
    with translation.override(language):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


class _SchemaJson(OpenApiJsonRenderer2):
    media_type = "application/json"
    format = "json"


@extend_schema(exclude=True)
class SchemaView(InLanguage, SpectacularAPIView):
    """``GET /api/v1/schema/``: OpenAPI 3.1 as JSON; Postman and others import it as it is."""

    renderer_classes = [_SchemaJson, *SpectacularAPIView.renderer_classes]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The schema, or that it has not changed."""
        language, form = get_language() or settings.LANGUAGE_CODE, request.accepted_renderer.format
        tag = f'"{program()}-{language}-{form}"'
        response = unchanged(request, tag, None) or Response(
            drawn(language), headers={"Content-Disposition": f'inline; filename="openapi.{form}"'}
        )
        mark(response, tag, None)
        return response


# Swagger UI draws its signs as data: images and sets styles on elements; no script of it stands in the page.
@extend_schema(exclude=True)
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class DocsView(InLanguage, SpectacularSwaggerSplitView):
    """``GET /api/v1/docs/``: the schema to read and to try out."""

    renderer_classes = [TemplateHTMLRenderer, JSONRenderer]
    template_name = "catalogue/api/docs.html"
    url_name = "api:schema"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, or the script that starts it."""
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return, no-untyped-call]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What is refused here is a problem as everywhere, not a page."""
        if getattr(response, "exception", False):
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)
