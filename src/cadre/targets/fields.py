"""A field for a value of any metric."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cadre.targets.queries.measures import Measure, measure
from cadre.targets.rules.reading import NegativeError, NoRateError, NotANumberError, TooLargeError, read
from cadre.ui import formatting


class WorthField(forms.CharField):
    """A value in the unit of a metric, cleaned to its smallest unit. The metric may be known only from another field."""

    default_error_messages = {
        "not_a_number": _("This is not a number. Write figures like 26,768 or, for a rate, 85%."),
        "no_rate": _("This metric is not a rate. Write figures like 26,768, without a per cent sign."),
        "negative": _("A target cannot be negative."),
        "too_large": _("This amount is too large."),
    }

    def __init__(self, *, wanted: Measure | None = None, **kwargs: Any) -> None:
        self.wanted = wanted
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return typed(value, self.wanted) if isinstance(value, int) and self.wanted else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.understood(text, self.wanted) if self.wanted else text

    def understood(self, text: str, wanted: Measure) -> int | None:
        """The typed text in smallest units of a metric. ValidationError with words."""
        try:
            return read(text, wanted.units, is_ratio=wanted.is_ratio)
        except NoRateError as error:
            raise ValidationError(self.error_messages["no_rate"], "no_rate") from error
        except NotANumberError as error:
            raise ValidationError(self.error_messages["not_a_number"], "not_a_number") from error
        except NegativeError as error:
            raise ValidationError(self.error_messages["negative"], "negative") from error
        except TooLargeError as error:
            raise ValidationError(self.error_messages["too_large"], "too_large") from error


def typed(value: int | None, wanted: Measure) -> str:
    """A value as one would type it."""
    if value is None:
        return ""
    if wanted.is_ratio:
        return f"{Decimal(value) / 10_000:f}%"
    if wanted.is_money:
        return formatting.amount(value, wanted.currency, exact=value % wanted.units != 0)
    if wanted.is_score:
        return formatting.number(Fraction(value, wanted.units), 2)
    return formatting.number(value)


def metric_field(**kwargs: Any) -> forms.ChoiceField:
    from cadre.targets.queries import measures

    kwargs.setdefault("initial", "bookings.amount")
    return forms.ChoiceField(choices=lambda: [(one.key, one.title) for one in measures()], **kwargs)


def metric_of(key: str) -> Measure:
    return measure(key)
