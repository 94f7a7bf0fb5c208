"""The console's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from catalogue.console import client_form, client_import, clients, home, login, receive

urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("console/", home.home, name="console"),
    path("console/clients/", clients.browse, name="client-list"),
    path("console/clients/new/", client_form.new, name="client-new"),
    path("console/clients/receive/", receive.receive, name="client-receive"),
    path("console/clients/import/", client_import.import_file, name="client-import"),
    path("console/clients/import/template.xlsx", client_import.template, name="client-template"),
    path("console/clients/export.csv", clients.as_csv, name="client-csv"),
    path("console/clients/export.xlsx", clients.as_xlsx, name="client-xlsx"),
    path("console/clients/<int:pk>/edit/", client_form.edit, name="client-edit"),
    path("console/clients/<int:pk>/industry/", client_form.industry, name="client-industry"),
    path("console/clients/<int:pk>/delete/", client_form.delete, name="client-delete"),
]
