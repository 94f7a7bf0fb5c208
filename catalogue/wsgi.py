"""What a WSGI server loads. It refuses to load with unsafe settings."""

import os

from django.core.wsgi import get_wsgi_application

from catalogue.checks import refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")

application = get_wsgi_application()
refuse_unsafe_settings()

from django.db import connections  # noqa: E402  (models need the application)
from django.utils.timezone import localdate  # noqa: E402

from catalogue.shortlist import warm_up  # noqa: E402

warm_up(localdate())
connections.close_all()  # a server may fork after this, and a connection belongs to one process
