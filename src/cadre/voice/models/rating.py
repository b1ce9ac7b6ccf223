from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.voice import policies

LOWEST, HIGHEST, SATISFIED = 1, 5, 4
"""The scale of CSAT; from SATISFIED on a customer counts as satisfied."""


class Rating(Record):
    """What a customer gave us on a day, on a stated scale. A fact: it is never changed, only withdrawn when it was a mistake.

    `employee` is who was rated: whoever did the activity, else owns the deal, else looks after the account, as of that moment.
    """

    class Scale(models.TextChoices):
        CSAT = "csat", _("Satisfaction, 1 to 5")

    class Channel(models.TextChoices):
        VISIT = "visit", pgettext_lazy("rating channel", "In person")
        PHONE = "phone", pgettext_lazy("rating channel", "By phone")
        MAIL = "mail", pgettext_lazy("rating channel", "By e-mail")
        MESSAGE = "message", pgettext_lazy("rating channel", "By message")
        LINK = "link", pgettext_lazy("rating channel", "By a link")

    account = models.ForeignKey(
        "crm.Account", models.CASCADE, related_name="+", verbose_name=pgettext_lazy("field", "account"), db_index=False
    )
    contact = models.ForeignKey(
        "crm.Contact", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    activity = models.ForeignKey(
        "crm.Activity",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("field", "activity"),
    )
    opportunity = models.ForeignKey(
        "crm.Opportunity",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("field", "opportunity"),
    )
    employee = models.ForeignKey(
        "people.Employee", models.PROTECT, related_name="+", verbose_name=_("who was rated"), db_index=False
    )
    recorded_by = models.ForeignKey(
        "people.Employee", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    on = models.DateField(pgettext_lazy("field", "date"))
    scale = models.CharField(pgettext_lazy("rating", "scale"), max_length=8, choices=Scale.choices, default=Scale.CSAT)
    score = models.PositiveSmallIntegerField(
        pgettext_lazy("rating", "score"), validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel.choices, default=Channel.VISIT)
    words = models.TextField(_("in the customer's words"), blank=True)

    policy = policies.rating

    class Meta:
        verbose_name = pgettext_lazy("model", "rating")
        verbose_name_plural = pgettext_lazy("model", "ratings")
        ordering: ClassVar = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scale="csat", score__gte=LOWEST, score__lte=HIGHEST),
                name="rating_within_its_scale",
                violation_error_message=_("The score is a whole number from 1 to 5."),
            )
        ]
        indexes = [
            # The numbers are read off these alone, entered by date or by person
            models.Index(fields=["on", "employee", "scale", "score"], name="rating_by_day"),
            models.Index(fields=["employee", "on", "scale", "score"], name="rating_by_person"),
            models.Index(fields=["account", "-on"], name="rating_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.score}/{HIGHEST}"
