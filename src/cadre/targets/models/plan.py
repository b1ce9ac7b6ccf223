from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.targets import policies


class TargetPlan(Record):
    """One version of the targets for a metric and a period. A new version takes the place of an approved one when it is approved.

    `top_down` is what is wanted from above, in the metric's smallest unit; `over_ppm` how much more than it is given out on
    purpose, in millionths. A plan of a `team` holds that team and all below it; without one, the whole company.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("plan state", "Draft")
        SUBMITTED = "submitted", pgettext_lazy("plan state", "Submitted")
        APPROVED = "approved", pgettext_lazy("plan state", "Approved")
        SUPERSEDED = "superseded", pgettext_lazy("plan state", "Superseded")

    class Level(models.TextChoices):
        """Book ch. 8: 目標, 衝刺, 挑戰."""

        BASE = "base", pgettext_lazy("target level", "Base")
        STRETCH = "stretch", pgettext_lazy("target level", "Stretch")
        CHALLENGE = "challenge", pgettext_lazy("target level", "Challenge")

    class Grain(models.TextChoices):
        MONTH = "month", pgettext_lazy("plan grain", "Month")
        QUARTER = "quarter", pgettext_lazy("plan grain", "Quarter")

    class Basis(models.TextChoices):
        HISTORY = "history", pgettext_lazy("plan basis", "By own history")
        EQUAL = "equal", pgettext_lazy("plan basis", "In equal parts")
        PIPELINE = "pipeline", pgettext_lazy("plan basis", "By open pipeline")
        HAND = "hand", pgettext_lazy("plan basis", "By hand")

    metric = models.CharField(pgettext_lazy("plan", "metric"), max_length=60)
    level = models.CharField(pgettext_lazy("plan", "level"), max_length=9, choices=Level.choices, default=Level.BASE)
    period_kind = models.CharField(pgettext_lazy("plan", "kind of period"), max_length=7)
    period = models.CharField(pgettext_lazy("plan", "period"), max_length=10)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("end (exclusive)"))
    grain = models.CharField(
        pgettext_lazy("plan", "given out by"), max_length=7, choices=Grain.choices, default=Grain.MONTH
    )
    number = models.PositiveIntegerField(pgettext_lazy("plan", "version"))
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    goal = models.ForeignKey("targets.StrategicGoal", models.SET_NULL, null=True, blank=True, related_name="plans")
    author = models.ForeignKey("people.Employee", models.SET_NULL, null=True, blank=True, related_name="+")
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    dimension = models.CharField(pgettext_lazy("plan", "only for"), max_length=40, blank=True)
    chosen = models.CharField(pgettext_lazy("plan", "which"), max_length=60, blank=True)
    basis = models.CharField(
        pgettext_lazy("plan", "divided"), max_length=8, choices=Basis.choices, default=Basis.HISTORY
    )
    top_down = models.BigIntegerField(_("wanted from above"), null=True, blank=True)
    over_ppm = models.PositiveIntegerField(_("deliberately given out on top"), default=0)
    seasonality = models.JSONField(_("weights of the periods"), default=list, blank=True)
    state = models.CharField(pgettext_lazy("plan", "state"), max_length=10, choices=State.choices, default=State.DRAFT)
    note = models.CharField(pgettext_lazy("plan", "note"), max_length=300, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey("kernel.User", models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey("kernel.User", models.SET_NULL, null=True, blank=True, related_name="+")

    policy = policies.plan

    class Meta:
        verbose_name = pgettext_lazy("model", "target plan")
        verbose_name_plural = pgettext_lazy("model", "target plans")
        ordering: ClassVar = ["-starts_on", "metric", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plan_range"),
            models.CheckConstraint(condition=Q(top_down__isnull=True) | Q(top_down__gte=0), name="plan_not_negative"),
            models.UniqueConstraint(
                fields=["metric", "level", "period", "dimension", "chosen", "number"], name="plan_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} · v{self.number}"

    @property
    def over(self) -> Fraction:
        """The deliberate over-assignment as a ratio."""
        return Fraction(self.over_ppm, 1_000_000)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT
