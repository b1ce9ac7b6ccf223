"""Asking for numbers: values, breakdowns, totals, fill, comparison, order, limit, snapshots."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadre.kernel.access import SYSTEM
from cadre.metrics.periods import Period
from cadre.metrics.queries import run, run_many
from cadre.metrics.questions import question
from cadre.metrics.rollups import rolled_up
from cadre.people.models import Assignment, Team
from tests.metrics.conftest import FEB, JAN, MAR, MAY, Company
from tests.support.cast import assign

pytestmark = pytest.mark.django_db
YEAR = Period(dt.date(2024, 1, 1), dt.date(2025, 1, 1))
SPRING = Period(dt.date(2024, 1, 1), dt.date(2024, 4, 1))


def test_an_amount_is_the_sum_of_won_deals_by_the_day_they_were_won(company: Company) -> None:
    company.won(amount=100, on=JAN)
    company.won(amount=250, on=MAR)
    company.won(amount=7, on=dt.date(2023, 12, 31))
    company.lost(on=JAN)
    answer = run(["bookings.amount", "bookings.count", "bookings.average"], period=YEAR, actor=SYSTEM)
    assert answer.total.values == {"bookings.amount": 350, "bookings.count": 2, "bookings.average": 175}


def test_both_ends_of_a_period_are_counted_once(company: Company) -> None:
    company.won(on=dt.date(2024, 1, 1))
    company.won(on=dt.date(2024, 1, 31))
    company.won(on=dt.date(2024, 2, 1))
    january, february = (
        Period.of(dt.date(2024, 1, 1), dt.date(2024, 1, 31)),
        Period.of(dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
    )
    assert run("bookings.count", period=january, actor=SYSTEM).total.values["bookings.count"] == 2
    assert run("bookings.count", period=february, actor=SYSTEM).total.values["bookings.count"] == 1


def test_months_in_which_nothing_happened_are_there_with_zero_and_a_ratio_of_nothing_has_no_value(
    company: Company,
) -> None:
    company.won(on=JAN)
    company.lost(on=MAR)
    answer = run(["bookings.amount", "win_rate"], "month", SPRING, actor=SYSTEM)
    assert answer.values("bookings.amount") == {("2024-01",): 100, ("2024-02",): 0, ("2024-03",): 0}
    assert answer.values("win_rate") == {("2024-01",): 1, ("2024-02",): None, ("2024-03",): 0}
    assert answer.total.values["win_rate"] == Fraction(1, 2)


def test_without_a_period_the_axis_runs_from_the_first_month_seen_to_the_last(company: Company) -> None:
    company.won(on=JAN)
    company.won(on=MAR)
    answer = run("bookings.count", "month", actor=SYSTEM)
    assert answer.values("bookings.count") == {("2024-01",): 1, ("2024-02",): 0, ("2024-03",): 1}


def test_a_total_ratio_comes_from_summed_parts_and_not_from_the_rows(company: Company) -> None:
    company.won("rep_lin")
    for _ in range(3):
        company.lost("rep_gao")
    answer = run("win_rate", "employee", actor=SYSTEM)
    assert sorted(answer.values("win_rate").values()) == [0, 1]
    assert answer.total.values["win_rate"] == Fraction(1, 4)


def test_a_customer_who_bought_in_two_months_is_one_customer_in_total(company: Company) -> None:
    company.won(on=JAN, account=0)
    company.won(on=FEB, account=0)
    company.won(on=FEB, account=1)
    answer = run("bookings.customers", ["month", "product"], SPRING, actor=SYSTEM, margins=[["month"]])
    assert answer.total.values["bookings.customers"] == 2
    assert {key[0]: cell.values["bookings.customers"] for key, cell in answer.margins["month",].items()} == {
        "2024-01": 1,
        "2024-02": 2,
    }


def test_a_person_who_moves_in_mid_month_is_in_two_teams_and_counted_once(company: Company) -> None:
    lin = company.employee("rep_lin")
    south = Team.objects.get(name="South")
    Assignment.objects.filter(employee=lin).update(valid_to=dt.date(2024, 1, 15))
    assign(lin, south, since=dt.date(2024, 1, 15))
    company.won(amount=1, on=dt.date(2024, 1, 14))
    company.won(amount=20, on=dt.date(2024, 1, 15))
    january = Period.of(dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    for by, expected in (
        ("team", {"North": 1, "South": 20}),
        ("manager", {"Chen Manager": 1, "Wu Manager": 20}),
        ("office", {"North Office": 1, "South Office": 20}),
    ):
        answer = run("bookings.amount", by, january, actor=SYSTEM)
        assert {answer.names(cell)[0]: cell.values["bookings.amount"] for cell in answer} == expected
        assert answer.total.values["bookings.amount"] == 21


def test_the_manager_of_a_lead_is_the_lead_of_the_team_above(company: Company) -> None:
    company.won("manager_chen")
    answer = run("bookings.count", "manager", actor=SYSTEM)
    assert [answer.names(cell) for cell in answer] == [("Shen Director",)]


def test_what_has_no_team_is_shown_as_none_and_the_pieces_still_add_up(company: Company) -> None:
    company.won("ops_tsai", amount=5)
    company.won("rep_lin", amount=7)
    answer = run("bookings.amount", "team", actor=SYSTEM)
    assert {answer.names(cell)[0]: int(cell.values["bookings.amount"] or 0) for cell in answer} == {
        "North": 7,
        "(none)": 5,
    }


def test_each_sees_his_own_his_teams_or_all(company: Company) -> None:
    company.won("rep_lin", amount=1)
    company.won("rep_gao", amount=20)
    company.won("rep_hsu", amount=300)
    seen = {name: run("bookings.amount", actor=company.actor(name)).total.values["bookings.amount"] for name in (
        "rep_lin", "manager_chen", "manager_wu", "director_shen", "hr_fang", "stranger_wang")}  # fmt: skip
    assert seen == {
        "rep_lin": 1,
        "manager_chen": 21,
        "manager_wu": 300,
        "director_shen": 321,
        "hr_fang": 0,
        "stranger_wang": 0,
    }


def test_a_manager_sees_the_team_he_had_at_the_date_asked(company: Company) -> None:
    lin = company.employee("rep_lin")
    Assignment.objects.filter(employee=lin).update(valid_to=FEB)
    assign(lin, Team.objects.get(name="South"), since=FEB)
    company.won("rep_lin", on=JAN)
    chen = company.actor("manager_chen")
    assert run("bookings.count", actor=chen, as_of=dt.date(2024, 1, 31)).total.values["bookings.count"] == 1
    assert run("bookings.count", actor=chen, as_of=MAR).total.values["bookings.count"] == 0


def test_nothing_dated_after_the_date_of_the_answer_counts(company: Company) -> None:
    company.won(on=JAN)
    company.won(on=MAR)
    assert run("bookings.count", actor=SYSTEM, as_of=FEB).total.values["bookings.count"] == 1
    cut = run("bookings.count", "month", YEAR, actor=SYSTEM, as_of=FEB)
    assert cut.values("bookings.count") == {("2024-01",): 1, ("2024-02",): 0}
    assert len(run("bookings.count", "month", YEAR, actor=SYSTEM, as_of=dt.date(2023, 5, 1))) == 0


def test_the_pipeline_is_what_was_open_at_the_end_of_the_date(company: Company) -> None:
    company.deal(amount=1, engaged_on=JAN)
    company.deal(amount=20, engaged_on=MAR)
    company.deal(amount=300)  # began nobody knows when
    company.won(amount=4000, on=MAY, days=80)  # engaged in late February
    for day, expected in ((JAN, 301), (FEB, 301), (MAR, 4321), (MAY, 321)):
        assert run("pipeline.amount", actor=SYSTEM, as_of=day).total.values["pipeline.amount"] == expected


def test_a_pipeline_by_month_is_taken_at_each_months_end_and_its_total_is_the_last(company: Company) -> None:
    company.deal(amount=1, engaged_on=JAN)
    company.deal(amount=20, engaged_on=FEB, owner="rep_gao")
    answer = run(["pipeline.amount"], ["month", "employee"], SPRING, actor=SYSTEM, margins=[["month"], ["employee"]])
    assert {key[0]: cell.values["pipeline.amount"] for key, cell in answer.margins["month",].items()} == {
        "2024-01": 1,
        "2024-02": 21,
        "2024-03": 21,
    }
    assert sorted(cell.values["pipeline.amount"] for cell in answer.margins["employee",].values()) == [1, 20]
    assert answer.total.values["pipeline.amount"] == 21
    assert answer.snapshots[-1] == dt.date(2024, 3, 31)


def test_a_month_still_to_come_has_no_pipeline_yet(company: Company) -> None:
    company.deal(amount=1, engaged_on=JAN)
    answer = run(["pipeline.amount", "bookings.amount"], "quarter", YEAR, actor=SYSTEM, as_of=MAY)
    assert answer.values("pipeline.amount") == {("2024-Q1",): 1, ("2024-Q2",): 1}
    later = run("pipeline.amount", "year", Period(dt.date(2023, 1, 1), dt.date(2026, 1, 1)), actor=SYSTEM, as_of=MAY)
    assert later.values("pipeline.amount") == {("2023",): 0, ("2024",): 1}


def test_the_stage_of_a_past_date_comes_from_the_recorded_steps(company: Company) -> None:
    deal = company.won(amount=1000, on=MAY, days=120)
    company.step(deal, None, "lead", JAN)
    company.step(deal, "lead", "proposal", MAR)
    company.step(deal, "proposal", "won", MAY)
    for day, stage in ((FEB, "lead"), (MAR, "proposal")):
        answer = run(["pipeline.count", "pipeline.weighted"], "stage", actor=SYSTEM, as_of=day)
        assert [cell.key for cell in answer] == [(company.stages[stage].pk,)]
        assert answer.total.values["pipeline.weighted"] == 10 * company.stages[stage].probability_percent


def test_stage_conversion_is_the_share_of_decided_steps_that_led_forward(company: Company) -> None:
    first, second, third = (company.deal() for _ in range(3))
    company.step(first, "lead", "needs", JAN, days=4)
    company.step(second, "lead", "lost", JAN, days=8)
    company.step(third, "needs", "lead", JAN)  # a step back decides nothing
    company.step(first, "needs", "won", FEB)
    answer = run(["stage_conversion", "stage_days"], "stage", actor=SYSTEM, order="label")
    assert [(answer.names(cell)[0], cell.values["stage_conversion"]) for cell in answer] == [
        ("Qualification", Fraction(1, 2)), ("Needs analysis", Fraction(1))]  # fmt: skip
    assert answer.cells[0].values["stage_days"] == 6


def test_velocity_is_open_deals_times_win_rate_times_average_by_cycle(company: Company) -> None:
    company.won(amount=300, on=JAN, days=10)
    company.won(amount=500, on=FEB, days=None)
    company.lost(on=FEB)
    company.deal(engaged_on=MAR)
    company.deal(engaged_on=MAR)
    answer = run(["sales_velocity", "sales_cycle_days"], period=SPRING, actor=SYSTEM)
    assert answer.total.values["sales_cycle_days"] == 10
    assert answer.total.values["sales_velocity"] == 2 * Fraction(2, 3) * 400 / 10


def test_a_new_customer_is_counted_once_on_the_day_of_his_first_deal(company: Company) -> None:
    company.won("rep_lin", on=JAN, account=0, amount=5)
    company.won("rep_gao", on=FEB, account=0, amount=50)
    company.won("rep_gao", on=MAR, account=1, amount=500)
    answer = run(["new_customers.count", "new_customers.amount"], "month", SPRING, actor=SYSTEM)
    assert list(answer.values("new_customers.amount").values()) == [5, 0, 500]
    gao = run("new_customers.count", actor=company.actor("rep_gao")).total
    assert (
        gao.values["new_customers.count"] == 1
    )  # Cancity was new when Lin sold to it, though Gao cannot see that deal


def test_planned_activities_do_not_count(company: Company) -> None:
    company.activity(kind="visit")
    company.activity(kind="visit", state="planned")
    company.activity(kind="call")
    answer = run(["activities.count", "activities.visits"], "activity_kind", actor=SYSTEM, order="label")
    assert [answer.names(cell)[0] for cell in answer] == ["Call", "Visit"]
    assert answer.total.values == {"activities.count": 2, "activities.visits": 1}


def test_a_period_stands_beside_the_one_before_step_by_step(company: Company) -> None:
    company.won(amount=100, on=JAN)
    company.won(amount=50, on=dt.date(2023, 10, 3))
    company.won("rep_gao", amount=9, on=dt.date(2023, 12, 3))
    answer = run("bookings.amount", "month", SPRING, actor=SYSTEM, compare="previous")
    assert answer.compared == Period(dt.date(2023, 10, 1), dt.date(2024, 1, 1))
    assert [(cell.key[0], cell.values["bookings.amount"], (cell.before or {})["bookings.amount"]) for cell in answer] == [
        ("2024-01", 100, 50), ("2024-02", 0, 0), ("2024-03", 0, 9)]  # fmt: skip
    assert answer.cells[0].change("bookings.amount") == 1
    assert answer.cells[1].change("bookings.amount") is None
    people = run("bookings.amount", "employee", SPRING, actor=SYSTEM, compare="year_before")
    assert people.compared == Period(dt.date(2023, 1, 1), dt.date(2023, 4, 1))
    assert people.total.before == {"bookings.amount": 0}


def test_who_sold_only_before_is_listed_too(company: Company) -> None:
    company.won("rep_gao", amount=9, on=dt.date(2023, 12, 3))
    answer = run("bookings.amount", "employee", SPRING, actor=SYSTEM, compare="previous")
    assert [(cell.values["bookings.amount"], cell.before) for cell in answer] == [(0, {"bookings.amount": 9})]
    assert answer.cells[0].change("bookings.amount") == -1


def test_the_largest_come_first_and_the_others_stand_together(company: Company) -> None:
    for owner, amount in (("rep_lin", 1), ("rep_gao", 20), ("rep_hsu", 300), ("stranger_wang", 4000)):
        company.won(owner, amount=amount)
    answer = run("bookings.amount", "employee", actor=SYSTEM, order="-bookings.amount", limit=2)
    assert [cell.values["bookings.amount"] for cell in answer] == [4000, 300]
    assert answer.rest is not None
    assert answer.rest.values["bookings.amount"] == 21
    assert answer.total.values["bookings.amount"] == 4321


def test_a_limit_counts_people_and_leaves_their_months_whole(company: Company) -> None:
    for owner, amount in (("rep_lin", 1), ("rep_gao", 20), ("rep_hsu", 300)):
        company.won(owner, amount=amount, on=JAN)
        company.won(owner, amount=amount, on=MAR)
    answer = run("bookings.amount", ["employee", "month"], SPRING, actor=SYSTEM, order="-bookings.amount", limit=1)
    assert [(cell.key[1], cell.values["bookings.amount"]) for cell in answer] == [
        ("2024-01", 300),
        ("2024-02", 0),
        ("2024-03", 300),
    ]
    assert answer.rest is not None
    assert answer.rest.values["bookings.amount"] == 42


def test_chosen_values_narrow_every_metric_and_none_is_a_value_too(company: Company) -> None:
    company.won("rep_lin", amount=1, account=-1)
    company.won("rep_lin", amount=20, account=0)
    company.won("rep_hsu", amount=300, account=1)
    north = Team.objects.get(name="North").pk
    assert run("bookings.amount", actor=SYSTEM, where={"team": north}).total.values["bookings.amount"] == 21
    assert (
        run("bookings.amount", actor=SYSTEM, where={"industry": [None, "medical"]}).total.values["bookings.amount"]
        == 301
    )
    assert (
        run("bookings.amount", "month", SPRING, actor=SYSTEM, where={"team": north}).total.values["bookings.amount"]
        == 21
    )


def test_tiles_that_differ_in_metrics_only_share_a_statement(company: Company) -> None:
    company.won()
    asked = [
        question(key, "employee", YEAR) for key in ("bookings.amount", "bookings.count", "bookings.average", "win_rate")
    ]
    with CaptureQueriesContext(connection) as queries:
        answers = run_many(asked, actor=SYSTEM)
    assert len(queries) == 2  # bookings and deals
    assert [answer.total.values[answer.metrics[0].key] for answer in answers] == [100, 1, 100, 1]
    with CaptureQueriesContext(connection) as queries:
        names = [answer.names(cell) for answer in answers for cell in answer]
    assert len(queries) == 1
    assert names == [("Lin Rep",)] * 4


def test_twelve_questions_of_a_page_need_few_statements(company: Company) -> None:
    company.won()
    asked = [
        question(key, by, YEAR)
        for key in ("bookings.amount", "bookings.count", "win_rate", "activities.count")
        for by in ((), "month", "employee")
    ]
    with CaptureQueriesContext(connection) as queries:
        run_many(asked, actor=SYSTEM)
    assert len([q for q in queries if "FILTER" in q["sql"] or "SUM(" in q["sql"] or "COUNT(" in q["sql"]]) == 9


def test_a_chosen_month_is_the_snapshot_at_its_end(company: Company) -> None:
    company.deal(amount=1, engaged_on=JAN)
    company.deal(amount=20, engaged_on=MAR)
    for month, expected in (("2024-01", 1), ("2024-02", 1), ("2024-03", 21), ("2030-01", None)):
        chosen = run("pipeline.amount", actor=SYSTEM, where={"month": month})
        assert chosen.total.values["pipeline.amount"] == expected
    by_month = run(
        "pipeline.amount",
        "month",
        SPRING,
        actor=SYSTEM,
        where={"quarter": "2024-Q1", "employee": company.employee("rep_lin").pk},
    )
    assert list(by_month.values("pipeline.amount").values()) == [1, 1, 21]


def test_teams_roll_up_into_the_teams_above_them_by_parts(company: Company) -> None:
    company.won("rep_lin", on=JAN)
    company.lost("rep_hsu", on=JAN)
    company.lost("rep_hsu", on=JAN)
    north, south = (Team.objects.get(name=name).pk for name in ("North", "South"))
    answer = run(["win_rate", "bookings.customers"], ["team", "month"], SPRING, actor=SYSTEM)
    groups = rolled_up(answer, "team", {"all": [north, south], "south": [south], "nobody": []})
    assert groups["all"]["2024-01",].values == {"win_rate": Fraction(1, 3), "bookings.customers": None}
    assert groups["south"]["2024-01",].values["win_rate"] == 0
    assert groups["nobody"] == {}
