"""Past results by week, and the outlook that follows from them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.queries import NO_CALENDAR
from cadre.kernel.models import CalendarDay
from cadre.kernel.problems import Problem
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.targets.queries.slices import EVERYTHING, Slice
from cadre.targets.rules.chance import Outlook, drawn, outlook

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from cadre.targets.queries.measures import Measure
    from cadre.targets.queries.periods import TargetPeriod
    from cadre.targets.queries.tree import Subject

WEEKS_BACK = 104
WORKING_DAYS_A_WEEK = 5


def weekly(measure: Measure, people: Collection[int], until: dt.date, part: Slice = EVERYTHING) -> dict[int, list[int]]:
    """Results by person of the whole weeks before a day, up to 104, from the first week in which he had any.

    Asked as the system: what comes out is a chance, from which nobody's week can be read.
    """
    monday = until - dt.timedelta(days=until.weekday())
    first = CalendarDay.objects.order_by("day").values_list("day", flat=True).first()
    start = max(monday - dt.timedelta(weeks=WEEKS_BACK), first or monday)
    if start >= monday or not people:
        return {}
    where: dict[str, Any] = {"employee": sorted(people)} if len(people) <= 1000 else {}
    try:
        answer = run(
            measure.key,
            ("employee", "week"),
            Period(start, monday),
            actor=SYSTEM,
            as_of=until,
            where=where | part.where,
        )
    except Problem as problem:
        if problem.code == NO_CALENDAR.code:
            return {}
        raise
    found: dict[int, list[int]] = defaultdict(list)
    for cell in answer:
        if cell.key[0] is not None:
            found[int(cell.key[0])].append(measure.whole(cell.values[measure.key]))  # type: ignore[arg-type]
    return {person: _from_first(weeks) for person, weeks in found.items()}


def _from_first(weeks: Sequence[int]) -> list[int]:
    """Without the empty weeks before the first result: he was not selling yet, or not here."""
    began = next((n for n, value in enumerate(weeks) if value), len(weeks))
    return list(weeks[began:])


def team_mates(roots: Collection[Subject]) -> dict[int, list[int]]:
    """For everybody below the roots the others of his team."""
    mates: dict[int, list[int]] = {}
    for root in roots:
        for team in root.walk():
            members = [child.id for child in team.children if child.kind == "person"]
            mates |= {pk: [other for other in members if other != pk] for pk in members}
    return mates


class Outlooks:
    """Draws the rest of a period for people and sums the same drawings for their teams, so that parts and wholes agree."""

    def __init__(
        self,
        measure: Measure,
        mates: Mapping[int, Collection[int]],
        period: TargetPeriod,
        on: dt.date,
        part: Slice = EVERYTHING,
        given: Collection[int] = (),
    ) -> None:
        everybody = {one for others in mates.values() for one in others} | set(mates)
        self.weeks = weekly(measure, everybody, on, part)
        self.mates = mates
        self.given = frozenset(given)
        left = len(period.working) - period.passed(on) if on < period.end else 0
        self.left = left / WORKING_DAYS_A_WEEK
        self.day = on.toordinal()
        self._drawn: dict[int, NDArray[np.float64]] = {}

    def rest_of(self, person: int) -> NDArray[np.float64]:
        if person not in self._drawn:
            team = [value for mate in sorted(self.mates.get(person, ())) for value in self.weeks.get(mate, ())]
            self._drawn[person] = drawn(
                self.weeks.get(person, []), team, self.left, seed=person * 1_000_000 + self.day, day=self.day
            )
        return self._drawn[person]

    def of(self, subject: Subject, attained: int, target: int | None) -> Outlook:
        """The outlook of a person, or of all below a team or the company together.

        Together count those who ever sold or were `given` a target: nothing is expected of a team from people who do not sell.
        """
        import numpy as np

        rest = sum((self.rest_of(person) for person in self._counted(subject)), np.zeros(1))
        return outlook(attained, target, np.asarray(rest))

    def _counted(self, subject: Subject) -> list[int]:
        if subject.kind == "person":
            return subject.people
        return [person for person in subject.people if person in self.given or self.weeks.get(person)]
