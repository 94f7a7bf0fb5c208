"""What a WSGI server loads. It refuses to load with unsafe settings."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from catalogue.checks import refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")

application = get_wsgi_application()
refuse_unsafe_settings()

from django.db import connections  # noqa: E402  (models need the application)
from django.urls import get_resolver  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from catalogue.api.conditional import program  # noqa: E402
from catalogue.contract.telling import teller  # noqa: E402
from catalogue.shortlist import warm_up  # noqa: E402

# What the first visitor would wait for, some seconds of it.
get_resolver().url_patterns  # noqa: B018  (loads every view)
program()
if (compiled := warm_up(localdate())) is not None:
    teller(compiled)
connections.close_all()  # a server may fork after this, and a connection belongs to one process

# The compiled catalogue and the modules stay for good: looking through them again and again for garbage holds up answers by a tenth of a second.
gc.collect()
gc.freeze()
