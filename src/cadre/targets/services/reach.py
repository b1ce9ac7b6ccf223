"""Whether an actor may set a target: he stands above its owner, and it is not his own."""

from collections.abc import Collection

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.visibility import employees_under
from cadre.people import queries as people
from cadre.targets import policies
from cadre.targets.problems import NOT_YOURS, OWN_TARGET
from cadre.targets.queries.tree import COMPANY, Subject

Key = tuple[str, int]


def require_settable(actor: Actor, subjects: Collection[Subject]) -> None:
    """OWN_TARGET or NOT_YOURS, naming the first subject that is out of reach. Asks at most three questions."""
    if actor.is_system:
        return
    own = _own_keys(actor)
    for one in subjects:
        if one.key in own:
            raise OWN_TARGET(field="subject")
    if actor.has(*policies.PLANNERS):
        return
    below = {row["pk"] if isinstance(row, dict) else row for row in employees_under(actor)}
    teams = set(policies.led_teams(actor))
    for one in subjects:
        reachable = one.id in below if one.kind == "person" else one.kind != COMPANY and one.id in teams
        if not reachable:
            raise NOT_YOURS(field="subject", subject=one.name)


def _own_keys(actor: Actor) -> set[Key]:
    """His own target, and for a manager that of the team he leads; who looks after all teams may set theirs."""
    if actor.employee_id is None:
        return set()
    own: set[Key] = {("person", actor.employee_id)}
    if not actor.has(*policies.PLANNERS):
        own |= {("team", pk) for pk in people.led_by(actor.employee_id, clock.today())}
    return own
