"""Accounts, contacts, products, activities, search and notifications over the API."""

import datetime as dt
from typing import get_args

from cadre.crm.api import account_schemas, opportunity_schemas, timeline_schemas
from cadre.crm.models import Account, Activity, Contact, Opportunity
from cadre.kernel import clock
from tests.support.api import Caller, all_items
from tests.support.cast import Cast
from tests.support.deals import account, deal, product


def test_what_the_api_calls_a_choice_is_what_the_table_calls_it() -> None:
    pairs = [
        (opportunity_schemas.State, Opportunity.State.values),
        (opportunity_schemas.Forecast, Opportunity.Forecast.values),
        (timeline_schemas.Kind, Activity.Kind.values),
        (account_schemas.Tier, [*Account.Tier.values, ""]),
        (account_schemas.BuyingRole, [*Contact.BuyingRole.values, ""]),
    ]
    for literal, values in pairs:
        assert set(get_args(literal)) == set(values)


def test_an_account_from_the_first_entry_to_the_archive(cast: Cast) -> None:
    caller = Caller(cast.manager_chen)
    made = caller.post("accounts", {"name": " 台灣電子 ", "tier": "A", "revenue_minor": 100, "currency": "TWD"})
    assert (made.status_code, made.json()["name"], made.json()["revenue"]) == (201, "台灣電子", "100"), made.content
    path = f"accounts/{made.json()['id']}"
    assert caller.get(path)["ETag"] == made["ETag"]
    changed = caller.patch(path, {"tier": "", "parent_id": None, "expected_version": 1})
    assert (changed.json()["tier"], changed.json()["version"]) == ("", 2)
    assert {row["id"] for row in all_items(caller, "accounts?q=台湾")} == {made.json()["id"]}
    archived = caller.post(f"{path}/archive", {"expected_version": 2})
    assert archived.json()["archived_at"], archived.content
    assert all_items(caller, "accounts") == []
    assert len(all_items(caller, "accounts?archived=true")) == 1
    assert Caller(cast.rep_lin).post(f"{path}/archive", {"expected_version": 2}).status_code == 403


def test_a_contact_is_made_changed_and_removed(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    where = account(cast.rep_lin)
    made = caller.post("contacts", {"account_id": where.pk, "name": "Ms Wu", "buying_role": "decider"})
    assert made.json()["account"]["name"] == "Cancity", made.content
    path = f"contacts/{made.json()['id']}"
    changed = caller.patch(path, {"email": "wu@test.example"}, IF_MATCH=made["ETag"])
    assert (changed.json()["email"], changed.json()["buying_role"]) == ("wu@test.example", "decider")
    assert Caller(cast.stranger_wang).get(path).status_code == 404
    assert caller.delete(path).status_code == 204
    assert caller.get(path).status_code == 404


def test_only_curators_change_the_catalogue(cast: Cast) -> None:
    ops, rep = Caller(cast.ops_tsai), Caller(cast.rep_lin)
    made = ops.post("products", {"name": "GTX Ultra", "list_price_minor": 99_900})
    assert (made.status_code, made.json()["list_price"]) == (201, "999.00")
    assert rep.post("products", {"name": "Mine"}).status_code == 403
    path = f"products/{made.json()['id']}"
    assert rep.get(path).json()["name"] == "GTX Ultra"
    assert ops.patch(path, {"is_active": False, "expected_version": 1}).json()["is_active"] is False
    assert all_items(rep, "products?is_active=true") == []
    assert [one["key"] for one in rep.get("stages").json()][:2] == ["lead", "needs"]


def test_an_activity_is_planned_done_and_removed(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    made = deal(cast.rep_lin)
    ahead = (clock.now() + dt.timedelta(days=1)).isoformat()
    planned = caller.post(
        "activities", {"kind": "call", "subject": "Ask", "opportunity_id": made.pk, "at": ahead, "next_step": "Ask"}
    )
    assert (planned.status_code, planned.json()["state"]) == (201, "planned"), planned.content
    path = f"activities/{planned.json()['id']}"
    assert caller.post(f"{path}/complete", {"body": "Done"}).json()["state"] == "done"
    assert caller.get(f"opportunities/{made.pk}").json()["next_step"] == "Ask"
    on_deal = caller.get(f"opportunities/{made.pk}/timeline?kind=call").json()
    assert [entry["activity"]["body"] for entry in on_deal] == ["Done"]
    assert caller.get(f"accounts/{made.account_id}/timeline").json()
    assert Caller(cast.rep_gao).get(path).status_code == 404
    silent = caller.post("activities", {"kind": "note"})
    assert silent.status_code == 422, silent.content
    assert caller.delete(path).status_code == 204
    assert all_items(caller, "activities") == []


def test_an_activity_is_rescheduled_by_who_has_read_it_and_by_nobody_who_may_not(cast: Cast) -> None:
    caller, ahead = Caller(cast.rep_lin), clock.now().replace(microsecond=0) + dt.timedelta(days=1)
    planned = caller.post("activities", {"kind": "call", "subject": "Ask", "at": ahead.isoformat()}).json()
    path, later = f"activities/{planned['id']}", ahead + dt.timedelta(days=7)
    change = {"at": later.isoformat(), "expected_version": planned["version"]}
    answer = caller.patch(path, change)
    assert (answer.status_code, answer.json()["state"]) == (200, "planned"), answer.content
    assert dt.datetime.fromisoformat(answer.json()["at"]) == later
    assert answer.json()["subject"] == "Ask"
    assert caller.patch(path, change).status_code == 409
    assert Caller(cast.rep_gao).patch(path, change).status_code == 404


def test_search_finds_what_the_caller_may_see(cast: Cast) -> None:
    account(cast.rep_lin, "銷售科技")
    assert [hit["title"] for hit in Caller(cast.rep_lin).get("search?q=销售").json()["items"]] == ["銷售科技"]
    assert Caller(cast.rep_hsu).get("search?q=销售").json()["items"] == []
    refused = Caller(cast.rep_lin).get("search?q=x&kind=crm.planet")
    assert (refused.status_code, refused.json()["code"]) == (422, "api.unknown_kind")


def test_notifications_are_the_callers_own(cast: Cast) -> None:
    from cadre.kernel.models import Notification

    mine = Notification.objects.create(recipient=cast.rep_lin, code="test.any")
    Notification.objects.create(recipient=cast.rep_gao, code="test.any")
    caller = Caller(cast.rep_lin)
    assert [row["id"] for row in all_items(caller, "notifications?unread=true")] == [mine.pk]
    assert caller.get("me").json()["unread_notifications"] == 1
    assert caller.post("notifications/read", {"ids": [mine.pk, mine.pk + 1]}).json() == {"changed": 1}
    assert all_items(caller, "notifications?unread=true") == []
    assert product().pk
