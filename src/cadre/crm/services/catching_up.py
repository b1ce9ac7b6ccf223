"""Brings a whole company's day-to-day record up to date at once: what was said and planned, and what deals have met."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from cadre.crm import policies
from cadre.crm.models import Activity, CriterionCheck, Opportunity, StageCriterion
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.verbs import verb


@verb("crm.activity.import", roles=policies.CURATORS)
def record_activities(*, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> int:
    """Record many activities. A row has `at`, `kind`, `subject`, `employee_id`, and as known `account_id`, `opportunity_id`,
    `contact_id`, `body`, `minutes`; one that lies ahead is planned, one behind is done. Returns how many.
    """
    now = clock.now()
    state = {True: Activity.State.PLANNED, False: Activity.State.DONE}
    made = write.create_many(
        Activity, [Activity(**{"on": row["at"].date(), **row}, state=state[row["at"] > now]) for row in rows]
    )
    search.put_new("crm.activity", made)
    return len(made)


@verb("crm.opportunity.import_criteria", roles=policies.CURATORS)
def note_criteria(*, actor: Actor, on: dt.date, also_in_stage: Sequence[int] = ()) -> int:
    """Tick the exit criteria of every stage that an open deal has left behind, and for some deals those of the stage it is in.

    After an import that brings deals but not their criteria: a deal in “Proposal” has met what leads there. Returns how many.
    """
    criteria = list(StageCriterion.objects.select_related("stage"))
    deals = Opportunity.objects.filter(state=Opportunity.State.OPEN).select_related("stage")
    ahead = set(also_in_stage)
    checks = [
        CriterionCheck(opportunity=deal, criterion=criterion, met_on=on, employee_id=deal.owner_id)
        for deal in deals.exclude(checks__isnull=False)
        for criterion in criteria
        if criterion.stage.position < deal.stage.position + (deal.pk in ahead)
    ]
    return len(write.create_many(CriterionCheck, checks))
