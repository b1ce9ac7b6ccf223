"""What this room gives to the metrics layer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.metrics.declarations import Fact, Metric, Part, Subject, Unit
from cadre.metrics.formulas import plain, ratio
from cadre.metrics.registry import register

Rows = QuerySet[Any]


def ratings(visible: Rows, _day: dt.date) -> Rows:
    """What customers gave on the scale 1 to 5, on the day they gave it, for whoever was rated."""
    return visible.filter(scale="csat").annotate(person_id=F("employee_id"), product_id=F("opportunity__product_id"))


def _subjects(ids: Sequence[int]) -> Mapping[int, Subject]:
    rows = apps.get_model("voice.Rating")._base_manager.filter(pk__in=ids).select_related("account")
    return {
        row.pk: Subject(f"{row.account}: {row}", reverse("crm:account-record", args=[row.account_id])) for row in rows
    }


register(
    Fact(
        "ratings",
        _("Ratings by customers"),
        "voice.Rating",
        ratings,
        {"person_id": int, "account_id": int, "product_id": int, "score": int},
        subjects=_subjects,
    ),
    Part("satisfaction.count", pgettext_lazy("metric", "Ratings"), "ratings", "count"),
    Part("satisfaction.points", pgettext_lazy("metric", "Points given"), "ratings", "sum", "score"),
    Metric(
        "satisfaction.score",
        pgettext_lazy("metric", "Customer satisfaction"),
        _(
            "Sum of the scores ÷ number of ratings: what customers gave on average, from 1 (very dissatisfied) to 5 (very satisfied)."
        ),
        ("satisfaction.points", "satisfaction.count"),
        ratio,
        Unit.SCORE,
    ),
    Metric(
        "satisfaction.count",
        pgettext_lazy("metric", "Ratings by customers"),
        _("Number of ratings that customers gave."),
        ("satisfaction.count",),
        plain,
        Unit.COUNT,
    ),
)
