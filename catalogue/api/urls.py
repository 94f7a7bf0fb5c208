"""Addresses of the API, version 1."""

from django.urls import path, register_converter

from catalogue.api import catalogue, changes, clients, decisions, docs, mcp, views, vocabulary, webhooks, whole


class _Text:
    regex = ""

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, code: str) -> str:
        return code


class MeasureCode(_Text):
    """The number of a measure, as the source writes it: 1-05."""

    regex = r"(?:10|[1-9])-[0-9]{2}"


class ProgrammeCode(_Text):
    """The code of a programme: seisansei-kakumei."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class BudgetCode(_Text):
    """The code of a budget: seisansei-kakumei:0."""

    regex = r"[a-z0-9@:_-]+"


class MinistryName(_Text):
    """The short name of a ministry: 経産省."""

    regex = r"[^/\x00-\x1f\x7f]{1,20}"


class DecisionCode(_Text):
    """The number of a kept match, which nobody can guess."""

    regex = r"[A-Za-z0-9_-]{43}"


class WebhookCode(_Text):
    """The number of a webhook, which nobody can guess."""

    regex = r"[A-Za-z0-9_-]{43}"


class ClientNumber:
    """The number of a client."""

    regex = r"[1-9][0-9]{0,17}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, number: int) -> str:
        return str(number)


register_converter(MeasureCode, "measure_code")
register_converter(ProgrammeCode, "programme_code")
register_converter(BudgetCode, "budget_code")
register_converter(MinistryName, "ministry_name")
register_converter(DecisionCode, "decision_code")
register_converter(WebhookCode, "webhook_code")
register_converter(ClientNumber, "client_number")

app_name = "api"

urlpatterns = [
    path("matches/", views.MatchView.as_view(), name="matches"),
    path("matches/bulk/", views.BulkMatchView.as_view(), name="matches-bulk"),
    path("matches/<measure_code:code>/", views.MeasureMatchView.as_view(), name="match-of-measure"),
    path("next-question/", views.NextQuestionView.as_view(), name="next-question"),
    path("profiles/validate/", views.ProfileCheckView.as_view(), name="profiles-validate"),
    path("decisions/<decision_code:code>/", decisions.DecisionView.as_view(), name="decision"),
    path("decisions/<decision_code:code>/verify/", decisions.VerifyView.as_view(), name="decision-verify"),
    path("clients/", clients.ClientList.as_view(), name="clients"),
    path("clients/<client_number:number>/", clients.ClientDetail.as_view(), name="client"),
    path("clients/<client_number:number>/matches/", clients.ClientMatches.as_view(), name="client-matches"),
    path("measures/", catalogue.MeasureList.as_view(), name="measures"),
    path("measures/<measure_code:code>/", catalogue.MeasureDetail.as_view(), name="measure"),
    path("programmes/", catalogue.ProgrammeList.as_view(), name="programmes"),
    path("programmes/<programme_code:code>/", catalogue.ProgrammeDetail.as_view(), name="programme"),
    path("programmes/<programme_code:code>/matches/", views.ProgrammeMatchView.as_view(), name="programme-matches"),
    path("ministries/", catalogue.MinistryList.as_view(), name="ministries"),
    path("ministries/<ministry_name:name>/", catalogue.MinistryDetail.as_view(), name="ministry"),
    path("areas/", catalogue.AreaList.as_view(), name="areas"),
    path("areas/<int:number>/", catalogue.AreaDetail.as_view(), name="area"),
    path("budgets/", catalogue.BudgetList.as_view(), name="budgets"),
    path("budgets/<budget_code:code>/", catalogue.BudgetDetail.as_view(), name="budget"),
    path("results/", catalogue.ResultList.as_view(), name="results"),
    path("features/", vocabulary.FeatureList.as_view(), name="features"),
    path("industries/", vocabulary.IndustryList.as_view(), name="industries"),
    path("prefectures/", vocabulary.PrefectureList.as_view(), name="prefectures"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("webhooks/", webhooks.WebhookList.as_view(), name="webhooks"),
    path("webhooks/<webhook_code:code>/", webhooks.WebhookDetail.as_view(), name="webhook"),
    path("webhooks/<webhook_code:code>/enable/", webhooks.WebhookEnable.as_view(), name="webhook-enable"),
    path("webhooks/<webhook_code:code>/ping/", webhooks.WebhookPing.as_view(), name="webhook-ping"),
    path("catalogue.json", whole.CatalogueJson.as_view(), name="catalogue-json"),
    path("catalogue.csv", whole.CatalogueCsv.as_view(), name="catalogue-csv"),
    path("mcp/", mcp.McpView.as_view(), name="mcp"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
]
