"""The console's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from catalogue.console import files, home, login

urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("console/", home.home, name="console"),
    path("console/catalogue/", files.files, name="catalogue-files"),
    path("console/catalogue/export/", files.export, name="catalogue-export"),
    path("console/catalogue/import/", files.hand_in, name="catalogue-import"),
    path("console/catalogue/<int:pk>/", files.pending, name="catalogue-pending"),
    path("console/catalogue/<int:pk>/apply/", files.apply, name="catalogue-apply"),
    path("console/catalogue/<int:pk>/reject/", files.reject, name="catalogue-reject"),
    path("console/catalogue/<int:pk>/withdraw/", files.withdraw, name="catalogue-withdraw"),
]
