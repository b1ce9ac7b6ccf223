"""Checks of what depends on the single transaction, on others, and on more than one period."""

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import Reading
from cadre.compensation.engine.plan.deals import FactorRow, Filter, RateRow
from cadre.compensation.engine.plan.findings import Found
from cadre.compensation.engine.plan.model import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Combinations of the rows of a component's tables by transaction.
MOST_COMBINATIONS = 400
_RESERVED = ("id", "date", "amount", "currency", "payee")


def _error(path: tuple[Any, ...], message: str, advice: str) -> Found:
    return Found("error", path, message, advice)


def check_columns(plan: Plan) -> list[Found]:
    """Calculated columns: their names, and that each uses only what comes before it."""
    found, known = [], set(plan.columns)
    done: set[str] = set()
    for name, formula in plan.formulas.items():
        if name in _RESERVED:
            advice = "Give the calculated column another name."
            found.append(_error(("columns", name), f"'{name}' is a column of the transactions", advice))
        late = [one for one in formula.numbers if one in known and one not in done]
        if late:
            advice = f"Put '{late[0]}' above '{name}'." if late[0] != name else "Use other columns."
            found.append(_error(("columns", name), f"'{name}' uses '{late[0]}' before it is calculated", advice))
        done.add(name)
    return found


def check_deals(plan: Plan, component: Component, here: tuple[Any, ...]) -> list[Found]:
    """Rates by row, factors, filters, limits that reach further, contests and pools."""
    found = [*_rates(component, here), *_limits(component, here)]
    if component.banded:
        found += _banded(component, here)
    tables = [((*here, "measure", "where"), component.measured.where)]
    tables += [((*here, "pays", "rates", i), row.where) for i, row in enumerate(component.pays.rates or [])]
    for path, wanted in tables:
        found += _texts_of_calculated(plan, wanted, path)
    return [*found, *_group(component, here)]


def _rates(component: Component, here: tuple[Any, ...]) -> list[Found]:
    rows = component.pays.rates or []
    place = (*here, "pays", "rates")
    if rows and component.pays.of == "target":
        advice = "Use 'factors' with another form, or leave out 'of: target'."
        return [_error(place, "rates by transaction are shares of the credit, not of the target", advice)]
    if rows and not component.measured.is_transactions:
        return [_error(place, "there are no transactions to look at", "Count transactions: 'measure: amount'.")]
    tables: list[tuple[tuple[Any, ...], Sequence[RateRow | FactorRow]]] = [(place, rows)] if rows else []
    tables += [((*here, "factors", i), factor.rows) for i, factor in enumerate(component.factors)]
    found = []
    for path, table in tables:
        for number, row in enumerate(table[:-1]):
            if not row.where:
                advice = "Put the row without 'where' last: the first row that fits counts."
                found.append(_error((*path, number), "the rows after this one are never reached", advice))
    return found


def _banded(component: Component, here: tuple[Any, ...]) -> list[Found]:
    found = []
    place = (*here, "pays", "rates") if component.pays.rates else (*here, "factors")
    if not component.line_form:
        advice = "Use rate, rates, marginal, retroactive or interpolate without 'minimum'."
        found.append(_error(place, f"'{component.pays.form}' is paid per period, not per transaction", advice))
    count = prod(len(table) + 1 for table in component.row_tables)
    if count > MOST_COMBINATIONS:
        advice = f"At most {MOST_COMBINATIONS} combinations; write a calculated column instead ('columns:')."
        found.append(_error(place, f"the tables have {count} combinations of rows", advice))
    pays = component.pays
    changing: list[Any] = [pays.retroactive, pays.interpolate, pays.matrix, component.threshold]
    changing += [component.gates, component.multipliers]
    if component.accumulate not in ("period", "transaction") and any(changing):
        advice = "Read the curve per period, or use marginal tiers without gates and multipliers."
        message = "rates by transaction cannot be trued up when the curve changes within what accumulates"
        found.append(_error((*here, "accumulate"), message, advice))
    return found


def _limits(component: Component, here: tuple[Any, ...]) -> list[Found]:
    cap, found = component.cap, []
    if component.minimum_per_transaction is not None and not component.line_form:
        advice = "Use 'minimum:' here."
        path = (*here, "minimum_per_transaction")
        found.append(_error(path, "this form pays per period, not per transaction", advice))
    if cap.per != "run" and cap.payout is None and cap.of_target is None:
        found.append(_error((*here, "cap", "per"), "there is no payout to cap", "Add 'payout: 50000'."))
    if cap.per_transaction is not None and (component.minimum_per_transaction or 0) > cap.per_transaction:
        path = (*here, "minimum_per_transaction")
        found.append(_error(path, "the minimum per transaction is above its cap", "Lower it, or raise the cap."))
    if component.accumulate not in ("period", "transaction") and (cap.budget is not None or cap.per != "run"):
        advice = "Leave 'accumulate' at period, or use 'cap: {payout: …}' of the run."
        found.append(_error((*here, "cap"), "a budget or a cap over several periods on accumulated credit", advice))
    return found


def _texts_of_calculated(plan: Plan, wanted: Filter, path: tuple[Any, ...]) -> list[Found]:
    found = []
    for column, test in wanted.items():
        for one in test if isinstance(test, list) else [test]:
            if column in plan.columns and isinstance(one, str) and not _is_number(one):
                advice = "Compare it with a number: '{at_least: 10}'."
                found.append(_error((*path, column), f"'{column}' is a number, not the text '{one}'", advice))
    return found


def _is_number(text: str) -> bool:
    try:
        Fraction(text.rstrip("%"))
    except ValueError:
        return False
    return True


def _group(component: Component, here: tuple[Any, ...]) -> list[Found]:
    found = []
    pool = component.pays.pool
    if pool is not None and pool.rate is not None and not component.measured.is_transactions:
        path = (*here, "pays", "pool", "rate")
        found.append(_error(path, "a rate of credit where no transactions are counted", "Give an amount."))
    if component.accumulate not in ("period", "transaction") and component.pays.among_all:
        advice = "Leave out 'accumulate'; for a longer contest write 'period: quarter'."
        found.append(_error((*here, "accumulate"), "a contest or pool is held per period", advice))
    for number, gate in enumerate((component.pays.contest or component.pays.pool or _Nobody).qualify):
        if isinstance(gate, Reading) and gate.payout in ("self", component.id):
            path = (*here, "pays", component.pays.form, "qualify", number)
            found.append(_error(path, "it reads its own payout", "Read another component's payout."))
    return found


class _Nobody:
    """Stands for the contest of a component without one."""

    qualify: tuple[Any, ...] = ()
