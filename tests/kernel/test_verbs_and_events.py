"""A verb: permission, transaction, change, audit and event; none can be forgotten."""

import pytest
from django.utils.translation import override

from cadre.kernel import clock, events, write
from cadre.kernel.access import SYSTEM, Role
from cadre.kernel.acts import OutsideVerbError
from cadre.kernel.events import HANDLERS, deliver_pending, event, handles, publish
from cadre.kernel.models import AuditEntry, EventDelivery, OutboxEvent
from cadre.kernel.problems import Problem, Problems
from cadre.kernel.verbs import verb
from cadre.people.models import Office
from tests.support.cast import Cast
from tests.support.refusals import refuses


@event("test.office_opened")
class OfficeOpened:
    office_id: int


@verb("test.office.open", roles={Role.OPERATIONS})
def open_office(*, actor, name: str, fail: bool = False) -> Office:
    office = write.create(Office, name=name)
    publish(OfficeOpened(office_id=office.pk))
    if fail:
        raise RuntimeError("after the write")
    return office


@verb("test.office.rename", roles={Role.OPERATIONS})
def rename_office(*, actor, office_id: int, name: str, expected_version: int | None = None) -> Office:
    return write.change(write.for_change(Office.objects.all(), office_id, expected_version), name=name)


def test_change_audit_and_event_commit_together_or_not_at_all(cast: Cast) -> None:
    ops = cast.actor(cast.ops_tsai)
    with pytest.raises(RuntimeError):
        open_office(actor=ops, name="West", fail=True)
    assert not Office.objects.filter(name="West").exists()
    assert not AuditEntry.objects.filter(verb="test.office.open").exists()
    assert not OutboxEvent.objects.filter(name="test.office_opened").exists()
    office = open_office(actor=ops, name="West")
    assert AuditEntry.objects.get(verb="test.office.open").fields["name"] == [None, "West"]
    assert OutboxEvent.objects.get(name="test.office_opened").payload == {"office_id": office.pk}


def test_a_role_that_is_not_named_is_refused_before_anything_is_read(cast: Cast) -> None:
    with refuses("kernel.forbidden"):
        rename_office(actor=cast.actor(cast.rep_lin), office_id=-1, name="Mine")


def test_nothing_is_written_outside_a_verb(db: None) -> None:
    with pytest.raises(OutsideVerbError):
        write.create(Office, name="Nowhere")
    with pytest.raises(OutsideVerbError):
        publish(OfficeOpened(office_id=1))


def test_a_field_that_breaks_its_rule_is_named_with_the_reason(db: None) -> None:
    with pytest.raises(Problems) as refused:
        open_office(actor=SYSTEM, name="")
    assert refused.value.problems[0].field == "name"


def test_a_duplicate_is_a_sentence_in_the_readers_language_not_a_database_error(db: None) -> None:
    open_office(actor=SYSTEM, name="West")
    with pytest.raises(Problem) as refused:
        open_office(actor=SYSTEM, name="West")
    assert (refused.value.code, refused.value.field) == ("kernel.already_there", "name")
    assert "name" not in str(refused.value.message)  # a column is no word for a reader; the form marks the field
    with override("zh-hant"):
        assert "constraint" not in refused.value.message.lower()


def test_a_stale_version_is_refused_and_an_equal_value_writes_nothing(db: None) -> None:
    office = open_office(actor=SYSTEM, name="West")
    same = rename_office(actor=SYSTEM, office_id=office.pk, name="West", expected_version=1)
    assert same.version == 1
    assert rename_office(actor=SYSTEM, office_id=office.pk, name="Far West", expected_version=1).version == 2
    with refuses("kernel.changed_meanwhile"):
        rename_office(actor=SYSTEM, office_id=office.pk, name="Wild West", expected_version=1)


@pytest.fixture
def handled():
    seen: list[int] = []

    def handler(happened: OfficeOpened) -> None:
        seen.append(happened.office_id)
        if len(seen) == 1:
            raise ValueError("the first try fails")

    handles(OfficeOpened)(handler)
    yield seen
    HANDLERS.pop(OfficeOpened)


def test_a_handler_that_fails_is_tried_again_and_succeeds_once(db: None, handled: list[int], time_machine) -> None:
    time_machine.move_to(clock.now())
    office = open_office(actor=SYSTEM, name="West")
    assert deliver_pending() == 0
    assert EventDelivery.objects.count() == 0, "a failed handler leaves no trace"
    time_machine.shift(5)
    assert deliver_pending() == 1
    time_machine.shift(5)
    assert deliver_pending() == 0, "delivered once"
    assert handled == [office.pk, office.pk]


def test_events_that_nobody_handles_are_not_kept_waiting(db: None) -> None:
    open_office(actor=SYSTEM, name="West")
    assert OutboxEvent.objects.get(name="test.office_opened").delivered_at is not None
    assert events.deliver_pending() == 0
