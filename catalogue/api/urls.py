"""Addresses of the API, version 1."""

from django.urls import path, re_path

from catalogue.api import views
from catalogue.api.problems import not_found

app_name = "api"

urlpatterns = [
    path("matches/", views.MatchView.as_view(), name="matches"),
    path("measures/", views.MeasureList.as_view(), name="measures"),
    path("measures/<str:code>/", views.MeasureDetail.as_view(), name="measure"),
    re_path(r"^(?P<path>.*)$", not_found),
]
