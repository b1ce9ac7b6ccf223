from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.models import Record
from cadre.kernel.visibility import VisibleQuerySet
from cadre.targets import policies
from cadre.targets.models.plan import TargetPlan


class TargetQuerySet(VisibleQuerySet):
    def in_force(self) -> "TargetQuerySet":
        """Targets that hold now or will: approved, acknowledged or questioned, and not superseded."""
        return self.filter(state__in=Target.IN_FORCE, valid_to=None)

    def settable_by(self, actor: Any) -> "TargetQuerySet":
        """Those the actor may set: of people and teams below him, never his own."""
        condition = policies.target.settable_rows(actor)
        return self if condition is None else self.filter(condition)


class Target(Record):
    """What a person, a team or the company (neither) is to reach by a metric in a period.

    All values are integers in the metric's smallest unit (minor units of money, whole things, millionths of a ratio). No row
    means no target; a row of zero means a target of zero. `computed` is what the cascade gave and stays beside a value set by
    hand, `proposed` is what was proposed from below. Rows in force are never edited: a change in mid-period ends one
    (`valid_to`) and begins the next.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("target state", "Draft")
        APPROVED = "approved", pgettext_lazy("target state", "Approved")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("target state", "Acknowledged")
        QUESTIONED = "questioned", pgettext_lazy("target state", "Questioned")
        SUPERSEDED = "superseded", pgettext_lazy("target state", "Superseded")

    IN_FORCE: ClassVar = (State.APPROVED, State.ACKNOWLEDGED, State.QUESTIONED)

    plan = models.ForeignKey(TargetPlan, models.CASCADE, related_name="targets")
    metric = models.CharField(pgettext_lazy("target", "metric"), max_length=60)
    level = models.CharField(pgettext_lazy("target", "level"), max_length=9, choices=TargetPlan.Level.choices)
    dimension = models.CharField(max_length=40, blank=True)
    chosen = models.CharField(max_length=60, blank=True)
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    employee = models.ForeignKey("people.Employee", models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(pgettext_lazy("target", "period"), max_length=10)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("end (exclusive)"))
    value = models.BigIntegerField(pgettext_lazy("target", "value"))
    computed = models.BigIntegerField(_("computed value"), null=True, blank=True)
    proposed = models.BigIntegerField(_("proposed from below"), null=True, blank=True)
    proposed_note = models.CharField(_("note on the proposal"), max_length=300, blank=True)
    reason = models.CharField(pgettext_lazy("target", "reason"), max_length=300, blank=True)
    is_fixed = models.BooleanField(_("kept when the rest is divided again"), default=False)
    state = models.CharField(
        pgettext_lazy("target", "state"), max_length=12, choices=State.choices, default=State.DRAFT
    )
    question = models.CharField(pgettext_lazy("target", "question"), max_length=500, blank=True)
    answer = models.CharField(pgettext_lazy("target", "answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until (exclusive)"), null=True, blank=True)

    policy = policies.target
    objects = TargetQuerySet.as_manager()  # type: ignore[misc]  # a wider manager than Record's

    class Meta:
        verbose_name = pgettext_lazy("model", "target")
        verbose_name_plural = pgettext_lazy("model", "targets")
        ordering: ClassVar = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team__isnull=True) | Q(employee__isnull=True), name="target_one_subject"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="target_not_negative",
                violation_error_message=_("A target cannot be negative."),
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="target_range"),
            models.UniqueConstraint(
                Coalesce("team", 0),
                Coalesce("employee", 0),
                "plan",
                "starts_on",
                "ends_on",
                condition=Q(valid_to__isnull=True) & ~Q(state="superseded"),
                name="target_once_in_a_plan",
            ),
            models.UniqueConstraint(
                Coalesce("team", 0),
                Coalesce("employee", 0),
                "metric",
                "level",
                "dimension",
                "chosen",
                "starts_on",
                "ends_on",
                condition=Q(valid_to__isnull=True, state__in=("approved", "acknowledged", "questioned")),
                name="target_one_in_force",
                violation_error_message=_("There is a target in force for this already."),
            ),
        ]
        indexes = [
            models.Index(fields=["metric", "starts_on", "employee"], name="target_by_period"),
            models.Index(fields=["employee", "starts_on"], name="target_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.period} · {self.metric}"

    @property
    def is_in_force(self) -> bool:
        return self.state in self.IN_FORCE and self.valid_to is None
