"""What people and teams have been given: the targets in force, by period and subject, summed over parts or shared over weeks."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cadre.kernel.access import Actor
from cadre.targets.models import Target, TargetPlan
from cadre.targets.queries.periods import TargetPeriod, weeks_of, with_days
from cadre.targets.queries.slices import EVERYTHING, Slice
from cadre.targets.queries.tree import COMPANY, Subject, subject_key
from cadre.targets.rules.cascade import Node
from cadre.targets.rules.presence import Span, by_stay
from cadre.targets.rules.weeks import shared_over_weeks

Key = tuple[str, int]
Stays = Mapping[int, Sequence[tuple[int, dt.date, dt.date | None]]]
Weeks = Mapping[tuple[dt.date, dt.date], Sequence[tuple[str, int]]]


@dataclass(frozen=True)
class Given:
    """A target in force."""

    key: Key
    start: dt.date
    end: dt.date
    value: int


@dataclass(frozen=True)
class TargetsWithin:
    """Targets in force that touch some periods; `weeks` of each of their spans where weeks were asked for."""

    rows: tuple[Given, ...]
    weeks: Weeks

    @property
    def has_people(self) -> bool:
        return any(row.key[0] == "person" for row in self.rows)

    def covered(self, period: TargetPeriod) -> TargetPeriod:
        """The part of a period that targets cover; all of it where there are none, and of a week always."""
        inside = [row for row in self.rows if period.start <= row.start and row.end <= period.end]
        if period.kind == "week" or not inside:
            return period
        return period.between(min(row.start for row in inside), max(row.end for row in inside))

    def of(self, period: TargetPeriod, roots: Collection[Subject] = ()) -> dict[Key, int]:
        """By subject the sum of what lies wholly in the period; of a week, its share of what it lies in, for those below `roots`."""
        if period.kind == "week":
            return self._of_week(period, roots)
        found: dict[Key, int] = {}
        for row in self.rows:
            if period.start <= row.start and row.end <= period.end:
                found[row.key] = found.get(row.key, 0) + row.value
        return found

    def _of_week(self, week: TargetPeriod, roots: Collection[Subject]) -> dict[Key, int]:
        found: dict[Key, int] = {}
        for (start, end), weeks in self.weeks.items():
            if start < week.end and week.start < end:
                values = {row.key: row.value for row in self.rows if (row.start, row.end) == (start, end)}
                for root in roots:
                    for key, shares in shared_over_weeks(node_of(root), values, weeks).items():
                        found[key] = found.get(key, 0) + shares.get(week.name, 0)
        return found


def node_of(subject: Subject) -> Node:
    """The tree as the rules know it."""
    return Node(subject.key, [node_of(child) for child in subject.children])


def in_force(actor: Actor, metric: str, level: str, part: Slice = EVERYTHING) -> Any:
    """The targets in force that the actor sees, of a metric, a level and a slice."""
    rows = Target.objects.visible_to(actor).in_force()
    return rows.filter(metric=metric, level=level, dimension=part.dimension, chosen=part.chosen)


def targets_within(
    actor: Actor,
    periods: Sequence[TargetPeriod],
    metric: str,
    *,
    level: str = TargetPlan.Level.BASE,
    part: Slice = EVERYTHING,
) -> TargetsWithin:
    """The targets in force of all the periods in one statement, and one more for the calendar where one is a week."""
    if not periods:
        return TargetsWithin((), {})
    start, end = min(one.start for one in periods), max(one.end for one in periods)
    found = in_force(actor, metric, level, part).filter(starts_on__lt=end, ends_on__gt=start)
    columns = found.values_list("team_id", "employee_id", "starts_on", "ends_on", "value")
    rows = tuple(Given(subject_key(team, who), first, final, value) for team, who, first, final, value in columns)
    weeks = [one for one in periods if one.kind == "week"]
    touched = {(row.start, row.end) for row in rows for one in weeks if row.start < one.end and one.start < row.end}
    return TargetsWithin(rows, weeks_of_spans(touched, periods))


def weeks_of_spans(spans: Collection[tuple[dt.date, dt.date]], known: Sequence[TargetPeriod] = ()) -> Weeks:
    """The weeks of spans with the working days of each that lie in the span.

    One statement, none where the spans lie in a period whose days were read.
    """
    found: list[TargetPeriod] = []
    unknown: list[TargetPeriod] = []
    for start, end in spans:
        wide = next((one for one in known if one.is_read and one.start <= start and end <= one.end), None)
        (found if wide else unknown).append(wide.between(start, end) if wide else TargetPeriod("", "", start, end))
    return {(one.start, one.end): weeks_of(one) for one in [*found, *with_days(unknown)]}


def target_values(
    actor: Actor, periods: Sequence[TargetPeriod], metric: str, *, level: str = TargetPlan.Level.BASE
) -> dict[str, dict[Key, int]]:
    """Targets in force by period and subject, in one statement; what lies wholly in a period is summed."""
    given = targets_within(actor, periods, metric, level=level)
    return {one.name: given.of(one) for one in periods}


def given_out(
    values: Mapping[Key, int], subjects: Collection[Subject], period: TargetPeriod, stays: Stays
) -> dict[Key, int]:
    """What people have been given, summed for their teams and the company.

    Who moved in the period counts in each team for the working days he was in it, as what he attained does.
    """
    own = {key: value for key, value in values.items() if key[0] == "person"}
    parts: dict[int, dict[int, int]] = {}
    for (_kind, pk), value in own.items():
        here = [stay for stay in stays.get(pk, ()) if stay[1] < period.end and (not stay[2] or stay[2] > period.start)]
        spans = [(team, Span(began, ended)) for team, began, ended in here]
        parts[pk] = by_stay(value, spans, period.working) if len({team for team, _s in spans}) > 1 else {}
    found: dict[Key, int] = dict(own)
    for one in subjects:
        if one.kind == "person":
            continue
        if one.kind == COMPANY and own:
            found[one.key] = sum(own.values())
            continue
        teams, members = set(one.teams), set(one.people)
        settled = [own["person", pk] for pk in members if ("person", pk) in own and not parts.get(pk)]
        moved = [part for by_team in parts.values() for team, part in by_team.items() if team in teams]
        if settled or moved:
            found[one.key] = sum(settled) + sum(moved)
    return found
