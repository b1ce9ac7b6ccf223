"""The dashboards that come with the product: words here, rows by migration. Their tiles are named after what they show."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, tuple[Any, Any]] = {
    "director": (
        pgettext_lazy("dashboard", "Sales director"),
        _("What was won, by whom, with which products, and what is coming."),
    ),
    "manager": (pgettext_lazy("dashboard", "Team manager"), _("My people: results, pipeline, activity, side by side.")),
    "activity": (
        pgettext_lazy("dashboard", "Activity monitor"),
        _("Visits, calls, conversion and order value: what is done, and what comes of it."),
    ),
    "pipeline": (
        pgettext_lazy("dashboard", "Pipeline health"),
        _("How much is open, in which stages, how fast it moves, where it is lost."),
    ),
    "products": (pgettext_lazy("dashboard", "Product mix"), _("Which products sell, to whom, and how that changes.")),
}
