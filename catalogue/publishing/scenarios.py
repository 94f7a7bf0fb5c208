"""Companies whose verdict is known, asked of rules that are not in force yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.bridge import compile_trial
from catalogue.models import RuleVersion, Scenario
from matcher import Candidate, Outcome, Profile, Verdict, assess, derive
from matcher.index import conditions_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A scenario's company before the rules, by its *key*. *got*: None where the measure does not list the programme."""

    key: int
    name: str
    measure: str
    expected: Outcome
    got: Outcome | None

    @property
    def passed(self) -> bool:
        """Whether the rules give the known verdict."""
        return self.got is self.expected


def check_scenarios(version: RuleVersion, first: date | None, day: date) -> tuple[Checked, ...]:
    """Ask every scenario that *version* must meet if it holds from *first* on. *day* stands for "since always"."""
    scenarios = Scenario.objects.for_trial(version, first)
    return checked(scenarios, compile_trial(version), version.programme.code, first or day)


def checked(
    scenarios: Iterable[Scenario], candidates: Mapping[str, Candidate], programme: str, day: date
) -> tuple[Checked, ...]:
    """Each scenario of *programme* before its candidate; *day* is that of a scenario without one."""
    return tuple(
        Checked(
            one.pk,
            one.name,
            one.measure,
            Outcome(one.expected),
            verdict_of(candidate, one.profile, one.as_of or day).outcome
            if (candidate := candidates.get(f"{one.measure}/{programme}"))
            else None,
        )
        for one in scenarios
    )


def verdict_of(candidate: Candidate, answers: Mapping[str, object], day: date) -> Verdict:
    """One company's verdict on *day*, with its evidence. Raises ProfileError."""
    return judged(candidate, Profile.from_mapping(answers, day), day)


def judged(candidate: Candidate, profile: Profile, day: date) -> Verdict:
    """The same for a profile that has been read."""
    return assess(candidate, derive(profile, day, {condition.fact for condition in conditions_of(candidate)}))
