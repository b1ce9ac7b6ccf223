"""The whole simulation as one report of plain values."""

from typing import Any

import numpy as np

from cadre.compensation.engine.inputs import problem_words
from cadre.compensation.engine.inputs.loading import load
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.simulate.backtest import backtest, compared, money
from cadre.compensation.engine.simulate.montecarlo import Distribution, cost_curve, monte_carlo

NOTE = "estimates: totals are rounded once, lines are not; plan cap, guarantee and draw are followed"
LEVELS = list(range(0, 201, 10))


def simulate(  # noqa: PLR0913 - each is a column of the row
    plan: Plan,
    sources: dict[str, Any],
    *,
    against: Plan | None = None,
    scenarios: int = 10_000,
    seed: int = 1,
    distribution: str | None = None,
    horizon: int = 12,
    period: str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """Backtest on the inputs and Monte Carlo from them; with ``against``, the same for a second plan, compared.

    Amounts are decimals of the plan's currency; what is wrong with rows is said in ``language``.
    The same seed gives the same report. Raises ``InputsRefused``.
    """
    result = calculate(plan, load(plan, sources), period=period)
    chosen = Distribution.parse(distribution) if distribution else None
    report: dict[str, Any] = {"plan": f"{plan.plan} v{plan.version}", "currency": plan.currency, "seed": seed}
    report.update(_one(result, scenarios, horizon, seed, chosen, language))
    if against is not None:
        other = calculate(against, load(against, sources), period=period)
        report["against"] = {
            "plan": f"{against.plan} v{against.version}",
            **_one(other, scenarios, horizon, seed, chosen, language),
            "compared": compared(result, other),
        }
    return report


def _one(
    result: Result, scenarios: int, horizon: int, seed: int, distribution: Distribution | None, language: str
) -> dict[str, Any]:
    simulated = monte_carlo(result, scenarios=scenarios, horizon=horizon, seed=seed, distribution=distribution)
    cost = simulated.cost
    return {
        "backtest": backtest(result),
        "cost_curve": [
            {"attainment": row["attainment"], "cost": money(result, row["cost"])} for row in cost_curve(result, LEVELS)
        ],
        "monte_carlo": {
            "scenarios": scenarios,
            "periods": horizon,
            "from": "history" if distribution is None else distribution.kind,
            "mean_cost": money(result, cost.mean()),
            "standard_deviation": money(result, cost.std()),
            "cost": {f"p{q}": money(result, np.quantile(cost, q / 100)) for q in (1, 5, 25, 50, 75, 95, 99)},
            "share_above_quota": f"{simulated.above_quota:.1%}",
            "mean_pay": {name: money(result, pay) for name, pay in sorted(simulated.mean_pay.items())},
            "approximated": simulated.approximated,
            "left_out": simulated.left_out,
            "note": problem_words.stopped(NOTE, language),
        },
        "problems": len(result.problems),
        "first_problems": [problem_words.said(problem, language) for problem in result.problems[:20]],
    }
