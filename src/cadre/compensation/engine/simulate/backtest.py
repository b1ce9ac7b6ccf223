"""A plan on history: cost, distribution, pay for performance, and the comparison of two versions."""

from fractions import Fraction
from typing import Any

import numpy as np

from cadre.compensation.engine import amounts
from cadre.compensation.engine.result import Result


def money(result: Result, value: Any) -> str:
    """Smallest units as a decimal of whole units."""
    return amounts.decimal_text(Fraction(round(float(value))) / result.plan.scale, result.plan.digits)


def backtest(result: Result) -> dict[str, Any]:
    """What the plan would have cost."""
    own = result.plan_calendar()
    by_period: dict[int, int] = {}
    by_component: dict[str, int] = {}
    for payout in result.payouts:
        by_period[payout.period] = by_period.get(payout.period, 0) + payout.paid
    for component in result.plan.components:
        if not component.informational:
            cells = result.ledger.cells.get(component.id, {}).values()
            by_component[component.id] = sum(cell.payout for cell in cells)
    credit = _credit(result)
    total = sum(by_period.values())
    paid = np.array(sorted(result.paid().values()) or [0], np.float64)
    return {
        "cost": money(result, total),
        "credit": money(result, credit),
        "cost_of_sales": amounts.percent_text(Fraction(total, credit)) if credit else None,
        "by_period": {own.label(period): money(result, amount) for period, amount in sorted(by_period.items())},
        "by_component": {name: money(result, amount) for name, amount in by_component.items()},
        "pay_per_payee": {f"p{q}": money(result, np.quantile(paid, q / 100)) for q in (5, 25, 50, 75, 95)},
        **performance(result),
    }


def _credit(result: Result) -> int:
    return sum(
        cell.credit
        for component in result.plan.components
        if component.measured.is_transactions and component.measured.is_money
        and component.credit.roll_up is None and not component.credit.team
        for cell in result.ledger.cells.get(component.id, {}).values()
    )  # fmt: skip


def performance(result: Result) -> dict[str, Any]:
    """Attainment and pay together: correlation, quarters of the ranking, share above quota and threshold."""
    rows: list[tuple[float, float]] = []
    above = over_threshold = 0
    for component in result.plan.components:
        if component.quota is None or component.informational:
            continue
        for cell in result.ledger.cells.get(component.id, {}).values():
            if cell.attainment is None:
                continue
            rows.append((float(cell.attainment), float(cell.payout)))
            above += cell.attainment >= 1
            over_threshold += cell.payout > 0
    if not rows:
        return {"attainment": None}
    table = np.array(sorted(rows))
    quarters = np.array_split(table, 4)
    varies = table[:, 0].std() > 0 and table[:, 1].std() > 0
    return {
        "attainment": {f"p{q}": f"{np.quantile(table[:, 0], q / 100):.1%}" for q in (5, 25, 50, 75, 95)},
        "share_above_quota": f"{above / len(rows):.1%}",
        "share_paid": f"{over_threshold / len(rows):.1%}",
        "pay_for_performance": {
            "correlation": round(float(np.corrcoef(table.T)[0, 1]), 3) if varies else None,
            "mean_pay_by_quarter_of_attainment": [money(result, q[:, 1].mean()) if len(q) else None for q in quarters],
        },
    }


def compared(one: Result, other: Result) -> dict[str, Any]:
    """Who gains and who loses from ``one`` plan to the ``other``."""
    before, after = one.paid(), other.paid()
    names = sorted(set(before) | set(after))
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    rows = sorted(changes.items(), key=lambda pair: (pair[1], pair[0]))
    return {
        "cost_before": money(one, sum(before.values())),
        "cost_after": money(one, sum(after.values())),
        "difference": money(one, sum(changes.values())),
        "gain": sum(change > 0 for change in changes.values()),
        "lose": sum(change < 0 for change in changes.values()),
        "same": sum(change == 0 for change in changes.values()),
        "by_payee": [
            {
                "payee": name,
                "before": money(one, before.get(name, 0)),
                "after": money(one, after.get(name, 0)),
                "change": money(one, change),
            }
            for name, change in rows
        ],
    }
