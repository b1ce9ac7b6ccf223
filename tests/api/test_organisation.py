"""The organisation over the API: everybody reads, organisers change."""

import datetime as dt

from cadre.kernel import clock
from cadre.people.models import Employee, Team
from tests.support.api import Caller, all_items
from tests.support.cast import Cast


def test_the_directory_is_open_to_all_as_of_a_day(cast: Cast) -> None:
    rows = all_items(Caller(cast.rep_lin), "employees")
    assert [row["name"] for row in rows] == sorted(row["name"] for row in rows)
    lin = next(row for row in rows if row["email"] == cast.rep_lin.email)
    assert (lin["team"]["name"], lin["office"]) == ("North", "North Office")
    before = all_items(Caller(cast.rep_lin), "employees?on=2019-12-31")
    assert {row["team"] for row in before} == {None}
    assert all_items(Caller(cast.rep_lin), "employees?on=2019-12-31&employed=true") == []
    team = lin["team"]["id"]
    names = {row["name"] for row in all_items(Caller(cast.rep_lin), f"employees?team_id={team}")}
    assert names == {"Chen Manager", "Gao Rep", "Lin Rep"}


def test_joining_moving_and_leaving(cast: Cast) -> None:
    caller = Caller(cast.hr_fang)
    north, south = Team.objects.get(name="North"), Team.objects.get(name="South")
    today = clock.today()
    new = {"name": "Fan New", "hired_on": today.isoformat(), "team_id": north.pk, "email": "fan@test.example"}
    made = caller.post("employees", new, IDEMPOTENCY_KEY="join-1")
    assert made.status_code == 201, made.content
    assert caller.post("employees", new, IDEMPOTENCY_KEY="join-1").json() == made.json()
    who = made.json()["id"]
    later = (today + dt.timedelta(days=7)).isoformat()
    moved = caller.post(f"employees/{who}/move", {"team_id": south.pk, "on": later})
    assert moved.json()["team"]["name"] == "South", moved.content
    assert caller.get(f"employees/{who}").json()["team"]["name"] == "North"
    assert caller.get(f"employees/{who}?on={later}").json()["team"]["name"] == "South"
    renamed = caller.patch(f"employees/{who}", {"name": "Fan Newer"}, IF_MATCH=made["ETag"])
    assert (renamed.json()["name"], renamed.json()["email"]) == ("Fan Newer", "fan@test.example")
    left = caller.post(f"employees/{who}/leave", {"left_on": (today + dt.timedelta(days=30)).isoformat()})
    assert left.status_code == 200, left.content
    again = caller.post(f"employees/{who}/leave", {"left_on": later}).json()["errors"][0]
    assert again["params"]["day"] == (today + dt.timedelta(days=30)).isoformat()
    assert again["params"]["day"] not in again["message"]  # a program gets the day, a reader his way of writing it
    back = caller.post(f"employees/{who}/withdraw-departure")
    assert back.json()["left_on"] is None, back.content
    assert Employee.objects.filter(name="Fan Newer").count() == 1


def test_a_rep_does_not_organise(cast: Cast) -> None:
    north = Team.objects.get(name="North")
    caller = Caller(cast.rep_lin)
    body = {"name": "X", "hired_on": "2026-01-01", "team_id": north.pk}
    assert caller.post("employees", body).json()["code"] == "kernel.forbidden"
    assert caller.post("teams", {"name": "X", "on": "2026-01-01"}).status_code == 403


def test_an_unknown_team_in_a_body_is_a_wrong_value_and_not_a_wrong_address(cast: Cast) -> None:
    body = {"name": "X", "hired_on": "2026-01-01", "team_id": 999_999}
    refused = Caller(cast.hr_fang).post("employees", body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "team_id")


def test_teams_are_made_moved_and_led(cast: Cast) -> None:
    caller = Caller(cast.hr_fang)
    north, south = Team.objects.get(name="North"), Team.objects.get(name="South")
    made = caller.post("teams", {"name": "East", "on": "2026-01-01", "parent_id": north.pk})
    assert (made.status_code, made.json()["parent"]["name"]) == (201, "North"), made.content
    east = made.json()["id"]
    moved = caller.post(f"teams/{east}/move", {"parent_id": south.pk, "on": "2026-06-01"})
    assert moved.json()["parent"]["name"] == "South", moved.content
    assert caller.get(f"teams/{east}?on=2026-05-31").json()["parent"]["name"] == "North"
    lead = Cast.employee(cast.rep_gao).pk
    led = caller.post(f"teams/{east}/lead", {"employee_id": lead, "on": "2026-06-01"})
    assert led.json()["lead"]["id"] == lead
    changed = caller.patch(f"teams/{east}", {"kind": "region", "expected_version": made.json()["version"]})
    assert (changed.json()["kind"], changed.json()["name"]) == ("region", "East")
    circle = caller.post(f"teams/{south.pk}/move", {"parent_id": east, "on": "2026-07-01"})
    assert (circle.status_code, circle.json()["code"]) == (409, "people.circle")


def test_the_chart_of_a_day(cast: Cast) -> None:
    chart = Caller(cast.rep_lin).get("org-chart").json()
    north = next(team for team in chart["teams"] if team["name"] == "North")
    assert north["lead"]["name"] == "Chen Manager"
    assert {one["name"] for one in north["members"]} == {"Lin Rep", "Gao Rep"}
    assert Caller(cast.rep_lin).get("org-chart?on=2019-01-01").json()["teams"] == []
    for path in ("offices", "positions", "territories"):
        assert Caller(cast.rep_lin).get(path).status_code == 200
