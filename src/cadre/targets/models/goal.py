from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.targets import policies


class StrategicGoal(Record):
    """What the company wants to reach and why (book ch. 4), as a value of a metric by the end of a period.

    `value` is in the metric's smallest unit: minor units of money, whole things, millionths of a ratio.
    """

    class Direction(models.TextChoices):
        MORE = "more", pgettext_lazy("goal direction", "At least")
        LESS = "less", pgettext_lazy("goal direction", "At most")

    title = models.CharField(pgettext_lazy("goal", "title"), max_length=120)
    why = models.TextField(_("why it matters"), blank=True, max_length=1000)
    metric = models.CharField(pgettext_lazy("goal", "metric"), max_length=60)
    direction = models.CharField(
        pgettext_lazy("goal", "direction"), max_length=4, choices=Direction.choices, default=Direction.MORE
    )
    value = models.BigIntegerField(_("value to reach"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("end (exclusive)"))
    period = models.CharField(pgettext_lazy("goal", "period"), max_length=20)
    owner = models.ForeignKey(
        "people.Employee", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("goal", "responsible"),
    )  # fmt: skip
    is_closed = models.BooleanField(pgettext_lazy("goal", "closed"), default=False)

    policy = policies.goal

    class Meta:
        verbose_name = pgettext_lazy("model", "strategic goal")
        verbose_name_plural = pgettext_lazy("model", "strategic goals")
        ordering: ClassVar = ["is_closed", "-starts_on", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="goal_range"),
            models.CheckConstraint(condition=Q(value__gte=0), name="goal_value_not_negative"),
        ]

    def __str__(self) -> str:
        return self.title
