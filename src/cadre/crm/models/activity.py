from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies
from cadre.kernel.models import Record


class Activity(Record):
    """A note, call, visit, mail or meeting with a customer, done or planned; the timeline is made of these."""

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("activity kind", "Note")
        CALL = "call", pgettext_lazy("activity kind", "Call")
        VISIT = "visit", pgettext_lazy("activity kind", "Visit")
        MAIL = "mail", pgettext_lazy("activity kind", "E-mail")
        MEETING = "meeting", pgettext_lazy("activity kind", "Meeting")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("activity state", "Planned")
        DONE = "done", pgettext_lazy("activity state", "Done")

    kind = models.CharField(pgettext_lazy("field", "kind"), max_length=8, choices=Kind.choices, default=Kind.NOTE)
    state = models.CharField(pgettext_lazy("field", "state"), max_length=8, choices=State.choices, default=State.DONE)
    on = models.DateField(pgettext_lazy("field", "date"))
    at = models.DateTimeField(pgettext_lazy("field", "time"))
    minutes = models.PositiveSmallIntegerField(_("duration (minutes)"), null=True, blank=True)
    employee = models.ForeignKey(
        "people.Employee",
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("field", "person"),
        db_index=False,  # as of account and opportunity: the indexes below begin with them
    )
    account = models.ForeignKey(
        "crm.Account",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=pgettext_lazy("field", "account"),
        db_index=False,
    )
    opportunity = models.ForeignKey(
        "crm.Opportunity",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=pgettext_lazy("field", "opportunity"),
        db_index=False,
    )
    contact = models.ForeignKey(
        "crm.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=pgettext_lazy("field", "contact"),
    )
    subject = models.CharField(pgettext_lazy("field", "subject"), max_length=160, blank=True)
    body = models.TextField(_("what was said"), blank=True)

    policy = policies.activity

    class Meta:
        verbose_name = pgettext_lazy("model", "activity")
        verbose_name_plural = pgettext_lazy("model", "activities")
        ordering: ClassVar = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="", body=""),
                name="activity_says_something",
                violation_error_message=_("Write what happened, at least in a few words."),
            )
        ]
        indexes = [
            # Counting by kind must be answered from the index alone, whether entered by date or by person
            models.Index(fields=["on", "employee", "kind", "state"], name="activity_by_day"),
            models.Index(fields=["employee", "on", "kind", "state"], name="activity_by_person"),
            models.Index(fields=["opportunity", "-at"], name="activity_of_opportunity"),
            models.Index(fields=["account", "-at"], name="activity_of_account"),
            models.Index(fields=["employee", "at"], condition=Q(state="planned"), name="activity_planned"),
        ]

    def __str__(self) -> str:
        return self.subject or self.body[:60]
