"""Fields for numbers that are no amounts: text boxes, since a browser's number box swallows full-width figures in silence."""

import re
import unicodedata
from typing import Any

from django import forms

from cadre.ui import formatting

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def plain_number(text: str) -> str:
    """A typed number as Python reads it: １，２００, 1,200 and 1 200 with a no-break space are 1200.

    A comma that groups no thousands stays, to be refused.
    """
    text = unicodedata.normalize("NFKC", text.replace("\u00a0", "")).replace(formatting.MINUS, "-").strip()
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


class NumberInput(forms.TextInput):
    """A text box for which a phone shows its figures."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class DecimalInput(NumberInput):
    """As a `NumberInput`, with a decimal point on the phone's keys."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", **(attrs or {})})


class IntegerField(forms.IntegerField):
    """A whole number, in full-width figures or with separators too."""

    widget = NumberInput

    def to_python(self, value: Any) -> int | None:
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class DecimalField(forms.DecimalField):
    """A number with decimals, in full-width figures or with separators too."""

    widget = DecimalInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value) if isinstance(value, str) else value)
