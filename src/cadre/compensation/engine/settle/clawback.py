"""Clawback: what a transaction paid is taken back when it is returned, cancelled or not paid for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.blocks import KINDS, NOT_DUE, Block, from_rows
from cadre.compensation.engine.calendar import NO_DAY, Calendar
from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.inputs.figures import Event
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.positions import sold_for
from cadre.compensation.engine.inputs.problems import NOTE, WARNING
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.plan.values import Duration
from cadre.compensation.engine.settle.reckoned import Place, Reckoned, reckoned_on_pay

CLAWBACK, CANCELLED, SHOWN = KINDS.index("clawback"), KINDS.index("cancelled"), KINDS.index("shown")


@dataclass(frozen=True, eq=False)
class PaidLine:
    """A line that can be taken back. Two instalments alike in every column are two lines: each is itself alone."""

    payee: int
    component: str
    period: int
    paid_in: int
    amount: int
    value: int
    day: int
    part: int
    seq: int
    source: int
    level: int
    kind: int = 0


Row = tuple[PaidLine, dict[str, Any]]
Taken = dict[tuple[PaidLine, str], tuple[Fraction, int]]


def clawbacks(ledger: Ledger, blocks: dict[str, list[Block]]) -> list[Block]:
    """Clawback lines by component: of what the events' transactions paid, and of what was reckoned on that pay."""
    plan, inputs, end_day = ledger.plan, ledger.inputs, ledger.end_day
    events = [*inputs.events, *_unpaid(plan, inputs, end_day)]
    if not events or not (plan.clawback or plan.unpaid):
        return []
    lines = _lines_of({event.transaction for event in events}, plan, inputs, blocks)
    rows: dict[str, list[dict[str, Any]]] = {}
    own = Calendar(plan.period, plan.fiscal_year_starts)
    taken: Taken = {}
    linked = _Linked(Reckoned(ledger), blocks, taken)
    sold = sold_for(plan, inputs, sorted({event.transaction for event in events if event.amount is not None}))
    for event in sorted(events, key=lambda e: (e.day, e.transaction, e.kind)):
        if event.day >= end_day:
            continue
        found = lines.get(event.transaction, [])
        if not found:
            text = "no line was paid for this transaction; nothing is taken back"
            inputs.problems.add(NOTE, "events", event.row, "transaction", "nothing-paid", text, event.transaction)
        share = _share(plan, inputs, event, found, sold.get(event.transaction))
        if share is None:
            continue
        when = own.of(event.day)
        made = _from_lines(found, event, share, when, taken)
        for line, row in [*made, *linked.rows(made, event, when)]:
            if row["amount"] and line.kind != SHOWN:
                rows.setdefault(line.component, []).append(row)
    return [from_rows(component, found) for component, found in sorted(rows.items())]


def _from_lines(found: list[PaidLine], event: Event, share: Fraction, when: int, taken: Taken) -> list[Row]:
    """Shares add up over events, to the whole at most, so that a whole clawback is exactly the negative."""
    made = []
    for line in found:
        before = taken.get((line, event.transaction), (Fraction(0), 0))[0]
        made.append((line, _taken_back(line, event, min(before + share, Fraction(1)), when, taken)))
    return made


@dataclass
class _Linked:
    """What is taken back of pay that is reckoned on pay that was taken back."""

    reckoned: Reckoned
    blocks: dict[str, list[Block]]
    taken: Taken
    lines: dict[str, dict[tuple[int, int], list[PaidLine]]] = field(default_factory=dict)

    def rows(self, made: list[Row], event: Event, when: int) -> Iterator[Row]:
        """Rows that follow from the rows of an event."""
        changed: dict[Place, int] = {}
        for line, row in made:
            if line.kind != CANCELLED and row["amount"]:
                place = line.component, line.payee, line.period
                changed[place] = changed.get(place, 0) + row["amount"]
        if not changed or not self.reckoned.components:
            return
        source = next(iter(changed))[1]
        for (name, payee, period), total in self.reckoned.follow(changed):
            for line in self._paid(name).get((payee, period), []):
                yield line, {**_taken_back(line, event, total, when, self.taken, ""), "source": source}

    def _paid(self, component: str) -> dict[tuple[int, int], list[PaidLine]]:
        found = self.lines.get(component)
        if found is None:
            found = self.lines[component] = {}
            for block in self.blocks[component]:
                for row in range(block.count):
                    line = _line(component, block, row)
                    found.setdefault((line.payee, line.period), []).append(line)
        return found


def _taken_back(
    line: PaidLine, event: Event, total: Fraction, when: int, taken: Taken, of: str | None = None
) -> dict[str, Any]:
    """What brings the share of a line that is taken back to ``total``."""
    key = line, event.transaction if of is None else of
    amount_before = taken.get(key, (Fraction(0), 0))[1]
    amount = amounts.round_half_away(line.amount * total)
    taken[key] = total, amount
    paid = line.paid_in != NOT_DUE and line.paid_in <= when
    return {
        "payee": line.payee,
        "period": line.period,
        "paid_in": when if paid else line.paid_in,
        "kind": CLAWBACK if paid else CANCELLED,
        "day": event.day,
        "tx": event.transaction,
        "seq": line.seq,
        "level": line.level,
        "source": line.source,
        "part": line.part,
        "value": line.value,
        "uncapped": amount_before - amount,
        "amount": amount_before - amount,
    }


def _unpaid(plan: Plan, inputs: Inputs, end_day: int) -> list[Event]:
    """Transactions that the customer has not paid in time, as events."""
    rule = plan.unpaid
    if rule is None:
        return []
    columns = inputs.transactions.columns
    ids, days, paid = columns["tx"], columns["d_date"].tolist(), columns[f"d_{rule.column}"].tolist()
    texts = ids.tolist() if isinstance(ids, np.ndarray) else ids.to_pylist()
    found = []
    for name, day, paid_on, row in zip(texts, days, paid, inputs.transactions.row.tolist(), strict=True):
        limit = rule.after.after(day)
        if limit < end_day - 1 and (paid_on == NO_DAY or paid_on > limit):
            found.append(Event(str(name), "unpaid", limit + 1, None, rule.share, row))
    return found


def _share(plan: Plan, inputs: Inputs, event: Event, lines: list[PaidLine], sold: Fraction | None) -> Fraction | None:
    """The share that is taken back; an amount is compared with what was sold, in the transaction's own currency."""
    portion = Fraction(1)
    if event.share is not None:
        portion = event.share
    elif event.amount is not None and sold:
        portion = min(abs(event.amount) / abs(sold), Fraction(1))
    elif event.amount is not None and lines and lines[0].value:
        portion = min(abs(event.amount) * plan.scale / abs(lines[0].value), Fraction(1))
    if event.kind == "unpaid" and plan.unpaid is not None and event.share is not None:
        return portion
    start = lines[0].day if lines else event.day
    for rule in plan.clawback:
        if rule.on != event.kind or (rule.within is not None and event.day > rule.within.after(start)):
            continue
        if rule.prorate_over is not None:
            portion *= _remaining(rule.prorate_over, start, event.day)
        return portion * (rule.share if rule.share is not None else 1)
    text = f"no clawback rule of the plan fits this {event.kind}; nothing is taken back"
    inputs.problems.add(NOTE, "events", event.row, "kind", "no-rule", text, event.transaction)
    return None


def _remaining(term: Duration, start: int, day: int) -> Fraction:
    """What is left of a term: in whole months, or in days when the term is written in days."""
    whole = term.count if term.unit == "day" else term.months
    passed = day - start if term.unit == "day" else calendar.whole_months(start, day)
    return Fraction(max(whole - passed, 0), whole)


def _lines_of(
    wanted: set[str], plan: Plan, inputs: Inputs, blocks: dict[str, list[Block]]
) -> dict[str, list[PaidLine]]:
    found: dict[str, list[PaidLine]] = {}
    for component, parts in blocks.items():
        for block in parts:
            _from_block(component, block, wanted, found)
    calculated = set(found)
    follows = {component.id for component in reckoned_on_pay(plan)}
    own = Calendar(plan.period, plan.fiscal_year_starts)
    for number, paid in enumerate(inputs.history):
        if paid.transaction in wanted and paid.transaction not in calculated and paid.component not in follows:
            spec = plan.component(paid.component)
            kind = str(spec.period if spec.period not in (None, "period") else plan.period)
            calendar_ = Calendar(kind, plan.fiscal_year_starts)
            period = calendar_.parse(paid.period)
            day = paid.day if paid.day is not None else calendar_.start(period)
            paid_in = own.of(calendar_.end(period) - 1)
            line = PaidLine(
                paid.payee, paid.component, period, paid_in, paid.amount, paid.credit, day, 0, number, paid.payee, 0
            )
            found.setdefault(paid.transaction, []).append(line)
    for transaction in sorted(wanted - set(found)):
        if not any(event.transaction == transaction for event in inputs.events):
            continue
        known = inputs.transactions.columns["tx"]
        texts = {str(v) for v in (known.tolist() if isinstance(known, np.ndarray) else known.to_pylist())}
        if transaction not in texts:
            text = "there is no usable transaction with this id"
            inputs.problems.add(WARNING, "events", 0, "transaction", "no-transaction", text, transaction)
    return found


def _from_block(component: str, block: Block, wanted: set[str], found: dict[str, list[PaidLine]]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = block.tx_texts()
    rows = np.flatnonzero(pc.is_in(texts, pa.array(sorted(wanted), pa.string())).to_numpy(zero_copy_only=False))
    for row in rows.tolist():
        found.setdefault(texts[row].as_py(), []).append(_line(component, block, row))


def _line(component: str, block: Block, row: int) -> PaidLine:
    names = ("payee", "period", "paid_in", "amount", "value", "day", "part", "seq", "source", "level", "kind")
    return PaidLine(component=component, **{name: int(block.column(name)[row]) for name in names})
