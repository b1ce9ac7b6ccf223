"""The forecast of people, teams and the company: methods, managers' numbers, snapshots, and who sees what."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from cadre.crm import queries, services
from cadre.crm.models import ForecastCall, ForecastLine, ForecastSnapshot, Opportunity
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.queries import period_of
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile, User
from cadre.metrics.queries import run
from cadre.people.models import Assignment, Team
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal, won
from tests.support.refusals import refuses

TODAY = dt.date(2026, 5, 13)


@pytest.fixture(autouse=True)
def time_machine_at(cast: Cast) -> Iterator[time_machine.Traveller]:
    """Wednesday, 13 May 2026; the calendar reaches around it."""
    rebuild(CompanyProfile.objects.get(), dt.date(2025, 1, 1), dt.date(2028, 1, 1))
    with time_machine.travel(dt.datetime(2026, 5, 13, 4, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


def due(owner: User, amount_minor: int, category: str = "pipeline", on: dt.date = dt.date(2026, 6, 2)) -> Opportunity:
    where = account(owner, f"Customer {amount_minor} {category}")
    return deal(owner, where=where, amount_minor=amount_minor, forecast=category, expected_close_on=on)


def line(user: User, method: str, who: str = "all", period: str = "quarter") -> queries.Line:
    found = queries.forecast(actor(user), who, period).line(method)
    assert found is not None
    return found


def team(name: str) -> str:
    return f"team-{Team.objects.get(name=name).pk}"


def person(user: User) -> str:
    return f"person-{Cast.employee(user).pk}"


def test_the_weighted_forecast_is_what_is_won_and_amount_times_probability_of_what_falls_due(cast: Cast) -> None:
    won(cast.rep_lin, amount_minor=70_000, closed_on=TODAY - dt.timedelta(days=3))
    due(cast.rep_lin, 100_000)
    due(cast.rep_lin, 55_555)
    due(cast.rep_lin, 900_000, on=dt.date(2026, 9, 1))
    found = line(cast.rep_lin, "weighted")
    percent = queries.open_stages()[0].probability_percent
    assert (found.won, found.open) == (70_000, (100_000 * percent + 50) // 100 + (55_555 * percent + 50) // 100)
    assert line(cast.rep_lin, "weighted", period="next_quarter").open == (900_000 * percent + 50) // 100


def test_an_overdue_deal_counts_from_now_on_and_not_in_a_period_to_come(cast: Cast) -> None:
    due(cast.rep_lin, 100_000, on=TODAY - dt.timedelta(days=40))
    assert line(cast.rep_lin, "weighted", period="month").open > 0
    assert line(cast.rep_lin, "weighted", period="next_quarter").open == 0


def test_commit_best_case_and_pipeline_add_up_and_omitted_deals_do_not_count(cast: Cast) -> None:
    for amount, category in ((1_000, "commit"), (2_000, "best_case"), (4_000, "pipeline"), (8_000, "omitted")):
        due(cast.rep_lin, amount, category)
    seen = queries.forecast(actor(cast.rep_lin))
    said = seen.commitment(seen.whose)
    assert (said.commit, said.best, said.pipeline, said.best_total) == (1_000, 2_000, 4_000, 3_000)


def test_a_managers_number_stands_in_place_of_his_peoples_deals_all_the_way_up(cast: Cast) -> None:
    due(cast.rep_lin, 1_000, "commit")
    due(cast.rep_gao, 500, "commit")
    services.call_forecast(
        actor=actor(cast.manager_chen),
        who=person(cast.rep_lin),
        period="quarter",
        commit_minor=700,
        note="One is at risk",
    )
    assert line(cast.rep_lin, "category").total == 700
    assert line(cast.manager_chen, "category").total == 1_200
    services.call_forecast(
        actor=actor(cast.director_shen), who=team("North"), period="quarter", commit_minor=1_100, note="Holidays"
    )
    assert line(cast.director_shen, "category").total == 1_100
    assert line(cast.director_shen, "weighted").total == line(cast.manager_chen, "weighted").total


def test_the_teams_below_add_up_to_the_whole_by_every_method(cast: Cast) -> None:
    won(cast.rep_gao, amount_minor=4_000, closed_on=TODAY)
    for owner, amount in ((cast.rep_lin, 1_000), (cast.rep_gao, 2_000), (cast.rep_hsu, 8_000)):
        due(owner, amount, "commit")
    seen = queries.forecast(actor(cast.director_shen))
    teams = {part.whose.label: part for part in queries.parts(seen)}
    assert {name: teams[name].said.total for name in ("North", "South")} == {"North": 7_000, "South": 8_000}
    assert sum(part.said.total for part in teams.values()) == seen.commitment(seen.whose).total
    assert sum(part.weighted for part in teams.values()) == line(cast.director_shen, "weighted").total
    north = queries.forecast(actor(cast.director_shen), team("North"))
    assert {part.whose.label: part.said.total for part in queries.parts(north)} == {"Lin Rep": 1_000, "Gao Rep": 6_000}


def test_what_somebody_won_before_he_left_stays_in_a_line_of_its_own_so_that_the_lines_add_up(cast: Cast) -> None:
    won(cast.rep_gao, amount_minor=4_000, closed_on=TODAY)
    due(cast.rep_lin, 1_000, "commit")
    Assignment.objects.filter(employee=Cast.employee(cast.rep_gao)).update(valid_to=TODAY)
    seen = queries.forecast(actor(cast.director_shen))
    parts = {part.whose.label: part for part in queries.parts(seen)}
    assert parts["Left, moved, or in no team"].won == 4_000
    assert sum(part.won for part in parts.values()) == line(cast.director_shen, "weighted").won
    assert sum(part.said.total for part in parts.values()) == seen.commitment(seen.whose).total


def test_nobody_gives_a_number_for_himself_for_strangers_or_for_those_above(cast: Cast) -> None:
    for user, who in (
        (cast.manager_chen, person(cast.manager_chen)),
        (cast.director_shen, person(cast.director_shen)),
    ):
        with refuses("crm.forecast.call_out_of_reach"):
            services.call_forecast(actor=actor(user), who=who, period="quarter", commit_minor=1, note="x")
    for who in (person(cast.rep_hsu), team("South"), person(cast.director_shen), team("Company")):
        with refuses("kernel.not_found"):
            services.call_forecast(actor=actor(cast.manager_chen), who=who, period="quarter", commit_minor=1, note="x")
    with refuses("kernel.forbidden"):
        services.call_forecast(
            actor=actor(cast.rep_lin), who=person(cast.rep_lin), period="quarter", commit_minor=1, note="x"
        )


def test_a_manager_does_not_change_the_number_of_his_own_manager(cast: Cast) -> None:
    said = {"who": team("North"), "period": "quarter", "note": "x"}
    services.call_forecast(actor=actor(cast.director_shen), commit_minor=5_000, **said)
    with refuses("crm.forecast.call_of_superior"):
        services.call_forecast(actor=actor(cast.manager_chen), commit_minor=4_000, **said)
    with refuses("crm.forecast.call_of_superior"):
        services.withdraw_call(actor=actor(cast.manager_chen), who=team("North"), period="quarter")


def test_a_number_is_in_force_from_its_day_until_the_next_and_the_old_one_stays_readable(
    cast: Cast, time_machine_at: time_machine.Traveller
) -> None:
    said = {"actor": actor(cast.manager_chen), "who": person(cast.rep_lin), "period": "quarter"}
    services.call_forecast(**said, commit_minor=100, note="first")
    services.call_forecast(**said, commit_minor=200, note="better")
    time_machine_at.shift(dt.timedelta(days=7))
    services.call_forecast(**said, commit_minor=300, note="now")
    rows = list(ForecastCall.objects.order_by("valid_from").values_list("commit_minor", "valid_from", "valid_to"))
    later = TODAY + dt.timedelta(days=7)
    assert rows == [(200, TODAY, later), (300, later, None)]
    services.withdraw_call(**said)
    assert line(cast.rep_lin, "category").total == 0
    with refuses("crm.forecast.no_call"):
        services.withdraw_call(**said)


def test_a_best_case_below_the_commit_is_refused(cast: Cast) -> None:
    with refuses("kernel.invalid"):
        services.call_forecast(
            actor=actor(cast.manager_chen),
            who=person(cast.rep_lin),
            period="quarter",
            commit_minor=200,
            best_minor=100,
            note="x",
        )


def test_everybody_forecasts_only_over_what_he_sees(cast: Cast) -> None:
    due(cast.rep_lin, 100_000)
    due(cast.rep_hsu, 300_000)
    seen = {
        name: queries.forecast(actor(getattr(cast, name))).book.deals.amount.sum()
        for name in ("rep_lin", "rep_gao", "manager_chen", "manager_wu", "director_shen", "hr_fang")
    }
    assert seen == {
        "rep_lin": 100_000,
        "rep_gao": 0,
        "manager_chen": 100_000,
        "manager_wu": 300_000,
        "director_shen": 400_000,
        "hr_fang": 0,
    }
    for user, who in (
        (cast.rep_lin, person(cast.rep_gao)),
        (cast.manager_chen, team("South")),
        (cast.rep_lin, team("North")),
    ):
        with refuses("kernel.not_found"):
            queries.forecast(actor(user), who)


def test_a_snapshot_keeps_every_person_team_and_the_company_and_the_second_of_a_day_replaces_the_first(
    cast: Cast,
) -> None:
    due(cast.rep_lin, 100_000, "commit")
    due(cast.rep_hsu, 300_000)
    first = services.keep_forecast(actor=SYSTEM)
    assert services.keep_forecast(actor=actor(cast.manager_chen)) == first == ForecastSnapshot.objects.count()
    rows = ForecastSnapshot.objects.filter(period_kind="quarter", method="weighted")
    totals = {(row.scope, row.team.name if row.team else ""): row.total_minor for row in rows if row.scope != "person"}
    parts = rows.filter(scope="person")
    assert totals[("company", "")] == totals[("team", "Company")] == sum(row.total_minor for row in parts)
    assert totals[("team", "North")] + totals[("team", "South")] == totals[("company", "")]
    assert ForecastLine.objects.count() == 2


def test_a_snapshot_is_seen_by_those_who_see_the_people_in_it(cast: Cast) -> None:
    due(cast.rep_lin, 100_000)
    due(cast.rep_hsu, 300_000)
    services.keep_forecast(actor=SYSTEM)
    scopes = {
        name: set(
            ForecastSnapshot.objects.visible_to(actor(getattr(cast, name))).values_list(
                "scope", "team__name", "owner__name"
            )
        )
        for name in ("rep_lin", "manager_chen", "director_shen", "marketing_yu")
    }
    assert scopes["rep_lin"] == {("person", None, "Lin Rep")}
    assert scopes["manager_chen"] == {("person", None, "Lin Rep"), ("team", "North", None)}
    assert ("company", None, None) in scopes["director_shen"]
    assert scopes["marketing_yu"] == set()


def test_what_changed_since_last_week_adds_up_to_the_forecast_of_now(
    cast: Cast, time_machine_at: time_machine.Traveller
) -> None:
    kept, lost, moved = due(cast.rep_lin, 100_000), due(cast.rep_lin, 200_000), due(cast.rep_lin, 400_000)
    services.keep_forecast(actor=SYSTEM)
    time_machine_at.shift(dt.timedelta(days=7))
    lin = actor(cast.rep_lin)
    services.lose_opportunity(actor=lin, opportunity_id=lost.pk, loss_reason="price")
    services.reschedule_opportunities(actor=lin, opportunity_ids=[moved.pk], expected_close_on=dt.date(2026, 8, 1))
    services.change_opportunity(actor=lin, opportunity_id=kept.pk, expected_version=1, amount_minor=150_000)
    due(cast.rep_lin, 70_000)
    won(cast.rep_lin, amount_minor=9_000, closed_on=clock.today())
    seen = queries.forecast(lin)
    found = queries.changes_since(lin, seen, "weighted")
    assert found is not None
    day, steps = found
    amounts = {step.key: step.amount for step in steps}
    percent = queries.open_stages()[0].probability_percent
    assert day == TODAY
    assert amounts["before"] == 700_000 * percent // 100
    assert amounts["lost"] == -200_000 * percent // 100
    assert amounts["moved_out"] == -400_000 * percent // 100
    assert amounts["amount"] == 50_000 * percent // 100
    assert amounts["created"] == 70_000 * percent // 100
    assert amounts["won"] == 9_000
    assert sum(amount for key, amount in amounts.items() if key != "now") == amounts["now"]


def test_past_error_is_the_distance_between_what_a_snapshot_said_and_what_came(
    cast: Cast, time_machine_at: time_machine.Traveller
) -> None:
    won(cast.rep_lin, amount_minor=50_000, closed_on=TODAY)
    services.keep_forecast(actor=SYSTEM)
    said = line(cast.rep_lin, "weighted").total
    won(cast.rep_lin, amount_minor=50_000, closed_on=TODAY)
    time_machine_at.move_to(dt.datetime(2026, 7, 6, 4, tzinfo=dt.UTC))
    seen = queries.forecast(actor(cast.rep_lin))
    (miss,) = queries.past_errors(actor(cast.rep_lin), seen.whose)
    assert (miss.weeks_left, miss.is_backtest) == (7, False)
    assert miss.errors["weighted"] == pytest.approx((100_000 - said) / 100_000)


def test_a_period_asked_for_by_days_is_forecast_as_the_page_does_and_its_people_add_up(cast: Cast) -> None:
    won(cast.rep_lin, amount_minor=70_000, closed_on=TODAY - dt.timedelta(days=3))
    due(cast.rep_lin, 100_000)
    due(cast.rep_gao, 300_000)
    page = queries.forecast(actor(cast.director_shen)).used
    span = period_of(TODAY, "quarter")
    seen = queries.period_forecast(actor(cast.director_shen), span.start, span.last)
    assert seen.used == page
    people = [seen.expectation(seen.best, {owner}, "person") for owner in seen.owners]
    assert sum(one.total for one in people) == page.total
    assert (page.won, page.new > 0) == (70_000, True)


def test_without_enough_history_the_weighted_forecast_is_used_and_the_learned_one_is_absent(cast: Cast) -> None:
    due(cast.rep_lin, 100_000)
    row = services.learn_forecast(actor=SYSTEM)
    seen = queries.forecast(actor(cast.rep_lin))
    assert (row.coefficients, seen.best, seen.line("learned")) == ({}, "weighted", None)


def test_every_day_gets_one_snapshot_by_itself_and_after_a_fortnight_one_a_week_stays(
    cast: Cast, time_machine_at: time_machine.Traveller
) -> None:
    from cadre.crm.tasks import keep_daily_forecast

    due(cast.rep_lin, 100_000)
    assert keep_daily_forecast.func() > 0
    assert keep_daily_forecast.func() == 0
    for day in range(1, 30):
        time_machine_at.move_to(dt.datetime(2026, 5, 13, 4, tzinfo=dt.UTC) + dt.timedelta(days=day))
        assert keep_daily_forecast.func() > 0
    kept = sorted(set(ForecastSnapshot.objects.values_list("taken_on", flat=True)))
    assert kept[:3] == [TODAY, dt.date(2026, 5, 18), dt.date(2026, 5, 25)]
    assert kept[-14:] == [dt.date(2026, 5, 29) + dt.timedelta(days=n) for n in range(14)]


@pytest.mark.parametrize("reader", ["rep_lin", "manager_chen", "director_shen"])
def test_a_kept_forecast_is_the_same_number_as_the_page_says_to_whoever_sees_it(cast: Cast, reader: str) -> None:
    for owner, amount in ((cast.rep_lin, 1_000), (cast.rep_gao, 2_000), (cast.rep_hsu, 8_000)):
        due(owner, amount, "commit")
        due(owner, 10 * amount, "best_case")
        won(owner, amount_minor=amount, closed_on=TODAY)
    services.keep_forecast(actor=SYSTEM)
    who = actor(getattr(cast, reader))
    seen = queries.forecast(who)
    said = seen.commitment(seen.whose)
    keys = ["forecast.weighted", "forecast.commit", "forecast.best_case"]
    answer = run(keys, ["employee"], None, actor=who, as_of=TODAY)
    weighted = seen.line("weighted")
    assert weighted is not None
    assert [answer.total.values[key] for key in keys] == [weighted.total, said.total, said.best_total]
    people = {cell.key[0]: cell.values["forecast.weighted"] for cell in answer}
    assert people == {owner: seen.expectation("weighted", {owner}).total for owner in seen.owners}


def test_before_one_is_kept_a_forecast_is_unknown_and_not_nothing(cast: Cast) -> None:
    answer = run("forecast.weighted", actor=actor(cast.director_shen))
    assert answer.total.values["forecast.weighted"] is None


def test_without_a_calendar_the_day_passes_without_a_snapshot(cast: Cast) -> None:
    from cadre.crm.tasks import keep_daily_forecast
    from cadre.kernel.models import CalendarDay

    CalendarDay.objects.all().delete()
    assert keep_daily_forecast.func() == 0


def test_only_those_who_look_after_the_process_let_it_learn(cast: Cast) -> None:
    with refuses("kernel.forbidden"):
        services.learn_forecast(actor=actor(cast.manager_chen))


def test_an_unknown_period_is_refused(cast: Cast) -> None:
    with refuses("kernel.invalid"):
        queries.forecast(actor(cast.rep_lin), "all", "century")


def test_periods_are_those_of_the_companys_calendar(cast: Cast) -> None:
    assert queries.forecast(actor(cast.rep_lin)).asked.span == period_of(TODAY, "quarter")
