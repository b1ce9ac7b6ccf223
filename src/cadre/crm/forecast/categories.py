"""The forecast by category: what people commit themselves to, and what managers make of it on the way up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Commitment:
    """For a whole period, in minor units: what is won, committed on top of it, and possible in the best case on top of that."""

    won: int = 0
    commit: int = 0
    best: int = 0
    pipeline: int = 0
    called: bool = False
    """A manager's own number stands in place of the sum of the deals."""

    @property
    def total(self) -> int:
        return self.won + self.commit

    @property
    def best_total(self) -> int:
        return self.total + self.best

    def __add__(self, other: "Commitment") -> "Commitment":
        return Commitment(
            self.won + other.won,
            self.commit + other.commit,
            self.best + other.best,
            self.pipeline + other.pipeline,
            self.called or other.called,
        )

    def replaced(self, commit_total: int, best_total: int | None) -> "Commitment":
        """A manager's number for the whole period. It cannot undo what is won; without a best case of its own it keeps the deals'."""
        commit = max(0, commit_total - self.won)
        best = self.best if best_total is None else max(0, best_total - self.won - commit)
        return Commitment(self.won, commit, best, self.pipeline, called=True)


Call = tuple[int, int | None]


def _nothing(_team: int) -> int:
    return 0


def rolled_up(
    team: int,
    *,
    children: Callable[[int], Iterable[int]],
    members: Callable[[int], Iterable[int]],
    of_people: Mapping[int, Commitment],
    calls: Mapping[tuple[str, int], Call],
    moved: Callable[[int], int] = _nothing,
) -> Commitment:
    """A team's commitment: its people's and teams' own, each replaced where a manager said a number, at last by the team's own.

    `moved`: what this very team won more than the people who are in it today.
    """
    total = Commitment(won=moved(team))
    for person in members(team):
        own = of_people.get(person, Commitment())
        call = calls.get(("person", person))
        total += own.replaced(*call) if call else own
    for child in children(team):
        total += rolled_up(child, children=children, members=members, of_people=of_people, calls=calls, moved=moved)
    call = calls.get(("team", team))
    return total.replaced(*call) if call else total
