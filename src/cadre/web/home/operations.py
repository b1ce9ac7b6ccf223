"""The home of sales operations and administrators: is the data whole, what was brought in, what stands open."""

from typing import Any

from django.urls import reverse

from cadre.crm import queries as crm
from cadre.crm.queries.watching import gaps_in_open_deals
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.people import queries as people
from cadre.web.home.attention import attention_of
from cadre.web.home.first_steps import first_steps
from cadre.web.home.quarter import rows_url, this_quarter


def operations_home(actor: Actor) -> dict[str, Any]:
    quarter = this_quarter()
    figures, pipeline = run_many(
        [
            question(
                ["bookings.amount", "bookings.count", "win_rate"], period=quarter.so_far, compare=quarter.compared
            ),
            question(["pipeline.count", "pipeline.amount", "pipeline.weighted"]),
        ],
        actor=actor,
    )
    gaps = gaps_in_open_deals(actor)
    deals = reverse("crm:opportunity-list")
    headcount = people.employees(actor).employed_on(clock.today()).count()
    return {
        "today": clock.today(),
        "quarter": quarter,
        "currency": base_currency(),
        "figures": figures.total,
        "pipeline": pipeline.total,
        "quality": [
            ("no_account", gaps.no_account, gaps.total, f"{deals}?view=no-account"),
            ("no_close", gaps.no_close, gaps.total, f"{deals}?f=1&state=open&with_close=no"),
            ("no_step", gaps.no_step, gaps.total, f"{deals}?f=1&state=open&with_step=no"),
            ("estimated", gaps.estimated, gaps.total, f"{deals}?f=1&state=open&estimated=yes"),
        ],
        "unowned_accounts": crm.accounts(actor).filter(owner__isnull=True).count(),
        "headcount": headcount,
        "first_steps": [] if headcount and gaps.total else first_steps(actor),
        "attention": attention_of(actor, quarter, base_currency()),
        "why_pipeline": rows_url("pipeline.count"),
        "why": {key: rows_url(key, quarter.so_far) for key in figures.question.metrics},
    }
