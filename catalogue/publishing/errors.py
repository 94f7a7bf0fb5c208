"""What can be wrong with a step towards publication; each error's text is the sentence for whoever tried it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.publishing.differences import Difference
    from catalogue.publishing.scenarios import Checked


class PublishingError(Exception):
    """A step that is refused; nothing has been written."""


class NotAllowed(PublishingError):
    """The person may not publish."""

    def __init__(self) -> None:
        super().__init__("要件の版を公開する権限がありません。承認者に頼んでください。")


class OwnDraft(PublishingError):
    """Four eyes: who wrote a version does not approve it."""

    def __init__(self) -> None:
        super().__init__("自分が書いた版は承認できません。ほかの承認者に頼んでください。")


class WrongState(PublishingError):
    """The version does not stand where the step begins."""

    def __init__(self, state: str, wanted: str) -> None:
        super().__init__(f"この版はいま「{state}」です。「{wanted}」の版でだけできます。")


class NoWhy(PublishingError):
    """A step without the reason that later readers need."""

    def __init__(self) -> None:
        super().__init__("理由を書いてください。承認者と、あとで見る人が読みます。")


class NothingDifferent(PublishingError):
    """The version says what is in force already."""

    def __init__(self) -> None:
        super().__init__("いまの要件と同じ内容です。変えるところを直してから公開してください。")


class RulesOverlap(PublishingError):
    """Two published versions would hold on one day."""

    def __init__(self) -> None:
        super().__init__("公開している版の期間が重なります。期間を確かめて、もう一度公開してください。")


class ScenariosFail(PublishingError):
    """Companies whose answer is known would be answered otherwise. *failed*: which, and how."""

    def __init__(self, failed: Sequence[Checked]) -> None:
        self.failed = tuple(failed)
        super().__init__(
            f"検証用の会社のうち{len(failed)}件が期待と違う判定になります。要件か、期待する判定を直してください。"
        )


class EditedMeanwhile(PublishingError):
    """Somebody else has saved the draft since it was read. *edits*: how often it has been saved now; *by*: who did."""

    def __init__(self, edits: int, by: Iterable[str], differences: Sequence[Difference]) -> None:
        self.edits, self.by, self.differences = edits, tuple(by), tuple(differences)
        who = "、".join(self.by) or "ほかの人"
        super().__init__(f"開いたあとに、{who}がこの下書きを変えました。変わったところを確かめてください。")
