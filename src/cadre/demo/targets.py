"""The targets of the demo: a quota for everybody who sells, for the running quarter and those before it.

Made up by a rule: 85 % of the mean of the two quarters before, rounded up to 1,000 in the company's currency, and divided over the
months as 28, 34 and 38 %. Set, submitted and approved by verbs. The quarter to come is a draft, for whoever tries the product.
"""

import datetime as dt
from collections.abc import Collection

from cadre.kernel.access import SYSTEM
from cadre.kernel.money import allocate
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.targets import queries, services
from cadre.targets.queries import Subject, TargetPeriod
from cadre.targets.services.cells import Cell

METRIC = "bookings.amount"
SHARE_PERCENT, ROUND_TO = 85, 100_000
SEASON = (28, 34, 38)
QUARTERS = 3
OVER_PPM = 30_000


def give_quotas() -> None:
    """Quotas of the running and past quarters, as far as there is a result to measure them by; and the goal behind them."""
    *quarters, following = _quarters()
    results = [_results(quarter) for quarter in quarters]
    for n, quarter in enumerate(quarters[2:], 2):
        _give(quarter, results[n - 2 : n])
    _plan_for(following, quarters[-1])
    _give_for_a_product(quarters[-1])
    year = queries.running("year")
    wanted = sum(sum(one.values()) for one in results[-3:-1]) * 2
    if wanted:
        services.set_goal(
            actor=SYSTEM,
            title="Grow with the customers we have",
            why="Half of the won amount comes from a fifth of the accounts; the others have room.",
            metric=METRIC,
            period_kind="year",
            period=year.name,
            value=_rounded(wanted * 110 // 100),
        )


def _quarters() -> list[TargetPeriod]:
    """The past quarters, the running one, and the one to come."""
    return queries.periods_around("quarter", QUARTERS + 2, 1)


def _plan_for(quarter: TargetPeriod, before: TargetPeriod) -> None:
    """A draft for the quarter to come, divided by history: something to edit, hand in and approve."""
    given = queries.target_values(SYSTEM, [before], METRIC)[before.name]
    total = sum(value for (kind, _pk), value in given.items() if kind == "person")
    if total and quarter.start > before.start:
        plan = services.start_plan(
            actor=SYSTEM, metric=METRIC, period_kind="quarter", period=quarter.name, over_ppm=OVER_PPM
        )
        services.divide(actor=SYSTEM, plan_id=plan.pk, total=_rounded(total * 105 // 100), season=SEASON)


def _give_for_a_product(quarter: TargetPeriod) -> None:
    """A target of the running quarter for the product that brought most in the quarter before, beside that for everything."""
    answer = run(METRIC, "product", Period(quarter.start - dt.timedelta(days=91), quarter.start), actor=SYSTEM)
    cells = [cell for cell in answer if cell.key[0] and cell.values[METRIC]]
    if cells:
        best = max(cells, key=lambda cell: cell.values[METRIC] or 0)
        plan = services.start_plan(
            actor=SYSTEM,
            metric=METRIC,
            period_kind="quarter",
            period=quarter.name,
            dimension="product",
            chosen=str(best.key[0]),
        )
        services.divide(actor=SYSTEM, plan_id=plan.pk, total=_rounded(int(best.values[METRIC] or 0)), season=SEASON)
        services.submit_plan(actor=SYSTEM, plan_id=plan.pk)
        services.approve_plan(actor=SYSTEM, plan_id=plan.pk)


def _give(quarter: TargetPeriod, before: Collection[dict[int, int]]) -> None:
    tree = queries.company_tree(quarter.start)
    quotas = {}
    for person in tree.people:
        won = [results.get(person, 0) for results in before]
        if all(won):
            quotas[person] = _rounded(sum(won) * SHARE_PERCENT // 100 // len(won))
    if not quotas:
        return
    plan = services.start_plan(actor=SYSTEM, metric=METRIC, period_kind="quarter", period=quarter.name)
    months = queries.parts_of(quarter.start, quarter.end, "month")
    cells = [
        Cell(one.kind, one.id, month.name, value)
        for one in tree.walk()
        if any(pk in quotas for pk in one.people)
        for month, value in zip(months, _by_month(one, quotas), strict=True)
    ]
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=cells)
    services.submit_plan(actor=SYSTEM, plan_id=plan.pk)
    services.approve_plan(actor=SYSTEM, plan_id=plan.pk)


def _by_month(one: Subject, quotas: dict[int, int]) -> list[int]:
    """The months of a person by season; of a team the sums of its people's, so that they agree."""
    parts = [allocate(quotas[pk], SEASON) for pk in one.people if pk in quotas]
    return [sum(month) for month in zip(*parts, strict=True)]


def _results(period: TargetPeriod) -> dict[int, int]:
    """What everybody won in a period, in minor units."""
    answer = run(METRIC, "employee", Period(period.start, period.end), actor=SYSTEM)
    return {int(cell.key[0]): int(cell.values[METRIC] or 0) for cell in answer if cell.key[0]}  # type: ignore[arg-type]


def _rounded(minor: int) -> int:
    return -(-minor // ROUND_TO) * ROUND_TO
