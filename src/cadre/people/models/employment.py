from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock
from cadre.kernel.effective import Effective, range_constraints
from cadre.kernel.models import Record
from cadre.people import policies


class EarlierEmployment(Effective):
    """A time somebody belonged to the company before he left and came back. The present one stands on the employee."""

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="earlier_employments")

    class Meta:
        verbose_name = pgettext_lazy("model", "earlier employment")
        constraints = range_constraints("earlier_employment", "employee")

    def __str__(self) -> str:
        return f"{self.employee} {self.valid_from}–{self.valid_to}"


class Handover(Record):
    """That somebody's work goes to others on a day: who takes over which part, and how much it was once it is done."""

    class Reason(models.TextChoices):
        LEAVE = "leave", pgettext_lazy("handover reason", "Leaving")
        MOVE = "move", pgettext_lazy("handover reason", "Moving")

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="handovers")
    reason = models.CharField(pgettext_lazy("handover", "reason"), max_length=5, choices=Reason.choices)
    on = models.DateField(pgettext_lazy("handover", "date"))
    receivers = models.JSONField(_("who takes over"), default=dict, blank=True)
    # The functional lines that a departure ended, as they were: for who withdraws it
    lines = models.JSONField(default=list, blank=True, editable=False)
    moved = models.JSONField(_("how many"), default=dict, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    policy = policies.directory

    class Meta:
        verbose_name = pgettext_lazy("model", "handover")
        ordering: ClassVar = ["-on", "-id"]
        indexes = [models.Index(fields=["done_at", "on"], name="handover_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "reason"],
                condition=models.Q(done_at__isnull=True),
                name="handover_one_pending",
                violation_error_message=_("A handover of this person is already planned. Withdraw it first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.on}"

    @property
    def is_due(self) -> bool:
        """Whether its day has come and it is not done."""
        return self.done_at is None and self.on <= clock.today()
