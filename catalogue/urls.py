from django.urls import include, path, re_path

from catalogue.admin import accounts, keys, measures, rules, scenarios  # noqa: F401  (they register themselves)
from catalogue.admin.site import site as admin_site
from catalogue.api.problems import not_found

urlpatterns = [
    path("", include("catalogue.web.urls")),
    path("", include("catalogue.console.urls")),
    path("admin/", admin_site.urls),
    path("widget/", include("catalogue.widget.urls")),
    path("api/v1/", include("catalogue.api.urls")),
    re_path(r"^api/", not_found),
    path("api", not_found),
]

handler400 = "catalogue.api.problems.bad_request"
handler500 = "catalogue.api.problems.server_error"
