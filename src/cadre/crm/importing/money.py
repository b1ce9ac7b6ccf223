"""Amounts of imported rows: in the row's currency, to minor units."""

from collections.abc import Collection

from cadre.imports.findings import Doubt, Findings
from cadre.imports.kinds import Row
from cadre.imports.problems import TOO_MANY_DECIMALS
from cadre.imports.readers import Asked, Cell, Choice
from cadre.kernel.currency import base_currency
from cadre.kernel.models import ExchangeRate
from cadre.kernel.money import to_minor

# What people write for a currency beside its three letters
SIGNS = {
    "USD": ("US$", "美元", "美金"),
    "TWD": ("NT$", "NTD", "新台幣", "新臺幣", "台幣"),
    "CNY": ("RMB", "CN¥", "人民幣", "人民币"),
    "EUR": ("€", "歐元", "欧元"),
    "JPY": ("JP¥", "日圓", "日元"),
    "HKD": ("HK$", "港幣", "港币"),
    "GBP": ("£", "英鎊", "英镑"),
    "KRW": ("₩", "韓元", "韩元"),
    "SGD": ("S$", "新加坡元"),
}
_BY_SIGN = {sign: code for code, signs in SIGNS.items() for sign in signs}


class CurrencyReader:
    """A currency code or sign. Known are the company's own, those with an exchange rate, and the common ones."""

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        rates = ExchangeRate.objects.values_list("currency", flat=True).distinct()
        known = dict.fromkeys([base_currency(), *rates, *SIGNS], ())
        cells = Choice(known).read({_BY_SIGN.get(text, text) for text in texts}, asked)
        return {text: cells[_BY_SIGN.get(text, text)] for text in texts}


def amount_in_minor(row: Row, name: str, currency: str, place: int, findings: Findings) -> int | None:
    """The row's amount in minor units of a currency; None and a doubt if it has more decimals than that."""
    amount = row.get(name)
    if amount is None:
        return None
    try:
        return to_minor(amount, currency)
    except ValueError:
        findings.add(place, name, Doubt(TOO_MANY_DECIMALS, {"value": str(amount), "currency": currency}), str(amount))
        return None
