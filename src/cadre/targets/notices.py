"""What people are told about targets, and the telling."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadre.kernel import clock
from cadre.kernel.notifications import NoticeKind, notify, register
from cadre.people import queries as people
from cadre.targets.models import Target, TargetPlan

GIVEN = register(
    NoticeKind(
        "targets.given",
        _("My target was approved"),
        _("Your target for %(period)s is approved. Accept or question it."),
    )
)
CHANGED = register(
    NoticeKind("targets.changed", _("My target was changed"), _("Your target for %(period)s was changed: %(reason)s"))
)
ANSWERED = register(
    NoticeKind(
        "targets.answered",
        _("My question was answered"),
        _("Your question about the target for %(period)s was answered: %(answer)s"),
    )
)
QUESTIONED = register(
    NoticeKind(
        "targets.questioned",
        _("A target was questioned"),
        _("%(name)s questions the target for %(period)s: %(reason)s"),
        by_mail=True,
    )
)


def tell_owners(rows: Collection[Target], kind: NoticeKind, **params: str) -> None:
    """Tell everybody whose targets these are; of a team its lead, of the company nobody."""
    today = clock.today()
    leads = people.organisation_on(today).leads
    employees = {row.employee_id or leads.get(row.team_id or 0) for row in rows}
    users = people.staff().filter(pk__in=[pk for pk in employees if pk], user__isnull=False)
    notify(users.values_list("user_id", flat=True), kind.code, params, reverse("targets:target-mine"))


def tell_setter(plan: TargetPlan, **params: str) -> None:
    """Tell whoever approved the plan that one of its targets is questioned."""
    if plan.approved_by_id is not None:
        notify([plan.approved_by_id], QUESTIONED.code, params, reverse("targets:target-mine"))
