"""What a leaver or mover owns goes to others: checked in one step, and nothing stays behind."""

import datetime as dt
from collections.abc import Mapping

from cadre.kernel import clock, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.problems import INVALID, Problem, refuse_if
from cadre.kernel.verbs import verb
from cadre.people.events import WorkHandedOver
from cadre.people.handover import HandoverPart, parts
from cadre.people.models import Employee, Handover
from cadre.people.policies import MOVERS
from cadre.people.problems import LEFT_OVER, WRONG_RECEIVER
from cadre.people.queries.owned import OwnedPart, default_receiver, owned_by
from cadre.people.services.sign_ins import end_access


def plan_handover(*, employee: Employee, reason: str, on: dt.date, receivers: Mapping[str, int]) -> Handover:
    """Note who takes over what, move the dated parts now and, if the day has come, the others too. Inside a verb only.

    A leaver must have a receiver for every part he owns something of: LEFT_OVER names the parts and counts without one.
    WRONG_RECEIVER for a person who does not belong to the company on the day, or is the leaver himself.
    """
    owned = owned_by(employee.pk, on)
    _check(employee, reason, on, receivers, owned)
    handover = write.create(Handover, employee=employee, reason=reason, on=on, receivers=dict(receivers))
    _move(handover, [part for part in parts() if part.dated])
    if handover.is_due:
        finish(handover)
    return handover


@verb("people.handover.carry_out", roles=MOVERS)
def carry_out_handover(*, actor: Actor, handover_id: int) -> Handover:
    """Do a planned handover whose day has come; doing it twice is once. The worker calls this every hour."""
    handover: Handover = write.for_change(Handover.objects.select_related("employee"), handover_id)
    if handover.is_due:
        finish(handover)
    return handover


def finish(handover: Handover) -> None:
    """Move what is left, make sure that a leaver owns nothing any more, and end his access."""
    _move(handover, [part for part in parts() if not part.dated])
    if handover.reason == Handover.Reason.LEAVE:
        left = owned_by(handover.employee_id, handover.on)
        if left:
            raise LEFT_OVER(parts=in_words(left))
        end_access(handover.employee.user)
    write.change(handover, done_at=clock.now())
    publish(WorkHandedOver(handover_id=handover.pk, employee_id=handover.employee_id, on=handover.on))


def in_words(owned: list[OwnedPart]) -> str:
    """ "Accounts (12), open opportunities (5)", in the reader's language."""
    return ", ".join(f"{part.label} ({part.count})" for part in owned)


def _check(employee: Employee, reason: str, on: dt.date, receivers: Mapping[str, int], owned: list[OwnedPart]) -> None:
    known = {part.key for part in parts()}
    people = {p.pk: p for p in Employee.objects.filter(pk__in=set(receivers.values()))}
    found: list[Problem] = [
        INVALID(field=f"receivers.{key}", reason=f"{key}?") for key in receivers if key not in known
    ]
    for key, receiver_id in receivers.items():
        receiver = people.get(receiver_id)
        if receiver is None or receiver.pk == employee.pk or not receiver.is_employed_on(on):
            name = receiver.name if receiver else f"#{receiver_id}"
            found.append(WRONG_RECEIVER(field=f"receivers.{key}", name=name, day=on))
    if reason == Handover.Reason.LEAVE and (open_parts := [part for part in owned if part.key not in receivers]):
        found.append(LEFT_OVER(field="receivers", parts=in_words(open_parts)))
    refuse_if(found)


def _move(handover: Handover, some: list[HandoverPart]) -> None:
    moved = dict(handover.moved)
    for part in some:
        count = part.count(handover.employee_id, handover.on)
        receiver_id = _receiver(handover, part.key) if count else None
        if receiver_id is not None:
            moved[part.key] = moved.get(part.key, 0) + part.move(handover.employee_id, receiver_id, handover.on)
    write.change(handover, moved=moved)


def _receiver(handover: Handover, key: str) -> int | None:
    """The person named, if he is still there; else the leaver's manager: on the day itself it is too late to ask."""
    named = Employee.objects.filter(pk=handover.receivers.get(key)).first()
    if named is not None and named.is_employed_on(max(handover.on, clock.today())):
        return int(named.pk)
    if handover.reason == Handover.Reason.MOVE:
        return None
    manager = default_receiver(handover.employee_id, handover.on)
    return int(manager.pk) if manager else None
