"""Deals, calendar and model as the arithmetic of the forecast takes them."""

import datetime as dt
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cadre.crm.forecast.deals import NEVER, UNKNOWN, Deals, Season, column
from cadre.crm.forecast.learned import Model
from cadre.crm.forecast.outlook import BEST_CASE, COMMIT, OMITTED, PIPELINE
from cadre.crm.models import ForecastModel, Opportunity, PipelineStage, Product, StageChange
from cadre.crm.queries.catalogue import stages
from cadre.kernel import clock
from cadre.kernel.currency import RateBook
from cadre.kernel.models import CalendarDay
from cadre.kernel.problems import Problems

if TYPE_CHECKING:
    import numpy as np
    from django.db.models import QuerySet

CATEGORIES = {"commit": COMMIT, "best_case": BEST_CASE, "pipeline": PIPELINE, "omitted": OMITTED}
COLUMNS = (
    "id",
    "engaged_on",
    "closed_on",
    "state",
    "base_minor",
    "owner_id",
    "product_id",
    "account__industry",
    "expected_close_on",
    "stage_id",
    "forecast",
)
YEARS_AHEAD = 2


def deals_of(
    rows: Iterable[tuple[Any, ...]],
    *,
    steps: dict[int, tuple[tuple[int, int], ...]] | None = None,
    prices: dict[int, int] | None = None,
) -> Deals:
    """Rows of COLUMNS as columns. A closed deal carries the list price of its product, since its own amount came with the closing."""
    prices = list_prices() if prices is None else prices
    return Deals.of([_integers(row, prices) for row in rows], steps)


def _integers(row: tuple[Any, ...], prices: dict[int, int]) -> tuple[int, ...]:
    key, began, closed, state, amount, owner, product, industry, expected, *_rest = row
    is_won = state == Opportunity.State.WON
    return (
        key,
        began.toordinal() if began else 0,
        closed.toordinal() if closed else NEVER,
        int(is_won),
        amount if closed is None else prices.get(product) or amount,
        amount if is_won else 0,
        owner,
        product,
        industry_key(industry),
        expected.toordinal() if expected and closed is None else 0,
    )


def industry_key(industry: str | None) -> int:
    """A number that always stands for the same industry."""
    return zlib.crc32(industry.encode()) if industry else UNKNOWN


def list_prices() -> dict[int, int]:
    """List price by product, in minor units of the company's currency; without one, or without an exchange rate, left out."""
    rates, today, prices = RateBook(), clock.today(), {}
    for key, minor, currency in Product.objects.values_list("pk", "list_price_minor", "currency"):
        try:
            prices[key] = rates.in_base(minor or 0, currency, today)
        except Problems:
            continue
    return prices


def whole_history() -> Deals:
    """Every deal with its recorded way through the open stages: for training alone, never for a page."""
    steps: dict[int, list[tuple[int, int]]] = {}
    changes = StageChange.objects.filter(to_stage__kind=PipelineStage.Kind.OPEN).order_by("on", "id")
    for key, on, stage in changes.values_list("opportunity_id", "on", "to_stage_id").iterator(20_000):
        steps.setdefault(key, []).append((on.toordinal(), stage))
    rows = Opportunity.objects.filter(engaged_on__isnull=False).values_list(*COLUMNS)
    return deals_of(rows.iterator(20_000), steps={key: tuple(way) for key, way in steps.items()})


def season(first: dt.date, last: dt.date) -> Season:
    """The thirds of the fiscal quarters from `first` on, up to two years after `last`."""
    end = last + dt.timedelta(days=366 * YEARS_AHEAD)
    days = CalendarDay.objects.filter(day__gte=first - dt.timedelta(days=100), day__lte=end).order_by("day")
    rows = list(days.values_list("day", "quarter_start"))
    if not rows:
        return Season(first.toordinal(), column([0]))
    lengths: dict[dt.date, int] = {}
    for _day, start in rows:
        lengths[start] = lengths.get(start, 0) + 1
    # The calendar may be cut off at either end, where a quarter looks too short
    thirds = [min(2, (day - start).days * 3 // max(lengths[start], 89)) for day, start in rows]
    return Season(rows[0][0].toordinal(), column(thirds))


def stage_percents(known: Sequence[PipelineStage] | None = None) -> Callable[["np.ndarray"], "np.ndarray"]:
    """Stage ids → their percentages; a stage nobody knows has that of the first open one. `known`: all stages, where they were read."""
    rows = stages() if known is None else known
    table = {stage.pk: stage.probability_percent for stage in rows}
    first = next((stage.probability_percent for stage in rows if stage.kind == PipelineStage.Kind.OPEN), 0)
    return lambda keys: column(table.get(key, first) for key in keys.tolist())


def current_model() -> tuple[ForecastModel | None, Model | None]:
    """The newest model that was learned, as a row and ready for use."""
    row = ForecastModel.objects.order_by("-trained_on").first()
    return row, Model.from_plain(row.coefficients) if row and row.coefficients else None


def table_of(rows: "QuerySet[Any, Any]") -> list[tuple[Any, ...]]:
    return list(rows.values_list(*COLUMNS))
