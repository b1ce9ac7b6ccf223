"""Following what happens: every event once, in order, none missed."""

import datetime as dt

import time_machine

from cadre.kernel import clock
from cadre.kernel.models import OutboxEvent
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import deal


def test_a_follower_hears_every_event_once(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    made = deal(cast.rep_lin)
    with time_machine.travel(clock.now() + dt.timedelta(minutes=5)):  # other tests used up numbers
        first = caller.get("events?limit=1").json()
        rest = caller.get(f"events?after={first['next_after']}").json()
    names = [event["name"] for event in first["items"] + rest["items"]]
    assert names == ["crm.account_created", "crm.opportunity_created"]
    assert rest["items"][0]["payload"]["opportunity_id"] == made.pk
    again = caller.get(f"events?after={rest['next_after']}").json()
    assert again == {"items": [], "next_after": rest["next_after"]}


def test_only_operations_and_administrators_follow(cast: Cast) -> None:
    for user in (cast.rep_lin, cast.director_shen, cast.hr_fang, cast.executive_qiu):
        assert Caller(user).get("events").status_code == 403


def test_an_event_that_is_not_committed_yet_is_waited_for(cast: Cast) -> None:
    caller = Caller(cast.admin_root)
    begin = caller.get("events").json()["next_after"] + 10
    OutboxEvent.objects.create(pk=begin, name="crm.account_created", payload={}, at=clock.now())
    OutboxEvent.objects.create(pk=begin + 2, name="crm.account_created", payload={}, at=clock.now())
    assert caller.get(f"events?after={begin - 1}").json()["next_after"] == begin
    with time_machine.travel(clock.now() + dt.timedelta(minutes=5)):
        assert caller.get(f"events?after={begin - 1}").json()["next_after"] == begin + 2


def test_who_is_told_something_is_told_to_nobody_else(cast: Cast) -> None:
    OutboxEvent.objects.create(name="kernel.notified", payload={"recipient_ids": [1]}, at=clock.now())
    told = Caller(cast.admin_root).get("events").json()
    assert all(event["name"] != "kernel.notified" for event in told["items"])
