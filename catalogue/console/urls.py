"""The console's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from catalogue.console import (
    care,
    client,
    client_actions,
    client_history,
    client_print,
    feed,
    home,
    intake,
    login,
    matrix,
    reach,
)
from catalogue.console.files import CSV, XLSX

urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("console/", home.home, name="console"),
    path("console/clients/<int:pk>/", client.client, name="client"),
    path("console/clients/<int:pk>/answer/", client_actions.answer, name="client-answer"),
    path("console/clients/<int:pk>/seen/", client_actions.seen, name="client-seen"),
    path("console/clients/<int:pk>/measures/<slug:code>/status/", client_actions.status, name="client-status"),
    path("console/clients/<int:pk>/measures/<slug:code>/override/", client_actions.override, name="client-override"),
    path(
        "console/clients/<int:pk>/measures/<slug:code>/override/withdraw/",
        client_actions.override_withdraw,
        name="client-override-withdraw",
    ),
    path("console/clients/<int:pk>/tasks/", client_actions.task_new, name="client-task-new"),
    path("console/clients/<int:pk>/tasks/<int:task>/done/", client_actions.task_done, name="client-task-done"),
    path("console/clients/<int:pk>/tasks/<int:task>/delete/", client_actions.task_delete, name="client-task-delete"),
    path("console/clients/<int:pk>/print/", client_print.client_print, name="client-print"),
    path("console/clients/<int:pk>/print/note/", client_print.client_print_note, name="client-print-note"),
    path("console/clients/<int:pk>/history/", client_history.client_history, name="client-history"),
    path("console/tasks/<int:pk>/done/", home.task_done, name="console-task-done"),
    path("console/measures/", reach.measures, name="console-measures"),
    path("console/measures/<str:code>/", reach.reach_page, name="reach"),
    path("console/measures/<str:code>/clients.csv", reach.reach_file, {"kind": CSV}, name="reach-csv"),
    path("console/measures/<str:code>/clients.xlsx", reach.reach_file, {"kind": XLSX}, name="reach-xlsx"),
    path("console/matrix/", matrix.matrix_page, name="matrix"),
    path("console/matrix/table.csv", matrix.matrix_file, {"kind": CSV}, name="matrix-csv"),
    path("console/matrix/table.xlsx", matrix.matrix_file, {"kind": XLSX}, name="matrix-xlsx"),
    path("console/feed/", feed.feed_page, name="console-feed"),
    path("console/feed/new/", feed.feed_renew, name="feed-renew"),
    path("console/feed/revoke/", feed.feed_revoke, name="feed-revoke"),
    path("feed/<str:key>.ics", feed.feed, name="feed"),
    path("console/care/", care.care_page, name="care"),
    path("console/catalogue/", intake.files, name="catalogue-files"),
    path("console/catalogue/export/", intake.export, name="catalogue-export"),
    path("console/catalogue/import/", intake.hand_in, name="catalogue-import"),
    path("console/catalogue/<int:pk>/", intake.pending, name="catalogue-pending"),
    path("console/catalogue/<int:pk>/apply/", intake.apply, name="catalogue-apply"),
    path("console/catalogue/<int:pk>/reject/", intake.reject, name="catalogue-reject"),
    path("console/catalogue/<int:pk>/withdraw/", intake.withdraw, name="catalogue-withdraw"),
]
