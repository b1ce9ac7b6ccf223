"""Products, stages and their exit criteria, reasons for losses."""

from typing import Any

from django.db.models import Count, QuerySet

from cadre.crm.models import LossReason, Opportunity, PipelineStage, Product, StageCriterion
from cadre.kernel.access import Actor


def products(actor: Actor, *, on_sale: bool = False) -> QuerySet[Any, Any]:
    """The catalogue, or only what may be offered now."""
    rows = Product.objects.visible_to(actor)
    return rows.filter(is_active=True) if on_sale else rows


def stages() -> list[PipelineStage]:
    """Every stage in the order of the process."""
    return list(PipelineStage.objects.all())


def stages_with_criteria() -> list[PipelineStage]:
    """Every stage in the order of the process, with its exit criteria."""
    return list(PipelineStage.objects.prefetch_related("criteria"))


def open_stages() -> list[PipelineStage]:
    """The stages of deals that are not closed, in order."""
    return list(PipelineStage.objects.filter(kind=PipelineStage.Kind.OPEN))


def exit_criteria() -> list[StageCriterion]:
    """All exit criteria in the order of the process, each with its stage."""
    return list(StageCriterion.objects.select_related("stage"))


def reopening_stages() -> QuerySet[Any, Any]:
    """Where a closed deal may be opened again."""
    return PipelineStage.objects.filter(kind=PipelineStage.Kind.OPEN)


def loss_reasons(*, offered: bool = False) -> list[LossReason]:
    """Why deals are lost, in the company's order; all, or only those that are offered."""
    rows = LossReason.objects.all()
    return list(rows.filter(is_active=True) if offered else rows)


def deals_by_loss_reason(actor: Actor) -> dict[str, int]:
    """How many of the deals the actor sees were lost for each reason, by its key."""
    lost = Opportunity.objects.visible_to(actor).filter(state=Opportunity.State.LOST, loss_reason__isnull=False)
    return dict(lost.order_by().values_list("loss_reason").annotate(count=Count("pk")))
