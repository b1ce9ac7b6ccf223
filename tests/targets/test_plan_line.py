"""The way to the company's target at an even pace."""

from cadre.kernel.access import SYSTEM
from cadre.targets import queries, services
from tests.support.cast import Cast
from tests.targets.quotas import approved, draft, quota


def test_the_way_ends_at_the_target_of_each_month_and_moves_on_working_days_only(cast: Cast) -> None:
    year = queries.running("year")
    plan = draft(period_kind="year", period=year.name, grain="month", top_down=120_000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    approved(plan)
    months = queries.parts_of(year.start, year.end, "month")
    values = queries.target_values(SYSTEM, months, "bookings.amount")
    line = queries.company_plan(SYSTEM, year.start, year.end)
    assert len(line) == (year.end - year.start).days
    total = 0
    for month in months:
        total += values[month.name]["company", 0]
        assert line[(month.last - year.start).days] == total
    steps = {n for n in range(1, len(line)) if line[n] != line[n - 1]}
    working = {(day - year.start).days for day in year.working}
    assert steps <= working


def test_a_quarter_without_months_is_spread_over_the_quarter(cast: Cast) -> None:
    quota(cast.rep_lin, 900)
    quarter = queries.running("quarter")
    line = queries.company_plan(SYSTEM, quarter.start, quarter.end)
    assert (line[-1], max(line)) == (900, 900)


def test_without_targets_there_is_no_way_to_show(cast: Cast) -> None:
    quarter = queries.running("quarter")
    assert queries.company_plan(SYSTEM, quarter.start, quarter.end) == []
