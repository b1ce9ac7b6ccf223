from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.cockpit import policies
from cadre.kernel import clock
from cadre.kernel.access import Role
from cadre.kernel.models import Record
from cadre.kernel.visibility import VisibleManager


class AlertRule(Record):
    """What is watched, when it is worth an alert, and who is told.

    `most` is the number the condition asks for: days without activity, times slipped, hundredths of points dropped, or the
    threshold (minor units, a count, ten-thousandths of a ratio, hundredths of days). Quiet hours are local, [from, to).
    """

    class Condition(models.TextChoices):
        IDLE = "idle", pgettext_lazy("alert", "A deal without activity")
        SLIPPED = "slipped", pgettext_lazy("alert", "A closing date moved again and again")
        PACE = "pace", pgettext_lazy("alert", "A person behind the pace of his target")
        DROP = "drop", pgettext_lazy("alert", "A rate below its own history")
        BELOW = "below", pgettext_lazy("alert", "A number falls below")
        ABOVE = "above", pgettext_lazy("alert", "A number rises above")

    class Audience(models.TextChoices):
        SELF = "self", pgettext_lazy("alert audience", "Me")
        OWNER = "owner", pgettext_lazy("alert audience", "The owner of the deal")
        MANAGER = "manager", pgettext_lazy("alert audience", "The owner's manager")
        ROLE = "role", pgettext_lazy("alert audience", "A role, each for his own rows")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    condition = models.CharField(pgettext_lazy("alert", "when"), max_length=8, choices=Condition.choices)
    metric = models.CharField(pgettext_lazy("alert", "number"), max_length=80, blank=True)
    period = models.CharField(pgettext_lazy("field", "period"), max_length=40, blank=True)
    most = models.BigIntegerField(pgettext_lazy("alert", "limit"))
    audience = models.CharField(
        pgettext_lazy("alert", "who is told"), max_length=7, choices=Audience.choices, default=Audience.SELF
    )
    role = models.CharField(pgettext_lazy("field", "role"), max_length=16, choices=Role.choices, blank=True)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=20)
    quiet_to = models.PositiveSmallIntegerField(_("quiet until"), default=8)
    by_mail = models.BooleanField(_("also by mail"), default=False)
    is_active = models.BooleanField(pgettext_lazy("alert", "on"), default=True)

    policy = policies.rule

    class Meta:
        verbose_name = pgettext_lazy("model", "alert rule")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23, quiet_to__lte=23),
                name="alert_quiet_hours_of_a_day",
                violation_error_message=_("Hours go from 0 to 23."),
            ),
            models.CheckConstraint(
                condition=Q(~Q(audience="role"), role="") | Q(Q(audience="role"), ~Q(role="")),
                name="alert_role_where_a_role_is_told",
                violation_error_message=_("Choose the role that is told."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_condition_display())


class Alert(models.Model):
    """One matter told to one person, once: while it lasts no second one is made. `told_at` waits for the end of quiet hours."""

    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    matter = models.CharField(max_length=80)
    opportunity = models.ForeignKey("crm.Opportunity", models.CASCADE, null=True, blank=True, related_name="+")
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    policy = policies.alert
    objects = VisibleManager()

    class Meta:
        verbose_name = pgettext_lazy("model", "alert")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "recipient", "matter"], condition=Q(ended_at=None), name="alert_once_per_matter"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="alert_by_recipient"),
            models.Index(fields=["told_at"], condition=Q(told_at=None), name="alert_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} → {self.recipient_id}"
