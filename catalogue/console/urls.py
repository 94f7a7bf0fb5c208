"""The console's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from catalogue.console import home, login

urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("console/", home.home, name="console"),
]
