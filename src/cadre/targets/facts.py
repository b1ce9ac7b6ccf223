"""The targets in force as dated rows, so that dashboards, the command line and pay ask for them like for any number.

A row counts on the first day of its period, for the person and so for the team he was in then. Only targets of people, of the
base level, for won amounts and for no single product: what is given out on top, or twice at team level, must not be summed.
"""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.metrics.declarations import Fact, Metric, Part, Unit
from cadre.metrics.formulas import plain, ratio
from cadre.metrics.registry import register

QUOTA_METRIC = "bookings.amount"


def targets(visible: QuerySet[Any], _day: dt.date) -> QuerySet[Any]:
    rows = visible.in_force().filter(  # type: ignore[attr-defined]
        metric=QUOTA_METRIC, level="base", dimension="", employee__isnull=False
    )
    return rows.annotate(on=F("starts_on"), person_id=F("employee_id"), amount=F("value"))


register(
    Fact("targets", _("Targets in force"), "targets.Target", targets, {"person_id": int, "amount": int}),
    Part("target.amount", pgettext_lazy("metric", "Target"), "targets", "sum", "amount", unit=Unit.MONEY),
    Metric(
        "target.amount",
        pgettext_lazy("metric", "Target"),
        _("Sum of the targets in force for won amounts, on the first day of each month or quarter they are for."),
        ("target.amount",),
        plain,
        Unit.MONEY,
    ),
    Metric(
        "quota_attainment",
        pgettext_lazy("metric", "Attainment"),
        _("Won amount ÷ target, over the months or quarters that begin in the period."),
        ("bookings.amount", "target.amount"),
        ratio,
        Unit.RATIO,
    ),
)
