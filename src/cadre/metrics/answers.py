"""From fetched integers to cells: fill, formulas, totals, comparison, order and limit. All in Python, all exact."""

from collections.abc import Iterable, Mapping

from cadre.metrics.cells import Cell, Cells, Figures
from cadre.metrics.declarations import Part
from cadre.metrics.keys import Key, picker
from cadre.metrics.labels import Labels
from cadre.metrics.ordering import Ordering
from cadre.metrics.plans import Kept, Need, Plan, Reading
from cadre.metrics.registry import facts

Table = dict[Key, dict[str, int | None]]
Answers = Mapping[Need, Table]


def assemble(plan: Plan, answers: Answers, labels: Labels) -> Cells:
    """Everything the question asked for, from what its statements gave."""
    table, before = _table(plan, plan.now, answers), None
    margins = {kept: _margin(plan, plan.now, answers, kept) for kept in plan.margins}
    earlier: dict[Kept, Table] = {}
    if plan.before:
        before = _moved(plan, _table(plan, plan.before, answers))
        earlier = {kept: _margin(plan, plan.before, answers, kept) for kept in plan.margins}
        for key in before.keys() - table.keys():
            table[key] = {}
    if plan.question.fill:
        _fill(plan, table)
    for n, dimension in enumerate(plan.by):
        labels.expect(dimension, {key[n] for key in table})
    cells = [_cell(plan, key, found, None if before is None else before.get(key, {})) for key, found in table.items()]
    sums = {
        kept: {key: _cell(plan, key, found, _earlier(earlier, kept, key), kept) for key, found in margin.items()}
        for kept, margin in margins.items()
    }
    total = sums[()].get(()) or _cell(plan, (), {}, _earlier(earlier, (), ()), ())
    ordering = Ordering(plan, cells, sums, labels)
    shown, left_out = ordering.shown()
    rest = _cell(plan, (), _together(plan, left_out), None, ()) if left_out else None
    dates = tuple(plan.now.snaps.values())
    compared = plan.before.period if plan.before else None
    return Cells(
        plan.question,
        tuple(plan.metrics),
        tuple(plan.by),
        tuple(shown),
        total,
        rest,
        sums,
        plan.question.period,
        compared,
        dates,
        labels,
    )


def _table(plan: Plan, reading: Reading, answers: Answers) -> Table:
    """The cells of all facts side by side."""
    table: Table = {}
    for fact in plan.facts:
        for key, found in answers.get(plan.need(reading, fact, plan.question.by), {}).items():
            table.setdefault(key, {}).update(found)
    return table


def _margin(plan: Plan, reading: Reading, answers: Answers, kept: Kept) -> Table:
    """Sums over the dimensions that are not kept: of parts where they add up, else from their own statement."""
    remaining = picker([n for n, dimension in enumerate(plan.by) if dimension.key in kept])
    margin: Table = {}
    for fact in plan.facts:
        if not plan.sums(fact, kept):
            for key, found in answers.get(plan.need(reading, fact, kept), {}).items():
                margin.setdefault(key, {}).update(found)
            continue
        counted = plan.counted(reading, kept) if fact.snapshot else None
        parts = plan.parts_of(fact)
        for key, found in answers.get(plan.need(reading, fact, plan.question.by), {}).items():
            if counted is None or plan.time_of(key) in counted:
                add(margin.setdefault(remaining(key), {}), found, parts)
    return margin


def add(into: dict[str, int | None], found: Mapping[str, int | None], parts: Iterable[Part]) -> None:
    """Take one more group into a sum, part by part."""
    for part in parts:
        old, new = into.get(part.key), found.get(part.key)
        if old is None or new is None:
            into[part.key] = new if old is None else old
        elif part.aggregate in {"min", "max"}:
            into[part.key] = min(old, new) if part.aggregate == "min" else max(old, new)
        else:
            into[part.key] = old + new


def _together(plan: Plan, cells: Iterable[Cell]) -> dict[str, int | None]:
    """Several groups as one. What does not add up has no value: their common customers are not known here."""
    summed: dict[str, int | None] = {part.key: None for part in plan.parts if not part.adds_up}
    for cell in cells:
        add(summed, cell.parts, [part for part in plan.parts if part.adds_up])
    return summed


def _cell(
    plan: Plan,
    key: Key,
    found: Mapping[str, int | None],
    before: Mapping[str, int | None] | None,
    kept: Kept | None = None,
) -> Cell:
    parts = (
        found
        if found.keys() == plan.part_keys
        else {
            part.key: found[part.key] if part.key in found else _of_no_rows(plan, part, key, kept)
            for part in plan.parts
        }
    )
    values: Figures = {metric.key: metric.value(parts) for metric in plan.metrics}
    earlier: Figures | None = None
    if before is not None:
        known = {
            part.key: before.get(part.key, 0 if part.aggregate not in {"min", "max"} else None) for part in plan.parts
        }
        earlier = {metric.key: metric.value(known) for metric in plan.metrics}
    return Cell(key, values, parts, earlier)


def _of_no_rows(plan: Plan, part: Part, key: Key, kept: Kept | None) -> int | None:
    """No rows sum to nothing, which is 0; but a date that no snapshot was taken at (it is still to come) is unknown."""
    if part.aggregate in {"min", "max"}:
        return None
    unknown = not plan.now.snaps or (kept is None and plan.time_of(key) not in plan.now.snaps)
    if unknown and facts[part.fact].snapshot:
        return None
    return 0


def _earlier(earlier: Mapping[Kept, Table], kept: Kept, key: Key) -> Mapping[str, int | None] | None:
    return earlier[kept].get(key, {}) if kept in earlier else None


def _moved(plan: Plan, before: Table) -> Table:
    """Cells of the compared period under the keys of this one: its first month stands beside the first month, and so on."""
    if not plan.times or plan.before is None:
        return before
    now_of = {old.key: new.key for old, new in zip(plan.before.steps, plan.now.steps, strict=False)}
    return {
        _with_time(plan, key, now_of[plan.time_of(key)]): found
        for key, found in before.items()
        if plan.time_of(key) in now_of
    }


def _with_time(plan: Plan, key: Key, time: Key) -> Key:
    moved = list(key)
    for n, value in zip(plan.times, time, strict=True):
        moved[n] = value
    return tuple(moved)


def _fill(plan: Plan, table: Table) -> None:
    """Steps of time in which nothing happened, for every group there is. Without a period: from the first step seen to the last."""
    if not plan.times:
        return
    steps = [step.key for step in plan.now.steps]
    if plan.question.period is None or plan.question.period.is_open:
        seen = {plan.time_of(key) for key in table}
        places = [n for n, step in enumerate(steps) if step in seen]
        steps = steps[places[0] : places[-1] + 1] if places else []
    places = [n for n, dimension in enumerate(plan.by) if not dimension.time]
    of = picker(places)
    groups = dict.fromkeys(map(of, table)) if places else {(): None}
    whole = picker(_order_of([*places, *plan.times]))
    for group in groups:
        for step in steps:
            table.setdefault(whole((*group, *step)), {})


def _order_of(places: list[int]) -> list[int]:
    """Where each position stands in `places`."""
    return [places.index(n) for n in range(len(places))]
