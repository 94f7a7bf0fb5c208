"""Addresses of the API, version 1."""

from django.urls import path, register_converter

from catalogue.api import views


class MeasureCode:
    """The number of a measure, as the source writes it: 1-05."""

    regex = r"(?:10|[1-9])-[0-9]{2}"

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, code: str) -> str:
        return code


register_converter(MeasureCode, "measure_code")

app_name = "api"

urlpatterns = [
    path("matches/", views.MatchView.as_view(), name="matches"),
    path("measures/", views.MeasureList.as_view(), name="measures"),
    path("measures/<measure_code:code>/", views.MeasureDetail.as_view(), name="measure"),
]
