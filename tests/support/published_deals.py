"""The published company's deals as the arithmetic of the forecast takes them, straight from the file."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.resources import files

import numpy as np

from cadre.crm.forecast.deals import NEVER, Deals, Season, Window

FIRST, LAST = dt.date(2016, 1, 1), dt.date(2019, 12, 31)


def _lines(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("cadre.demo").joinpath("data", name).read_text("utf-8-sig").splitlines()))


def ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal() if day else 0


def published_deals() -> Deals:
    """All 8,800, with their list prices; none has an expected closing date or a recorded stage."""
    prices = {line["product"]: int(line["sales_price"]) * 100 for line in _lines("products.csv")}
    sectors = {line["account"]: line["sector"] for line in _lines("accounts.csv")}
    lines = _lines("sales_pipeline.csv")
    products = [line["product"].replace("GTXPro", "GTX Pro") for line in lines]
    return Deals(
        id=np.arange(1, len(lines) + 1),
        began=_whole(ordinal(line["engage_date"]) for line in lines),
        closed=_whole(ordinal(line["close_date"]) or NEVER for line in lines),
        is_won=_whole(line["deal_stage"] == "Won" for line in lines),
        amount=_whole(prices[product] for product in products),
        won_amount=_whole(int(line["close_value"] or 0) * 100 for line in lines),
        owner=_keys([line["sales_agent"] for line in lines]),
        product=_keys(products),
        industry=_keys([sectors.get(line["account"], "") for line in lines]),
        expected=np.zeros(len(lines), dtype=np.int64),
    )


def calendar_quarters() -> Season:
    """Months as thirds of calendar quarters."""
    days = range(FIRST.toordinal(), LAST.toordinal())
    return Season(FIRST.toordinal(), _whole((dt.date.fromordinal(day).month - 1) % 3 for day in days))


def quarter(first: str, last: str) -> Window:
    return Window(ordinal(first), ordinal(last), ordinal(last))


def _whole(values: object) -> np.ndarray:
    return np.array(list(values), dtype=np.int64)  # type: ignore[call-overload]


def _keys(words: list[str]) -> np.ndarray:
    known = {word: place for place, word in enumerate(sorted({*words} - {""}), start=1)}
    return np.array([known.get(word, 0) for word in words], dtype=np.int64)
