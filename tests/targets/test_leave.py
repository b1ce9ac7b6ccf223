"""Leave that lowers a target (GOAL4): the days are left out of its owner's share, and the company's sum stays."""

import datetime as dt

from cadre.kernel.access import SYSTEM
from cadre.people import services as people
from cadre.targets import services
from cadre.targets.models import TargetPlan
from tests.support.cast import Cast
from tests.targets.quotas import draft, quarter


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
