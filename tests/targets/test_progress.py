"""Where people stand: attained, gap, pace; and nobody learns a colleague's figure."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadre.crm.models import ForecastModel
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import User
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.people import services as people
from cadre.people.models import Assignment
from cadre.targets import queries, services
from tests.support.cast import Cast
from tests.support.deals import actor, won
from tests.targets.quotas import approved, cell, draft, quarter, quota


def test_a_rep_sees_his_own_standing_and_nobody_elses(cast: Cast) -> None:
    quota(cast.rep_lin, 1000)
    won(cast.rep_lin, amount_minor=400, closed_on=clock.today())
    won(cast.rep_gao, amount_minor=999, closed_on=clock.today())
    board = queries.progress_of(actor(cast.rep_lin))
    assert [row.subject.name for row in board.rows] == ["Lin Rep"]
    mine = board.of_person(Cast.employee(cast.rep_lin).pk)
    assert (mine.attained, mine.gap, mine.standing.target) == (400, 600, 1000)


def test_a_team_and_the_company_are_the_sums_of_their_people(cast: Cast) -> None:
    plan = draft()
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 1000), cell(cast.rep_hsu, 500)])
    approved(plan)
    won(cast.rep_lin, amount_minor=400, closed_on=clock.today())
    won(cast.rep_hsu, amount_minor=500, closed_on=clock.today())
    board = queries.progress_of(actor(cast.director_shen))
    assert (board.top.standing.target, board.top.attained, board.top.gap) == (1500, 900, 600)
    assert [(row.subject.name, row.attained) for row in board.below(board.top)] == [("North", 400), ("South", 500)]
    chen = queries.progress_of(actor(cast.manager_chen))
    assert [row.subject.name for row in chen.rows] == ["North", "Gao Rep", "Lin Rep"]


def test_no_target_is_not_a_target_of_zero(cast: Cast) -> None:
    board = queries.progress_of(actor(cast.rep_lin))
    assert board.rows[0].standing.target is None
    assert board.rows[0].gap is None
    quota(cast.rep_lin, 0)
    row = queries.progress_of(actor(cast.rep_lin)).rows[0]
    assert (row.standing.target, row.gap, row.standing.attainment) == (0, 0, None)


def test_months_sum_to_the_quarter_and_the_year(cast: Cast) -> None:
    plan = draft(
        period_kind="year", period=queries.running("year").name, grain="month", top_down=120_000, basis="equal"
    )
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    approved(plan)
    kinds = [queries.running(kind) for kind in ("month", "quarter", "year")]
    boards = [queries.progress_of(SYSTEM, period=period, outlooks=False) for period in kinds]
    found = queries.target_values(SYSTEM, kinds, "bookings.amount")
    assert [board.top.standing.target for board in boards] == [found[period.name]["company", 0] for period in kinds]
    assert boards[2].top.standing.target == 120_000


def test_the_metrics_layer_knows_the_targets_and_the_attainment(cast: Cast) -> None:
    quota(cast.rep_lin, 1000)
    won(cast.rep_lin, amount_minor=400, closed_on=clock.today())
    whole = Period(quarter().start, quarter().end)
    total = run(["target.amount", "quota_attainment"], "employee", whole, actor=SYSTEM).total
    assert total.values["target.amount"] == 1000
    assert float(total.values["quota_attainment"]) == 0.4
    stranger = run("target.amount", period=whole, actor=actor(cast.stranger_wang)).total
    assert stranger.values["target.amount"] == 0


def test_the_number_of_statements_does_not_grow_with_people_or_periods(cast: Cast, client) -> None:
    def counts(user: User) -> list[int]:
        client.force_login(user)
        found = []
        for url in ("/targets/", "/targets/progress/", "/targets/progress/?kind=week", "/targets/progress/?kind=year"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    quota(cast.rep_lin, 1000)
    users = (cast.rep_lin, cast.manager_chen, cast.director_shen)
    before = [counts(user) for user in users]
    assert max(count for some in before for count in some) <= 25
    north = Assignment.objects.get(employee=Cast.employee(cast.rep_lin)).team_id
    for n in range(5):
        people.join_employee(actor=SYSTEM, name=f"New {n}", hired_on=quarter().start, team_id=north)
    plan = draft(level="stretch", period_kind="year", period=queries.running("year").name, grain="month", top_down=9000)
    services.divide(actor=SYSTEM, plan_id=plan.pk, basis="equal")
    approved(plan)
    assert [counts(user) for user in users] == before


def test_the_chance_of_a_target_reached_is_certain(cast: Cast) -> None:
    ForecastModel.objects.create(trained_on=clock.today())
    quota(cast.rep_lin, 100)
    won(cast.rep_lin, amount_minor=400, closed_on=clock.today() - dt.timedelta(days=0))
    assert queries.progress_of(actor(cast.rep_lin)).rows[0].outlook.percent == 100


def test_half_a_year_of_targets_is_not_set_against_a_year_of_results(cast: Cast) -> None:
    quota(cast.rep_lin, 1000)
    won(cast.rep_lin, amount_minor=400, closed_on=quarter().start)
    won(cast.rep_lin, amount_minor=700, closed_on=quarter().start - dt.timedelta(days=20))
    board = queries.progress_of(actor(cast.rep_lin), period=queries.running("year"))
    assert (board.rows[0].attained, board.rows[0].standing.target, board.begins_late) == (400, 1000, True)


def test_a_mover_counts_in_both_teams_and_the_company_stays_the_same(cast: Cast) -> None:
    quota(cast.rep_lin, 1000)
    south = Assignment.objects.get(employee=Cast.employee(cast.rep_hsu)).team_id
    middle = quarter().start + dt.timedelta(days=45)
    people.move_employee(actor=SYSTEM, employee_id=Cast.employee(cast.rep_lin).pk, team_id=south, on=middle)
    board = queries.progress_of(SYSTEM, on=quarter().last)
    below = {row.subject.name: row.standing.target for row in board.below(board.top)}
    assert board.top.standing.target == 1000
    assert sum(below.values()) == 1000
    assert 400 < below["North"] < 600
