"""Whom a plan is for, and why somebody is not in it."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.problems import Problem
from cadre.targets.models import TargetPlan
from cadre.targets.problems import NO_TEAM, UNKNOWN_TARGET
from cadre.targets.queries.slices import owners_between, slice_of
from cadre.targets.queries.tree import Subject, company_tree, only, without_team


class Place(Protocol):
    """A cell as far as it says whose it is, and how it is called when it is refused."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> int: ...
    @property
    def period(self) -> str: ...
    @property
    def name(self) -> str: ...


def tree_day(plan: TargetPlan) -> dt.date:
    """The day whose teams a plan follows: when it begins, or today where it has begun."""
    return min(max(clock.today(), plan.starts_on), plan.ends_on)


def plan_tree(plan: TargetPlan) -> Subject:
    """Whom a plan is for, as the tree stands on its day; of a territory only its owners."""
    tree = company_tree(tree_day(plan), plan.team_id)
    return only(tree, owners_between(slice_of(plan), plan.starts_on, plan.ends_on))


def unknown_in(actor: Actor, plan: TargetPlan, cells: Sequence[Place]) -> list[Problem]:
    """What is wrong with cells whose subject is not in the plan: who belongs to no team is told apart from who does not exist."""
    names = without_team(actor, tree_day(plan)) if any(cell.kind == "person" for cell in cells) else {}
    return [
        NO_TEAM(field=cell.name or None, cell=cell.name or cell.period, person=names[cell.id])
        if cell.kind == "person" and cell.id in names
        else UNKNOWN_TARGET(field=cell.name or None)
        for cell in cells
    ]
