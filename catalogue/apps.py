from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    """The one app of the project."""

    name = "catalogue"
    verbose_name = "施策カタログ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalogue import checks  # noqa: F401  (importing registers the checks)
        from catalogue.roles import sync_roles

        post_migrate.connect(sync_roles, sender=self)
