import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.kernel.visibility import VisibleQuerySet
from cadre.people import policies


class EmployeeQuerySet(VisibleQuerySet):
    def employed_on(self, day: dt.date) -> "EmployeeQuerySet":
        """Those who belonged to the company on a day, in their present employment or in an earlier one."""
        from cadre.people.models.employment import EarlierEmployment

        present = Q(left_on__isnull=True) | Q(left_on__gt=day)
        present &= Q(hired_on__isnull=True) | Q(hired_on__lte=day)
        return self.filter(present | Q(pk__in=EarlierEmployment.objects.as_of(day).values("employee_id")))


class Employee(Record):
    """A person of the company. `left_on` is the first day on which he no longer belongs to it."""

    user = models.OneToOneField(
        "kernel.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sign-in")
    )
    external_id = models.CharField(_("employee number"), max_length=64, null=True, blank=True, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(pgettext_lazy("field", "phone"), max_length=40, blank=True)
    hired_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    policy = policies.directory
    objects = EmployeeQuerySet.as_manager()  # type: ignore[misc]  # a wider manager than Record's

    class Meta:
        verbose_name = pgettext_lazy("model", "employee")
        verbose_name_plural = pgettext_lazy("model", "employees")
        ordering: ClassVar = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(hired_on__isnull=True) | Q(left_on__gt=F("hired_on")),
                name="employee_leaves_after_joining",
                violation_error_message=_("The day of leaving must be after the day of joining."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="employee_email_once",
                violation_error_message=_("Another person already has this e-mail. Enter another address."),
            ),
        ]
        indexes = [models.Index(Lower("name"), name="employee_name")]

    def __str__(self) -> str:
        return self.name

    def is_employed_on(self, day: dt.date) -> bool:
        """Whether his present employment holds on a day."""
        return (self.hired_on is None or self.hired_on <= day) and (self.left_on is None or day < self.left_on)

    def clean(self) -> None:
        if self.left_on and self.hired_on and self.left_on <= self.hired_on:
            raise ValidationError({"left_on": _("The day of leaving must be after the day of joining.")})
