"""The first numbers of the product. Keys are for good: targets, pay plans and dashboards refer to them."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.metrics.declarations import Better, Metric, Part, Unit
from cadre.metrics.formulas import kept, plain, ratio, velocity
from cadre.metrics.registry import register


def weighted(hundredths: int) -> Fraction:
    """Amount × probability in percent, summed, as an amount."""
    return Fraction(hundredths, 100)


register(
    Part("bookings.amount", pgettext_lazy("metric", "Won amount"), "bookings", "sum", "base_minor", unit=Unit.MONEY),
    Part("bookings.count", pgettext_lazy("metric", "Won deals"), "bookings", "count"),
    Part(
        "bookings.customers",
        pgettext_lazy("metric", "Customers who bought"),
        "bookings",
        "count_distinct",
        "account_id",
    ),
    Part("bookings.largest", pgettext_lazy("metric", "Largest deal"), "bookings", "max", "base_minor", unit=Unit.MONEY),
    Part("bookings.cycle_days", _("Days from engagement to the win"), "bookings", "sum", "cycle_days"),
    Part("bookings.dated", _("Won deals with an engagement date"), "bookings", "sum", "dated"),
    Part("deals.closed", pgettext_lazy("metric", "Decided deals"), "deals", "count"),
    Part("deals.won", pgettext_lazy("metric", "Won deals"), "deals", "count", where=(("state", "won"),)),
    Part("deals.lost", pgettext_lazy("metric", "Lost deals"), "deals", "count", where=(("state", "lost"),)),
    Part("first_deals.count", pgettext_lazy("metric", "New customers"), "first_deals", "count"),
    Part(
        "first_deals.amount",
        pgettext_lazy("metric", "Amount of new customers"),
        "first_deals",
        "sum",
        "base_minor",
        unit=Unit.MONEY,
    ),
    Part("pipeline.amount", pgettext_lazy("metric", "Open pipeline"), "pipeline", "sum", "base_minor", unit=Unit.MONEY),
    Part("pipeline.count", pgettext_lazy("metric", "Open opportunities"), "pipeline", "count"),
    Part(
        "pipeline.weighted",
        pgettext_lazy("metric", "Weighted pipeline"),
        "pipeline",
        "sum",
        "weighted",
        unit=Unit.MONEY,
        scale=100,
    ),
    Part("stage_steps.decided", _("Steps out of the stage"), "stage_steps", "count"),
    Part("stage_steps.forward", _("Steps forward"), "stage_steps", "sum", "forward"),
    Part("stage_steps.days", pgettext_lazy("metric", "Days in stage"), "stage_steps", "sum", "days_in_stage"),
    Part("activities.count", pgettext_lazy("metric", "Activities"), "activities", "count"),
    Part(
        "activities.visits",
        pgettext_lazy("metric", "Customer visits"),
        "activities",
        "count",
        where=(("kind", "visit"),),
    ),
    Part("activities.calls", pgettext_lazy("metric", "Calls"), "activities", "count", where=(("kind", "call"),)),
)

register(
    Metric(
        "bookings.amount",
        pgettext_lazy("metric", "Won amount"),
        _("Sum of the amounts of won opportunities, on the day they were won."),
        ("bookings.amount",),
        plain,
        Unit.MONEY,
    ),
    Metric(
        "bookings.count",
        pgettext_lazy("metric", "Won deals"),
        _("Number of won opportunities, on the day they were won."),
        ("bookings.count",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "bookings.average",
        pgettext_lazy("metric", "Average deal size"),
        _("Won amount ÷ won deals."),
        ("bookings.amount", "bookings.count"),
        ratio,
        Unit.MONEY,
    ),
    Metric(
        "bookings.largest",
        pgettext_lazy("metric", "Largest deal"),
        _("The largest amount of a won opportunity."),
        ("bookings.largest",),
        plain,
        Unit.MONEY,
    ),
    Metric(
        "bookings.customers",
        pgettext_lazy("metric", "Customers who bought"),
        _("Number of different accounts with a won opportunity; an account that bought twice counts once."),
        ("bookings.customers",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "deals.lost",
        pgettext_lazy("metric", "Lost deals"),
        _("Number of lost opportunities, on the day they were lost."),
        ("deals.lost",),
        plain,
        Unit.COUNT,
        Better.LESS,
    ),
    Metric(
        "deals.closed",
        pgettext_lazy("metric", "Decided deals"),
        _("Number of opportunities that were won or lost, on the day it was decided."),
        ("deals.closed",),
        plain,
        Unit.COUNT,
        Better.NEITHER,
    ),
    Metric(
        "win_rate",
        pgettext_lazy("metric", "Win rate"),
        _("Won deals ÷ (won deals + lost deals), by the day it was decided."),
        ("deals.won", "deals.closed"),
        ratio,
        Unit.RATIO,
    ),
    Metric(
        "sales_cycle_days",
        pgettext_lazy("metric", "Sales cycle"),
        _("Average number of days from engagement to the win, over won opportunities whose engagement date is known."),
        ("bookings.cycle_days", "bookings.dated"),
        ratio,
        Unit.DAYS,
        Better.LESS,
    ),
    Metric(
        "sales_velocity",
        pgettext_lazy("metric", "Sales velocity"),
        _(
            "Open opportunities × win rate × average deal size ÷ sales cycle: the amount that the pipeline yields per day."
        ),
        (
            "pipeline.count",
            "deals.won",
            "deals.closed",
            "bookings.amount",
            "bookings.count",
            "bookings.cycle_days",
            "bookings.dated",
        ),
        velocity,
        Unit.MONEY_PER_DAY,
    ),
    Metric(
        "pipeline.amount",
        pgettext_lazy("metric", "Open pipeline"),
        _(
            "Sum of the amounts of the opportunities that are open at the end of the date. "
            "A past date shows which were open then, each at the amount it has today."
        ),
        ("pipeline.amount",),
        plain,
        Unit.MONEY,
    ),
    Metric(
        "pipeline.count",
        pgettext_lazy("metric", "Open opportunities"),
        _("Number of opportunities that are open at the end of the date."),
        ("pipeline.count",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "pipeline.weighted",
        pgettext_lazy("metric", "Weighted pipeline"),
        _("Sum of amount × probability of the stage, over the opportunities that are open at the end of the date."),
        ("pipeline.weighted",),
        weighted,
        Unit.MONEY,
    ),
    Metric(
        "stage_conversion",
        pgettext_lazy("metric", "Stage conversion"),
        _(
            "Of the deals that left a stage forward or were lost from it, the share that went forward, by the day of the step."
        ),
        ("stage_steps.forward", "stage_steps.decided"),
        ratio,
        Unit.RATIO,
    ),
    Metric(
        "stage_days",
        pgettext_lazy("metric", "Days in stage"),
        _("Average number of days that deals spent in a stage before they left it forward or were lost."),
        ("stage_steps.days", "stage_steps.decided"),
        ratio,
        Unit.DAYS,
        Better.LESS,
    ),
    Metric(
        "activities.count",
        pgettext_lazy("metric", "Activities"),
        _("Number of activities done."),
        ("activities.count",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "activities.visits",
        pgettext_lazy("metric", "Customer visits"),
        _("Number of customer visits done."),
        ("activities.visits",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "activities.calls",
        pgettext_lazy("metric", "Calls"),
        _("Number of calls done."),
        ("activities.calls",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "new_customers.count",
        pgettext_lazy("metric", "New customers"),
        _("Number of accounts whose first opportunity was won, on that day."),
        ("first_deals.count",),
        plain,
        Unit.COUNT,
    ),
    Metric(
        "new_customers.amount",
        pgettext_lazy("metric", "Amount of new customers"),
        _("Sum of the amounts of the first won opportunity of each account."),
        ("first_deals.amount",),
        plain,
        Unit.MONEY,
    ),
)

_FORECASTS = (
    (
        "weighted",
        pgettext_lazy("metric", "Forecast, weighted by stage"),
        _(
            "For the whole running quarter: won, amount × probability of open deals, and deals to come at the past's rate."
        ),
        "weighted",
        "total",
    ),
    (
        "learned",
        pgettext_lazy("metric", "Forecast, learned"),
        _(
            "For the whole running quarter: won, and what open deals and deals to come are worth as past deals teach it."
        ),
        "learned",
        "total",
    ),
    (
        "commit",
        pgettext_lazy("metric", "Forecast, commit"),
        _("For the whole running quarter: won and committed, person by person, with what a manager says for a person."),
        "category",
        "total",
    ),
    (
        "best_case",
        pgettext_lazy("metric", "Forecast, best case"),
        _("For the whole running quarter: won, committed and possible, person by person."),
        "category",
        "best",
    ),
)

for _key, _title, _formula, _method, _column in _FORECASTS:
    register(
        Part(
            f"forecast.{_key}",
            _title,
            "forecasts",
            "sum",
            _column,
            where=(("method", _method),),
            unit=Unit.MONEY,
        ),
        Part(
            f"forecast.{_key}_kept",
            pgettext_lazy("metric", "Forecasts kept"),
            "forecasts",
            "count",
            where=(("method", _method),),
        ),
        Metric(f"forecast.{_key}", _title, _formula, (f"forecast.{_key}", f"forecast.{_key}_kept"), kept, Unit.MONEY),
    )
