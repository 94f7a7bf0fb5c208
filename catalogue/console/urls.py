"""The console's addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from catalogue.console import feed, home, login, matrix, reach
from catalogue.console.files import CSV, XLSX

urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("console/", home.home, name="console"),
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
]
