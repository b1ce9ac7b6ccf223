"""Leave that lowers a target (GOAL4): the days are left out of its owner's share, and the company's sum stays."""

import datetime as dt

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.people import services as people
from cadre.targets import queries, services
from cadre.targets.models import TargetPlan
from tests.support.cast import Cast
from tests.support.deals import actor
from tests.targets.quotas import draft, quarter, quota


def divided(cast: Cast) -> dict[str, int]:
    plan: TargetPlan = draft(top_down=100_000_00, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    return {row.employee.name: row.value for row in plan.targets.exclude(employee=None)}


def away(user, kind: str, start: dt.date, end: dt.date | None) -> None:
    people.enter_leave(actor=SYSTEM, employee_id=Cast.employee(user).pk, kind=kind, valid_from=start, valid_to=end)


def test_who_is_on_leave_is_given_the_share_of_the_days_he_is_there(cast: Cast) -> None:
    working = quarter().working
    away(cast.rep_lin, "parental", working[len(working) // 2], quarter().end)
    found = divided(cast)
    others = {value for name, value in found.items() if name != "Lin Rep"}
    share = found["Lin Rep"] * len(working) / max(others)
    assert abs(share - len(working) // 2) < 0.01
    assert max(others) - min(others) <= 1_00  # whole units are given out
    assert sum(found.values()) == 100_000_00


def test_annual_leave_lowers_nothing(cast: Cast) -> None:
    away(cast.rep_lin, "annual", quarter().start, quarter().start + dt.timedelta(days=14))
    found = divided(cast)
    assert max(found.values()) - min(found.values()) <= 1_00


def test_who_is_away_until_further_notice_is_given_nothing(cast: Cast) -> None:
    away(cast.rep_lin, "unpaid", quarter().start - dt.timedelta(days=40), None)
    found = divided(cast)
    assert found["Lin Rep"] == 0
    assert sum(found.values()) == 100_000_00


def test_leave_entered_after_a_target_was_given_is_told_on_both_pages_and_changes_nothing(cast: Cast, client) -> None:
    given = quota(cast.rep_lin, 1_000_000)
    away(cast.rep_lin, "parental", quarter().last - dt.timedelta(days=3), None)
    away(cast.rep_gao, "parental", quarter().last - dt.timedelta(days=3), None)
    person, history = f"/targets/late-leave/{given.employee_id}/", f"/targets/{given.pk}/history/"
    change = f"/targets/{given.pk}/change/"
    for user, is_told, may_change in (
        (cast.manager_chen, True, True), (cast.rep_lin, True, False), (cast.rep_gao, False, False),
    ):  # fmt: skip
        client.force_login(user)
        for address in (person, history):
            page = client.get(address).content.decode()
            assert ("was entered after this target was given" in page) == is_told, (user, address)
            assert (change in page) == may_change, (user, address)
    given.refresh_from_db()
    assert given.value == 1_000_000


def test_a_target_changed_after_the_leave_is_not_offered_again(cast: Cast) -> None:
    given = quota(cast.rep_lin, 1_000_000)
    away(cast.rep_lin, "parental", quarter().start, None)
    chen = actor(cast.manager_chen)
    assert [one.target.pk for one in queries.late_leave(chen, given.employee_id)] == [given.pk]
    services.change_mid_period(
        actor=chen, target_id=given.pk, value=500_000, from_on=max(quarter().start, clock.today()), reason="leave"
    )
    assert queries.late_leave(chen, given.employee_id) == []


def test_who_may_not_know_why_somebody_is_away_is_not_told_that_it_lowers_his_target(cast: Cast) -> None:
    given = quota(cast.rep_lin, 1_000_000)
    away(cast.rep_lin, "parental", quarter().start, None)
    ops = actor(cast.ops_tsai)
    assert queries.target_record(ops, given.pk) == given
    assert queries.late_leave(ops, given.employee_id) == []
