"""An activity can be changed and rescheduled: by whom, with what told, and what stays as it was."""

import datetime as dt

import pytest
from django.utils.timezone import localtime

from cadre.crm import services
from cadre.crm.models import Activity, Contact
from cadre.kernel import clock
from cadre.kernel.audit import history
from cadre.kernel.problems import NOT_FOUND, Problem
from cadre.kernel.search import matching
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal
from tests.support.pages import Reader, once_of, signals, text_of


def planned(cast: Cast, **fields) -> Activity:
    at = clock.now() + dt.timedelta(days=2)
    fields = {"kind": "meeting", "subject": "Show the price list", "at": at} | fields
    return services.record_activity(actor=actor(cast.rep_lin), **fields)


def typed(row: Activity, **fields) -> dict:
    """The form as the browser sends it."""
    local = localtime(row.at)
    sent = {"version": row.version, "kind": row.kind, "subject": row.subject, "body": row.body}
    sent |= {"at": local.date().isoformat(), "time": f"{local:%H:%M}", "minutes": row.minutes or ""}
    links = {name: getattr(row, f"{name}_id") or "" for name in ("account", "opportunity", "contact")}
    return sent | links | fields


def changed(cast: Cast, row: Activity, **fields) -> Activity:
    return services.change_activity(
        actor=actor(cast.rep_lin), activity_id=row.pk, expected_version=row.version, **fields
    )


def test_a_planned_activity_is_rescheduled_and_the_message_takes_it_back(cast: Cast) -> None:
    row, reader = planned(cast, opportunity_id=deal(cast.rep_lin).pk), Reader(cast.rep_lin)
    later = localtime(row.at).date() + dt.timedelta(days=7)
    answer = reader.send("crm:activity-edit", row.pk, **typed(row, at=later.isoformat(), time="09:30"))
    assert answer.status_code == 204
    now = Activity.objects.get(pk=row.pk)
    assert (now.on, f"{localtime(now.at):%H:%M}", now.state) == (later, "09:30", "planned")
    assert history(now).first().verb == "crm.activity.change"
    assert reader.client.post(signals(answer)["toast"]["act"], HTTP_HX_REQUEST="true").status_code == 204
    back = Activity.objects.get(pk=row.pk)
    assert (back.on, back.at) == (row.on, row.at)


def test_a_planned_activity_moved_into_the_past_is_late_and_not_done(cast: Cast) -> None:
    assert changed(cast, planned(cast), at=clock.now() - dt.timedelta(days=1)).state == "planned"


def test_two_who_change_one_activity_are_told_and_the_second_loses_nothing(cast: Cast) -> None:
    row = planned(cast)
    first, second = Reader(cast.manager_chen), Reader(cast.rep_lin)
    his = typed(row, time="08:15", subject="His subject")
    assert first.send("crm:activity-edit", row.pk, **his).status_code == 204
    mine = typed(row, time="16:45", subject="My subject")
    answer = second.send("crm:activity-edit", row.pk, **mine)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Chen Manager" in page
    assert "His subject" in page
    assert "08:15" in page
    assert b'value="My subject"' in answer.content
    assert b'value="16:45"' in answer.content
    mine["version"] = Activity.objects.get(pk=row.pk).version
    assert second.send("crm:activity-edit", row.pk, **mine).status_code == 204
    assert Activity.objects.get(pk=row.pk).subject == "My subject"


def test_a_change_sent_twice_acts_once(cast: Cast) -> None:
    row, reader = planned(cast), Reader(cast.rep_lin)
    sent = typed(row, subject="Once", _once=once_of(reader.drawer("crm:activity-edit", row.pk)))
    for _attempt in range(2):
        assert reader.send("crm:activity-edit", row.pk, **sent).status_code == 204
    assert history(row).filter(verb="crm.activity.change").count() == 1
    assert Activity.objects.get(pk=row.pk).version == row.version + 1


def test_a_colleagues_activity_is_neither_offered_for_change_nor_changed(cast: Cast) -> None:
    about = deal(cast.rep_lin)
    hers = services.record_activity(actor=actor(cast.manager_chen), kind="call", body="Asked", opportunity_id=about.pk)
    lin, page = Reader(cast.rep_lin), Reader(cast.rep_lin).get("crm:opportunity-record", about.pk)
    assert "Asked" in text_of(page)
    assert f"/activities/{hers.pk}/edit/".encode() not in page.content
    assert lin.send("crm:activity-edit", hers.pk, **typed(hers, body="Changed")).status_code == 404
    with pytest.raises(Problem) as refused:
        changed(cast, hers, body="Changed")
    assert refused.value.code == NOT_FOUND.code
    chens = Reader(cast.manager_chen).get("crm:opportunity-record", about.pk)
    assert f"/activities/{hers.pk}/edit/".encode() in chens.content
    assert Activity.objects.get(pk=hers.pk).body == "Asked"


def test_who_sees_an_activity_but_may_not_change_it_is_offered_no_form(cast: Cast) -> None:
    row, reader = planned(cast), Reader(cast.executive_qiu)
    assert b"/edit/" not in reader.drawer("crm:activity-record", row.pk).content
    assert reader.drawer("crm:activity-edit", row.pk).status_code in {403, 404}


def test_what_is_done_keeps_its_completion_and_cannot_lie_ahead(cast: Cast) -> None:
    done = services.complete_activity(actor=actor(cast.rep_lin), activity_id=planned(cast).pk)
    reader = Reader(cast.rep_lin)
    assert reader.send("crm:activity-edit", done.pk, **typed(done, body="Came to terms")).status_code == 204
    now = Activity.objects.get(pk=done.pk)
    assert (now.state, now.at, now.body) == ("done", done.at, "Came to terms")
    ahead = (localtime(now.at).date() + dt.timedelta(days=3)).isoformat()
    answer = reader.send("crm:activity-edit", done.pk, **typed(now, at=ahead))
    assert answer.status_code == 422
    assert "cannot lie ahead" in text_of(answer)
    assert Activity.objects.get(pk=done.pk).at == done.at
    earlier = changed(cast, now, at=now.at - dt.timedelta(days=3))
    assert (earlier.state, earlier.on) == ("done", localtime(earlier.at).date())


def test_the_account_follows_another_deal_and_what_does_not_belong_together_is_refused(cast: Cast) -> None:
    one, other = deal(cast.rep_lin), deal(cast.rep_lin, where=account(cast.rep_lin, "Otherwise"))
    row = changed(cast, planned(cast, opportunity_id=one.pk), opportunity_id=other.pk)
    assert row.account_id == other.account_id
    stranger = services.create_contact(actor=actor(cast.rep_lin), account_id=one.account_id, name="Ms Elsewhere")
    with pytest.raises(Problem) as refused:
        changed(cast, row, contact_id=stranger.pk)
    assert refused.value.code == "crm.activity.other_account"
    with pytest.raises(Problem) as refused:
        changed(cast, row, account_id=one.account_id)
    assert refused.value.code == "crm.activity.deal_of_other_account"
    foreign = deal(cast.rep_hsu)
    with pytest.raises(Problem) as refused:
        changed(cast, row, opportunity_id=foreign.pk)
    assert refused.value.code == "crm.unknown_choice"
    assert Contact.objects.get(pk=stranger.pk).activities.count() == 0


def test_another_account_in_the_form_offers_its_deals_and_people(cast: Cast) -> None:
    one, other = deal(cast.rep_lin), deal(cast.rep_lin, where=account(cast.rep_lin, "Otherwise"))
    row, reader = planned(cast, opportunity_id=one.pk), Reader(cast.rep_lin)
    answer = reader.send("crm:activity-edit", row.pk, **typed(row, account=other.account_id))
    assert answer.status_code == 422
    assert "belongs to another account" in text_of(answer)
    assert f'<option value="{other.pk}"'.encode() in answer.content
    sent = typed(row, account=other.account_id, opportunity=other.pk)
    assert reader.send("crm:activity-edit", row.pk, **sent).status_code == 204
    assert Activity.objects.get(pk=row.pk).opportunity_id == other.pk


def test_a_changed_activity_says_something_and_is_found_by_its_new_words(cast: Cast) -> None:
    row, reader = planned(cast), Reader(cast.rep_lin)
    silent = reader.send("crm:activity-edit", row.pk, **typed(row, subject=" ", body=""))
    assert silent.status_code == 422
    assert Activity.objects.get(pk=row.pk).subject == row.subject
    changed(cast, row, subject="Zeppelin")
    assert Activity.objects.get(pk__in=matching("crm.activity", "Zeppelin")) == row
