"""A version's targets week by week. Weeks are not stored: they follow from the month (or quarter) they lie in, to the cent."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.metrics.periods import Period
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.metrics.rollups import rolled_up
from cadre.targets.models import Target, TargetPlan
from cadre.targets.queries.given import node_of
from cadre.targets.queries.measures import Measure, measure
from cadre.targets.queries.periods import TargetPeriod, parts_of, split, weeks_nest, with_days
from cadre.targets.queries.plans import plan_roots
from cadre.targets.queries.slices import slice_of
from cadre.targets.queries.tree import COMPANY, Subject, subject_key
from cadre.targets.rules.weeks import shared_over_weeks


@dataclass(frozen=True)
class Week:
    """A column: the days of a week that lie in the shown part."""

    name: str
    first: dt.date
    last: dt.date
    working: int


@dataclass(frozen=True)
class WeekCell:
    value: int | None
    attained: Fraction | None

    @property
    def attainment(self) -> Fraction | None:
        return self.attained / self.value if self.value and self.attained is not None else None


@dataclass(frozen=True)
class WeekRow:
    subject: Subject
    cells: list[WeekCell]
    total: int | None


@dataclass(frozen=True)
class WeekGrid:
    """One part of a version by weeks. `nest`: whether months are whole weeks here (a 4-4-5 year), or may cut one in two."""

    plan: TargetPlan
    measure: Measure
    part: TargetPeriod
    parts: list[TargetPeriod]
    weeks: list[Week]
    rows: list[WeekRow]
    nest: bool


def week_grid(actor: Actor, plan: TargetPlan, part_name: str = "", on: dt.date | None = None) -> WeekGrid:
    """A part of the version (the running one, else the first) as far as the reader sees it, in a fixed number of statements."""
    on = on or clock.today()
    wanted, parts = measure(plan.metric), parts_of(plan.starts_on, plan.ends_on, plan.grain)
    running = next((one for one in parts if one.start <= on < one.end), parts[0])
    part = next((one for one in parts if one.name == part_name), running)
    with_days(parts)
    weeks = [Week(one.name, one.start, one.last, len(one.working)) for one in split(part, "week")]
    roots = plan_roots(actor, plan, on)
    rows = Target.objects.visible_to(actor).filter(plan=plan, valid_to=None, period=part.name)
    if plan.state == TargetPlan.State.APPROVED:
        rows = rows.exclude(state=Target.State.SUPERSEDED)
    values = {subject_key(team, who): value for team, who, value in rows.values_list("team_id", "employee_id", "value")}
    shares: dict[Any, dict[str, int]] = {}
    for root in roots:
        shares |= shared_over_weeks(node_of(root), values, [(week.name, week.working) for week in weeks])
    subjects = [one for root in roots for one in root.walk()]
    attained = _attained(actor, wanted, plan, part, on, subjects)
    shown = []
    for one in subjects:
        own = (
            shares.get(one.key, {})
            if wanted.is_divisible
            else dict.fromkeys((w.name for w in weeks), values.get(one.key))
        )
        cells = [
            WeekCell(own.get(week.name), attained.get((one.key, week.name), Fraction(0)) if week.first <= on else None)
            for week in weeks
        ]
        shown.append(WeekRow(one, cells, values.get(one.key)))
    return WeekGrid(plan, wanted, part, parts, weeks, shown, weeks_nest([day for one in parts for day in one.days]))


def _attained(
    actor: Actor, wanted: Measure, plan: TargetPlan, part: TargetPeriod, on: dt.date, subjects: list[Subject]
) -> dict[tuple[tuple[str, int], str], Fraction]:
    window = Period(part.start, part.end).until(on)
    if window is None:
        return {}
    where = slice_of(plan).where
    ways = (("employee", "week"), ("team", "week"), ("week",))
    people, teams, whole = run_many(
        [question(wanted.key, way, window, as_of=on, where=where) for way in ways], actor=actor
    )
    found: dict[tuple[tuple[str, int], str], Fraction] = {}
    for cell in people:
        if cell.key[0] is not None:
            found[("person", int(cell.key[0])), str(cell.key[1])] = wanted.smallest(cell.values[wanted.key])  # type: ignore[arg-type]
    groups = {one.key: one.teams for one in subjects if one.kind == "team"}
    for key, cells in rolled_up(teams, "team", groups).items():
        for (name,), cell in cells.items():
            found[key, str(name)] = wanted.smallest(cell.values[wanted.key])
    for cell in whole:
        found[(COMPANY, 0), str(cell.key[0])] = wanted.smallest(cell.values[wanted.key])
    return found
