"""How much a person carries, beside his name in the org chart."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.models import Opportunity
from cadre.kernel.access import Actor
from cadre.kernel.visibility import Scope, employees_under
from cadre.people import figures
from cadre.people.figures import PersonFigure


def register_figures() -> None:
    """Called once at start-up."""
    figures.register(
        PersonFigure(
            key="crm.open_opportunities",
            label=_("Open opportunities"),
            values=open_opportunities,
            empty=pgettext_lazy("open opportunities", "none"),
        )
    )


def open_opportunities(actor: Actor, employee_ids: Collection[int], on: dt.date) -> dict[int, int]:
    """Opportunities open on a day by their present owner, for the people whose deals the actor sees; nought for one without."""
    was_open = Q(engaged_on__isnull=True) | Q(engaged_on__lte=on)
    was_open &= Q(closed_on__isnull=True, state=Opportunity.State.OPEN) | Q(closed_on__gt=on)
    rows = Opportunity.objects.visible_to(actor, on).filter(was_open, owner_id__in=employee_ids)
    counted = dict(rows.values_list("owner_id").annotate(count=Count("pk")).order_by())
    return {pk: counted.get(pk, 0) for pk in _seen(actor, employee_ids, on)}


def _seen(actor: Actor, employee_ids: Collection[int], on: dt.date) -> set[int]:
    scope = Opportunity.policy.scope(actor, Opportunity.policy.see)
    if scope is Scope.ALL:
        return set(employee_ids)
    if scope is Scope.OWN:
        return set(employee_ids) & {actor.employee_id}
    below = employees_under(actor, on) if scope is Scope.SUBTREE else []
    seen = below if isinstance(below, list) else below.values_list("pk", flat=True)
    return set(employee_ids) & set(seen)
