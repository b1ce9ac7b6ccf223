"""Dividing a company's target, proposals from below, and cells by hand: book ch. 4, 目標分解."""

import datetime as dt
import math

import pytest

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import User
from cadre.kernel.problems import Problems
from cadre.people import services as people
from cadre.people.models import Assignment
from cadre.targets import queries, services
from cadre.targets.models import TargetPlan
from cadre.targets.queries.tree import subject_key
from tests.support.cast import Cast
from tests.support.deals import actor, won
from tests.support.refusals import refuses
from tests.targets.quotas import cell, draft, quarter


def values(plan: TargetPlan) -> dict:
    return {(*subject_key(row.team_id, row.employee_id), row.period): row.value for row in plan.targets.all()}


def year_plan(**fields) -> TargetPlan:
    return draft(period_kind="year", period=queries.running("year").name, grain="month", **fields)


def test_every_team_is_the_sum_of_its_people_in_every_month(cast: Cast) -> None:
    plan = year_plan(top_down=1_000_001, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    found = values(plan)
    tree = services.plan_tree(plan)
    for node in tree.walk():
        for part in queries.parts_of(plan.starts_on, plan.ends_on, "month"):
            if node.children:
                below = sum(found[(*child.key, part.name)] for child in node.children)
                assert below == found[(*node.key, part.name)]
    assert sum(value for (kind, _id, _period), value in found.items() if kind == "company") == 1_000_001


@pytest.mark.parametrize(("total", "smallest"), [(1_000_000_00, 1_00), (1_000_000_50, 1), (1_000_00, 1)])
def test_shares_are_whole_units_where_the_total_is_whole_and_large(cast: Cast, total: int, smallest: int) -> None:
    plan = year_plan(top_down=total, over_ppm=30_000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    found = values(plan)
    assert math.gcd(*found.values()) % smallest == 0
    assert (math.gcd(*found.values()) % 100 == 0) == (smallest == 1_00)
    assert sum(value for (kind, _id, _period), value in found.items() if kind == "company") == total


def test_over_assignment_stays_visible_beside_the_total(cast: Cast) -> None:
    plan = year_plan(top_down=1_000_000, over_ppm=50_000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    grid = queries.plan_grid(SYSTEM, plan)
    assert (grid.top.total, grid.top.below, grid.over) == (1_000_000, 1_050_000, grid.over)
    assert float(grid.over) == 0.05


def test_who_sold_more_is_given_more(cast: Cast) -> None:
    day = quarter().start - dt.timedelta(days=30)
    won(cast.rep_lin, amount_minor=300_000, closed_on=day)
    won(cast.rep_gao, amount_minor=100_000, closed_on=day)
    plan = draft(top_down=100_000, basis="history")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    found = values(plan)
    lin, gao = (found["person", Cast.employee(user).pk, quarter().name] for user in (cast.rep_lin, cast.rep_gao))
    assert lin == 3 * gao


def test_a_proposal_from_below_is_kept_and_the_rest_divided_around_it(cast: Cast) -> None:
    plan = draft(top_down=1000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    row = services.propose(
        actor=actor(cast.rep_lin), plan_id=plan.pk, period=quarter().name, value=100, note="New patch"
    )
    assert (row.value, row.proposed) == (250, 100)
    grid = queries.plan_grid(SYSTEM, plan)
    assert (grid.top.below, grid.proposed) == (1000, 850)
    services.divide(actor=SYSTEM, plan_id=plan.pk, keep_proposals=True)
    found = values(plan)
    assert found["person", Cast.employee(cast.rep_lin).pk, quarter().name] == 100
    assert sum(value for (kind, _i, _p), value in found.items() if kind == "person") == 1000


def test_a_rep_proposes_for_himself_only_and_only_in_a_draft(cast: Cast) -> None:
    plan = draft(top_down=1000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    with refuses("kernel.not_found"):
        services.propose(actor=actor(cast.rep_lin), plan_id=plan.pk, period=quarter().name, value=1, team_id=1)
    services.submit_plan(actor=SYSTEM, plan_id=plan.pk)
    with refuses("targets.not_draft"):
        services.propose(actor=actor(cast.rep_lin), plan_id=plan.pk, period=quarter().name, value=1)


def test_fixed_cells_survive_a_new_division(cast: Cast) -> None:
    plan = draft(top_down=1000, basis="equal")
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 700)])
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    row = plan.targets.get(employee=Cast.employee(cast.rep_lin))
    assert (row.value, row.is_fixed) == (700, True)
    both = [_team_cell(user, 600) for user in (cast.manager_wu, cast.manager_chen)]
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=both, reason="x")
    with refuses("targets.locked_too_much"):
        services.divide(actor=SYSTEM, plan_id=plan.pk)


def test_a_new_hire_is_given_less_by_the_ramp_and_the_sum_stays(cast: Cast) -> None:
    day = quarter().start
    north = queries.company_tree(day).children[0]
    people.join_employee(actor=SYSTEM, name="New Hire", hired_on=day, team_id=north.id)
    plan = draft(top_down=100_000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    people_values = {row.employee.name: row.value for row in plan.targets.exclude(employee=None)}
    assert 0 < people_values["New Hire"] < people_values["Lin Rep"] / 2
    assert sum(people_values.values()) == 100_000


def test_pasted_and_imported_tables_are_taken_in_as_a_whole(cast: Cast) -> None:
    plan = draft()
    args = (
        queries.measure(plan.metric),
        services.plan_tree(plan),
        queries.parts_of(plan.starts_on, plan.ends_on, "quarter"),
    )
    rows = [["Name", quarter().name, "Sum"], ["Lin Rep", "２６，７６８", "x"], ["Gao Rep", "", ""]]
    found = services.cells_from_table(*args, rows)
    assert [(one.value, one.name) for one in found] == [(2_676_800, "B2"), (None, "B3")]
    with pytest.raises(Problems) as refused:
        services.cells_from_table(*args, [["Lin Rep", "-5"], ["Nobody", "1"], ["Gao Rep", "abc", "7"]])
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("targets.negative", "B1"),
        ("targets.unknown_row", "A2"),
        ("targets.not_a_number", "B3"),
        ("targets.out_of_grid", "C3"),
    ]


def test_who_belongs_to_no_team_is_told_apart_from_who_does_not_exist(cast: Cast, client) -> None:
    lin = Cast.employee(cast.rep_lin)
    Assignment.objects.filter(employee=lin).update(valid_to=quarter().start)
    plan = draft()
    for by in (SYSTEM, actor(cast.director_shen)):
        with pytest.raises(Problems) as refused:
            services.set_cells(actor=by, plan_id=plan.pk, cells=[cell(cast.rep_lin, 1, name="cells.0")])
        assert [(one.code, one.field) for one in refused.value.problems] == [("targets.no_team", "cells.0")]
    User.objects.filter(pk=cast.director_shen.pk).update(language="zh-hant")
    client.force_login(cast.director_shen)
    answer = client.post(f"/targets/plans/{plan.pk}/import/", {"block": "gao rep\t5\nLin Rep\t7\nNobody\t8"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "儲存格 A2：Lin Rep 不屬於任何團隊。請先為他安排團隊。" in text
    assert "Nobody" in text
    assert not plan.targets.exists()


def test_a_rate_goes_down_unchanged(cast: Cast) -> None:
    plan = draft(metric="win_rate", top_down=650_000)
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    assert {row.value for row in plan.targets.all()} == {650_000}


def test_an_unknown_metric_is_refused(cast: Cast) -> None:
    with refuses("metrics.unknown_metric"):
        draft(metric="nonsense.metric")


def _team_cell(user, value: int) -> services.Cell:
    from cadre.people.queries import led_by

    return services.Cell("team", led_by(Cast.employee(user).pk, clock.today())[0], quarter().name, value)
