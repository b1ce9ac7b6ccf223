from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.targets import policies


class RetiredMetric(Record):
    """That the company measures nothing new by a metric any more. What was measured by it stays as it is."""

    metric = models.CharField(pgettext_lazy("goal", "metric"), max_length=60, unique=True)
    reason = models.CharField(pgettext_lazy("target", "reason"), max_length=300)

    policy = policies.goal

    class Meta:
        verbose_name = pgettext_lazy("model", "retired metric")
        verbose_name_plural = pgettext_lazy("model", "retired metrics")
        ordering: ClassVar = ["metric"]

    def __str__(self) -> str:
        return self.metric
