"""The alert rules of the demo: few, each for somebody who can do something about it, and what they find today.

Some deals were put off twice lately, so that there is something to ask about.
"""

import datetime as dt

from cadre.cockpit import services as cockpit
from cadre.crm import queries as crm
from cadre.crm import services as deals
from cadre.demo.cast import DIRECTOR, OPERATIONS, REP
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM, Role, actor_of
from cadre.kernel.models import User
from cadre.people import queries as people

PUT_OFF = 9
ALWAYS = {"quiet_from": 0, "quiet_to": 0}
"""Without quiet hours, since the demo is looked at around the clock."""
BY_OPERATIONS = (
    # Deals that nobody touches: their owners
    {"condition": "idle", "most": 240, "audience": "owner"},
    # Closing dates that move again: the owner's manager asks why, the owner prepares the answer
    {"condition": "slipped", "most": 2, "audience": "owner"},
    {"condition": "slipped", "most": 2, "audience": "manager"},
    # Three points behind the pace of the quarter: the managers, over their own people
    {
        "condition": "pace",
        "metric": "bookings.amount",
        "period": "quarter",
        "most": 300,
        "audience": "role",
        "role": Role.MANAGER,
    },
    # Five points fewer steps forward than in the half year before: each rep over his own deals
    {"condition": "drop", "metric": "stage_conversion", "most": 500, "audience": "role", "role": Role.REP},
)
BY_DIRECTOR = (
    {"condition": "pace", "metric": "bookings.amount", "period": "quarter", "most": 1000, "by_mail": True},
    {"condition": "below", "metric": "new_customers.count", "period": "30-day", "most": 1, "by_mail": True},
    {"condition": "drop", "metric": "win_rate", "most": 300, "by_mail": True},
)


def watch_over() -> None:
    """Make the rules, put some deals off, look once and tell what was found."""
    for person, rules in ((OPERATIONS, BY_OPERATIONS), (DIRECTOR, BY_DIRECTOR)):
        maker = actor_of(User.objects.get(email=person.email))
        for rule in rules:
            cockpit.create_rule(actor=maker, **ALWAYS, **rule)
    _put_off()
    for found in cockpit.active_rules():
        cockpit.raise_alerts(actor=SYSTEM, rule_id=found.pk)
    cockpit.tell_alerts(actor=SYSTEM)


def _put_off() -> None:
    """The largest open deal of some sellers, the printed sign-in among them, moves later, and then later again."""
    largest: dict[int, int] = {}
    today = clock.today()
    rows = crm.open_opportunities(SYSTEM).filter(expected_close_on__gte=today).order_by("-base_minor", "pk")
    for pk, owner in rows.values_list("pk", "owner_id"):
        largest.setdefault(owner, pk)
    shown = people.staff().get(name=REP).pk
    owners = [owner for owner in sorted(largest) if owner != shown][:: max(1, len(largest) // PUT_OFF)]
    chosen = [largest[owner] for owner in {shown, *owners} if owner in largest]
    latest = max((row.expected_close_on for row in crm.open_opportunities(SYSTEM).filter(pk__in=chosen)), default=today)
    for days in (14, 35):
        deals.reschedule_opportunities(
            actor=SYSTEM, opportunity_ids=chosen, expected_close_on=latest + dt.timedelta(days=days)
        )
