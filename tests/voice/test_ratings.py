"""What a customer gives is a fact of its own: who gave it, for whom, for what, when, how much, how it came and in which words."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cadre.crm import services as crm
from cadre.crm.models import Account, Activity
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import OutboxEvent
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.voice import queries, services
from cadre.voice.models import Rating
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal
from tests.support.pages import Reader, signals, text_of
from tests.support.refusals import refuses


@pytest.fixture
def customer(cast: Cast) -> Any:
    return account(cast.rep_lin, "Cancity")


def rated(user: Any, where: Any, score: int = 4, **fields: Any) -> Rating:
    return services.record_rating(actor=actor(user), account_id=where.pk, score=score, **fields)


def call(user: Any, where: Any, **fields: Any) -> Activity:
    return crm.record_activity(actor=actor(user), kind="call", subject="met", account_id=where.pk, **fields)


def test_a_rating_keeps_who_gave_it_for_what_when_how_and_in_which_words(cast: Cast, customer: Any) -> None:
    person = crm.create_contact(actor=actor(cast.rep_lin), account_id=customer.pk, name="Zoe")
    about, yesterday = call(cast.rep_lin, customer), clock.today() - dt.timedelta(days=1)
    made = rated(
        cast.rep_lin,
        customer,
        5,
        contact_id=person.pk,
        activity_id=about.pk,
        on=yesterday,
        channel="phone",
        words=" Fine ",
    )
    kept = Rating.objects.get()
    assert (kept.account, kept.contact, kept.activity, kept.on) == (customer, person, about, yesterday)
    assert (kept.scale, kept.score, kept.channel, kept.words, kept.recorded_by) == (
        "csat", 5, "phone", "Fine", Cast.employee(cast.rep_lin),
    )  # fmt: skip
    assert OutboxEvent.objects.filter(name="voice.rating_recorded", payload__rating_id=made.pk).count() == 1


def test_it_counts_for_who_did_the_activity_else_owns_the_deal_else_looks_after_the_account(
    cast: Cast, customer: Any
) -> None:
    theirs = deal(cast.rep_lin, where=customer)
    gao = Cast.employee(cast.rep_gao).pk
    crm.reassign_opportunities(actor=actor(cast.manager_chen), opportunity_ids=[theirs.pk], owner_id=gao)
    of_gao = call(cast.rep_gao, customer)
    boss = cast.manager_chen
    assert rated(boss, customer, activity_id=of_gao.pk).employee == Cast.employee(cast.rep_gao)
    assert rated(boss, customer, opportunity_id=theirs.pk).employee == Cast.employee(cast.rep_gao)
    assert rated(boss, customer).employee == Cast.employee(cast.rep_lin)
    assert rated(cast.ops_tsai, Account.objects.create(name="Nobody's")).employee == Cast.employee(cast.ops_tsai)
    with refuses("voice.rating.nobody_serves"):
        services.record_rating(actor=SYSTEM, account_id=Account.objects.create(name="No one's").pk, score=3)


def test_an_activity_with_a_deal_brings_the_deal(cast: Cast, customer: Any) -> None:
    about = deal(cast.rep_lin, where=customer)
    made = rated(cast.rep_lin, customer, activity_id=call(cast.rep_lin, customer, opportunity_id=about.pk).pk)
    assert made.opportunity == about


def test_what_belongs_to_another_account_or_lies_ahead_or_is_a_strangers_is_refused(cast: Cast, customer: Any) -> None:
    other = account(cast.rep_lin, "Isdom")
    with refuses("voice.rating.other_account"):
        rated(cast.rep_lin, customer, activity_id=call(cast.rep_lin, other).pk)
    with refuses("voice.rating.other_account"):
        rated(cast.rep_lin, customer, opportunity_id=deal(cast.rep_lin, where=other).pk)
    with refuses("voice.rating.ahead"):
        rated(cast.rep_lin, customer, on=clock.today() + dt.timedelta(days=1))
    with refuses("voice.unknown_choice"):
        rated(cast.stranger_wang, customer)


@pytest.mark.parametrize("score", [0, 6, 100])
def test_a_score_off_the_scale_is_refused_by_the_verb_and_by_the_table(cast: Cast, customer: Any, score: int) -> None:
    with refuses("voice.rating.off_scale"):
        rated(cast.rep_lin, customer, score)
    good = rated(cast.rep_lin, customer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(pk=good.pk).update(score=score)


def test_a_rep_sees_what_was_said_of_his_work_his_manager_too_and_no_stranger(cast: Cast, customer: Any) -> None:
    made = rated(cast.rep_lin, customer)
    seen = {user.email for user in cast.everyone() if queries.ratings(actor(user)).filter(pk=made.pk).exists()}
    names = "rep_lin manager_chen director_shen ops_tsai marketing_yu service_bao executive_qiu admin_root"
    assert seen == {f"{name}@test.example" for name in names.split()}


def test_nobody_takes_away_what_was_said_of_himself_but_who_stands_above_and_service_do(
    cast: Cast, customer: Any
) -> None:
    made = rated(cast.rep_lin, customer, 1)
    with refuses("kernel.forbidden"):
        services.withdraw_rating(actor=actor(cast.rep_lin), rating_id=made.pk)
    with refuses("kernel.not_found"):
        services.withdraw_rating(actor=actor(cast.manager_wu), rating_id=made.pk)
    services.withdraw_rating(actor=actor(cast.manager_chen), rating_id=made.pk)
    services.withdraw_rating(actor=actor(cast.service_bao), rating_id=rated(cast.rep_lin, customer, 1).pk)
    assert not Rating.objects.exists()


def test_the_rating_of_a_merged_account_follows(cast: Cast, customer: Any) -> None:
    other = account(cast.rep_lin, "Can city")
    made = rated(cast.rep_lin, other)
    crm.merge_accounts(actor=actor(cast.manager_chen), keep_id=customer.pk, other_id=other.pk, values={})
    made.refresh_from_db()
    assert made.account == customer


def test_the_score_is_the_average_exactly_over_what_the_reader_sees(cast: Cast, customer: Any) -> None:
    theirs = account(cast.rep_hsu, "Isdom")
    for score in (5, 4, 4):
        rated(cast.rep_lin, customer, score)
    rated(cast.rep_hsu, theirs, 1)
    today = Period.of(clock.today(), clock.today())
    keys = ["satisfaction.score", "satisfaction.count"]

    def score_of(user: Any) -> tuple[Any, Any]:
        values = run(keys, [], today, actor=actor(user)).total.values
        return values[keys[0]], values[keys[1]]

    assert score_of(cast.rep_lin) == (Fraction(13, 3), 3)
    assert score_of(cast.director_shen) == (Fraction(14, 4), 4)
    assert score_of(cast.stranger_wang) == (None, 0)
    by = run(keys, ["employee", "account"], today, actor=actor(cast.director_shen))
    assert {by.names(cell)[1]: cell.values[keys[0]] for cell in by} == {"Cancity": Fraction(13, 3), "Isdom": 1}


def test_beside_the_account_the_deal_and_the_activity_stands_what_was_given(cast: Cast, customer: Any) -> None:
    about = deal(cast.rep_lin, where=customer)
    done = call(cast.rep_lin, customer, opportunity_id=about.pk)
    rated(cast.rep_lin, customer, 5, activity_id=done.pk, words="Quick answers")
    rated(cast.rep_lin, customer, 4)
    reader = Reader(cast.rep_lin)
    assert "4.5 of 5 2 ratings" in text_of(reader.get("voice:account-ratings", customer.pk))
    for name, key in (("opportunity", about.pk), ("activity", done.pk)):
        assert "5.0 of 5 1 rating" in text_of(reader.get(f"voice:{name}-ratings", key))
    for name, key in (("account", customer.pk), ("opportunity", about.pk), ("activity", done.pk)):
        page = reader.get(f"crm:{name}-record", key).content.decode()
        assert "ratings/" in page
        assert "Satisfaction" in page


def test_beside_a_record_stand_the_latest_five_and_the_earlier_ones_on_demand(cast: Cast, customer: Any) -> None:
    for number in range(1, 7):
        rated(cast.rep_lin, customer, words=f"Said {number}")
    reader = Reader(cast.rep_lin)
    first = text_of(reader.get("voice:account-ratings", customer.pk))
    assert ("Said 2" in first, "Said 1" in first, "Show earlier ratings" in first) == (True, False, True)
    whole = text_of(reader.get("voice:account-ratings", customer.pk, query={"earlier": 1}))
    assert ("Said 1" in whole, "Show earlier ratings" in whole) == (True, False)


def test_the_form_takes_in_a_rating_says_for_whom_and_undo_takes_it_back(cast: Cast, customer: Any) -> None:
    reader, done = Reader(cast.manager_chen), call(cast.rep_lin, customer)
    form = reader.drawer("voice:rating-record", customer.pk, query={"activity_id": done.pk}).content.decode()
    assert f'<option value="{done.pk}" selected' in form
    fields = {"score": 2, "on": clock.today().isoformat(), "channel": "phone", "activity_id": done.pk}
    answer = reader.send("voice:rating-record", customer.pk, **fields)
    toast = signals(answer)["toast"]
    assert Cast.employee(cast.rep_lin).name in toast["text"]
    assert Rating.objects.get().score == 2
    reader.client.post(toast["act"], HTTP_HX_REQUEST="true")
    assert not Rating.objects.exists()


def test_a_form_without_a_score_is_refused_at_its_field(cast: Cast, customer: Any) -> None:
    answer = Reader(cast.rep_lin).send("voice:rating-record", customer.pk, on="2026-01-02", channel="visit")
    assert answer.status_code == 422
    assert not Rating.objects.exists()


def test_the_api_records_lists_and_withdraws(cast: Cast, customer: Any) -> None:
    caller = Caller(cast.service_bao)
    made = caller.call(
        "POST", "ratings", {"account_id": customer.pk, "score": 3, "channel": "mail"}, IDEMPOTENCY_KEY="k"
    )
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["score"], body["scale"], body["employee"]["name"]) == (3, "csat", Cast.employee(cast.rep_lin).name)
    assert [row["id"] for row in caller.get(f"ratings?account_id={customer.pk}&score=3").json()["items"]] == [
        body["id"]
    ]
    assert caller.get("ratings?score=4").json()["items"] == []
    assert caller.call("POST", "ratings", {"account_id": customer.pk, "score": 6}).status_code == 422
    assert Caller(cast.rep_lin).call("DELETE", f"ratings/{body['id']}").status_code == 403
    assert caller.call("DELETE", f"ratings/{body['id']}").status_code == 204
