"""Filling a draft: dividing from above, cells by hand, proposals from below."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND, Problem, refuse_if
from cadre.kernel.verbs import verb
from cadre.targets import policies
from cadre.targets.models import Target, TargetPlan
from cadre.targets.problems import (
    CELL_MOVED,
    LOCKED_TOO_MUCH,
    NEGATIVE,
    NO_WEIGHTS,
    NOT_DRAFT,
    OUT_OF_GRID,
    REASON_NEEDED,
    UNKNOWN_TARGET,
)
from cadre.targets.queries.given import node_of
from cadre.targets.queries.measures import measure
from cadre.targets.queries.periods import TargetPeriod, parts_of
from cadre.targets.queries.slices import slice_of
from cadre.targets.queries.tree import COMPANY, Subject, subject_key
from cadre.targets.queries.weights import base_weights, leaf_weights, presence, season_of
from cadre.targets.rules.cascade import NothingToDivideByError, along, cascade, step_of, with_over_assignment
from cadre.targets.rules.presence import RAMP, Span
from cadre.targets.services.plans import draft_of
from cadre.targets.services.reach import require_settable
from cadre.targets.services.whom import plan_tree, unknown_in

Key = tuple[str, int]


@dataclass(frozen=True)
class Cell:
    """A value for a subject in a part of the plan's period; None empties the cell, which is not a zero.

    `opened` is what the cell held when who types opened the page, where that is known.
    """

    kind: str
    id: int
    period: str
    value: int | None
    reason: str = ""
    name: str = ""  # how the cell is called when it is refused
    title: str = ""
    opened: int | EllipsisType | None = ...

    @property
    def key(self) -> Key:
        return self.kind, self.id


@verb("targets.plan.divide", roles=policies.SETTERS)
def divide(
    *,
    actor: Actor,
    plan_id: int,
    total: int | None = None,
    over_ppm: int | None = None,
    basis: str | None = None,
    season: Sequence[int] | None = None,
    weights: Mapping[int, int] | None = None,
    ramp: Sequence[int] = RAMP,
    away: Mapping[int, Collection[Span]] | None = None,
    keep_proposals: bool = False,
    expected_version: int | None = None,
) -> TargetPlan:
    """Divide the plan's total down the tree and along its periods around what is fixed.

    `season` are weights of the parts, else from history; `weights` by person replace those of the basis; `away` days of leave by
    person, else those that were entered. With `keep_proposals` what was proposed from below stays as proposed and the rest is
    divided around it. Every computed value is kept beside later changes.

    Shares are whole units of the currency where the amounts are (`rules.cascade.step_of`). Raises NO_WEIGHTS, or
    LOCKED_TOO_MUCH where fixed values exceed what is to be divided.
    """
    plan = draft_of(actor, plan_id, expected_version)
    plan = write.change(
        plan,
        top_down=plan.top_down if total is None else total,
        over_ppm=plan.over_ppm if over_ppm is None else over_ppm,
        basis=plan.basis if basis is None else basis,
        seasonality=list(season) if season else plan.seasonality,
    )
    tree, parts = plan_tree(plan), parts_of(plan.starts_on, plan.ends_on, plan.grain)
    rows = {(subject_key(row.team_id, row.employee_id), row.period): row for row in plan.targets.all()}
    values = _divided(plan, tree, parts, rows, weights=weights, ramp=ramp, away=away, keep_proposals=keep_proposals)
    _store(plan, tree, parts, rows, values)
    return plan


def _divided(
    plan: TargetPlan,
    tree: Subject,
    parts: Sequence[TargetPeriod],
    rows: Mapping[tuple[Key, str], Target],
    *,
    weights: Mapping[int, int] | None,
    ramp: Sequence[int],
    away: Mapping[int, Collection[Span]] | None,
    keep_proposals: bool,
) -> dict[tuple[Key, str], int]:
    wanted, total = measure(plan.metric), plan.top_down or 0
    if not wanted.is_divisible:
        return {(one.key, part.name): total for one in tree.walk() for part in parts}
    season = plan.seasonality if len(plan.seasonality) == len(parts) else season_of(wanted, parts, slice_of(plan))
    fixed = _fixed(parts, rows, keep_proposals=keep_proposals)
    persons = tree.people
    base = dict(weights) if weights else base_weights(wanted, plan.basis, persons, plan.starts_on, slice_of(plan))
    there = presence(persons, parts, ramp=ramp, away=away)
    whole = with_over_assignment(total, plan.over_ppm)
    step = step_of(wanted.units, [total, whole, *fixed.values()], shares=len(persons) * len(parts))
    try:
        given = along(whole, season, step)
        by_leaf = leaf_weights({pk: base.get(pk, 0) for pk in persons}, there)
        done = cascade(node_of(tree), given, by_leaf, fixed, step)
    except NothingToDivideByError as error:
        raise NO_WEIGHTS(field="basis") from error
    top = [gap for gap in done.gaps if gap.key == tree.key and gap.difference > 0]
    if top:
        gap = top[0]
        raise LOCKED_TOO_MUCH(field="total", fixed=given[gap.period] + gap.difference, total=given[gap.period])
    values = {(one.key, part.name): done.values[one.key][n] for one in tree.walk() for n, part in enumerate(parts)}
    # The top keeps what is wanted; the deliberate extra shows as the difference to the sum below it
    values |= {
        (tree.key, part.name): wanted_here for part, wanted_here in zip(parts, along(total, season, step), strict=True)
    }
    return values


def _fixed(
    parts: Sequence[TargetPeriod], rows: Mapping[tuple[Key, str], Target], *, keep_proposals: bool
) -> dict[tuple[object, int], int]:
    """What stays as it is, by subject and number of the part: values set by hand, and proposals where they are kept."""
    order = {part.name: n for n, part in enumerate(parts)}
    found: dict[tuple[object, int], int] = {}
    for (key, period), row in rows.items():
        kept = row.proposed if keep_proposals and row.proposed is not None else row.value if row.is_fixed else None
        if kept is not None and period in order:
            found[key, order[period]] = kept
    return found


def _store(
    plan: TargetPlan,
    tree: Subject,
    parts: Sequence[TargetPeriod],
    rows: Mapping[tuple[Key, str], Target],
    values: Mapping[tuple[Key, str], int],
) -> None:
    """Write what was divided: rows that carry somebody's work are changed, all others are written anew in one go."""
    kept = {place: row for place, row in rows.items() if row.is_fixed or row.proposed is not None}
    write.remove_many(plan.targets.exclude(pk__in=[row.pk for row in kept.values()]))
    write.change_many(
        [
            (row, {"computed": values[place]} if row.is_fixed else {"computed": values[place], "value": values[place]})
            for place, row in kept.items()
            if place in values
        ]
    )
    new = [(one, part) for one in tree.walk() for part in parts if (one.key, part.name) not in kept]
    amounts = [values[one.key, part.name] for one, part in new]
    columns: dict[str, Sequence[Any]] = {
        "team_id": [one.team_id for one, _part in new],
        "employee_id": [one.employee_id for one, _part in new],
        "period": [part.name for _one, part in new],
        "starts_on": [part.start for _one, part in new],
        "ends_on": [part.end for _one, part in new],
        "value": amounts,
        "computed": amounts,
        "plan_id": [plan.pk] * len(new),
    }
    same: dict[str, Sequence[Any]] = {
        name: [getattr(plan, name)] * len(new) for name in ("metric", "level", "dimension", "chosen")
    }
    write.create_rows(Target, columns | same, len(new))


@verb("targets.cells.set", roles=policies.SETTERS)
def set_cells(
    *, actor: Actor, plan_id: int, cells: Collection[Cell], reason: str = "", expected_version: int | None = None
) -> TargetPlan:
    """Set cells of a draft, all or none. A value set by hand is fixed: the next division goes around it.

    A value that replaces a computed one needs a reason. Refuses the first cell that is out of reach, negative or not in the
    plan, and names it; and every cell that somebody else changed since it was opened.
    """
    plan = draft_of(actor, plan_id, expected_version)
    subjects = {one.key: one for one in plan_tree(plan).walk()}
    parts = {part.name: part for part in parts_of(plan.starts_on, plan.ends_on, plan.grain)}
    refuse_if(
        unknown_in(actor, plan, [cell for cell in cells if cell.key not in subjects])
        + [
            OUT_OF_GRID(field=cell.name or None, cell=cell.name or cell.period)
            for cell in cells
            if cell.period not in parts
        ]
        + [
            NEGATIVE(field=cell.name or None, cell=cell.name or cell.period, text=cell.value)
            for cell in cells
            if cell.value is not None and cell.value < 0
        ]
    )
    require_settable(actor, [subjects[cell.key] for cell in cells])
    rows = {(subject_key(row.team_id, row.employee_id), row.period): row for row in plan.targets.all()}
    refuse_if([problem for cell in cells if (problem := _moved(cell, rows.get((cell.key, cell.period))))])
    for cell in cells:
        _set(
            plan, cell, subjects[cell.key], parts[cell.period], rows.get((cell.key, cell.period)), cell.reason or reason
        )
    return plan


def _moved(cell: Cell, row: Target | None) -> Problem | None:
    stored = row.value if row else None
    if cell.opened in (..., stored) or cell.value == stored:
        return None
    return CELL_MOVED(field=cell.name or None, cell=cell.title or cell.name)


def _set(plan: TargetPlan, cell: Cell, subject: Subject, part: TargetPeriod, row: Target | None, reason: str) -> None:
    if row is None:
        if cell.value is not None:
            _create(plan, subject, part, value=cell.value, is_fixed=True, reason=reason)
    elif cell.value is None:
        write.remove(row)
    elif cell.value != row.value or row.proposed == cell.value:
        if row.computed not in (None, cell.value, row.proposed) and cell.value != row.proposed and not reason:
            raise REASON_NEEDED(field="reason")
        back = row.computed == cell.value
        write.change(row, value=cell.value, is_fixed=not back, reason="" if back else reason)


def _create(plan: TargetPlan, subject: Subject, part: TargetPeriod, **fields: object) -> Target:
    return write.create(
        Target,
        plan=plan,
        metric=plan.metric,
        level=plan.level,
        dimension=plan.dimension,
        chosen=plan.chosen,
        team_id=subject.team_id,
        employee_id=subject.employee_id,
        period=part.name,
        starts_on=part.start,
        ends_on=part.end,
        **fields,
    )


@verb("targets.cells.propose", roles=policies.HOLDERS)
def propose(
    *, actor: Actor, plan_id: int, period: str, value: int | None, note: str = "", team_id: int | None = None
) -> Target | None:
    """Say from below what one thinks can be reached: for oneself, or for a team one leads. None takes it back.

    The proposal stands beside the value from above until somebody takes it over or divides around it.
    """
    plan = TargetPlan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise NOT_FOUND()
    if plan.state != TargetPlan.State.DRAFT:
        raise NOT_DRAFT()
    if team_id is not None and team_id not in policies.led_teams(actor):
        raise NOT_FOUND()
    key = ("team", team_id) if team_id is not None else ("person", actor.employee_id or 0)
    subject = next((one for one in plan_tree(plan).walk() if one.key == key and key[0] != COMPANY), None)
    part = next((one for one in parts_of(plan.starts_on, plan.ends_on, plan.grain) if one.name == period), None)
    if subject is None:
        raise UNKNOWN_TARGET()
    if part is None:
        raise OUT_OF_GRID(field="period", cell=period)
    row = plan.targets.filter(team_id=subject.team_id, employee_id=subject.employee_id, period=period).first()
    if row is None:
        return None if value is None else _create(plan, subject, part, value=value, proposed=value, proposed_note=note)
    return write.change(row, proposed=value, proposed_note=note)
