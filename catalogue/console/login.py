"""One login for the console and the catalogue's upkeep."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse


class LoginForm(AuthenticationForm):
    """Says what is wrong without saying which of the two."""

    error_messages = {
        "invalid_login": "利用者名かパスワードが違います。大文字と小文字は区別されます。",
        "inactive": "この利用者は使えなくなっています。管理者に確かめてください。",
    }


class Login(LoginView):
    """The login page; a wrong password answers 422, as every refused form here does."""

    template_name = "catalogue/console/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Mistakes, as the error summary shows them."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        mistakes = [{"target": "id_username", "text": text} for text in form.non_field_errors()]
        for name in ("username", "password"):
            mistakes += [
                {"target": f"id_{name}", "text": f"{form.fields[name].label}: {text}"}
                for text in form.errors.get(name, [])
            ]
        return context | {"mistakes": mistakes}
