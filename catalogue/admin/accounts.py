"""Organisations and the accounts of their people. An administrator gives roles; nobody gives more than a role here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from catalogue.admin.history import HistoryAdmin
from catalogue.admin.site import site
from catalogue.models import Organisation, User
from catalogue.roles import ROLES


@admin.register(Organisation, site=site)
class OrganisationAdmin(HistoryAdmin):
    """支援機関."""

    list_display = ("name", "people", "client_count", "created_at")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """With the counts that the list shows."""
        found: QuerySet[Organisation] = super().get_queryset(request)
        return found.annotate(user_count=Count("users", distinct=True), client_total=Count("clients", distinct=True))

    @admin.display(description="利用者", ordering="user_count")
    def people(self, organisation: Any) -> int:
        """How many accounts it has."""
        return int(organisation.user_count)

    @admin.display(description="支援先", ordering="client_total")
    def client_count(self, organisation: Any) -> int:
        """How many clients it keeps; which, the administrator does not see."""
        return int(organisation.client_total)


def _roles() -> ModelMultipleChoiceField:
    return ModelMultipleChoiceField(
        Group.objects.filter(name__in=[role.label for role in ROLES]),
        label="役割",
        required=False,
        help_text="編集者と承認者を同じ人にしても、自分の版は自分では承認できません。",
    )


class PersonForm(UserChangeForm):
    """A person with roles."""

    groups = _roles()

    class Meta(UserChangeForm.Meta):
        model = User


class NewPersonForm(AdminUserCreationForm):
    """A person's first password is set by the administrator and changed at the first opportunity."""

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "last_name", "first_name", "organisation")


_NAMES = ("username", "last_name", "first_name", "email", "organisation")


@admin.register(User, site=site)
class PersonAdmin(UserAdmin):
    """利用者. Neither staff nor superuser flags are given here: roles are enough, and the command line has the rest."""

    form, add_form = PersonForm, NewPersonForm
    list_display = ("username", "full_name", "organisation", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("username", "last_name", "first_name", "email")
    ordering = ("username",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": (*_NAMES, "password")}),
        ("できること", {"fields": ("is_active", "groups")}),
        ("記録", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": (*_NAMES[:3], "organisation", "password1", "password2")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Superusers are kept by superusers alone: whoever could set their password would be one."""
        people = super().get_queryset(request).prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    @admin.display(description="氏名")
    def full_name(self, person: User) -> str:
        """As it is written here."""
        return person.get_full_name()

    @admin.display(description="役割")
    def roles(self, person: User) -> str:
        """Side by side."""
        return "、".join(group.name for group in person.groups.all())
