"""The team tree over time. Pure: placements in, answers out."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """That a team hangs under a parent in [start, end); no parent: at the top. No end: until further notice."""

    team_id: int
    parent_id: int | None
    start: dt.date
    end: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


def parents_on(placements: Iterable[Placement], day: dt.date) -> dict[int, int | None]:
    """Parent of every team that stands on a day."""
    return {row.team_id: row.parent_id for row in placements if row.holds_on(day)}


def above(parents: Mapping[int, int | None], team_id: int | None) -> list[int]:
    """A team and all above it, nearest first. A circle, should one exist, ends where it closes."""
    line: list[int] = []
    while team_id is not None and team_id not in line:
        line.append(team_id)
        team_id = parents.get(team_id)
    return line


def _days_of_change(placements: Iterable[Placement], start: dt.date, end: dt.date | None) -> list[dt.date]:
    """The first day and every later day before `end` on which the tree differs from the day before."""
    days = {start}
    for row in placements:
        days.update(day for day in (row.start, row.end) if day and day > start and (end is None or day < end))
    return sorted(days)


def first_circle(placements: list[Placement], moved: Placement) -> dt.date | None:
    """The first day on which `moved` would hang a team below itself, or None.

    `placements` is the tree as planned; what it says of the moved team within the moved range is superseded.
    """
    for day in _days_of_change(placements, moved.start, moved.end):
        if moved.team_id in above(parents_on(placements, day), moved.parent_id):
            return day
    return None


def first_gap(placements: list[Placement], team_id: int, start: dt.date, end: dt.date | None) -> dt.date | None:
    """The first day of [start, end) on which the team does not stand in the tree, or None."""
    for day in _days_of_change(placements, start, end):
        if team_id not in parents_on(placements, day):
            return day
    return None
