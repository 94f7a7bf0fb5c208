"""Keys of the API: made here and shown once; revoked here, and never deleted, so that it stays known who could ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now

from catalogue.admin.site import site
from catalogue.admin.webhooks import links
from catalogue.models import ApiKey, Scope
from catalogue.models.keys import check_origins


class OriginsField(forms.CharField):
    """Addresses of sites, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        """As they are typed."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """As they are kept."""
        return list(
            dict.fromkeys(one for line in (super().to_python(value) or "").splitlines() if (one := line.strip()))
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other sites are meant."""
        return bool((initial or []) != self.to_python(data))


class KeyForm(forms.ModelForm):
    """A key as an administrator keeps it."""

    origins = OriginsField(
        label="埋め込みを許すサイト",
        required=False,
        validators=[check_origins],
        help_text="1行に一つ。https://www.example.jp のように、パスを付けずに書きます。",
    )

    class Meta:
        model = ApiKey
        fields = "__all__"  # noqa: DJ007  (the admin below names them)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a key that could be used for nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not any(
            cleaned.get(f"scope_{scope.value}", getattr(self.instance, f"scope_{scope.value}")) for scope in Scope
        ):
            raise ValidationError("使い道を一つ以上選んでください。")
        return cleaned


def tag_of(key: ApiKey, request: HttpRequest) -> str:
    """What puts the widget into a page: with the public part of *key*, and never with its secret."""
    script = request.build_absolute_uri(reverse("widget:script"))
    return f'<script src="{script}" data-key="{key.prefix}" async></script>'


_SCOPES = tuple(f"scope_{scope.value}" for scope in Scope)


@admin.register(ApiKey, site=site)
class KeyAdmin(admin.ModelAdmin):
    """APIの鍵."""

    form = KeyForm
    change_form_template = "admin/catalogue/apikey/change.html"
    list_display = ("name", "prefix", "organisation", "uses", "per_minute", "per_day", "state", "last_used_at")
    list_filter = ("revoked", *_SCOPES)
    list_select_related = ("organisation",)
    search_fields = ("name", "prefix", "organisation__name")
    fieldsets = (
        (None, {"fields": ("name", "prefix", "organisation")}),
        ("使い道", {"fields": _SCOPES}),
        ("上限", {"fields": ("per_minute", "per_day")}),
        ("埋め込み", {"fields": ("origins",)}),
        ("通知", {"fields": ("webhooks",)}),
        ("期間", {"fields": ("expiry_date", "revoked", "created", "last_used_at")}),
    )
    readonly_fields = ("prefix", "created", "last_used_at", "webhooks")

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """What is revoked stays revoked."""
        return (*self.readonly_fields, "revoked") if obj is None or obj.revoked else self.readonly_fields

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """With the tag that a site puts into its page, while there is a site that may."""
        key: ApiKey | None = kwargs.get("obj")
        context["tag"] = tag_of(key, request) if key is not None and key.sites and key.holds(now()) else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """A new one gets its key, which is kept for this answer alone."""
        if not change:
            request.made_key = ApiKey.objects.assign_key(obj)  # type: ignore[attr-defined]  # read below
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """The key, shown in this answer and never again."""
        context = {
            **self.admin_site.each_context(request),
            "title": "鍵を作りました",
            "key": request.made_key,  # type: ignore[attr-defined]
            "name": obj.name,
            "opts": self.opts,
        }
        response = TemplateResponse(request, "admin/catalogue/apikey/made.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is revoked instead."""
        return False

    @admin.display(description="通知先")
    def webhooks(self, key: ApiKey) -> SafeString:
        """Each with its state."""
        return links(key)

    @admin.display(description="使い道")
    def uses(self, key: ApiKey) -> str:
        """Side by side."""
        return "、".join(scope.label for scope in Scope if scope in key.scopes)

    @admin.display(description="状態")
    def state(self, key: ApiKey) -> str:
        """Whether it holds."""
        if key.revoked:
            return "失効"
        return "期限切れ" if key.ended(now()) else "有効"
