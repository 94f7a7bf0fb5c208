"""The schema as a file, and pages that explain it: everything from this machine, under a policy of their own."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response


class _SchemaJson(OpenApiJsonRenderer2):
    media_type = "application/json"
    format = "json"


@extend_schema(exclude=True)
@method_decorator(cache_control(no_cache=True), name="get")
class SchemaView(SpectacularAPIView):
    """``GET /api/v1/schema/``: OpenAPI 3.1 as JSON; Postman and others import it as it is."""

    renderer_classes = [_SchemaJson, *SpectacularAPIView.renderer_classes]


# Swagger UI draws its signs as data: images and sets styles on elements; no script of it stands in the page.
@extend_schema(exclude=True)
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """``GET /api/v1/docs/``: the schema to read and to try out."""

    renderer_classes = [TemplateHTMLRenderer, JSONRenderer]
    template_name = "catalogue/api/docs.html"
    url_name = "api:schema"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The page, or the script that starts it."""
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return, no-untyped-call]
