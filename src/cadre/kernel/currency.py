"""The company's own currency, and what other currencies were worth in it on a day."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cadre.kernel.models import CompanyProfile, ExchangeRate
from cadre.kernel.money import convert
from cadre.kernel.problems import ProblemKind

NO_RATE = ProblemKind(
    "kernel.no_exchange_rate",
    _("There is no exchange rate for %(currency)s on %(day)s. Ask sales operations to enter one."),
    422,
)


def base_currency() -> str:
    """The company's currency; USD until a profile exists."""
    return CompanyProfile.objects.values_list("currency", flat=True).first() or "USD"


def in_base(minor: int, currency: str, on: dt.date, base: str | None = None) -> int:
    """`minor` of a currency in minor units of the company's, at the rate of the day. Raises NO_RATE."""
    base = base or base_currency()
    if currency == base or minor == 0:
        return minor
    rate = ExchangeRate.objects.as_of(on).filter(currency=currency).values_list("rate", flat=True).first()
    if rate is None:
        raise NO_RATE(field="currency", currency=currency, day=on.isoformat())
    return convert(minor, currency, rate, base)


class RateBook:
    """Converts many amounts: the base currency is asked for once, the rates of a currency once."""

    def __init__(self) -> None:
        self.base = base_currency()
        self._rates: dict[str, list[tuple[dt.date, dt.date | None, Decimal]]] = {}

    def in_base(self, minor: int, currency: str, on: dt.date) -> int:
        """`minor` of a currency in minor units of the company's, at the rate of the day. Raises NO_RATE."""
        if currency == self.base or minor == 0:
            return minor
        rate = next(
            (rate for start, end, rate in self._of(currency) if start <= on and (end is None or on < end)), None
        )
        if rate is None:
            raise NO_RATE(field="currency", currency=currency, day=on.isoformat())
        return convert(minor, currency, rate, self.base)

    def _of(self, currency: str) -> list[tuple[dt.date, dt.date | None, Decimal]]:
        if currency not in self._rates:
            rows = ExchangeRate.objects.filter(currency=currency).order_by("-valid_from")
            self._rates[currency] = list(rows.values_list("valid_from", "valid_to", "rate"))
        return self._rates[currency]
