"""What this room adds to the navigation."""

from django.utils.translation import pgettext_lazy

from cadre.ui.navigation import NavItem, register


def register_pages() -> None:
    register(
        NavItem(
            "measure",
            "dashboards",
            pgettext_lazy("navigation", "Dashboards"),
            "cockpit:dashboard-list",
            icon="chart-bar",
            position=20,
            go="d",
        ),
        NavItem(
            "measure", "alerts", pgettext_lazy("navigation", "Alerts"), "cockpit:alert-list", icon="bell", position=70
        ),
    )
