"""Webhooks in the public contract: an address, its last deliveries, and in words what is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from catalogue.models import DisabledWhy, SendFailure, Webhook, WebhookDelivery
from catalogue.models.webhooks import LONGEST_URL
from catalogue.webhooks.addresses import UrlProblem

URL_PROBLEMS = {
    UrlProblem.LENGTH: gettext_lazy("{most}字までのアドレスを書いてください。"),
    UrlProblem.CHARACTERS: gettext_lazy(
        "アドレスに使えない文字があります。日本語のホスト名は xn-- の形、ほかの文字は % の形で書いてください。"
    ),
    UrlProblem.SCHEME: gettext_lazy("https:// で始まるアドレスを書いてください。"),
    UrlProblem.CREDENTIALS: gettext_lazy("アドレスに利用者名やパスワードは書けません。"),
    UrlProblem.FRAGMENT: gettext_lazy("アドレスの # から後は送られません。除いて書いてください。"),
    UrlProblem.PORT: gettext_lazy("ポート番号は1から65535の数で書いてください。"),
    UrlProblem.HOST: gettext_lazy("hooks.example.jp のような、小文字の完全なホスト名を書いてください。"),
    UrlProblem.PRIVATE: gettext_lazy("インターネットに公開されていないアドレスには送れません。"),
}
FAILURES = {
    SendFailure.NAME: gettext_lazy("ホスト名が見つかりません。"),
    SendFailure.ADDRESS: gettext_lazy("公開されていないアドレスには送りません。"),
    SendFailure.CONNECTION: gettext_lazy("接続できないか、途中で切れました。"),
    SendFailure.TLS: gettext_lazy("サーバー証明書を確かめられません。"),
    SendFailure.TIMEOUT: gettext_lazy("時間内に返事がありません。"),
    SendFailure.STATUS: gettext_lazy("2xx ではない返事です。転送（3xx）には従いません。"),
}
REASONS = {
    DisabledWhy.FAILING: gettext_lazy("続けて届かなかったので止めました。"),
    DisabledWhy.GONE: gettext_lazy("送り先が 410 を返したので止めました。"),
    DisabledWhy.STOPPED: gettext_lazy("管理者が止めました。"),
}


def url_problem_text(problem: UrlProblem) -> str:
    """What is wrong with an address, and what would be right."""
    return str(URL_PROBLEMS[problem]).format(most=LONGEST_URL)


def hook_row(hook: Webhook) -> dict[str, object]:
    """A webhook, without its secret."""
    why = DisabledWhy(hook.disabled_why) if hook.disabled_why else None
    return {
        "id": hook.code,
        "url": hook.url,
        "events": [event.value for event in hook.events],
        "language": hook.language,
        "created_at": _moment(hook.created_at),
        "enabled": hook.disabled_at is None,
        "disabled_at": _moment(hook.disabled_at),
        "disabled_reason": why,
        "disabled_text": str(REASONS[why]) if why else None,
        "failures": hook.failures,
    }


def hook_whole(hook: Webhook, deliveries: Iterable[WebhookDelivery]) -> dict[str, object]:
    """A webhook with its last deliveries."""
    return {**hook_row(hook), "deliveries": [delivery_row(one) for one in deliveries]}


def delivery_row(one: WebhookDelivery) -> dict[str, object]:
    """How far a delivery has got."""
    failure = SendFailure(one.last_failure) if one.last_failure else None
    return {
        "id": one.code,
        "event": one.event,
        "created_at": _moment(one.created_at),
        "state": one.state,
        "attempts": one.attempts,
        "last_attempt_at": _moment(one.last_attempt_at),
        "next_attempt_at": _moment(one.next_attempt_at),
        "last_status": one.last_status,
        "last_failure": failure,
        "last_failure_text": str(FAILURES[failure]) if failure else None,
    }


def _moment(at: datetime.datetime | None) -> str | None:
    return localtime(at).isoformat(timespec="seconds") if at else None
