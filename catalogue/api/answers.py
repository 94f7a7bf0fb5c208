"""What the matching addresses answer, for the schema alone: answers are laid out by ``catalogue.contract``; tests hold them to this."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalogue.api.about import about
from catalogue.api.asked import ProfileSerializer
from catalogue.api.rows import FEATURE, OPERATOR, EventSerializer
from catalogue.api.serializers import (
    AREA,
    CODE,
    ENCODING,
    PROGRAMME_CODE,
    PROGRAMME_NAME,
    TITLE,
    texts,
)
from catalogue.labels import COMPANY_SIZES
from catalogue.models import Audience, SupportType
from catalogue.wording import AVAILABILITIES, OUTCOMES, PART_TEXTS, VERDICTS
from matcher.features import QUESTIONS
from matcher.size import REGIMES

VERDICT = about(_("判定: 条件に合う可能性が高い、確認が必要、条件に合わない。"), "eligible", enum=VERDICTS)
SOURCE = about(_("出典の箇所。"), "中堅企業等支援に関する取組方針フォローアップ（2024年3月） p6 方針")


class SizeSerializer(serializers.Serializer):
    """The company's size by the general law."""

    value = serializers.CharField(
        allow_null=True,
        **about(
            _("中小企業基本法での企業規模。決まらなければ null。"),
            "sme",
            enum=[*(key for key in COMPANY_SIZES if key != "outside"), None],
        ),
    )
    why = serializers.CharField(
        **about(_("理由、または足りない回答。"), "中小企業基本法では中小企業者（小規模企業者を除く）にあたります。")
    )


class CountsSerializer(serializers.Serializer):
    """How many of each verdict."""

    eligible = serializers.IntegerField(**about(_("条件に合う可能性が高い施策の数（件）。"), 41))
    needs_info = serializers.IntegerField(**about(_("確認が必要な施策の数（件）。"), 12))
    ineligible = serializers.IntegerField(**about(_("条件に合わない施策の数（件）。"), 137))


class PartSerializer(serializers.Serializer):
    """A part of a score."""

    part = serializers.CharField(**about(_("点数の部分。"), "topics", enum=PART_TEXTS))
    points = serializers.FloatField(**about(_("点（0.1点単位。負のこともある）。"), 30.0))
    why = serializers.CharField(**about(_("理由。"), "取り組みたいことに合う: 設備投資"))


class MatchedMeasureSerializer(serializers.Serializer):
    """The measure at a place of the list."""

    code = serializers.CharField(**CODE)
    title = serializers.CharField(**TITLE)
    area = serializers.IntegerField(**AREA)
    ministries = texts(_("所管府省庁。最初が主な所管。"), "経産省")
    summary = serializers.CharField(**about(_("概要。"), "温室効果ガスの排出削減に取り組む中小企業等を支援する。"))
    audience = serializers.CharField(**about(_("使い手。"), "direct", enum=Audience.values))


class JudgedRowSerializer(serializers.Serializer):
    """A condition and how it came out."""

    feature = serializers.CharField(**FEATURE)
    regime = serializers.CharField(
        required=False, **about(_("企業規模を数える制度。企業規模の条件だけにある。"), "basic_law", enum=REGIMES)
    )
    operator = serializers.CharField(**OPERATOR)
    values = serializers.ListField(
        child=serializers.JSONField(**about(_("コード、または項目の単位での数。"), 300, format="value")),
        **about(_("比べる値。"), [300]),
    )
    outcome = serializers.CharField(
        **about(_("結果: 合っている、合っていない、わからない。"), "met", enum=OUTCOMES.values())
    )
    text = serializers.CharField(
        **about(_("条件と結果を文にしたもの。"), "常時使用する従業員数が300人以下。合っています（40人）。")
    )
    source = serializers.CharField(**SOURCE)  # type: ignore[assignment]  # a key of the API


class JudgedRequirementSerializer(JudgedRowSerializer):
    """A requirement and how it came out."""

    group = serializers.IntegerField(**about(_("要件の組。同じ組はどれか一つ、組どうしはすべて。"), 1))


class JudgedBonusSerializer(JudgedRowSerializer):
    """A bonus and how it came out."""

    effect = serializers.CharField(**about(_("加点・優遇の効果。"), "加点"))


class JudgedSerializer(serializers.Serializer):
    """How far the verdict goes."""

    by_machine = serializers.IntegerField(**about(_("自動で判定した要件の数（件）。"), 3))
    by_hand = serializers.IntegerField(**about(_("手で確認する条件の数（件）。"), 1))
    text = serializers.CharField(
        **about(_("文にしたもの。"), "要件4件中3件を自動判定、1件は公募要領などで確認が必要です。")
    )


class HandCheckSerializer(serializers.Serializer):
    """A condition to be checked by hand."""

    text = serializers.CharField(**about(_("手で確認する条件。"), "過去に同じ補助金を受けていないこと"))
    source = serializers.CharField(**SOURCE)  # type: ignore[assignment]  # a key of the API


class MatchedProgrammeSerializer(serializers.Serializer):
    """A programme with its verdict and all the evidence."""

    code = serializers.CharField(**PROGRAMME_CODE)
    name = serializers.CharField(**PROGRAMME_NAME)
    aspect = serializers.CharField(**about(_("この施策での側面。なければ空。"), "グリーン枠"))
    support_types = serializers.ListField(
        child=serializers.CharField(**about(_("支援の種類。"), "subsidy", enum=SupportType.values)),
        **about(_("支援の種類。"), ["subsidy"]),
    )
    verdict = serializers.CharField(**VERDICT)
    encoding = serializers.CharField(**ENCODING)
    judged = JudgedSerializer(help_text=_("判定がどこまで及ぶか。"))
    criteria = JudgedRequirementSerializer(many=True, help_text=_("要件とその結果。"))
    bonuses = JudgedBonusSerializer(many=True, help_text=_("加点・優遇とその結果。判定は変えない。"))
    checks = HandCheckSerializer(many=True, help_text=_("手で確認する条件。"))
    history = EventSerializer(many=True, help_text=_("基準日までの経緯。"))


class PlaceSerializer(serializers.Serializer):
    """A place of the ranked list."""

    rank = serializers.IntegerField(**about(_("順位（1から）。"), 1))
    verdict = serializers.CharField(**VERDICT)
    availability = serializers.CharField(**about(_("基準日の受付状況。"), "unknown", enum=AVAILABILITIES))
    score = serializers.FloatField(**about(_("点数（点）。部分の合計。順位とともに上がることはない。"), 87.5))
    score_parts = PartSerializer(many=True, help_text=_("点数の部分。"))
    measure = MatchedMeasureSerializer(help_text=_("施策。"))
    programmes = MatchedProgrammeSerializer(many=True, help_text=_("施策に載る事業と判定の根拠。"))


class QuestionSerializer(serializers.Serializer):
    """A question worth asking."""

    feature = serializers.CharField(**about(_("会社の情報のキー。"), "capital_yen", enum=QUESTIONS))
    text = serializers.CharField(**about(_("文にしたもの。"), "資本金を答えると12件の判定が決まります。"))
    decides = serializers.IntegerField(**about(_("もっとも多く決まる答えで決まる施策の数（件）。"), 12))
    decides_at_least = serializers.IntegerField(**about(_("もっとも少なく決まる答えで決まる施策の数（件）。"), 8))
    mentioned_by = serializers.IntegerField(**about(_("未定の条件でこの回答を使う施策の数（件）。"), 20))


class HeadSerializer(serializers.Serializer):
    """On what an answer rests."""

    as_of = serializers.DateField(**about(_("基準日。"), "2024-03-31"))
    catalogue_version = serializers.CharField(**about(_("カタログの版。同じ内容なら同じ名前。"), "a1b2c3d4e5f6"))


class ReceiptSerializer(serializers.Serializer):
    """By what a kept match is found again."""

    id = serializers.CharField(
        **about(_("判定の記録の番号。推測できない。"), "q2Yc0b5wYj7m4n1sT8vXzAaBbCcDdEeFfGgHhIiJjKk")
    )
    kept_at = serializers.DateTimeField(**about(_("残した日時。"), "2026-11-23T10:00:00+09:00"))
    expires_at = serializers.DateTimeField(**about(_("この日時に消える。"), "2027-11-23T10:00:00+09:00"))
    sha256 = serializers.CharField(
        **about(
            _("答え（decision を除く）を RFC 8785 の形にしたもののSHA-256。"),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            pattern="^[0-9a-f]{64}$",
        )
    )


class AnswerSerializer(HeadSerializer):
    """The ranked list."""

    company_size = SizeSerializer(help_text=_("企業規模。"))
    counts = CountsSerializer(help_text=_("判定ごとの施策の数。"))
    results = PlaceSerializer(many=True, help_text=_("施策を順に。条件に合わないものは求めたときだけ最後に。"))
    next_questions = QuestionSerializer(many=True, help_text=_("次に答えるとよいこと。多く決まるものから。"))
    decision = ReceiptSerializer(required=False, help_text=_("控え。keep が true のときだけある。"))


class MissingSerializer(serializers.Serializer):
    """An answer that could still decide."""

    key = serializers.CharField(**about(_("会社の情報のキー。"), "capital_yen", enum=QUESTIONS))
    label = serializers.CharField(**about(_("名前。"), "資本金"))  # type: ignore[assignment]


class ExplanationSerializer(HeadSerializer):
    """One measure, explained."""

    company_size = SizeSerializer(help_text=_("企業規模。"))
    result = PlaceSerializer(help_text=_("この施策の順位、点数、判定と根拠。"))
    missing = MissingSerializer(many=True, help_text=_("まだ判定を左右する回答。"))


class StandingRowSerializer(serializers.Serializer):
    """One of the companies."""

    index = serializers.IntegerField(**about(_("送られた順（0から）。"), 0))
    verdict = serializers.CharField(**VERDICT)
    measures = texts(_("この判定になる施策の番号。"), "1-05")
    missing = MissingSerializer(many=True, help_text=_("まだ判定を左右する回答。"))
    failing = texts(_("合わない条件。"), "常時使用する従業員数が300人以下。合っていません（500人）。")


class ProgrammeNamedSerializer(serializers.Serializer):
    """The programme that was asked about."""

    code = serializers.CharField(**PROGRAMME_CODE)
    name = serializers.CharField(**PROGRAMME_NAME)


class CompanyCountsSerializer(serializers.Serializer):
    """How many companies of each verdict."""

    eligible = serializers.IntegerField(**about(_("条件に合う可能性が高い会社の数（社）。"), 3))
    needs_info = serializers.IntegerField(**about(_("確認が必要な会社の数（社）。"), 1))
    ineligible = serializers.IntegerField(**about(_("条件に合わない会社の数（社）。"), 6))


class StandingSerializer(HeadSerializer):
    """Which companies may use a programme."""

    programme = ProgrammeNamedSerializer(help_text=_("事業。"))
    availability = serializers.CharField(**about(_("基準日の受付状況。"), "unknown", enum=AVAILABILITIES))
    counts = CompanyCountsSerializer(help_text=_("判定ごとの会社の数。"))
    results = StandingRowSerializer(many=True, help_text=_("会社ごとの判定。送られた順。"))


class FullQuestionSerializer(QuestionSerializer):
    """A question with its name."""

    label = serializers.CharField(**about(_("名前。"), "資本金"))  # type: ignore[assignment]
    refines = serializers.BooleanField(**about(_("回答はあるが広すぎて、より詳しく尋ねるものかどうか。"), False))


class NextQuestionSerializer(HeadSerializer):
    """What to ask next."""

    question = FullQuestionSerializer(allow_null=True, help_text=_("次に尋ねること。もう決まることがなければ null。"))
    others = FullQuestionSerializer(many=True, help_text=_("ほかに尋ねるとよいこと。"))


class MistakeSerializer(serializers.Serializer):
    """A mistake in input."""

    pointer = serializers.CharField(**about(_("誤りの箇所（JSON Pointer）。"), "/profile/capital_yen"))
    detail = serializers.CharField(**about(_("どう直せばよいか。"), "0以上1,000,000,000,000,000以下で書いてください。"))


class CheckedSerializer(serializers.Serializer):
    """A profile, checked."""

    as_of = serializers.DateField(**about(_("基準日。"), "2024-03-31"))
    valid = serializers.BooleanField(**about(_("誤りがないかどうか。"), True))
    errors = MistakeSerializer(many=True, help_text=_("誤り。"))  # type: ignore[assignment]
    profile = ProfileSerializer(allow_null=True, help_text=_("読み取った会社の情報。誤りがあれば null。"))
    answered = serializers.ListField(
        child=serializers.CharField(**about(_("キー。"), "employees", enum=QUESTIONS)),
        **about(_("回答のあるキー。"), ["employees"]),
    )
    unanswered = serializers.ListField(
        child=serializers.CharField(**about(_("キー。"), "topics", enum=QUESTIONS)),
        **about(_("回答のないキー。"), ["topics"]),
    )
    company_size = SizeSerializer(allow_null=True, help_text=_("企業規模。誤りがあれば null。"))


class ProblemSerializer(serializers.Serializer):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(**about(_("誤りの種類。"), "urn:problem:invalid-request", format="uri"))
    title = serializers.CharField(**about(_("種類を言葉にしたもの。"), "要求に誤りがあります"))
    status = serializers.IntegerField(**about(_("HTTPの状態番号。"), 400))
    detail = serializers.CharField(**about(_("何が起きたか、どうすればよいか。"), "誤りが1件あります。"))
    errors = MistakeSerializer(many=True, required=False, help_text=_("入力の誤り。"))  # type: ignore[assignment]


NDJSON = {
    "type": "string",
    "description": _(
        "一行に一つ、送られた順。line（行番号）と、matches/ と同じ答え（next_questions は求めたときだけ）か、誤り（RFC 9457 の形）。"
    ),
    "examples": ['{"line":1,"as_of":"2024-03-31"}\n{"line":2,"type":"urn:problem:invalid-request","status":400}\n'],
}
