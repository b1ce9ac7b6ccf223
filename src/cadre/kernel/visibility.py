"""Who may see and change which rows: one policy per model, asked by pages, API, exports, search and metrics alike."""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, Self

from django.db import models
from django.db.models import Q, QuerySet

from cadre.kernel import clock
from cadre.kernel.access import Actor, Role


class Scope(IntEnum):
    """How far a role sees, from nothing to everything; of several roles the widest counts."""

    NONE = 0
    OWN = 1
    SUBTREE = 2
    ALL = 3


Employees = QuerySet[Any, Any] | list[int]
Resolver = Callable[[int, dt.date], Employees]
_resolver: Resolver | None = None


def register_reporting(resolver: Resolver) -> None:
    """`people` knows who reports to whom: (employee id, date) -> ids of all below and himself, listed or as a queryset of one column."""
    global _resolver  # noqa: PLW0603 - set once at start-up
    _resolver = resolver


def employees_under(actor: Actor, on: dt.date | None = None) -> Employees:
    """Ids of the employees in the actor's subtree at a date, listed or as a subquery; only himself without a resolver."""
    if actor.employee_id is None:
        return []
    if _resolver is None:
        return [actor.employee_id]
    on = on or clock.today()
    below: Employees | None = actor.known.get(("employees_under", on))
    if below is None:
        below = actor.known["employees_under", on] = _resolver(actor.employee_id, on)
    return below


class Policy:
    """Scopes by role over the path(s) to the owning employee. Subclass and override `own`/`subtree` where ownership is indirect."""

    def __init__(self, *, see: Mapping[Role, Scope], change: Mapping[Role, Scope], owner: str = "owner") -> None:
        self.see, self.change, self.owner = see, change, owner

    def scope(self, actor: Actor, rules: Mapping[Role, Scope]) -> Scope:
        if actor.is_system:
            return Scope.ALL
        return max((rules.get(role, Scope.NONE) for role in actor.roles), default=Scope.NONE)

    def rows(self, actor: Actor, rules: Mapping[Role, Scope], on: dt.date | None) -> Q | None:
        """The filter of the rows in reach; None means no filter at all, which is faster than one that is always true."""
        scope = self.scope(actor, rules)
        if scope is Scope.ALL:
            return None
        if scope is Scope.NONE or actor.employee_id is None:
            return Q(pk__in=[])
        return self.own(actor) if scope is Scope.OWN else self.subtree(actor, on)

    def reaches(self, actor: Actor, row: models.Model) -> bool:
        """Whether the actor may change this one row (one query, none for those who may change all)."""
        rows: Any = type(row)._default_manager
        return bool(rows.changeable_by(actor).filter(pk=row.pk).exists())

    def own(self, actor: Actor) -> Q:
        return Q(**{self.owner: actor.employee_id})

    def subtree(self, actor: Actor, on: dt.date | None) -> Q:
        return Q(**{f"{self.owner}__in": employees_under(actor, on)})

    def ids_through(self, employees: Employees) -> QuerySet[Any, Any] | None:
        """The ids of the rows in reach of these employees, as a subquery of one column; None where an owner column says it all.

        Search asks for it, whose index knows one owner of each record.
        """
        return None


class VisibleQuerySet(QuerySet[Any, Any]):
    """Questions start here: `Model.objects.visible_to(actor)`."""

    def visible_to(self, actor: Actor, on: dt.date | None = None) -> Self:
        return self._within(actor, self.model.policy.see, on)

    def changeable_by(self, actor: Actor, on: dt.date | None = None) -> Self:
        return self._within(actor, self.model.policy.change, on)

    def _within(self, actor: Actor, rules: Mapping[Role, Scope], on: dt.date | None) -> Self:
        # Never by the organisation of a coming day: the rows are those of now, and who will lead a team does not yet see them
        day = None if on is None else min(on, clock.today())
        condition = self.model.policy.rows(actor, rules, day)
        return self if condition is None else self.filter(condition)


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
