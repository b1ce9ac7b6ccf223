"""Notes, calls, visits, mails and meetings: what the timeline is made of."""

import datetime as dt
from typing import Any

from django.utils.timezone import localtime

from cadre.crm import policies
from cadre.crm.events import ActivityChanged, ActivityRecorded
from cadre.crm.models import Account, Activity, Contact, Opportunity
from cadre.crm.problems import DEAL_OF_OTHER_ACCOUNT, DONE_AHEAD, OTHER_ACCOUNT
from cadre.crm.services.expected_days import refuse_unlikely_days
from cadre.crm.services.references import usable
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import verb


@verb("crm.activity.record", roles=policies.SELLERS)
def record_activity(
    *,
    actor: Actor,
    kind: str,
    subject: str = "",
    body: str = "",
    opportunity_id: int | None = None,
    account_id: int | None = None,
    contact_id: int | None = None,
    at: dt.datetime | None = None,
    minutes: int | None = None,
    next_step: str = "",
    next_step_on: dt.date | None = None,
) -> Activity:
    """Record what was done, or plan it when `at` lies ahead; with a deal, set its next step in the same breath."""
    if actor.employee_id is None:
        raise FORBIDDEN()
    deal, account, contact = _belonging(actor, opportunity_id, account_id, contact_id)
    if deal:
        refuse_unlikely_days({"next_step_on": next_step_on}, deal)
    at = at or clock.now()
    activity = write.create(
        Activity,
        kind=kind,
        state=Activity.State.PLANNED if at > clock.now() else Activity.State.DONE,
        at=at,
        on=localtime(at).date(),
        minutes=minutes,
        employee_id=actor.employee_id,
        opportunity=deal,
        account=account or (contact.account if contact else None),
        contact=contact,
        subject=subject.strip(),
        body=body.strip(),
    )
    if deal and (next_step or next_step_on):
        write.change(deal, next_step=next_step or deal.next_step, next_step_on=next_step_on or deal.next_step_on)
    _tell(activity)
    return activity


def _belonging(
    actor: Actor, opportunity_id: int | None, account_id: int | None, contact_id: int | None
) -> tuple[Opportunity | None, Account | None, Contact | None]:
    """What a new activity is about; the account follows the deal. DEAL_OF_OTHER_ACCOUNT, OTHER_ACCOUNT."""
    deal = usable(Opportunity, opportunity_id, actor=actor, field="opportunity") if opportunity_id else None
    account_id = account_id or (deal.account_id if deal else None)
    account = usable(Account, account_id, actor=actor, field="account") if account_id else None
    if deal and deal.account_id not in (None, account_id):
        raise DEAL_OF_OTHER_ACCOUNT(field="opportunity")
    return deal, account, _contact_of(account, contact_id, actor) if contact_id else None


def _tell(activity: Activity) -> None:
    search.put("crm.activity", activity.pk)
    publish(ActivityRecorded(activity_id=activity.pk, employee_id=activity.employee_id))


@verb("crm.activity.change", roles=policies.SELLERS)
def change_activity(*, actor: Actor, activity_id: int, expected_version: int, **fields: Any) -> Activity:
    """Change what an activity says, when it is and whom it is about. Planned stays planned and done stays done, whatever the time.

    DONE_AHEAD if a done one would lie ahead, OTHER_ACCOUNT or DEAL_OF_OTHER_ACCOUNT if what it is about does not belong together.
    """
    activity = write.for_change(Activity.objects.changeable_by(actor), activity_id, expected_version)
    fields |= {name: fields[name].strip() for name in ("subject", "body") if name in fields}
    if "at" in fields:
        if activity.state == Activity.State.DONE and fields["at"] > max(clock.now(), activity.at):
            raise DONE_AHEAD(field="at")
        fields["on"] = localtime(fields["at"]).date()
    write.change(activity, **fields | _about(activity, fields, actor))
    search.put("crm.activity", activity.pk)
    publish(ActivityChanged(activity_id=activity.pk, employee_id=activity.employee_id))
    return activity


def _about(activity: Activity, fields: dict[str, Any], actor: Actor) -> dict[str, int | None]:
    """The account, deal and contact afterwards; the account follows a new deal. What stands there already is not judged again."""
    names = ("account_id", "opportunity_id", "contact_id")
    wanted = {name: fields.get(name, getattr(activity, name)) for name in names}
    if all(wanted[name] == getattr(activity, name) for name in names):
        return {}
    deal = _linked(Opportunity, activity, "opportunity", wanted, actor)
    contact = _linked(Contact, activity, "contact", wanted, actor)
    if deal and deal.account_id and "account_id" not in fields and wanted["opportunity_id"] != activity.opportunity_id:
        wanted["account_id"] = deal.account_id
    wanted["account_id"] = wanted["account_id"] or (deal and deal.account_id) or (contact and contact.account_id)
    _linked(Account, activity, "account", wanted, actor)
    if contact and contact.account_id != wanted["account_id"]:
        raise OTHER_ACCOUNT(field="contact")
    if deal and deal.account_id not in (None, wanted["account_id"]):
        raise DEAL_OF_OTHER_ACCOUNT(field="opportunity")
    return wanted


def _linked(model: Any, activity: Activity, name: str, wanted: dict[str, Any], actor: Actor) -> Any:
    pk = wanted[f"{name}_id"]
    if pk is None or pk == getattr(activity, f"{name}_id"):
        return getattr(activity, name) if pk else None
    return usable(model, pk, actor=actor, field=name)


@verb("crm.activity.complete", roles=policies.SELLERS)
def complete_activity(*, actor: Actor, activity_id: int, body: str = "") -> Activity:
    """Mark a planned activity as done now; twice is once."""
    activity = write.for_change(Activity.objects.changeable_by(actor), activity_id)
    if activity.state == Activity.State.DONE:
        return activity
    now = clock.now()
    write.change(activity, state=Activity.State.DONE, at=now, on=localtime(now).date(), body=body or activity.body)
    _tell(activity)
    return activity


@verb("crm.activity.remove", roles=policies.SELLERS)
def remove_activity(*, actor: Actor, activity_id: int) -> None:
    """Delete an activity that was recorded by mistake; the audit keeps what it said."""
    activity = write.for_change(Activity.objects.changeable_by(actor), activity_id)
    search.drop("crm.activity", activity.pk)
    write.remove(activity)


def _contact_of(account: Account | None, contact_id: int, actor: Actor) -> Contact:
    contact = usable(Contact, contact_id, actor=actor, field="contact")
    if account and contact.account_id != account.pk:
        raise OTHER_ACCOUNT(field="contact")
    return contact
