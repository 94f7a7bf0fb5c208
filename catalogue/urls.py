from django.urls import include, path

from catalogue.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("api/v1/", include("catalogue.api.urls")),
]
