"""One error shape for form, API, import and command line: a code, the field it belongs to, and a sentence that says what to do."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, "ProblemKind"] = {}
_days_said: list[Callable[[dt.date], str]] = [dt.date.isoformat]


def say_days_by(words: Callable[[dt.date], str]) -> None:
    """How a day among the values of a problem is written in its sentence (the room that knows how readers write days says so)."""
    _days_said[:] = [words]


@dataclass(frozen=True)
class ProblemKind:
    """A thing that can go wrong, declared once. Calling it makes the exception: `raise EXIT_OPEN(field="stage", missing=…)`."""

    code: str
    text: Promise | str
    status: int = 409

    def __post_init__(self) -> None:
        if KINDS.setdefault(self.code, self) is not self:
            raise ValueError(f"problem {self.code} is declared twice")

    def __call__(self, *, field: str | None = None, **params: object) -> "Problem":
        return Problem(self, field, params)


class Problems(Exception):
    """One or more problems, shown together: a form or a file is never corrected one error at a time."""

    def __init__(self, problems: Iterable["Problem"]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.code for problem in self.problems))

    @property
    def status(self) -> int:
        return max(problem.status for problem in self.problems)

    @property
    def message(self) -> str:
        """All sentences, for a place that can show only text."""
        return " ".join(problem.message for problem in self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{problem.code}: {problem.message}" for problem in self.problems)


class Problem(Problems):
    """A single problem. `message` renders in the language that is active when it is read, a day the way its reader writes it."""

    def __init__(self, kind: ProblemKind, field: str | None, params: dict[str, object]) -> None:
        self.kind, self.field, self.params = kind, field, params
        super().__init__((self,))

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def status(self) -> int:
        return self.kind.status

    @property
    def message(self) -> str:
        if not self.params:
            return str(self.kind.text)
        said = {name: _days_said[0](value) if type(value) is dt.date else value for name, value in self.params.items()}
        return str(self.kind.text) % said


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise them all together, if there are any."""
    if found := tuple(problems):
        raise Problems(found)


def from_validation(error: ValidationError) -> Problems:
    """Django's field errors as problems, field by field."""
    if hasattr(error, "error_dict"):
        pairs = [
            (None if name == "__all__" else name, text) for name, texts in error.message_dict.items() for text in texts
        ]
    else:
        pairs = [(None, text) for text in error.messages]
    return Problems(INVALID(field=name, reason=text) for name, text in pairs)


FORBIDDEN = ProblemKind(
    "kernel.forbidden", _("You may not do this. Ask your manager or an administrator for the permission."), 403
)
NOT_FOUND = ProblemKind("kernel.not_found", _("This does not exist, or is not yours to see."), 404)
CHANGED_MEANWHILE = ProblemKind(
    "kernel.changed_meanwhile",
    _("%(who)s changed this at %(when)s, after you opened it. Compare what it holds now with what you want to save."),
)
INVALID = ProblemKind("kernel.invalid", "%(reason)s", 422)
ALREADY_THERE = ProblemKind(
    "kernel.already_there",
    _("There is already a record with this value. Open that one, or choose another value."),
)
STILL_USED = ProblemKind(
    "kernel.still_used", _("This is still used elsewhere, so it cannot be removed. Archive it instead.")
)
