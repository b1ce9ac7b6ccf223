from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.effective import Effective, EffectiveQuerySet, range_constraints
from cadre.kernel.models import Record
from cadre.kernel.visibility import VisibleQuerySet
from cadre.people import policies


class LeaveQuerySet(VisibleQuerySet, EffectiveQuerySet):  # type: ignore[override]  # each names its own manager
    """Leave by who may see it, and by day."""


class Leave(Record, Effective):
    """That somebody is away on the days of [valid_from, valid_to); no end: until further notice.

    `lowers_target`: whether his target is given out without these days. Holidays everybody takes usually do not, long absences do.
    Why he is away is for himself, those he reports to, and HR; colleagues know only the days.
    """

    class Kind(models.TextChoices):
        ANNUAL = "annual", pgettext_lazy("leave kind", "Annual leave")
        SICK = "sick", pgettext_lazy("leave kind", "Sick leave")
        PARENTAL = "parental", pgettext_lazy("leave kind", "Parental leave")
        UNPAID = "unpaid", pgettext_lazy("leave kind", "Unpaid leave")
        OTHER = "other", pgettext_lazy("leave kind", "Other leave")

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="leaves")
    kind = models.CharField(pgettext_lazy("leave", "kind"), max_length=8, choices=Kind.choices, default=Kind.ANNUAL)
    lowers_target = models.BooleanField(_("lowers the target"), default=False)
    note = models.CharField(pgettext_lazy("leave", "note"), max_length=200, blank=True)

    policy = policies.leave
    objects = LeaveQuerySet.as_manager()  # type: ignore[assignment,misc]  # a wider manager than Record's

    class Meta:
        verbose_name = pgettext_lazy("model", "leave")
        verbose_name_plural = pgettext_lazy("model", "leaves")
        ordering: ClassVar = ["-valid_from", "id"]
        constraints = range_constraints("leave", "employee")
        indexes = [models.Index(fields=["employee", "valid_from", "valid_to"], name="leave_at")]

    def __str__(self) -> str:
        return f"{self.employee} {self.valid_from}–{self.valid_to or ''}"

    def clean(self) -> None:
        Effective.clean(self)
        clash: Any = Leave.objects.filter(employee_id=self.employee_id).exclude(pk=self.pk)
        if self.valid_to is None:
            clash = clash.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=self.valid_from))
        else:
            clash = clash.overlapping(self.valid_from, self.valid_to)
        if clash.exists():
            raise ValidationError(
                {
                    "valid_from": _(
                        "There is leave on some of these days already. Change that one, or choose other days."
                    )
                }
            )
