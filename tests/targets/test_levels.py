"""Three levels stand beside each other (book ch. 8, 目標、衝刺、挑戰), on the page and in the API."""

from cadre.kernel.access import SYSTEM
from cadre.targets import queries, services
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.targets.quotas import approved, cell, draft


def test_base_stretch_and_challenge_hold_at_once(cast: Cast, client) -> None:
    values = {"base": 1_000_00, "stretch": 1_200_00, "challenge": 1_500_00}
    for level, value in values.items():
        plan = draft(level=level)
        services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, value)])
        approved(plan)
    caller = Caller(cast.rep_lin)
    client.force_login(cast.rep_lin)
    for level, value in values.items():
        assert queries.progress_of(SYSTEM, level=level).top.standing.target == value
        (row,) = caller.call("GET", f"target-progress?level={level}").json()
        assert row["target"] == value
        assert f"${value // 100:,}" in client.get("/targets/progress/", {"level": level}).content.decode()


def test_an_override_over_the_api_keeps_the_computed_value_and_needs_a_reason(cast: Cast) -> None:
    plan = draft(top_down=400_00, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    caller, path = Caller(cast.director_shen), f"target-plans/{plan.pk}/cells"
    sent = {"kind": "person", "id": Cast.employee(cast.rep_lin).pk, "period": plan.period, "value": 150_00}
    assert caller.call("POST", path, {"cells": [sent]}).status_code == 422
    assert caller.call("POST", path, {"cells": [sent | {"reason": "New patch"}]}).status_code == 200
    (row,) = caller.call("GET", f"targets?plan_id={plan.pk}&employee_id={sent['id']}").json()["items"]
    assert (row["value"], row["computed"], row["reason"]) == (150_00, 100_00, "New patch")
