"""Forms, buttons and the composer: nothing typed is lost, a double click acts once, and what is refused says why."""

import datetime as dt
import re

import pytest
from django.utils import translation

from cadre.crm import services
from cadre.crm.models import Account, Activity, Contact, Opportunity
from cadre.kernel import clock
from tests.support.cast import Cast
from tests.support.deals import account, actor, criteria, deal, stage
from tests.support.pages import Reader, once_of, signals, text_of

LANGUAGES = pytest.mark.parametrize("language", ["zh-hant", "en"])


def saved(response) -> bool:
    return response.status_code == 204 and ("drawer-done" in signals(response) or "HX-Redirect" in response)


@LANGUAGES
def test_a_refused_form_keeps_what_was_typed_and_says_why_in_the_readers_language(cast: Cast, language: str) -> None:
    answer = Reader(cast.rep_lin, language).send("crm:opportunity-create", amount_minor="much", next_step="Call 銷售")
    page = text_of(answer)
    assert answer.status_code == 422
    assert b'value="Call \xe9\x8a\xb7\xe5\x94\xae"' in answer.content
    assert b'value="much"' in answer.content
    assert ("這不是金額" if language == "zh-hant" else "This is not an amount") in page
    assert not Opportunity.objects.exists()


def test_a_form_is_taken_in_once_however_often_it_is_sent(cast: Cast) -> None:
    reader = Reader(cast.rep_lin)
    token = once_of(reader.drawer("crm:account-create"))
    for _attempt in range(2):
        assert saved(reader.send("crm:account-create", _once=token, name="Twice"))
    assert Account.objects.filter(name="Twice").count() == 1


def test_two_who_edit_one_deal_are_told_and_the_second_loses_nothing(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    typed = {"account": made.account_id, "product": made.product_id, "forecast": "commit", "version": made.version}
    first, second = Reader(cast.manager_chen), Reader(cast.rep_lin)
    assert saved(first.send("crm:opportunity-edit", made.pk, **typed, amount_minor="2,000", next_step="His step"))
    answer = second.send("crm:opportunity-edit", made.pk, **typed, amount_minor="3,000", next_step="My step")
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Chen Manager" in page
    assert "His step" in page
    assert b'value="My step"' in answer.content
    version = Opportunity.objects.get(pk=made.pk).version
    again = typed | {"version": version, "amount_minor": "3,000", "next_step": "My step"}
    assert saved(second.send("crm:opportunity-edit", made.pk, **again))
    assert Opportunity.objects.get(pk=made.pk).next_step == "My step"


def test_a_deal_won_meanwhile_is_not_won_again_with_old_values(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    services.change_opportunity(
        actor=actor(cast.manager_chen), opportunity_id=made.pk, expected_version=made.version, amount_minor=500
    )
    sent = {"amount_minor": "9", "closed_on": clock.today().isoformat(), "version": made.version, "met": criteria()}
    answer = Reader(cast.rep_lin).send("crm:opportunity-win", made.pk, **sent)
    assert answer.status_code == 409
    assert Opportunity.objects.get(pk=made.pk).state == "open"


@LANGUAGES
def test_a_card_that_may_not_move_says_what_is_missing_and_the_form_supplies_it(cast: Cast, language: str) -> None:
    made, reader = deal(cast.rep_lin), Reader(cast.rep_lin, language)
    target = stage("negotiation")
    answer = reader.send("crm:opportunity-drop", card=made.pk, to=target.pk, version=made.version)
    assert answer.status_code == 409
    with translation.override(language):
        missing = [str(criterion.label) for criterion in target.criteria.model.objects.filter(pk__in=criteria("needs"))]
    assert all(label in text_of(answer) for label in missing)
    assert f"/{made.pk}/move/?to={target.pk}" in answer.content.decode()
    form = reader.drawer("crm:opportunity-move", made.pk, query={"to": target.pk})
    sent = {"_once": once_of(form), "met": criteria("needs", "proposal")}
    assert saved(reader.send("crm:opportunity-move", made.pk, query=f"?to={target.pk}", **sent))
    assert Opportunity.objects.get(pk=made.pk).stage == target


def test_a_refused_move_marks_the_ticks_that_are_open_and_no_other(cast: Cast) -> None:
    made, reader = deal(cast.rep_lin), Reader(cast.rep_lin)
    ticked, *still_open = criteria("needs", "proposal")
    query = {"to": stage("negotiation").pk}
    once = once_of(reader.drawer("crm:opportunity-move", made.pk, query=query))
    answer = reader.send("crm:opportunity-move", made.pk, query=f"?to={query['to']}", _once=once, met=ticked)
    assert answer.status_code == 422
    boxes = re.findall(r'<input type="checkbox" name="met" value="(\d+)"([^>]*)>', answer.content.decode())
    assert {int(pk) for pk, rest in boxes if "aria-invalid" in rest} == set(still_open)
    assert {int(pk) for pk, rest in boxes if " checked" in rest} == {ticked}


def test_a_card_that_may_move_comes_back_with_an_undo_that_works(cast: Cast) -> None:
    made, reader = deal(cast.rep_lin), Reader(cast.rep_lin)
    answer = reader.send("crm:opportunity-drop", card=made.pk, to=stage("needs").pk, version=made.version)
    assert answer.status_code == 200
    assert reader.client.post(signals(answer)["toast"]["act"], HTTP_HX_REQUEST="true").status_code == 204
    assert Opportunity.objects.get(pk=made.pk).stage == made.stage


def test_a_card_that_somebody_else_moved_meanwhile_says_who(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    services.move_stage(actor=actor(cast.manager_chen), opportunity_id=made.pk, stage_id=stage("needs").pk)
    sent = {"card": made.pk, "to": stage("lead").pk, "version": made.version}
    answer = Reader(cast.rep_lin).send("crm:opportunity-drop", **sent)
    assert answer.status_code == 409
    assert "Chen Manager" in text_of(answer)


@LANGUAGES
@pytest.mark.parametrize("about", ["opportunity", "account"])
def test_the_composer_says_what_is_wrong_beside_the_text_and_keeps_it(cast: Cast, language: str, about: str) -> None:
    made = deal(cast.rep_lin)
    pk = made.pk if about == "opportunity" else made.account_id
    reader = Reader(cast.rep_lin, language)
    answer = reader.send(f"crm:{about}-note", pk, kind="call", body="Kept words", next_step_on="soon")
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#composer-errors"
    assert b'href="#composer_next_step_on"' in answer.content
    assert ("這不是日期" if language == "zh-hant" else "This is not a date") in text_of(answer)
    plainly = reader.send_plainly(f"crm:{about}-note", pk, kind="call", body="Kept words", next_step_on="soon")
    assert plainly.status_code == 422
    assert "Kept words</textarea>" in plainly.content.decode()
    assert not Activity.objects.exists()


def test_an_entry_sent_twice_stands_on_the_timeline_once(cast: Cast) -> None:
    made, reader = deal(cast.rep_lin), Reader(cast.rep_lin)
    token = once_of(reader.get("crm:opportunity-record", made.pk))
    for _attempt in range(2):
        assert reader.send("crm:opportunity-note", made.pk, _once=token, kind="call", body="Once").status_code == 204
    assert Activity.objects.count() == 1


def test_a_bulk_action_touches_all_chosen_deals_or_none_and_can_be_undone(cast: Cast) -> None:
    open_ones = [deal(cast.rep_lin, amount_minor=amount) for amount in (100, 200)]
    won = deal(cast.rep_lin, amount_minor=300)
    services.win_opportunity(actor=actor(cast.rep_lin), opportunity_id=won.pk, met=criteria())
    reader, day = Reader(cast.rep_lin), "2031-05-05"
    all_ids = ",".join(str(row.pk) for row in [*open_ones, won])
    answer = reader.send("crm:opportunity-reschedule", query=f"?ids={all_ids}", ids=all_ids, expected_close_on=day)
    assert answer.status_code == 422
    assert not Opportunity.objects.filter(expected_close_on=day).exists()
    ids = ",".join(str(row.pk) for row in open_ones)
    answer = reader.send("crm:opportunity-reschedule", query=f"?ids={ids}", ids=ids, expected_close_on=day)
    assert saved(answer)
    assert Opportunity.objects.filter(expected_close_on=day).count() == 2
    reader.client.post(signals(answer)["toast"]["act"], HTTP_HX_REQUEST="true")
    assert not Opportunity.objects.filter(expected_close_on=day).exists()


def test_a_manager_gives_several_deals_to_another_and_takes_it_back(cast: Cast) -> None:
    deals = [deal(cast.rep_lin, amount_minor=amount) for amount in (100, 200)]
    ids, gao = ",".join(str(row.pk) for row in deals), Cast.employee(cast.rep_gao)
    reader = Reader(cast.manager_chen)
    answer = reader.send("crm:opportunity-reassign", query=f"?ids={ids}", ids=ids, owner=gao.pk)
    assert saved(answer)
    assert Opportunity.objects.filter(owner=gao).count() == 2
    reader.client.post(signals(answer)["toast"]["act"], HTTP_HX_REQUEST="true")
    assert Opportunity.objects.filter(owner=gao).count() == 0


def test_removing_a_contact_twice_removes_it_once_and_finds_nothing_the_second_time(cast: Cast) -> None:
    where = account(cast.rep_lin)
    person = services.create_contact(actor=actor(cast.rep_lin), account_id=where.pk, name="Zephyrine")
    reader = Reader(cast.rep_lin)
    assert reader.send("crm:contact-remove", person.pk).status_code == 204
    assert reader.send("crm:contact-remove", person.pk).status_code == 404
    assert not Contact.objects.exists()


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "x", "\0"])
def test_nonsense_for_a_number_is_refused_and_never_breaks(cast: Cast, number: str) -> None:
    made, reader = deal(cast.rep_lin), Reader(cast.rep_lin)
    for answer in (
        reader.send("crm:opportunity-drop", card=number, to=number, version=number),
        reader.send("crm:opportunity-drop", card=made.pk, to=number, version=number),
        reader.drawer("crm:contact-create", query={"account": number}),
        reader.drawer("crm:activity-plan", query={"account": number, "deal": number}),
        reader.send("crm:opportunity-create", account=number, product=number, amount_minor=number),
        reader.send("crm:opportunity-reschedule", ids=number, expected_close_on=number),
        reader.drawer("crm:opportunity-move", made.pk, query={"to": number}),
        reader.get("crm:opportunity-board", query={"lane": number, "skip": number}, HTTP_HX_REQUEST="true"),
        reader.get("crm:opportunity-list", query={"after": number, "sort": number, "stage": number, "q": number}),
        reader.get("crm:account-options", query={"q": number}),
    ):
        assert answer.status_code < 500


def test_a_planned_activity_that_two_tick_off_keeps_the_time_and_words_of_the_first(cast: Cast, monkeypatch) -> None:
    made = deal(cast.rep_lin)
    later = clock.now() + dt.timedelta(days=1)
    planned = services.record_activity(
        actor=actor(cast.rep_lin), kind="visit", subject="Demo", opportunity_id=made.pk, at=later
    )
    services.complete_activity(actor=actor(cast.rep_lin), activity_id=planned.pk, body="They liked it")
    first = Activity.objects.get()
    monkeypatch.setattr(clock, "now", lambda: later)
    services.complete_activity(actor=actor(cast.manager_chen), activity_id=planned.pk, body="Another story")
    assert Reader(cast.rep_lin).send("crm:activity-complete", planned.pk).status_code == 200
    again = Activity.objects.get()
    assert (again.state, again.at, again.body, again.version) == ("done", first.at, "They liked it", first.version)


def test_an_activity_that_another_removed_meanwhile_is_not_found(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    lin = actor(cast.rep_lin)
    planned = services.record_activity(actor=lin, kind="call", subject="Ring", opportunity_id=made.pk)
    services.remove_activity(actor=lin, activity_id=planned.pk)
    assert Reader(cast.rep_lin).send("crm:activity-complete", planned.pk).status_code == 404


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "請選擇失單原因"), ("en", "Choose why it was lost")])
def test_losing_without_a_reason_is_refused_in_our_words(cast: Cast, language: str, words: str) -> None:
    made = deal(cast.rep_lin)
    answer = Reader(cast.rep_lin, language).send("crm:opportunity-lose", made.pk, closed_on=clock.today().isoformat())
    assert answer.status_code == 422
    assert words in text_of(answer)
