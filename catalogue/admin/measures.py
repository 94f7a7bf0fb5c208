"""The catalogue's upkeep: a measure with its programmes, a programme with all its rows, on one page each. Rules are not edited here: they have versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from catalogue import labels
from catalogue.admin.history import HistoryAdmin
from catalogue.admin.meanwhile import MeanwhileForm, histories
from catalogue.admin.readback import read_back
from catalogue.admin.site import site
from catalogue.imports.content import renew_content
from catalogue.models import (
    AvailabilityPeriod,
    Budget,
    Charge,
    Event,
    Funding,
    Listing,
    Measure,
    Ministry,
    Note,
    Programme,
    Reading,
    Result,
    RuleVersion,
    Support,
)
from matcher.codes import CERTIFICATIONS


class Renewing(admin.ModelAdmin):
    """Whatever is saved here names the catalogue anew, in the same transaction, so that every server compiles it."""

    @transaction.atomic
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(*args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renew_content()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        renew_content()

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        renew_content()


class CatalogueModelAdmin(HistoryAdmin, Renewing):
    """With a history that says which fields changed."""


class _Rows(admin.TabularInline):
    """Rows of a programme; the listing is one of its own."""

    extra = 0

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        self._owner = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "listing":
            owner = getattr(self, "_owner", None)
            kwargs["queryset"] = Listing.objects.filter(programme=owner).select_related("measure", "programme")
            kwargs["empty_label"] = "事業全体"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ChargeInline(admin.TabularInline):
    """所管府省庁."""

    model = Charge
    extra = 0
    verbose_name = verbose_name_plural = "所管府省庁（先頭が主務）"


class MeasureNoteInline(admin.TabularInline):
    """Notes on the measure itself."""

    model = Note
    extra = 0
    fields = ("position", "text", "place")


class ListingInline(admin.TabularInline):
    """The programmes under a measure."""

    model = Listing
    extra = 0
    autocomplete_fields = ("programme",)
    show_change_link = False


class SupportInline(_Rows):
    """支援の種類."""

    model = Support


class FundingInline(_Rows):
    """予算の記載."""

    model = Funding
    autocomplete_fields = ("budget",)


class ResultInline(_Rows):
    """実績."""

    model = Result


class PeriodInline(_Rows):
    """受付状況."""

    model = AvailabilityPeriod


class EventInline(_Rows):
    """その後の経緯."""

    model = Event


class ProgrammeNoteInline(_Rows):
    """注記."""

    model = Note
    fk_name = "programme"
    exclude = ("measure",)


class MeasureForm(MeanwhileForm):
    """A measure as edited."""

    histories = histories(Measure, "measure", (Charge, Note, Listing))

    class Meta:
        model = Measure
        fields = ("code", "area", "number", "title", "is_new", "summary", "audience", "place")


@admin.register(Measure, site=site)
class MeasureAdmin(CatalogueModelAdmin):
    """施策."""

    form = MeasureForm
    list_display = ("code", "title", "area", "ministries", "audience", "programmes")
    list_filter = ("area", "audience", "is_new", "charges__ministry")
    search_fields = ("code", "title", "search_text")
    ordering = ("area", "number")
    inlines = (ChargeInline, ListingInline, MeasureNoteInline)
    fieldsets = (
        (None, {"fields": ("seen", ("code", "area", "number"), "title", "is_new", "summary", "audience", "place")}),
        ("事業ごとの条件・予算・実績", {"fields": ("whole",)}),
    )
    readonly_fields = ("whole",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Measure]:
        """With what the list shows, in a fixed number of queries."""
        found: QuerySet[Measure] = super().get_queryset(request)
        return found.prefetch_related("charges__ministry", "listings")

    @admin.display(description="所管")
    def ministries(self, measure: Measure) -> str:
        """Side by side, the lead one first."""
        return "・".join(measure.ministry_names)

    @admin.display(description="事業")
    def programmes(self, measure: Measure) -> int:
        """How many programmes stand under it."""
        return len(measure.listings.all())

    @admin.display(description="内容")
    def whole(self, measure: Measure) -> SafeString | str:
        """Each programme with its rules in words, its budgets and its results, and where to edit them."""
        if measure._state.adding:
            return "保存すると表示されます。"
        today = localdate()
        found = Measure.objects.filter(pk=measure.pk).whole(today).get()
        programmes = [
            {
                "listing": listing,
                "programme": listing.programme,
                "sections": read_back(
                    listing.rows("criteria"), listing.rows("checks"), open_to_all=listing.programme.open_to_all
                ),
                "fundings": listing.rows("fundings"),
                "results": listing.rows("results"),
            }
            for listing in found.listings.all()
        ]
        return render_to_string("admin/catalogue/measure/whole.html", {"programmes": programmes})


class ProgrammeForm(MeanwhileForm):
    """A programme as edited: names a line each, certifications by their names."""

    histories = histories(Programme, "programme", (Support, Funding, Result, AvailabilityPeriod, Event, Note))

    aliases = forms.CharField(
        label="ほかの呼び名",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="1行に一つ。検索で見つかるようになります。",
    )
    gives = forms.MultipleChoiceField(
        label="得られる認定",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, labels.CERTIFICATIONS[code]) for code in CERTIFICATIONS],
    )

    class Meta:
        model = Programme
        fields = ("code", "name", "heading", "place", "is_shared", "gives", "aliases")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = "\n".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        """Each line that says something, once."""
        lines = [line.strip() for line in self.cleaned_data["aliases"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


@admin.register(Programme, site=site)
class ProgrammeAdmin(CatalogueModelAdmin):
    """事業."""

    form = ProgrammeForm
    list_display = ("name", "code", "measures", "rules", "encoding")
    list_filter = ("is_shared", "supports__code")
    search_fields = ("name", "code", "aliases", "heading")
    inlines = (SupportInline, FundingInline, ResultInline, PeriodInline, EventInline, ProgrammeNoteInline)
    fieldsets = (
        (None, {"fields": ("seen", "code", "name", "heading", "place", "is_shared", "aliases", "gives")}),
        ("要件の版", {"fields": ("versions_panel",)}),
    )
    readonly_fields = ("versions_panel",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        """With what the list shows, in a fixed number of queries."""
        found: QuerySet[Programme] = super().get_queryset(request)
        return found.prefetch_related("listings__measure", "versions")

    @admin.display(description="施策")
    def measures(self, programme: Programme) -> str:
        """Where it is listed."""
        return "、".join(listing.measure.code for listing in programme.listings.all())

    @admin.display(description="版")
    def rules(self, programme: Programme) -> str:
        """How many versions it has, and whether somebody works on one."""
        versions = list(programme.versions.all())
        working = sum(one.published_at is None for one in versions)
        return f"{len(versions) - working}" + (f"（作業中 {working}）" if working else "")

    @admin.display(description="要件の整理")
    def encoding(self, programme: Programme) -> str:
        """Of the rules published last."""
        published = [one for one in programme.versions.all() if one.published_at is not None]
        return published[-1].get_encoding_display() if published else ""

    @admin.display(description="要件の版")
    def versions_panel(self, programme: Programme) -> SafeString | str:
        """The rules in force today in words, all versions, and the way to a new draft."""
        if programme._state.adding:
            return "保存すると、最初の下書きを作れます。"
        versions = list(RuleVersion.objects.filter(programme=programme).select_related("author", "approver"))
        current = RuleVersion.objects.in_force(localdate()).filter(programme=programme).first()
        sections = (
            read_back(
                current.criteria.select_related("listing__measure"),
                current.checks.select_related("listing__measure"),
                open_to_all=current.open_to_all,
            )
            if current
            else []
        )
        context = {"programme": programme, "versions": versions, "current": current, "sections": sections}
        return render_to_string("admin/catalogue/programme/versions.html", context)


class BudgetForm(MeanwhileForm):
    """A budget as edited."""

    histories = histories(Budget, "budget", ())

    class Meta:
        model = Budget
        fields = ("code", "name", "fiscal_year", "kind", "amount_yen", "is_shared")
        help_texts = {"amount_yen": "円で書きます。3億円なら 300000000。書かれていなければ空にします。"}


@admin.register(Budget, site=site)
class BudgetAdmin(CatalogueModelAdmin):
    """予算."""

    form = BudgetForm
    list_display = ("code", "name", "fiscal_year", "kind", "amount_yen", "is_shared")
    list_filter = ("fiscal_year", "kind", "is_shared")
    search_fields = ("code", "name")


@admin.register(Ministry, site=site)
class MinistryAdmin(Renewing):
    """府省庁."""

    search_fields = ("name",)


@admin.register(Reading, site=site)
class ReadingAdmin(admin.ModelAdmin):
    """読み替え: decided once, in the files; looked up here."""

    list_display = ("code", "meaning", "reason")

    @admin.display(description="意味")
    def meaning(self, reading: Reading) -> str:
        """By which law, which sizes."""
        sizes = "・".join(labels.COMPANY_SIZES[size] for size in reading.sizes)
        return f"「{'」「'.join(reading.words)}」＝{labels.REGIMES[reading.regime]}の{sizes}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
