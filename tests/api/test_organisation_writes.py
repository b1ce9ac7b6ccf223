"""Offices, the ladder, teams, lines and territories are changed over the API by the same verbs as on the pages."""

import datetime as dt

from cadre.kernel import clock
from cadre.people.models import JobLevel, Office, Position, Team
from tests.support.api import Caller
from tests.support.cast import BEGIN, Cast

DAY = dt.timedelta(days=1)


def _day(days: int = 0) -> str:
    return (clock.today() + days * DAY).isoformat()


def _refused(response, status: int, code: str, field: str | None) -> str:
    """The sentence of a refusal; it must name its field and say what to do."""
    error = response.json()["errors"][0]
    assert (response.status_code, error["code"], error["field"]) == (status, code, field), response.content
    assert error["message"].endswith("."), error
    return error["message"]


def test_an_office_is_made_once_renamed_closed_and_reopened(cast: Cast) -> None:
    caller = Caller(cast.hr_fang)
    made = caller.post("offices", {"name": "Taichung"}, IDEMPOTENCY_KEY="o1")
    assert caller.post("offices", {"name": "Taichung"}, IDEMPOTENCY_KEY="o1").json() == made.json()
    office = made.json()["id"]
    assert _refused(caller.post("offices", {"name": "Taichung"}), 409, "kernel.already_there", "name")
    named = caller.patch(f"offices/{office}", {"name": "Taichung Port"}, IF_MATCH=made["ETag"]).json()
    assert (named["name"], named["version"]) == ("Taichung Port", 2)
    stale = caller.patch(f"offices/{office}", {"name": "X", "expected_version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "kernel.changed_meanwhile")
    assert caller.post(f"offices/{office}/close", {"on": _day(30)}).json()["closed_on"] == _day(30)
    north = Team.objects.get(name="North")
    closed = caller.post("teams", {"name": "Port", "on": _day(), "parent_id": north.pk, "office_id": office})
    assert "Taichung Port" in _refused(closed, 409, "people.office_closed", "office_id")
    assert caller.post(f"offices/{office}/reopen").json()["closed_on"] is None
    assert caller.delete(f"offices/{office}").status_code == 204
    assert caller.get(f"offices/{office}").status_code == 404


def test_an_office_with_teams_neither_closes_nor_goes_and_the_answer_names_them(cast: Cast) -> None:
    caller, office = Caller(cast.hr_fang), Office.objects.get(name="North Office")
    assert "North" in _refused(
        caller.post(f"offices/{office.pk}/close", {"on": _day()}), 409, "people.office_in_use", "on"
    )
    _refused(caller.delete(f"offices/{office.pk}"), 409, "people.office_has_history", None)


def test_the_ladder_is_read_and_changed(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    families = caller.get("job-families").json()
    assert [row["key"] for row in families] == ["sales", "presales", "success", "analysis", "expert"]
    levels = caller.get("job-levels").json()
    above = next(row["id"] for row in levels if row["key"] == "senior")
    made = caller.post("job-levels", {"name": "Team captain", "after_id": above})
    assert made.status_code == 201, made.content
    order = [row["name"] for row in caller.get("job-levels").json()]
    assert order.index("Team captain") == 2
    lowest = caller.post(f"job-levels/{made.json()['id']}/place", {"after_id": None}).json()
    assert lowest[0]["name"] == "Team captain"
    _refused(
        caller.post(f"job-levels/{made.json()['id']}/place", {"after_id": 987_654}),
        422,
        "kernel.not_found",
        "after_id",
    )
    body = {"name": "Bid manager", "family_id": families[1]["id"], "level_id": made.json()["id"]}
    position = caller.post("positions", body).json()
    assert (position["family"]["name"], position["holders"]) == ("Presales", 0)
    renamed = caller.patch(f"positions/{position['id']}", {"name": "Bid lead", "expected_version": 1}).json()
    assert (renamed["name"], renamed["level"]["name"]) == ("Bid lead", "Team captain")
    used = caller.post(f"job-levels/{made.json()['id']}/retire", {"on": _day()})
    assert "Bid lead" in _refused(used, 409, "people.ladder_in_use", "on")
    assert caller.post(f"positions/{position['id']}/retire", {"on": _day()}).json()["retired_on"] == _day()
    who = Cast.employee(cast.rep_lin).pk
    team = Team.objects.get(name="North").pk
    kept = caller.post(f"employees/{who}/move", {"team_id": team, "on": _day(), "position_id": position["id"]})
    _refused(kept, 409, "people.ladder_retired", "position_id")
    assert caller.post(f"positions/{position['id']}/restore").json()["retired_on"] is None


def test_who_holds_a_position_on_a_day(cast: Cast) -> None:
    caller, position = Caller(cast.rep_lin), Position.objects.get(key="sales-manager")
    names = {row["employee"]["name"] for row in caller.get(f"positions/{position.pk}/holders").json()}
    assert {"Chen Manager", "Wu Manager"} <= names
    assert caller.get(f"positions/{position.pk}/holders?on=2019-01-01").json() == []
    assert caller.get(f"positions/{position.pk}?on=2019-01-01").json()["holders"] == 0


def test_a_team_loses_its_lead_and_closes_when_it_is_empty(cast: Cast) -> None:
    caller, north = Caller(cast.hr_fang), Team.objects.get(name="North")
    assert _refused(caller.post(f"teams/{north.pk}/close", {"on": _day()}), 409, "people.team_in_use", "on")
    ended = caller.post(f"teams/{north.pk}/end-lead", {"on": _day(7)})
    assert (ended.status_code, ended.json()["lead"]) == (200, None)
    assert caller.get(f"teams/{north.pk}").json()["lead"]["name"] == "Chen Manager"
    leads = caller.get(f"teams/{north.pk}/leads").json()
    assert [(row["lead"]["name"], row["valid_to"]) for row in leads] == [("Chen Manager", _day(7))]
    _refused(caller.post(f"teams/{north.pk}/end-lead", {"on": _day(8)}), 409, "people.no_lead", "on")
    empty = caller.post("teams", {"name": "Empty", "on": _day(), "parent_id": north.pk}).json()
    placements = caller.get(f"teams/{empty['id']}/placements").json()
    assert [(row["parent"]["name"], row["valid_from"]) for row in placements] == [("North", _day())]
    closed = caller.post(f"teams/{empty['id']}/close", {"on": _day(1)})
    assert (closed.status_code, closed.json()["stands_from"]) == (200, None)


def test_a_functional_line_is_drawn_once_and_ended(cast: Cast) -> None:
    caller, lin = Caller(cast.hr_fang), Cast.employee(cast.rep_lin).pk
    wu = Cast.employee(cast.manager_wu).pk
    path = f"employees/{lin}/dotted-lines"
    made = caller.post(path, {"manager_id": wu, "on": _day(), "reason": "Industry"}, IDEMPOTENCY_KEY="l1")
    assert (made.status_code, made.json()["manager"]["id"]) == (201, wu), made.content
    _refused(caller.post(path, {"manager_id": wu, "on": _day(3)}), 409, "people.line_drawn", "manager_id")
    _refused(caller.post(path, {"manager_id": lin, "on": _day()}), 422, "people.line_to_oneself", "manager_id")
    left = caller.post(f"{path}/{made.json()['id']}/end", {"on": _day(5)}).json()
    assert [row["valid_to"] for row in left] == [_day(5)]
    assert caller.get(f"{path}?on={_day(5)}").json() == []
    other = Cast.employee(cast.rep_gao).pk
    strange = caller.post(f"employees/{other}/dotted-lines/{made.json()['id']}/end", {"on": _day()})
    assert strange.status_code == 404


def test_a_territory_is_owned_released_and_kept_with_its_history(cast: Cast) -> None:
    caller, lin = Caller(cast.director_shen), Cast.employee(cast.rep_lin).pk
    body = {"name": "Hsinchu", "on": BEGIN.isoformat(), "kind": "industry"}
    made = caller.post("territories", body, IDEMPOTENCY_KEY="t1").json()
    path = f"territories/{made['id']}"
    _refused(caller.post(f"{path}/release", {"on": _day()}), 409, "people.no_owner", "on")
    owned = caller.post(f"{path}/assign", {"employee_id": lin, "on": "2021-01-01"}).json()
    assert owned["owner"]["id"] == lin
    assert caller.post(f"{path}/release", {"on": "2022-01-01"}).json()["owner"] is None
    owners = caller.get(f"{path}/owners").json()
    assert [(row["valid_from"], row["valid_to"]) for row in owners] == [("2021-01-01", "2022-01-01")]
    changed = caller.patch(path, {"description": "Chip makers", "expected_version": made["version"]}).json()
    assert (changed["description"], changed["kind"]) == ("Chip makers", "industry")
    _refused(caller.delete(path), 409, "people.territory_owned", None)


def test_an_assignment_history_is_open_to_all(cast: Cast) -> None:
    rows = Caller(cast.rep_gao).get(f"employees/{Cast.employee(cast.rep_lin).pk}/assignments").json()
    assert [(row["team"]["name"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("North", BEGIN.isoformat(), None)
    ]


def test_a_key_for_reading_changes_nothing(cast: Cast) -> None:
    caller = Caller(cast.hr_fang, scopes=("people:read",))
    assert caller.get("job-levels").status_code == 200
    refused = caller.post("offices", {"name": "X"})
    assert (refused.status_code, refused.json()["code"]) == (403, "api.scope_missing")
    assert JobLevel.objects.count() == 5
