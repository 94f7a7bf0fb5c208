"""What the addresses of kept matches and of clients answer and take, for the schema alone; tests hold the answers to this."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalogue.api.about import about
from catalogue.api.answers import VERDICT, AnswerSerializer, HeadSerializer, ReceiptSerializer
from catalogue.api.asked import PLAIN, ProfileSerializer
from catalogue.api.serializers import CODE, PROGRAMME_CODE
from catalogue.decisions.verifying import Cause
from catalogue.shortlist import MOST
from catalogue.wording import AVAILABILITIES
from matcher.profile import MAX_NAME


class KeptRequestSerializer(serializers.Serializer):
    """What was asked."""

    profile = ProfileSerializer(help_text=_("会社の情報。"))
    as_of = serializers.DateField(**about(_("基準日。"), "2024-03-31"))
    limit = serializers.IntegerField(min_value=1, max_value=MOST, **about(_("返した施策の数の上限。"), 20))
    include_ineligible = serializers.BooleanField(**about(_("条件に合わない施策も返したかどうか。"), False))


class DecisionSerializer(ReceiptSerializer, HeadSerializer):
    """A kept match."""

    language = serializers.CharField(**about(_("文の言語。"), "ja"))
    rules = serializers.DictField(
        child=serializers.IntegerField(**about(_("要件の版の番号。"), 1)),
        **about(_("事業のコードごとの、その日に使われた要件の版の番号。"), {"setsubi": 1}),
    )
    request = KeptRequestSerializer(help_text=_("要求。"))
    answer = AnswerSerializer(help_text=_("返した答え。"))


class StateSerializer(serializers.Serializer):
    """What a measure says to a company."""

    verdict = serializers.CharField(**VERDICT)
    availability = serializers.CharField(**about(_("受付状況。"), "unknown", enum=AVAILABILITIES))
    score = serializers.FloatField(**about(_("点数（点）。"), 87.5))


class RenumberedSerializer(serializers.Serializer):
    """Another version of a programme's rules."""

    programme = serializers.CharField(**PROGRAMME_CODE)
    before = serializers.IntegerField(allow_null=True, **about(_("前の版の番号。なければ null。"), 1))
    after = serializers.IntegerField(allow_null=True, **about(_("後の版の番号。なければ null。"), 2))


class StepSerializer(serializers.Serializer):
    """A measure before and after one thing changed."""

    cause = serializers.CharField(
        **about(_("原因: 要件の版、カタログの内容、日。"), "rule_version", enum=[one.value for one in Cause])
    )
    text = serializers.CharField(**about(_("原因を文にしたもの。"), "別の版の要件が使われています。"))
    before = StateSerializer(allow_null=True, help_text=_("前の判定。カタログになければ null。"))
    after = StateSerializer(allow_null=True, help_text=_("後の判定。カタログになければ null。"))
    rules = RenumberedSerializer(many=True, help_text=_("版の変わった事業。"))


class DifferenceSerializer(serializers.Serializer):
    """A measure that would be answered otherwise."""

    measure = serializers.CharField(**CODE)
    before = StateSerializer(allow_null=True, help_text=_("残した判定。カタログになければ null。"))
    after = StateSerializer(
        allow_null=True, help_text=_("いまの判定。なくなっていれば null。前と同じなら、根拠や文だけの違い。")
    )
    steps = StepSerializer(many=True, help_text=_("どう変わったか、原因ごとに。"))


class RerunSerializer(HeadSerializer):
    """The match again on a day."""

    sha256 = serializers.CharField(
        **about(
            _("いまの答えのSHA-256。"),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            pattern="^[0-9a-f]{64}$",
        )
    )
    differs = serializers.BooleanField(**about(_("違いがあるかどうか。"), True))
    left_out = serializers.ListField(
        child=serializers.CharField(**about(_("キー。"), "founded_on")),
        **about(_("その日には、またはもう読めないため、答えなかったものとした回答。"), []),
    )
    differences = DifferenceSerializer(many=True, help_text=_("違い。"))


class SameDaySerializer(RerunSerializer):
    """The match again on its own day."""

    identical = serializers.BooleanField(**about(_("答えが一字も違わないかどうか。"), False))


class VerificationSerializer(ReceiptSerializer):
    """A kept match, run again."""

    intact = serializers.BooleanField(**about(_("残した答えがハッシュと合っているかどうか。"), True))
    same_day = SameDaySerializer(help_text=_("同じ基準日で、いまのカタログで。"))
    today = RerunSerializer(help_text=_("今日の日付で、いまのカタログで。違いは残した答えからのもの。"))


class ClientSerializer(serializers.Serializer):
    """A client of the key's organisation."""

    id = serializers.IntegerField(**about(_("支援先の番号。"), 1))
    profile = ProfileSerializer(help_text=_("会社の情報。"))
    facts_on = serializers.DateField(**about(_("情報の確認日。"), "2026-11-01"))
    created_at = serializers.DateTimeField(**about(_("登録日時。"), "2026-11-01T10:00:00+09:00"))
    updated_at = serializers.DateTimeField(**about(_("更新日時。"), "2026-11-01T10:00:00+09:00"))


class NamedProfileSerializer(ProfileSerializer):
    """A company with its name."""

    name = serializers.CharField(
        min_length=1, max_length=MAX_NAME, **about(_("会社名。空白だけにはできない。"), "諏訪精密工業", pattern=PLAIN)
    )


class NewClientSerializer(serializers.Serializer):
    """A new client."""

    is_closed = True
    profile = NamedProfileSerializer(help_text=_("会社の情報。"))
    facts_on = serializers.CharField(
        **about(
            _("情報の確認日（今日まで）。省くと今日（日本時間）。"),
            "2026-11-01",
            required=False,
            allow_null=True,
            format="past-day",
        )
    )
