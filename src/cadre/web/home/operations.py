"""The home of sales operations and administrators: is the data whole, what was brought in, what stands open."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from cadre.crm import queries as crm
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.people import queries as people
from cadre.web.home.attention import attention_of
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
    quality = crm.open_opportunities(actor).aggregate(
        open=Count("pk"),
        no_account=Count("pk", filter=Q(account__isnull=True)),
        no_close=Count("pk", filter=Q(expected_close_on__isnull=True)),
        no_step=Count("pk", filter=Q(next_step="")),
        estimated=Count("pk", filter=Q(amount_is_estimate=True)),
    )
    deals = reverse("crm:opportunity-list")
    return {
        "today": clock.today(),
        "quarter": quarter,
        "currency": base_currency(),
        "figures": figures.total,
        "pipeline": pipeline.total,
        "quality": [
            ("no_account", quality["no_account"], quality["open"], f"{deals}?view=no-account"),
            ("no_close", quality["no_close"], quality["open"], f"{deals}?f=1&state=open&with_close=no"),
            ("no_step", quality["no_step"], quality["open"], f"{deals}?f=1&state=open&with_step=no"),
            ("estimated", quality["estimated"], quality["open"], f"{deals}?f=1&state=open&estimated=yes"),
        ],
        "unowned_accounts": crm.accounts(actor).filter(owner__isnull=True).count(),
        "headcount": people.employees(actor).employed_on(clock.today()).count(),
        "attention": attention_of(actor, quarter, base_currency()),
        "why": {key: rows_url(key, quarter.so_far) for key in figures.question.metrics},
    }
