"""Versions of the targets, and one of them as a grid."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from cadre.kernel import clock
from cadre.kernel.access import Actor, Role
from cadre.kernel.money import round_half_away
from cadre.kernel.problems import NOT_FOUND
from cadre.metrics.periods import Period
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.metrics.rollups import rolled_up
from cadre.targets import policies
from cadre.targets.models import StrategicGoal, Target, TargetPlan
from cadre.targets.queries.history import Outlooks, team_mates
from cadre.targets.queries.measures import Measure, measure
from cadre.targets.queries.outlooks import endings
from cadre.targets.queries.periods import TargetPeriod, parts_of
from cadre.targets.queries.slices import owners_between, slice_of
from cadre.targets.queries.tree import COMPANY, Subject, seen_tree, subject_key
from cadre.targets.rules.chance import Outlook

Key = tuple[str, int]


def level_choices() -> list[tuple[str, Any]]:
    return list(TargetPlan.Level.choices)


def basis_choices() -> list[tuple[str, Any]]:
    return list(TargetPlan.Basis.choices)


def goals(actor: Actor) -> QuerySet[Any]:
    """The goals of the company, open ones first."""
    return StrategicGoal.objects.visible_to(actor).select_related("owner").annotate(plan_count=Count("plans"))


def goal_by_id(actor: Actor, goal_id: int) -> StrategicGoal:
    found: StrategicGoal | None = StrategicGoal.objects.visible_to(actor).filter(pk=goal_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def plans(actor: Actor) -> QuerySet[Any]:
    """Versions the reader has a part in: all of them for those who look after everything, else those of the company and his teams."""
    rows = TargetPlan.objects.visible_to(actor).select_related("team", "author")
    if not actor.has(*policies.PLANNERS, Role.EXECUTIVE):
        rows = rows.filter(Q(team_id=None) | Q(team_id__in=policies.led_teams(actor)))
    return rows


def plan_by_id(actor: Actor, plan_id: int) -> TargetPlan:
    found: TargetPlan | None = plans(actor).filter(pk=plan_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


@dataclass
class GridCell:
    """A target beside what was attained; `period` spans several columns' worth for a sum."""

    period: TargetPeriod
    value: int | None
    attained: Fraction | None
    row: Target | None = None
    is_sum: bool = False
    kind: str = ""
    id: int = 0

    @property
    def attainment(self) -> Fraction | None:
        return self.attained / self.value if self.value and self.attained is not None else None

    @property
    def is_changed(self) -> bool:
        return self.row is not None and self.row.is_fixed and self.row.computed not in (None, self.row.value)

    @property
    def place(self) -> str:
        """How the page names the cell when it sends it."""
        return f"{self.kind}-{self.id}-{self.period.name}"


@dataclass
class GridRow:
    """A subject with its cells, in the order of the grid's columns."""

    subject: Subject
    cells: list[GridCell]
    total: int | None
    below: int | None  # what its people have together
    may_set: bool = False
    proposed: int | None = None
    outlook: Outlook | None = None
    attained: Fraction | None = None
    note: str = ""

    @property
    def gap(self) -> int | None:
        """What is still missing of the total; None before anything can have been attained."""
        if self.total is None or self.attained is None:
            return None
        return max(0, self.total - round_half_away(self.attained))

    @property
    def difference(self) -> int | None:
        """What is given out below less what stands here."""
        return None if self.below is None or self.total is None else self.below - self.total


@dataclass
class Grid:
    """A plan as rows of subjects and columns of periods, with sums by quarter where the plan goes by months."""

    plan: TargetPlan
    measure: Measure
    columns: list[tuple[TargetPeriod, bool]] = field(default_factory=list)
    rows: list[GridRow] = field(default_factory=list)

    @property
    def changed(self) -> list[tuple[GridRow, GridCell]]:
        """Cells that were set by hand in place of a computed value."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.is_changed]

    @property
    def top(self) -> GridRow | None:
        return self.rows[0] if self.rows else None

    @property
    def over(self) -> Fraction | None:
        """What is given out on top of what is wanted, as a share."""
        top = self.top
        return None if top is None or not top.difference or not top.total else Fraction(top.difference, top.total)

    @property
    def proposed(self) -> int | None:
        """What is proposed from below, taking the given value where nothing was proposed."""
        rows = [row for row in self.rows if row.subject.kind == "person"]
        if all(row.proposed is None for row in rows):
            return None
        return sum(row.proposed if row.proposed is not None else row.total or 0 for row in rows)


def plan_grid(actor: Actor, plan: TargetPlan, on: dt.date | None = None) -> Grid:
    """The grid of a version as far as the reader may see it, in a fixed number of statements."""
    on = on or clock.today()
    grid = Grid(plan, measure(plan.metric))
    parts = parts_of(plan.starts_on, plan.ends_on, plan.grain)
    quarters = parts_of(plan.starts_on, plan.ends_on, "quarter") if plan.grain == "month" and len(parts) > 1 else []
    grid.columns = _columns(parts, quarters if len(quarters) > 1 else [])
    roots = plan_roots(actor, plan, on)
    subjects = [one for root in roots for one in root.walk()]
    targets = (
        Target.objects.visible_to(actor)
        .filter(plan=plan, valid_to=None)
        .exclude(state=Target.State.SUPERSEDED, plan__state=TargetPlan.State.APPROVED)
    )
    rows = {(subject_key(row.team_id, row.employee_id), row.period): row for row in targets}
    settable = set(targets.settable_by(actor).values_list("pk", flat=True))
    attained = _attained(actor, grid.measure, plan, parts, on, subjects)
    planner = actor.has(*policies.PLANNERS)
    led = set() if planner or actor.employee_id is None else _own_teams(actor)
    for one in subjects:
        cells = _cells(one, grid.columns, rows, attained, on, is_ratio=not grid.measure.is_divisible)
        values = [cell.value for cell in cells if not cell.is_sum and cell.value is not None]
        divisible = grid.measure.is_divisible
        total = (sum(values) if divisible else max(values)) if values else None
        own = [row for row in (rows.get((one.key, part.name)) for part in parts) if row is not None]
        mine = one.key == ("person", actor.employee_id) or (one.kind == "team" and one.id in led)
        may_set = (planner or one.kind != COMPANY) and not mine and all(row.pk in settable for row in own)
        proposals = [row.proposed for row in own if row.proposed is not None]
        below = [rows[key].value for pk in one.people for part in parts if (key := (("person", pk), part.name)) in rows]
        grid.rows.append(
            GridRow(
                one, cells, total, sum(below) if below and divisible and one.kind != "person" else None, may_set,
                sum(row.value if row.proposed is None else row.proposed for row in own) if proposals else None,
                note=next((row.proposed_note for row in own if row.proposed_note), ""),
            )
        )  # fmt: skip
    return grid


def plan_roots(actor: Actor, plan: TargetPlan, on: dt.date) -> list[Subject]:
    """Whom the reader sees of those a plan is for, as the tree stands on a day of its period."""
    owners = owners_between(slice_of(plan), plan.starts_on, plan.ends_on)
    return seen_tree(actor, min(max(on, plan.starts_on), plan.ends_on - dt.timedelta(days=1)), plan.team_id, owners)


def _own_teams(actor: Actor) -> set[int]:
    from cadre.people.queries import led_by

    return set(led_by(actor.employee_id or 0, clock.today()))


def _columns(parts: Sequence[TargetPeriod], quarters: Sequence[TargetPeriod]) -> list[tuple[TargetPeriod, bool]]:
    """The parts, each quarter's sum after its last month."""
    found: list[tuple[TargetPeriod, bool]] = []
    for part in parts:
        found.append((part, False))
        found.extend((quarter, True) for quarter in quarters if quarter.end == part.end)
    return found


def _cells(
    one: Subject,
    columns: Sequence[tuple[TargetPeriod, bool]],
    rows: dict[tuple[Key, str], Target],
    attained: dict[tuple[Key, str], Fraction],
    on: dt.date,
    *,
    is_ratio: bool,
) -> list[GridCell]:
    cells: list[GridCell] = []
    for period, is_sum in columns:
        row = None if is_sum else rows.get((one.key, period.name))
        inside = [cell for cell in cells if not cell.is_sum and cell.period.start >= period.start] if is_sum else []
        values = [cell.value for cell in inside if cell.value is not None] if is_sum else [row.value] if row else []
        value = (max(values) if is_ratio else sum(values)) if values else None
        known = [cell.attained for cell in inside if cell.attained is not None]
        done = (
            (sum(known, Fraction(0)) if known and not is_ratio else None)
            if is_sum
            else (attained.get((one.key, period.name), Fraction(0)) if period.start <= on else None)
        )
        cells.append(GridCell(period, value, done, row, is_sum, one.kind, one.id))
    return cells


def _attained(
    actor: Actor,
    wanted: Measure,
    plan: TargetPlan,
    parts: Sequence[TargetPeriod],
    on: dt.date,
    subjects: Sequence[Subject],
) -> dict[tuple[Key, str], Fraction]:
    window = Period(plan.starts_on, plan.ends_on).until(on)
    if window is None or not parts:
        return {}
    step = plan.grain
    ways = (("employee", step), ("team", step), (step,))
    where = slice_of(plan).where
    by_person, by_team, whole = run_many(
        [question(wanted.key, way, window, as_of=on, where=where) for way in ways], actor=actor
    )
    found: dict[tuple[Key, str], Fraction] = {}
    for cell in by_person:
        if cell.key[0] is not None:
            found[("person", int(cell.key[0])), str(cell.key[1])] = wanted.smallest(cell.values[wanted.key])  # type: ignore[arg-type]
    groups = {one.key: one.teams for one in subjects if one.kind == "team"}
    for key, cells in rolled_up(by_team, "team", groups).items():
        for (name,), cell in cells.items():
            found[key, str(name)] = wanted.smallest(cell.values[wanted.key])
    for cell in whole:
        found[(COMPANY, 0), str(cell.key[0])] = wanted.smallest(cell.values[wanted.key])
    return found


def with_chances(actor: Actor, grid: Grid, *, from_start: bool = False) -> Grid:
    """The grid with the chance that every row's total is reached, as far as the metric adds up.

    `from_start` asks for the chance when the plan began, before anything was attained: whether the target was fair.
    """
    on = min(clock.today(), grid.plan.starts_on - dt.timedelta(days=1)) if from_start else clock.today()
    if not grid.rows or not grid.measure.is_divisible:
        return grid
    plan = grid.plan
    period = TargetPeriod(plan.period_kind, plan.period, plan.starts_on, plan.ends_on)
    roots = [row.subject for row in grid.rows if row.subject.depth == 0]
    part = slice_of(plan)
    given = [row.subject.id for row in grid.rows if row.subject.kind == "person" and row.total is not None]
    drawn = lambda: Outlooks(grid.measure, team_mates(roots), period, on, part, given)  # noqa: E731
    chances = drawn() if from_start else endings(actor, grid.measure, period, on, part, drawn)
    for row in grid.rows:
        done = [cell.attained for cell in row.cells if not cell.is_sum and cell.attained is not None]
        row.attained = sum(done, Fraction(0)) if done else None
        so_far = 0 if from_start else round_half_away(row.attained or Fraction(0))
        row.outlook = chances.of(row.subject, so_far, row.total)
    return grid
