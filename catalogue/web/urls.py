"""The public pages."""

from django.urls import path

from catalogue.web import handover, measures, prefill, profile, results, steps, takeaway, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("language/<str:code>/", views.language, name="language"),
    path("privacy/", views.privacy, name="privacy"),
    path("profile/", profile.start, name="profile"),
    path("profile/check/", profile.check, name="profile-check"),
    path("profile/industry/", profile.industry_detail, name="profile-industry"),
    path("profile/industry/search/", profile.industry_search, name="industry-search"),
    path("profile/prefill/", prefill.prefill, name="prefill"),
    path("profile/delete/", profile.delete, name="profile-delete"),
    path("profile/deleted/", profile.deleted, name="profile-deleted"),
    path("profile/<slug:slug>/", profile.form_page, name="profile-page"),
    path("results/", results.results, name="results"),
    path("results/answer/", results.answer_question, name="answer-question"),
    path("results/near/", steps.near, name="near"),
    path("results/roadmap/", steps.roadmap, name="roadmap"),
    path("results/compare/", takeaway.compare, name="compare"),
    path("results/print/", results.printed, name="print"),
    path("results/shares/", takeaway.shares, name="shares"),
    path("results/shares/new/", takeaway.share, name="share"),
    path("results/shares/<int:pk>/revoke/", takeaway.revoke, name="revoke"),
    path("results/handover/", handover.handover, name="handover"),
    path("results/handover/revoke/", handover.revoke, name="handover-revoke"),
    path("results/list.csv", takeaway.as_csv, name="csv"),
    path("results/list.xlsx", takeaway.as_xlsx, name="xlsx"),
    path("results/days.ics", takeaway.as_calendar, name="calendar"),
    path("shared/<slug:key>/", takeaway.shared, name="shared"),
    path("measures/", measures.browse, name="measure-list"),
    path("measures/<slug:code>/", measures.measure_page, name="measure"),
    path("measures/<slug:code>/star/", profile.star, name="star"),
]
