from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The one app of the project."""

    name = "catalogue"
    verbose_name = "施策カタログ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalogue import checks  # noqa: F401  (importing registers the checks)
