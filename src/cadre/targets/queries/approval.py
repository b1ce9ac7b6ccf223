"""Who approves a version, what it replaces, and who is told."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from cadre.kernel import clock
from cadre.kernel.access import Actor, Role, actor_of
from cadre.kernel.models import User
from cadre.people import queries as people
from cadre.targets import policies
from cadre.targets.models import ApprovalRule, Target, TargetPlan


@dataclass(frozen=True)
class Outcome:
    """What approving a version does: how many targets come into force, of which versions rows end, how many people are told."""

    targets: int
    replaced: tuple[int, ...]
    told: int


def needs_second() -> bool:
    """Whether somebody else approves than who handed in (one statement)."""
    row = ApprovalRule.objects.first()
    return row is None or row.needs_second


def approvers(plan: TargetPlan) -> dict[int, str]:
    """The names of those who can approve a version, by user id: they look after the company, or lead a team above it, and none
    of its targets is their own. Some statements for each candidate."""
    leads = _leads_above(plan.team_id)
    users = [user for user in User.objects.filter(is_active=True).order_by("name", "pk") if _is_candidate(user, leads)]
    rows = plan.targets.filter(valid_to=None)
    many = rows.count()
    return {user.pk: user.name for user in users if rows.settable_by(actor_of(user)).count() == many}


def second_of(actor: Actor, plan: TargetPlan) -> dict[int, str]:
    """The others who can approve a version that the actor handed in; nobody where he may do so himself, because the company
    lets him, because somebody else handed it in, or because there is nobody else."""
    if actor.user_id is None or plan.submitted_by_id != actor.user_id or not needs_second():
        return {}
    return {pk: name for pk, name in approvers(plan).items() if pk != actor.user_id}


def outcome(plan: TargetPlan) -> Outcome:
    """What approving a version would do now."""
    rows = list(plan.targets.filter(valid_to=None))
    numbers = TargetPlan.objects.filter(pk__in={row.plan_id for row in replaced_by(plan)}).values_list(
        "number", flat=True
    )
    return Outcome(len(rows), tuple(sorted(numbers)), len(owners_of(rows)))


def same_line(plan: TargetPlan) -> QuerySet[Target]:
    """Rows in force for the same metric, level and slice in other plans."""
    rows = Target.objects.in_force().exclude(plan=plan)  # type: ignore[attr-defined]
    found: QuerySet[Target] = rows.filter(
        metric=plan.metric, level=plan.level, dimension=plan.dimension, chosen=plan.chosen
    )
    return found


def replaced_by(plan: TargetPlan) -> list[Target]:
    """Rows of the versions before, of the same period and team, and of the same cells wherever they were set."""
    before = same_line(plan).filter(plan__period=plan.period, plan__team_id=plan.team_id)  # type: ignore[misc]
    cells = set(plan.targets.filter(valid_to=None).values_list("team_id", "employee_id", "starts_on", "ends_on"))
    inside = same_line(plan).filter(starts_on__gte=plan.starts_on, ends_on__lte=plan.ends_on)
    same = [row for row in inside if (row.team_id, row.employee_id, row.starts_on, row.ends_on) in cells]
    return list({row.pk: row for row in [*before, *same]}.values())


def owners_of(rows: Collection[Target]) -> list[int]:
    """The users whose targets these are; of a team its lead, of the company nobody."""
    leads = people.organisation_on(clock.today()).leads
    employees = {row.employee_id or leads.get(row.team_id or 0) for row in rows}
    users = people.staff().filter(pk__in=[pk for pk in employees if pk], user__isnull=False)
    return sorted(set(users.values_list("user_id", flat=True)))


def _leads_above(team_id: int | None) -> set[int]:
    """The users who lead a team or one above it today."""
    if team_id is None:
        return set()
    organisation = people.organisation_on(clock.today())
    above, team = [], team_id
    while team is not None and team not in above:
        above.append(team)
        team = organisation.parents.get(team)  # type: ignore[assignment]
    leads = [organisation.leads[one] for one in above if one in organisation.leads]
    return set(people.staff().filter(pk__in=leads, user__isnull=False).values_list("user_id", flat=True))


def _is_candidate(user: User, leads: Collection[int]) -> bool:
    roles = {Role(role) for role in user.roles}
    return bool(roles & policies.PLANNERS) or (Role.MANAGER in roles and user.pk in leads)
