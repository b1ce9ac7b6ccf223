"""The board of opportunities: the sales process from left to right."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies, queries
from cadre.crm.lists.opportunities import OpportunityList
from cadre.crm.models import PipelineStage
from cadre.kernel import clock
from cadre.kernel.currency import base_currency
from cadre.ui.boards import BoardPage, Lane

RECENT_DAYS = 31


class OpportunityBoard(BoardPage):
    key = "crm.opportunities.board"
    title = pgettext_lazy("column", "Opportunities")
    template = "crm/opportunity_board.html"
    card = "crm/_opportunity_card.html"
    lane_field = "stage_id"
    amount_field = "base_minor"
    order = ("-amount_minor", "-pk")
    filters = tuple(
        one for one in OpportunityList.filters if one.key in {"owner", "product", "industry", "close", "amount", "mine"}
    )
    live = "crm.opportunity"
    changed = "deal-changed"

    @cached_property
    def _stages(self) -> list[PipelineStage]:
        return queries.stages()

    def lanes(self) -> Sequence[Lane]:
        return self._lanes

    @cached_property
    def _lanes(self) -> list[Lane]:
        return [
            Lane(
                stage.pk,
                stage.name,
                stage.kind,
                stage.probability_percent if stage.kind == PipelineStage.Kind.OPEN else None,
                stage.probability_percent,
                note=_("last 31 days") if stage.kind == PipelineStage.Kind.WON else "",
            )
            for stage in self._stages
            if stage.kind != PipelineStage.Kind.LOST
        ]

    def rows(self) -> QuerySet[Any]:
        return queries.opportunities(self.actor)

    def on_board(self) -> Sequence[Q]:
        return [self._standing("open"), self._standing("won")]

    def of_lane(self, lane: Lane) -> Q:
        return self._standing(lane.kind) & Q(stage_id=lane.value)

    def _standing(self, kind: str) -> Q:
        """Open deals, and those won lately."""
        recent = Q(closed_on__gt=clock.today() - dt.timedelta(days=RECENT_DAYS))
        return Q(state=kind) & recent if kind == "won" else Q(state=kind)

    def move_url(self) -> str:
        return reverse("crm:opportunity-drop")

    @cached_property
    def currency(self) -> str:  # type: ignore[override]
        return base_currency()

    def context(self) -> dict[str, Any]:
        return {"may_create": bool(self.actor.roles & policies.SELLERS)}
