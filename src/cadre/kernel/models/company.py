from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.effective import Effective, range_constraints
from cadre.kernel.models.record import Record

currency_code = RegexValidator(r"^[A-Z]{3}$", _("A currency is three capital letters, like USD or TWD."))


def default_languages() -> list[str]:
    return ["zh-hant", "zh-hans", "en"]


def default_weekdays() -> list[int]:
    return [0, 1, 2, 3, 4]


def weekday_numbers(days: list[int]) -> None:
    if not days or any(day not in range(7) for day in days):
        raise ValidationError(_("Working days are numbers from 0 (Monday) to 6 (Sunday), at least one."))


class CompanyProfile(Record):
    """The one company of this installation (ORG1)."""

    PATTERNS: ClassVar = [("months", _("Calendar months")), ("445", "4-4-5"), ("454", "4-5-4"), ("544", "5-4-4")]

    name = models.CharField(_("company name"), max_length=120)
    currency = models.CharField(_("base currency"), max_length=3, default="USD", validators=[currency_code])
    fiscal_start_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    fiscal_pattern = models.CharField(
        pgettext_lazy("fiscal calendar", "periods"), max_length=6, default="months", choices=PATTERNS
    )
    working_weekdays = models.JSONField(_("working days"), default=default_weekdays, validators=[weekday_numbers])
    languages = models.JSONField(pgettext_lazy("company", "languages"), default=default_languages)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = pgettext_lazy("model", "company profile")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="company_is_one")]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    day = models.DateField(pgettext_lazy("holiday", "date"), unique=True)
    name = models.CharField(pgettext_lazy("holiday", "name"), max_length=80)

    class Meta:
        verbose_name = pgettext_lazy("model", "holiday")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarDay(models.Model):
    """A day as the company counts it. Metrics join this table instead of doing date arithmetic."""

    day = models.DateField(primary_key=True)
    week = models.CharField(max_length=8)
    month = models.CharField(max_length=10)
    quarter = models.CharField(max_length=10)
    year = models.CharField(max_length=6)
    week_start = models.DateField()
    month_start = models.DateField()
    quarter_start = models.DateField()
    year_start = models.DateField()
    is_working = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["month", "day"], name="calendar_month"),
            models.Index(fields=["quarter", "day"], name="calendar_quarter"),
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


class ExchangeRate(Effective):
    """Units of the base currency per unit of `currency`, for a range of days."""

    currency = models.CharField(max_length=3, validators=[currency_code])
    currency_number = models.PositiveIntegerField(
        editable=False, blank=True
    )  # the no-overlap constraint needs an integer subject
    rate = models.DecimalField(
        pgettext_lazy("exchange rate", "rate"), max_digits=18, decimal_places=9, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = pgettext_lazy("model", "exchange rate")
        constraints = [
            *range_constraints("exchange_rate", "currency_number"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate}"

    def clean(self) -> None:
        super().clean()
        self.currency_number = number_of(self.currency)


def number_of(currency: str) -> int:
    """A currency code as an integer: its letters in base 26."""
    return sum((ord(letter) - 65) * 26**i for i, letter in enumerate(reversed(currency)))
