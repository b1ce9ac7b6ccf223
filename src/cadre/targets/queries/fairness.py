"""Whether targets are fair: beside each its owner's history, open pipeline, accounts, and the chance of reaching it (book ch. 4)."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM, Actor
from cadre.kernel.models import CalendarDay
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.targets.queries.history import team_mates, weekly
from cadre.targets.queries.measures import Measure
from cadre.targets.queries.periods import parts_of
from cadre.targets.queries.plans import Grid, GridRow
from cadre.targets.queries.slices import Slice, slice_of
from cadre.targets.queries.tree import company_tree
from cadre.targets.rules.backtest import Band, bands, statements

QUARTERS = 8


@dataclass(frozen=True)
class Fairness:
    """A row of the grid with what speaks for or against its target. `usual` is the mean of the past quarters, per quarter."""

    row: GridRow
    quarters: Sequence[int]
    usual: int | None
    asked: Fraction | None  # the target as a share of what is usual
    pipeline: int
    accounts: int
    is_too_high: bool
    is_too_low: bool


@dataclass(frozen=True)
class FairnessReport:
    """All rows, and what the plan as a whole may expect."""

    rows: list[Fairness]
    expected: Fraction | None  # the plan's likely attainment
    reaching: Fraction | None  # how many people may be expected to reach theirs
    people: int


def fairness(actor: Actor, grid: Grid) -> FairnessReport:
    """What speaks for and against each target of a version, for a grid with its chances from the start. Four statements more."""
    people = [row.subject.id for row in grid.rows if row.subject.kind == "person"]
    part = slice_of(grid.plan)
    history = _quarters(actor, grid.measure, min(clock.today(), grid.plan.starts_on), part)
    quarters_in_plan = max(1, round((grid.plan.ends_on - grid.plan.starts_on).days / 91))
    pipeline = _pipeline(actor, part)
    accounts = _accounts(people)
    rows = [_of(row, history, pipeline, accounts, quarters_in_plan) for row in grid.rows]
    top = grid.top
    expected = Fraction(top.outlook.middle, top.total) if top and top.outlook and top.total else None
    stated = [row.outlook.percent for row in grid.rows if row.subject.kind == "person" and row.outlook]
    known = [percent for percent in stated if percent is not None]
    return FairnessReport(rows, expected, Fraction(sum(known), 100) if known else None, len(known))


def _of(
    row: GridRow,
    history: dict[int, list[int]],
    pipeline: dict[int, int],
    accounts: dict[int, int],
    quarters_in_plan: int,
) -> Fairness:
    people = row.subject.people
    own = [history[pk] for pk in people if pk in history]
    quarters = [sum(values) for values in zip(*own, strict=True)] if own else []
    began = next((n for n, value in enumerate(quarters) if value), len(quarters))
    quarters = quarters[began:]
    usual = sum(quarters) // len(quarters) if quarters else None
    outlook = row.outlook
    return Fairness(
        row,
        quarters,
        usual,
        Fraction(row.total, usual * quarters_in_plan) if row.total is not None and usual else None,
        sum(pipeline.get(pk, 0) for pk in people),
        sum(accounts.get(pk, 0) for pk in people),
        outlook is not None and outlook.is_too_high,
        outlook is not None and outlook.is_too_low,
    )


def _quarters(actor: Actor, measure: Measure, before: dt.date, part: Slice) -> dict[int, list[int]]:
    """Results of the whole quarters before a day, up to eight, oldest first."""
    first = CalendarDay.objects.order_by("day").values_list("day", flat=True).first()
    if first is None:
        return {}
    start = max(first, before - dt.timedelta(days=92 * (QUARTERS + 1)))
    quarters = [one for one in parts_of(start, before, "quarter") if one.end <= before][-QUARTERS:]
    quarters = [one for one in quarters if (one.end - one.start).days > 80]
    if not quarters:
        return {}
    window = Period(quarters[0].start, quarters[-1].end)
    names = [one.name for one in quarters]
    found: dict[int, dict[str, int]] = {}
    for cell in run(measure.key, ("employee", "quarter"), window, actor=actor, where=part.where):
        if cell.key[0] is not None:
            found.setdefault(int(cell.key[0]), {})[str(cell.key[1])] = measure.whole(cell.values[measure.key])  # type: ignore[arg-type]
    return {person: [values.get(name, 0) for name in names] for person, values in found.items()}


def _pipeline(actor: Actor, part: Slice) -> dict[int, int]:
    """The open pipeline by person, weighted by stage."""
    answer = run("pipeline.weighted", "employee", actor=actor, where=part.where)
    return {int(cell.key[0]): int(cell.values["pipeline.weighted"] or 0) for cell in answer if cell.key[0]}  # type: ignore[arg-type]


def _accounts(people: Collection[int]) -> dict[int, int]:
    """How many accounts each looks after: the potential of his territory."""
    rows = crm.accounts(SYSTEM).filter(owner_id__in=list(people)).order_by().values_list("owner_id")
    return dict(rows.annotate(n=Count("pk")))


def calibration_of(measure: Measure) -> tuple[list[Band], int]:
    """How the stated chances would have held in the company's own past: bands, and how many statements they rest on."""
    tree = company_tree(clock.today())
    weeks = weekly(measure, tree.people, clock.today())
    stated = statements(weeks, team_mates([tree]))
    return bands(stated), len(stated)
