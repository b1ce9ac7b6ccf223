"""Opportunities: lists, the record and what stands around it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from cadre.crm.models import CriterionCheck, Opportunity, PipelineStage, StageChange, StageCriterion
from cadre.crm.rules.stages import Criterion, missing_criteria
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.problems import NOT_FOUND


@dataclass(frozen=True)
class CriterionState:
    """An exit criterion of a deal's stage, and whether it is met."""

    criterion: StageCriterion
    met_on: Any
    met_by: str | None

    @property
    def is_met(self) -> bool:
        return self.met_on is not None


def opportunities(actor: Actor) -> QuerySet[Any, Any]:
    """Deals the actor sees, with everything that a row of a list shows."""
    return Opportunity.objects.visible_to(actor).select_related("account", "product", "stage", "owner")


def open_opportunities(actor: Actor) -> QuerySet[Any, Any]:
    """Deals the actor sees that are not decided yet."""
    return opportunities(actor).filter(state=Opportunity.State.OPEN)


def opportunity_record(actor: Actor, opportunity_id: int) -> Opportunity:
    """One deal; NOT_FOUND for a stranger."""
    rows = opportunities(actor).select_related("account__owner", "account__parent", "loss_reason")
    found: Opportunity | None = rows.filter(pk=opportunity_id).first()
    if found is None:
        raise NOT_FOUND()
    return found


def criteria_of(deal: Opportunity) -> list[CriterionState]:
    """The exit criteria of the deal's present stage."""
    checks = {check.criterion_id: check for check in deal.checks.select_related("employee")}
    states = []
    for criterion in StageCriterion.objects.filter(stage_id=deal.stage_id):
        check = checks.get(criterion.pk)
        states.append(
            CriterionState(
                criterion,
                check.met_on if check else None,
                check.employee.name if check and check.employee else None,
            )
        )
    return states


def stage_durations(deal: Opportunity, stages: list[PipelineStage]) -> dict[int, int]:
    """Days that the deal spent in each stage it has left, and so far in the present one, by stage id."""
    left = StageChange.objects.filter(opportunity=deal, from_stage__isnull=False).values("from_stage")
    days = {row["from_stage"]: int(row["days"]) for row in left.annotate(days=Sum("days_in_stage"))}
    if deal.is_open:
        days[deal.stage_id] = days.get(deal.stage_id, 0) + max(0, (clock.today() - deal.stage_since).days)
    return {stage.pk: days[stage.pk] for stage in stages if stage.pk in days}


def sibling_opportunities(actor: Actor, deal: Opportunity) -> QuerySet[Any, Any]:
    """Other open deals of the same account that the actor sees, largest first."""
    if deal.account_id is None:
        return Opportunity.objects.none()
    rows = opportunities(actor).filter(account_id=deal.account_id, state=Opportunity.State.OPEN)
    return rows.exclude(pk=deal.pk).order_by("-amount_minor", "-id")


def missing_for(deal: Opportunity, stage: PipelineStage) -> list[StageCriterion]:
    """The exit criteria that a move of the deal to `stage` still needs; a move backwards needs none."""
    return missing_among([deal], stage)


def missing_among(deals: Sequence[Opportunity], stage: PipelineStage) -> list[StageCriterion]:
    """What the first of several deals that cannot move to `stage` still needs; nothing if all can. Each deal has its stage loaded."""
    ahead = [deal for deal in deals if stage.position > deal.stage.position]
    if not ahead:
        return []
    rows = list(StageCriterion.objects.select_related("stage"))
    known = [Criterion(row.pk, row.label, row.stage.position, row.is_required) for row in rows]
    needed = {
        position: {criterion.id for criterion in missing_criteria(known, (), position, stage.position)}
        for position in {deal.stage.position for deal in ahead}
    }
    if not any(needed.values()):
        return []
    met = defaultdict(set)
    checks = CriterionCheck.objects.filter(opportunity__in=[deal.pk for deal in ahead])
    for deal_id, criterion_id in checks.values_list("opportunity_id", "criterion_id"):
        met[deal_id].add(criterion_id)
    for deal in ahead:
        if missing := needed[deal.stage.position] - met[deal.pk]:
            return [row for row in rows if row.pk in missing]
    return []
