"""Won so far, day by day, beside the way to the target and the quarter before."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cadre.kernel.access import Actor
from cadre.kernel.money import minor_digits
from cadre.metrics.cells import Cells
from cadre.targets.queries import company_plan
from cadre.ui.charts import Chart, Series
from cadre.ui.formatting import date as short_date
from cadre.ui.formatting import local_money
from cadre.web.home.quarter import Quarter


@dataclass(frozen=True)
class Running:
    """The chart and what it shows, in words."""

    chart: Chart
    sentence: str


def running_of(actor: Actor, daily: Cells, before: Cells, quarter: Quarter, currency: str) -> Running:
    """`daily`: won amount of each day so far; `before`: of each day of the last quarter."""
    now, then = _summed(daily), _summed(before)
    plan = company_plan(actor, quarter.whole.start, quarter.whole.end)
    done, passed = (now[-1] if now else 0), quarter.whole.elapsed(quarter.today)
    said = []
    if plan:
        said.append(_against_plan(done - plan[passed - 1], currency))
    if then:
        said.append(_against_before(done - then[min(passed, len(then)) - 1], quarter.before.name, currency))
    if plan and plan[-1] > done:
        said.append(_("%(sum)s to go to the target.") % {"sum": local_money(plan[-1] - done, currency)})
    gap = "" if (get_language() or "en").startswith("zh") else " "
    return Running(_chart(_days(daily, quarter), now, then, plan, currency), gap.join(said))


def _against_plan(ahead: int, currency: str) -> str:
    text = _("%(sum)s ahead of the plan.") if ahead >= 0 else _("%(sum)s behind the plan.")
    return text % {"sum": local_money(abs(ahead), currency)}


def _against_before(ahead: int, name: str, currency: str) -> str:
    more, less = (
        _("%(sum)s more than on the same day of %(name)s."),
        _("%(sum)s less than on the same day of %(name)s."),
    )
    return (more if ahead >= 0 else less) % {"sum": local_money(abs(ahead), currency), "name": name}


def _summed(cells: Cells) -> list[int]:
    return list(accumulate(int(cell.values["bookings.amount"] or 0) for cell in cells))


def _days(daily: Cells, quarter: Quarter) -> list[str]:
    language, keys = get_language() or "en", (cell.key[0] for cell in daily)
    return [short_date(day, language, quarter.today) for day in keys if isinstance(day, dt.date)]


def _chart(days: list[str], now: list[int], then: list[int], plan: list[int], currency: str) -> Chart:
    longest, scale = max(len(now), len(then), len(plan)), 10 ** minor_digits(currency)

    def line(values: Iterable[int]) -> Sequence[int | None]:
        whole = [value // scale for value in values]
        return [*whole, *[None] * (longest - len(whole))]

    series = [
        Series(_("This quarter"), line(now)),
        Series(_("Last quarter"), line(then), role="compare"),
        *([Series(pgettext("chart", "Plan"), line(plan), role="plan")] if plan else []),
    ]
    labels = days + [""] * (longest - len(days))
    return Chart("line", labels, series, unit=currency, mark=len(now) - 1, label_head=pgettext("label", "Day"))
