"""The pictures of the forecast."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cadre.crm.queries.forecast_past import Change, Miss
from cadre.kernel.money import to_major
from cadre.ui.charts import Chart, Series
from cadre.ui.formatting import symbol


def changes_chart(steps: Sequence[Change], currency: str) -> Chart:
    """From the last snapshot to now, step by step."""
    values = [int(to_major(step.amount, currency)) for step in steps]
    return Chart(
        "waterfall",
        [step.label for step in steps],
        [Series(pgettext("chart", "Forecast"), values)],
        unit=symbol(currency, get_language() or "en"),
        label_head=pgettext("column", "Step"),
        height=264,
    )


def errors_chart(misses: Sequence[Miss]) -> Chart:
    """Mean absolute percentage error by weeks left."""
    methods: list[tuple[str, Any, Any]] = [
        ("learned", pgettext("forecast method", "Learned"), "main"),
        ("weighted", pgettext("forecast method", "Weighted by stage"), "compare"),
        ("category", pgettext("forecast method", "Category"), "plan"),
    ]
    known = {method for miss in misses for method in miss.errors}
    return Chart(
        "line",
        [_("%(n)s weeks before the end") % {"n": miss.weeks_left} for miss in misses],
        [
            Series(
                label,
                [round(miss.errors[method], 4) if method in miss.errors else None for miss in misses],
                role,
            )
            for method, label, role in methods
            if method in known
        ],
        percent=True,
        places=1,
        label_head=pgettext("column", "Forecast made"),
        height=264,
    )
