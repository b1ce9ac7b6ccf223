"""Opportunities over the API: the same verbs and the same visibility as on the pages."""

import datetime as dt

import pytest

from cadre.crm.models import Opportunity
from cadre.kernel import clock
from tests.support.api import Caller, all_items
from tests.support.cast import Cast
from tests.support.deals import account, criteria, deal, product, stage


def test_a_created_opportunity_is_told_with_its_version_and_amount(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    where = account(cast.rep_lin)
    response = caller.post(
        "opportunities", {"product_id": product().pk, "account_id": where.pk, "amount_minor": 12345, "currency": "USD"}
    )
    assert response.status_code == 201, response.content
    made = response.json()
    assert (made["amount_minor"], made["currency"], made["amount"], made["state"]) == (12345, "USD", "123.45", "open")
    assert made["account"] == {"id": where.pk, "name": "Cancity"}
    assert response["ETag"] == '"1"'
    assert Opportunity.objects.get(pk=made["id"]).owner == Cast.employee(cast.rep_lin)


def test_a_list_holds_what_the_caller_may_see(cast: Cast) -> None:
    mine, foreign = deal(cast.rep_lin), deal(cast.rep_hsu)
    seen = {user.email: {row["id"] for row in all_items(Caller(user), "opportunities")} for user in cast.everyone()}
    assert seen[cast.rep_lin.email] == {mine.pk}
    assert seen[cast.rep_hsu.email] == {foreign.pk}
    assert seen[cast.manager_chen.email] == {mine.pk}
    assert seen[cast.director_shen.email] == {mine.pk, foreign.pk}
    assert seen[cast.hr_fang.email] == set()


def test_winning_over_the_api_is_the_verb_of_the_page(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    caller = Caller(cast.rep_lin)
    refused = caller.post(f"opportunities/{made.pk}/win")
    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    problem = refused.json()
    assert problem["code"] == "crm.opportunity.exit_criteria_open"
    assert problem["errors"][0]["params"]["missing_ids"] == criteria()
    won = caller.post(f"opportunities/{made.pk}/win", {"met": criteria(), "closed_on": clock.today().isoformat()})
    assert won.status_code == 200, won.content
    assert (won.json()["state"], won.json()["stage"]["key"]) == ("won", "won")
    assert caller.post(f"opportunities/{made.pk}/win").json()["code"] == "crm.opportunity.already_closed"


def test_a_stranger_is_told_that_nothing_is_there(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    caller = Caller(cast.stranger_wang)
    for response in (caller.get(f"opportunities/{made.pk}"), caller.post(f"opportunities/{made.pk}/win")):
        assert (response.status_code, response.json()["code"]) == (404, "kernel.not_found")


def test_the_whole_way_of_a_deal(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    rep, chief = Caller(cast.rep_lin), Caller(cast.manager_chen)
    moved = rep.post(f"opportunities/{made.pk}/move", {"stage_id": stage("needs").pk})
    assert moved.json()["stage"]["key"] == "needs"
    one = criteria("needs")[0]
    assert rep.post(f"opportunities/{made.pk}/criteria/{one}").status_code == 200
    met = {row["id"]: row["is_met"] for row in rep.get(f"opportunities/{made.pk}/criteria").json()}
    assert met[one] is True
    assert rep.delete(f"opportunities/{made.pk}/criteria/{one}").status_code == 204
    later = (clock.today() + dt.timedelta(days=30)).isoformat()
    body = {"opportunity_ids": [made.pk], "expected_close_on": later}
    assert rep.post("opportunities/reschedule", body).json() == {"changed": 1}
    gao = Cast.employee(cast.rep_gao)
    body = {"opportunity_ids": [made.pk], "owner_id": gao.pk}
    assert rep.post("opportunities/reassign", body).status_code == 403
    assert chief.post("opportunities/reassign", body).json() == {"changed": 1}
    lost = chief.post(f"opportunities/{made.pk}/lose", {"loss_reason": "price"})
    assert (lost.json()["state"], lost.json()["loss_reason"]) == ("lost", "price")
    nowhere = chief.post(f"opportunities/{made.pk}/reopen", {"stage_id": 999_999})
    assert (nowhere.status_code, nowhere.json()["errors"][0]["field"]) == (422, "stage_id")
    back = chief.post(f"opportunities/{made.pk}/reopen", {"stage_id": stage("proposal").pk})
    assert back.json()["state"] == "open"
    kinds = [entry["step"]["to_stage"] for entry in chief.get(f"opportunities/{made.pk}/timeline").json()]
    assert kinds == ["proposal", "lost", "needs", "lead"]


def test_a_change_needs_the_version_that_was_read(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    caller = Caller(cast.rep_lin)
    path = f"opportunities/{made.pk}"
    assert caller.patch(path, {"next_step": "Call"}).status_code == 428
    changed = caller.patch(path, {"next_step": "Call", "expected_version": 1})
    assert (changed.status_code, changed.json()["version"], changed["ETag"]) == (200, 2, '"2"')
    late = caller.patch(path, {"next_step": "Write", "expected_version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "kernel.changed_meanwhile")
    late = caller.patch(path, {"next_step": "Write"}, IF_MATCH='"1"')
    assert (late.status_code, late.json()["code"]) == (412, "kernel.changed_meanwhile")
    assert caller.patch(path, {"next_step": "Write"}, IF_MATCH='"2"').json()["next_step"] == "Write"
    assert caller.patch(path, {"next_step": "Write"}, IF_MATCH="nonsense").status_code == 400


def test_a_record_that_did_not_change_is_not_sent_again(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    caller = Caller(cast.rep_lin)
    etag = caller.get(f"opportunities/{made.pk}")["ETag"]
    again = caller.get(f"opportunities/{made.pk}", IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")


def test_only_the_fields_that_were_sent_change(cast: Cast) -> None:
    made = deal(cast.rep_lin, next_step="Call", expected_close_on=clock.today())
    caller = Caller(cast.rep_lin)
    changed = caller.patch(f"opportunities/{made.pk}", {"expected_close_on": None, "expected_version": made.version})
    assert (changed.json()["expected_close_on"], changed.json()["next_step"]) == (None, "Call")
    assert changed.json()["amount_minor"] == made.amount_minor


def test_fields_can_be_chosen(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    caller = Caller(cast.rep_lin)
    assert caller.get("opportunities?fields=id,amount_minor").json()["items"] == [
        {"id": made.pk, "amount_minor": 100000}
    ]
    assert caller.get(f"opportunities/{made.pk}?fields=version").json() == {"version": 1}
    assert caller.get("opportunities?fields=id,profit").json()["code"] == "api.unknown_field"


@pytest.mark.parametrize(
    "sort", ["id", "-id", "amount", "-amount", "closed_on", "-closed_on", "updated_at", "expected_close_on"]
)
def test_pages_show_every_row_once_in_the_order_asked(cast: Cast, sort: str) -> None:
    where = account(cast.rep_lin)
    for n in range(8):
        day = clock.today() + dt.timedelta(days=n // 2) if n % 3 else None
        deal(cast.rep_lin, where=where, amount_minor=(n // 3) * 100, expected_close_on=day)
    rows = all_items(Caller(cast.rep_lin), f"opportunities?sort={sort}")
    assert len({row["id"] for row in rows}) == len(rows) == 8
    name, falling = sort.lstrip("-"), sort.startswith("-")
    name = {"amount": "amount_minor"}.get(name, name)
    values = [row[name] for row in rows if row[name] is not None]
    assert values == sorted(values, reverse=falling)
    assert [row[name] for row in rows] == values + [None] * (8 - len(values))


def test_filters_narrow_the_list(cast: Cast) -> None:
    where = account(cast.rep_lin)
    small, large = (
        deal(cast.rep_lin, where=where, amount_minor=1),
        deal(cast.rep_lin, amount_minor=999, external_id="X1"),
    )
    caller = Caller(cast.rep_lin)

    def ids(query: str) -> set[int]:
        return {row["id"] for row in all_items(caller, f"opportunities?{query}")}

    assert ids("amount_minor_from=2") == {large.pk}
    assert ids(f"account_id={where.pk}") == {small.pk}
    assert ids(f"account_id={where.pk}&account_id={large.account_id}") == {small.pk, large.pk}
    assert ids("external_id=X1") == {large.pk}
    assert ids("state=won") == set()
    assert ids("state=won&state=open") == {small.pk, large.pk}
    assert ids("q=gtx") == {small.pk, large.pk}
    assert ids("q=nothing") == set()
