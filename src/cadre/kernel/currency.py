"""The company's own currency, and what other currencies were worth in it on a day."""

import datetime as dt

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
