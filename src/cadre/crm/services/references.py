"""Looks up what a verb was given by id: only what the actor may use, else a clear refusal at the field."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from cadre.crm import policies
from cadre.crm.problems import UNKNOWN_CHOICE
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.visibility import Scope, employees_under
from cadre.people.queries import staff

M = TypeVar("M", bound=models.Model)


def usable(model: type[M], pk: int, *, actor: Actor, field: str) -> M:
    """The row behind an id among those the actor sees. UNKNOWN_CHOICE at `field` otherwise."""
    rows: Any = model._default_manager
    found: M | None = rows.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise UNKNOWN_CHOICE(field=field)
    return found


def owner_for(actor: Actor, owner_id: int | None) -> Any:
    """The employee who shall own a row: the actor himself, or one whose rows he may change."""
    wanted = owner_id if owner_id is not None else actor.employee_id
    scope = policies.opportunity.scope(actor, policies.opportunity.change)
    people = staff()
    if scope is Scope.OWN:
        people = people.filter(pk=actor.employee_id)
    elif scope is Scope.SUBTREE:
        people = people.filter(pk__in=employees_under(actor))
    found = people.filter(Q(left_on__isnull=True) | Q(left_on__gt=clock.today()), pk=wanted).first()
    if found is None:
        raise UNKNOWN_CHOICE(field="owner")
    return found
