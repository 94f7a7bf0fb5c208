"""What can be wrong with input, as data: a path, a code and parameters, no sentence in any language."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. *path* leads to it from the profile's root, e.g. ``("topics", 0)``; *code* names the kind of mistake."""

    path: tuple[str | int, ...]
    code: str
    params: dict[str, object] = field(default_factory=dict)


class ProfileError(ValueError):
    """A profile that cannot be read; carries every mistake, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{'/'.join(map(str, p.path))}: {p.code}" for p in problems))
        self.problems = problems


class RuleError(ValueError):
    """A condition, clause or candidate that means nothing; raised when it is built, so that evaluation cannot fail."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code}: {params}")
        self.code = code
        self.params = params
