"""Where the pages of this room stand in the navigation."""

from django.utils.translation import pgettext_lazy

from cadre.kernel.access import Role
from cadre.people.policies import MOVERS, ORGANISERS, SIGN_IN_MAKERS
from cadre.ui.navigation import CreateAction, NavItem, register, register_create


def register_pages() -> None:
    """Called once at start-up."""
    _register_build()
    _register_settings()
    register_create(
        CreateAction(
            "people.team",
            pgettext_lazy("create", "Team"),
            "people:team-create",
            icon="users-group",
            roles=MOVERS,
            position=85,
        ),
    )


def _register_build() -> None:
    register(
        NavItem("build", "people.chart", pgettext_lazy("navigation", "Organisation"), "people:org-chart", position=10),
        NavItem(
            "build", "people.employees", pgettext_lazy("navigation", "People"), "people:employee-list", position=20
        ),
        NavItem("build", "people.teams", pgettext_lazy("navigation", "Teams"), "people:team-list", position=30),
        NavItem(
            "build", "people.positions", pgettext_lazy("navigation", "Positions"), "people:position-list", position=35
        ),
        NavItem(
            "build",
            "people.territories",
            pgettext_lazy("navigation", "Territories"),
            "people:territory-list",
            position=40,
        ),
    )


def _register_settings() -> None:
    register(
        NavItem(
            "settings",
            "people.company",
            pgettext_lazy("navigation", "Company"),
            "people:company",
            roles=ORGANISERS | {Role.DIRECTOR, Role.EXECUTIVE},
            position=10,
        ),
        NavItem(
            "settings",
            "people.sign_ins",
            pgettext_lazy("navigation", "Users and roles"),
            "people:sign-in-list",
            roles=SIGN_IN_MAKERS,
            position=20,
        ),
        NavItem(
            "settings",
            "people.audit",
            pgettext_lazy("navigation", "Audit log"),
            "people:audit-list",
            roles=frozenset({Role.ADMINISTRATOR}),
            position=90,
        ),
    )
