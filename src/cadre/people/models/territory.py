from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.effective import Effective, range_constraints
from cadre.kernel.models import Record
from cadre.people import policies


class Territory(Record):
    """A part of the market that somebody owns."""

    class Kind(models.TextChoices):
        GEOGRAPHY = "geography", pgettext_lazy("territory kind", "Geography")
        INDUSTRY = "industry", pgettext_lazy("territory kind", "Industry")
        SIZE = "size", pgettext_lazy("territory kind", "Company size")
        NAMED = "named", pgettext_lazy("territory kind", "Named accounts")

    name = models.CharField(pgettext_lazy("territory", "name"), max_length=80, unique=True)
    kind = models.CharField(
        pgettext_lazy("territory", "kind"), max_length=10, choices=Kind.choices, default=Kind.GEOGRAPHY
    )
    description = models.CharField(_("what belongs to it"), max_length=300, blank=True)

    policy = policies.territory

    class Meta:
        verbose_name = pgettext_lazy("model", "territory")
        verbose_name_plural = pgettext_lazy("model", "territories")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class TerritoryOwner(Effective):
    """Who owns a territory, from a day on."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="owners")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "territory owner")
        constraints = range_constraints("territory_owner", "territory")

    def __str__(self) -> str:
        return f"{self.territory} · {self.employee}"
