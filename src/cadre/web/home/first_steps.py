"""What a company without data does first: bring in its people, products, customers and deals, in this order."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cadre.crm import queries as crm
from cadre.kernel.access import Actor
from cadre.people import queries as people


@dataclass(frozen=True)
class FirstStep:
    """A kind of data, why it comes here, where it is brought in, and whether there is any."""

    title: str | Promise
    reason: str | Promise
    url: str
    done: bool


def first_steps(actor: Actor) -> list[FirstStep]:
    """The steps in their order; none once each is taken."""
    told = (
        ("people", _("Bring in your people"), _("Teams, offices and reporting lines follow from the rows.")),
        ("products", _("Bring in your products"), _("Their list prices are where deals start from.")),
        ("accounts", _("Bring in your accounts"), _("Each customer with the colleague who looks after it.")),
        (
            "opportunities",
            _("Bring in your opportunities"),
            _("Past ones too: forecasts and fair targets learn from them."),
        ),
    )
    there = {
        "people": people.employees(actor),
        "products": crm.products(actor),
        "accounts": crm.accounts(actor),
        "opportunities": crm.opportunities(actor),
    }
    steps = [
        FirstStep(title, reason, reverse("imports:import-start", args=[kind]), there[kind].order_by().exists())
        for kind, title, reason in told
    ]
    return [] if all(step.done for step in steps) else steps
