"""How long it takes to divide a company's target over 500 people and 12 months, in memory and into the database.

    CADRE_HOME=$(mktemp -d) DJANGO_SETTINGS_MODULE=cadre.settings.test python benchmarks/targets.py

Makes 500 people in 50 teams on two levels, divides a year's target, checks every sum, and prints the times in seconds.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

import django

PEOPLE, TEAMS, GROUP = 500, 50, 10


def pure() -> float:
    """Only the arithmetic."""
    from cadre.targets.rules.cascade import Node, cascade

    chance = random.Random(1)
    leaves = [Node(("person", n)) for n in range(PEOPLE)]
    teams = [Node(("team", n), leaves[n * GROUP : (n + 1) * GROUP]) for n in range(TEAMS)]
    root = Node("company", [Node(("region", n), teams[n * GROUP : (n + 1) * GROUP]) for n in range(TEAMS // GROUP)])
    weights = {leaf.key: [chance.randint(1, 10**9) for _ in range(12)] for leaf in leaves}
    totals = [chance.randint(10**8, 10**9) for _ in range(12)]
    started = time.perf_counter()
    done = cascade(root, totals, weights)
    took = time.perf_counter() - started
    assert [sum(done.values[leaf.key][n] for leaf in leaves) for n in range(12)] == totals
    return took


def stored() -> tuple[float, float]:
    """The verb: tree, weights, arithmetic, and 6,700 rows written; and the approval of them all."""
    from cadre.kernel import clock
    from cadre.kernel.access import SYSTEM
    from cadre.targets import services
    from cadre.targets.models import Target

    plan = services.start_plan(
        actor=SYSTEM, metric="bookings.amount", period_kind="year", period=str(clock.today().year)
    )
    started = time.perf_counter()
    services.divide(actor=SYSTEM, plan_id=plan.pk, total=10_000_000_07, basis="equal")
    divided = time.perf_counter() - started
    rows = Target.objects.filter(plan=plan)
    total = sum(rows.exclude(employee=None).values_list("value", flat=True))
    assert total == sum(rows.filter(employee=None, team=None).values_list("value", flat=True)) == 10_000_000_07
    started = time.perf_counter()
    services.submit_plan(actor=SYSTEM, plan_id=plan.pk)
    services.approve_plan(actor=SYSTEM, plan_id=plan.pk)
    return divided, time.perf_counter() - started


def company() -> None:
    """500 sellers in 50 teams below 5 regions."""
    from cadre.kernel import clock
    from cadre.kernel.access import SYSTEM
    from cadre.kernel.calendar.services import rebuild
    from cadre.kernel.models import CompanyProfile
    from cadre.people import services as people

    year = clock.today().year
    profile = CompanyProfile.objects.create(pk=1, name="Benchmark", currency="USD")
    rebuild(profile, dt.date(year - 2, 1, 1), dt.date(year + 2, 1, 1))
    begin = dt.date(2020, 1, 1)

    def team(name: str, parent: Any, kind: str) -> Any:
        return people.create_team(actor=SYSTEM, name=name, on=begin, kind=kind, parent_id=parent.pk if parent else None)

    top = team("Company", None, "company")
    for region_no in range(TEAMS // GROUP):
        region = team(f"Region {region_no}", top, "region")
        for team_no in range(GROUP):
            where = team(f"Team {region_no}.{team_no}", region, "sales")
            for n in range(PEOPLE // TEAMS):
                name = f"Person {region_no}.{team_no}.{n}"
                people.join_employee(actor=SYSTEM, name=name, hired_on=begin, team_id=where.pk)


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    print(f"arithmetic alone     {pure():6.3f}")
    state = setup_databases(verbosity=0, interactive=False)
    try:
        company()
        divided, approved = stored()
        print(f"divide, {connection.vendor:<12} {divided:6.3f}\nsubmit and approve   {approved:6.3f}")
    finally:
        teardown_databases(state, verbosity=0)


if __name__ == "__main__":
    main()
