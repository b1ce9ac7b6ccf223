from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.targets import policies


class ApprovalRule(Record):
    """How the company approves targets; without a row as the defaults say."""

    needs_second = models.BooleanField(_("another person approves than the one who handed in"), default=True)

    policy = policies.approval

    class Meta:
        verbose_name = pgettext_lazy("model", "approval rule")
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="approval_rule_is_one")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
