"""The script that a partner's page loads, and the frame that the script puts there."""

from django.urls import path, re_path

from catalogue.widget import frame, script

app_name = "widget"

urlpatterns = [
    path("v1.js", script.script, name="script"),
    re_path(r"^(?P<prefix>[A-Za-z0-9]{8})/$", frame.frame, name="frame"),
]
