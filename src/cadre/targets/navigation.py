"""What this room adds to the navigation and to the home pages."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from cadre.kernel.access import Role
from cadre.targets import policies
from cadre.ui.navigation import NavItem, register
from cadre.ui.panels import Panel
from cadre.ui.panels import register as register_panel


def register_pages() -> None:
    register(
        NavItem(
            "measure", "my-targets", pgettext_lazy("navigation", "My targets"), "targets:target-mine",
            icon="target-arrow", roles=policies.HOLDERS, position=10, go="t",
        ),
        NavItem(
            "measure", "progress", pgettext_lazy("navigation", "Progress"), "targets:progress",
            icon="trending-up", roles=policies.READERS, position=15,
        ),
        NavItem(
            "measure", "targets", pgettext_lazy("navigation", "Targets"), "targets:plan-list",
            icon="table", roles=policies.READERS - {Role.REP}, position=20,
        ),
        NavItem(
            "measure", "goals", pgettext_lazy("navigation", "Goals"), "targets:goal-list", icon="flag", position=30,
        ),
    )  # fmt: skip
    _register_panels()


def _register_panels() -> None:
    for slot, name in (
        ("web.home.own", "progress-own"),
        ("web.home.side", "progress-team"),
        ("web.home.company", "progress-team"),
    ):
        register_panel(
            Panel(
                slot,
                "targets.progress",
                pgettext_lazy("panel", "Attainment"),
                _address(f"targets:{name}"),
                roles=policies.READERS,
                position=10,
                live="crm.opportunity_won",
            )
        )

    register_panel(
        Panel(
            "people.employee.main",
            "targets.late_leave",
            pgettext_lazy("panel", "Leave entered after the target"),
            lambda person: reverse("targets:late-leave", args=[person.pk]),
            roles=policies.HOLDERS,
            position=10,
        )
    )


def _address(name: str) -> Callable[[Any], str]:
    """A panel's address, which is the same whatever page it stands on."""
    return lambda _thing: reverse(name)
