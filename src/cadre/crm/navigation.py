"""What this room adds to the navigation and to quick create."""

from django.utils.translation import pgettext_lazy

from cadre.crm import policies
from cadre.kernel.access import Role
from cadre.ui.navigation import CreateAction, NavItem, register, register_create

READERS = policies.SELLERS | {Role.EXECUTIVE}
OPEN_TO = READERS | {Role.MARKETING, Role.SERVICE}


PAGES = (
    NavItem(
        "sell",
        "opportunities",
        pgettext_lazy("navigation", "Opportunities"),
        "crm:opportunity-list",
        icon="briefcase",
        roles=READERS,
        position=20,
        phone=2,
        go="o",
    ),
    NavItem(
        "sell",
        "forecast",
        pgettext_lazy("navigation", "Forecast"),
        "crm:forecast-page",
        icon="trending-up",
        roles=READERS,
        position=25,
        go="f",
    ),
    NavItem(
        "sell",
        "accounts",
        pgettext_lazy("navigation", "Accounts"),
        "crm:account-list",
        icon="building",
        roles=OPEN_TO,
        position=30,
        phone=3,
        go="a",
    ),
    NavItem(
        "sell",
        "contacts",
        pgettext_lazy("navigation", "Contacts"),
        "crm:contact-list",
        icon="address-book",
        roles=OPEN_TO,
        position=40,
    ),
    NavItem(
        "sell",
        "activities",
        pgettext_lazy("navigation", "Activities"),
        "crm:activity-list",
        icon="activity",
        roles=READERS,
        position=50,
    ),
    NavItem(
        "sell", "products", pgettext_lazy("navigation", "Products"), "crm:product-list", icon="package", position=60
    ),
    NavItem(
        "settings",
        "loss-reasons",
        pgettext_lazy("navigation", "Reasons for losses"),
        "crm:loss-reason-list",
        roles=policies.CURATORS,
        position=30,
    ),
)
CREATED = (
    CreateAction(
        "opportunity",
        pgettext_lazy("create", "Opportunity"),
        "crm:opportunity-create",
        icon="briefcase",
        roles=policies.SELLERS,
        position=10,
    ),
    CreateAction(
        "account",
        pgettext_lazy("create", "Account"),
        "crm:account-create",
        icon="building",
        roles=policies.SELLERS,
        position=20,
    ),
    CreateAction(
        "contact",
        pgettext_lazy("create", "Contact"),
        "crm:contact-create",
        icon="address-book",
        roles=policies.SELLERS,
        position=30,
    ),
    CreateAction(
        "activity",
        pgettext_lazy("create", "Activity"),
        "crm:activity-plan",
        icon="calendar-event",
        roles=policies.SELLERS,
        position=40,
    ),
    CreateAction(
        "product",
        pgettext_lazy("create", "Product"),
        "crm:product-create",
        icon="package",
        roles=policies.CURATORS,
        position=50,
    ),
)


def register_pages() -> None:
    register(*PAGES)
    register_create(*CREATED)
