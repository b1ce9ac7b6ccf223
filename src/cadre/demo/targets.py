"""The targets of the demo: a quota for everybody who sells, for the running quarter and those before it.

Made up by a rule: 85 % of the mean of the two quarters before, rounded up to 1,000 in the company's currency, and divided over the
months as 28, 34 and 38 %. Set, submitted and approved by verbs.
"""

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


def give_quotas() -> None:
    """Quotas of the running and past quarters, as far as there is a result to measure them by; and the goal behind them."""
    quarters = queries.periods_around("quarter", QUARTERS + 2, 0)
    results = [_results(quarter) for quarter in quarters]
    for n, quarter in enumerate(quarters[2:], 2):
        _give(quarter, results[n - 2 : n])
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
