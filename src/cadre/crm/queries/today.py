"""What a seller should do today, by the money at stake (book ch. 5: 銷售活動的監控與管理)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from cadre.crm.models import Activity, Opportunity
from cadre.kernel import clock
from cadre.kernel.access import Actor


@dataclass(frozen=True)
class Todo:
    """One thing to do: a planned activity, a next step that is due, or a closing date that has passed."""

    reason: str  # planned | next_step | close_date
    due_on: dt.date
    at_stake_minor: int
    deal: Opportunity | None
    activity: Activity | None = None

    @property
    def is_overdue(self) -> bool:
        return self.due_on < clock.today()

    @property
    def days_late(self) -> int:
        return max(0, (clock.today() - self.due_on).days)


@dataclass(frozen=True)
class Work:
    """The first of what there is to do, and how much there is in all."""

    todos: list[Todo]
    count: int
    overdue: int


def work_of(actor: Actor, *, limit: int = 8) -> Work:
    """The actor's own work up to today, most money first."""
    if actor.employee_id is None:
        return Work([], 0, 0)
    today = clock.today()
    planned = Activity.objects.filter(employee_id=actor.employee_id, state=Activity.State.PLANNED, on__lte=today)
    todos = [
        Todo("planned", row.on, row.opportunity.base_minor if row.opportunity else 0, row.opportunity, row)
        for row in planned.select_related("opportunity__account", "opportunity__product", "account", "contact")[:200]
    ]
    taken = {todo.deal.pk for todo in todos if todo.deal}
    mine = Opportunity.objects.filter(owner_id=actor.employee_id, state=Opportunity.State.OPEN)
    due = mine.filter(Q(next_step_on__lte=today) | Q(expected_close_on__lt=today)).select_related(
        "account", "product", "stage"
    )
    todos.extend(_due(deal, today) for deal in due.order_by("-base_minor")[:200] if deal.pk not in taken)
    todos.sort(key=lambda todo: (-todo.at_stake_minor, todo.due_on))
    return Work(todos[:limit], len(todos), sum(todo.is_overdue for todo in todos))


def _due(deal: Opportunity, today: dt.date) -> Todo:
    if deal.next_step_on is not None and deal.next_step_on <= today:
        return Todo("next_step", deal.next_step_on, deal.base_minor, deal)
    return Todo("close_date", deal.expected_close_on or today, deal.base_minor, deal)
