"""What a customer gave is written down, and taken away when it was a mistake."""

import datetime as dt
from typing import Any

from cadre.crm import queries as crm
from cadre.kernel import clock, write
from cadre.kernel.access import Actor
from cadre.kernel.events import publish
from cadre.kernel.verbs import verb
from cadre.voice import policies
from cadre.voice.events import RatingRecorded, RatingWithdrawn
from cadre.voice.models import Rating
from cadre.voice.models.rating import HIGHEST, LOWEST
from cadre.voice.problems import AHEAD, NOBODY_SERVES, OFF_SCALE, OTHER_ACCOUNT, UNKNOWN_CHOICE


@verb("voice.rating.record", roles=policies.RECORDERS)
def record_rating(
    *,
    actor: Actor,
    account_id: int,
    score: int,
    channel: str = Rating.Channel.VISIT,
    on: dt.date | None = None,
    contact_id: int | None = None,
    opportunity_id: int | None = None,
    activity_id: int | None = None,
    words: str = "",
) -> Rating:
    """Write down what a customer gave, 1 to 5, today or on a day past; `contact_id` gave it, about an activity or a deal if named.

    It counts for whoever did the activity, else owns the deal, else looks after the account. UNKNOWN_CHOICE for what the actor
    does not see, OTHER_ACCOUNT for what belongs to another account, OFF_SCALE, AHEAD, NOBODY_SERVES.
    """
    on = _day_of(score, on)
    account = _seen(crm.accounts(actor), account_id, "account")
    contact = _of_account(crm.contacts(actor), contact_id, "contact", account_id)
    activity = _of_account(crm.activities(actor), activity_id, "activity", account_id)
    deal = _of_account(
        crm.opportunities(actor), opportunity_id or (activity and activity.opportunity_id), "opportunity", account_id
    )
    employee_id = _served_by(actor, activity, deal, account)
    rating = write.create(
        Rating,
        account=account,
        contact=contact,
        activity=activity,
        opportunity=deal,
        employee_id=employee_id,
        recorded_by_id=actor.employee_id,
        on=on,
        score=score,
        channel=channel,
        words=words.strip(),
    )
    publish(RatingRecorded(rating_id=rating.pk, account_id=account.pk, employee_id=employee_id))
    return rating


def _day_of(score: int, on: dt.date | None) -> dt.date:
    """The day it was given, today where none is named. OFF_SCALE, AHEAD."""
    on = on or clock.today()
    if not LOWEST <= score <= HIGHEST:
        raise OFF_SCALE(field="score")
    if on > clock.today():
        raise AHEAD(field="on")
    return on


def _served_by(actor: Actor, activity: Any, deal: Any, account: Any) -> int:
    """Whom the rating counts for; who writes it down where nobody looks after the account. NOBODY_SERVES."""
    owners = (activity and activity.employee_id, deal and deal.owner_id, account.owner_id, actor.employee_id)
    employee_id: int | None = next((found for found in owners if found), None)
    if employee_id is None:
        raise NOBODY_SERVES(field="account")
    return employee_id


def _seen(rows: Any, pk: int, field: str) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise UNKNOWN_CHOICE(field=field)
    return found


def _of_account(rows: Any, pk: int | None, field: str, account_id: int) -> Any:
    if pk is None:
        return None
    found = _seen(rows, pk, field)
    if found.account_id != account_id:
        raise OTHER_ACCOUNT(field=field)
    return found


@verb("voice.rating.withdraw", roles=policies.WITHDRAWERS)
def withdraw_rating(*, actor: Actor, rating_id: int) -> None:
    """Take away a rating that was recorded by mistake; the audit keeps what it said. NOT_FOUND outside the actor's reach."""
    rating = write.for_change(Rating.objects.changeable_by(actor), rating_id)
    gone = RatingWithdrawn(rating_id=rating.pk, account_id=rating.account_id, employee_id=rating.employee_id)
    write.remove(rating)
    publish(gone)
