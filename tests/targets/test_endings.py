"""One number for one question: how a running period ends by won amounts is the forecast of deals, on every page."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from cadre.crm import queries as crm
from cadre.crm.models import ForecastModel
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.targets import queries, services
from cadre.targets.rules.chance import forecast_outlook
from tests.support.cast import Cast
from tests.support.deals import actor, deal, won
from tests.targets.quotas import cell, draft, quarter, quota

amounts = st.integers(0, 10**9)


def test_no_end_is_told_before_the_forecast_has_looked_at_any_deal(cast: Cast) -> None:
    quota(cast.rep_lin, 1_000_000)
    deal(cast.rep_lin, amount_minor=300_000, engaged_on=clock.today())
    assert queries.progress_of(actor(cast.rep_lin)).rows[0].outlook is None


def test_the_likely_end_is_the_forecast_of_deals_and_tells_its_parts(cast: Cast) -> None:
    ForecastModel.objects.create(trained_on=clock.today())
    quota(cast.rep_lin, 1_000_000)
    won(cast.rep_lin, amount_minor=400_000, closed_on=clock.today())
    deal(cast.rep_lin, amount_minor=300_000, engaged_on=clock.today())
    for user in (cast.rep_lin, cast.director_shen):
        board = queries.progress_of(actor(user))
        row, line = board.rows[0], crm.forecast(actor(user)).used
        assert (row.outlook.middle, row.outlook.open, row.outlook.new) == (line.total, line.open, line.new)
        assert row.outlook.low <= row.outlook.middle <= row.outlook.high


@pytest.fixture
def in_the_middle(cast: Cast) -> Iterator[None]:
    """Weeks before the end of the quarter, where an end has a range."""
    year = clock.today().year
    with time_machine.travel(dt.datetime(year, 5, 13, 4, tzinfo=dt.UTC), tick=False):
        yield


@pytest.mark.usefixtures("in_the_middle")
def test_all_the_people_of_a_manager_have_the_range_of_a_team_on_both_pages(cast: Cast) -> None:
    ranges = [["weighted", "company", 8, 900.0], ["weighted", "team", 8, 100.0]]
    ForecastModel.objects.create(trained_on=clock.today(), verdict={"ranges": ranges})
    quota(cast.rep_lin, 1_000_000)
    days = dt.timedelta(days=1)
    won(cast.rep_lin, amount_minor=400_000, closed_on=clock.today() - 10 * days)
    deal(cast.rep_lin, amount_minor=300_000, engaged_on=clock.today() - 10 * days)
    chen, shen = actor(cast.manager_chen), actor(cast.director_shen)
    team, mine, all_of_it = queries.progress_of(chen).top, crm.forecast(chen).used, crm.forecast(shen).used
    assert (team.subject.kind, team.outlook.low, team.outlook.high) == ("team", mine.low, mine.high)
    assert mine.total == all_of_it.total
    assert mine.high - mine.total < all_of_it.high - all_of_it.total


def test_a_forecast_for_a_period_asks_little(cast: Cast, django_assert_max_num_queries) -> None:
    won(cast.rep_lin, amount_minor=400_000, closed_on=clock.today())
    for user, most in ((cast.rep_lin, 9), (cast.manager_chen, 13), (cast.director_shen, 8)):
        who, days = actor(user), quarter()
        with django_assert_max_num_queries(most):
            assert crm.period_forecast(who, days.start, days.last).used.won == 400_000


def test_a_past_or_coming_period_and_a_count_are_not_the_forecast_of_deals(cast: Cast) -> None:
    quota(cast.rep_lin, 1_000_000)
    won(cast.rep_lin, amount_minor=400_000, closed_on=clock.today())
    assert queries.progress_of(SYSTEM, metric="activities.count").top.outlook.open is None
    after = queries.found_beside("quarter")[2]
    coming = queries.period_named("quarter", after)
    assert queries.progress_of(SYSTEM, period=coming).top.outlook.open is None


@given(amounts, amounts, amounts, st.lists(amounts, min_size=2, max_size=2).map(sorted))
def test_a_higher_target_never_has_a_better_chance_by_the_forecast(attained, open_, new, sides) -> None:
    coming = open_ + new
    bounds = (max(0, coming - sides[0]), coming + sides[1])
    steps = range(0, 3 * 10**9, 10**8)
    percents = [forecast_outlook(attained, target, (open_, new), bounds).percent for target in steps]
    assert percents == sorted(percents, reverse=True)


def test_the_bounds_of_the_forecast_leave_a_tenth_outside_on_each_side() -> None:
    def chance(target: int) -> int | None:
        return forecast_outlook(100, target, (500, 100), (400, 900)).percent

    assert (chance(100), chance(500), chance(700), chance(1000)) == (100, 90, 50, 10)
    assert forecast_outlook(0, 10, (0, 0), (0, 0)).percent == 0
    assert forecast_outlook(0, 0, (0, 0), (0, 0)).percent == 100


def test_nothing_is_expected_of_a_team_from_people_who_never_sold_and_have_no_target(cast: Cast) -> None:
    week = dt.timedelta(weeks=1)
    for n in range(1, 9):
        won(cast.rep_lin, amount_minor=100_000, closed_on=quarter().start - n * week)
    plan = draft(top_down=1_000_000, basis="equal")
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 1_000_000)])
    grid = queries.with_chances(SYSTEM, queries.plan_grid(SYSTEM, plan), from_start=True)
    rows = {row.subject.name: row.outlook for row in grid.rows}
    assert rows["North"].middle == rows["Lin Rep"].middle > 0
