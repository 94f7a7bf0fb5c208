"""The project's settings with static files straight from the source folders, so that nothing has to be collected first."""

from catalogue.settings import *

STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
