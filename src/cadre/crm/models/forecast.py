"""What the forecast keeps: its model, the snapshots by which it is judged, and what managers say themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies
from cadre.kernel.effective import Effective, EffectiveQuerySet, range_constraints
from cadre.kernel.models import Record
from cadre.kernel.visibility import VisibleManager, VisibleQuerySet


class Method(models.TextChoices):
    """How a forecast is made."""

    WEIGHTED = "weighted", pgettext_lazy("forecast method", "Weighted by stage")
    CATEGORY = "category", pgettext_lazy("forecast method", "Category")
    LEARNED = "learned", pgettext_lazy("forecast method", "Learned")


class PeriodKind(models.TextChoices):
    MONTH = "month", pgettext_lazy("forecast period", "Month")
    QUARTER = "quarter", pgettext_lazy("forecast period", "Quarter")


class ForecastModel(Record):
    """What was learned from history up to a day: coefficients, and the verdict of the backtest on the last finished quarter."""

    trained_on = models.DateField()
    coefficients = models.JSONField(default=dict, blank=True)
    verdict = models.JSONField(default=dict, blank=True)

    policy = policies.forecast_model

    class Meta:
        verbose_name = pgettext_lazy("model", "forecast model")
        constraints = [models.UniqueConstraint(fields=["trained_on"], name="forecast_model_once_a_day")]

    def __str__(self) -> str:
        return self.trained_on.isoformat()


class ForecastSnapshot(models.Model):
    """A forecast as it stood at the end of a day: for the company, a team or a person, for a period, by one method.

    `won_minor` was won in the period by then; `open_minor` is expected of the open deals, `new_minor` of deals that do not exist
    yet (learned only). A snapshot made by the backtest shows what the method would have said.
    """

    class Scope(models.TextChoices):
        COMPANY = "company", pgettext_lazy("forecast scope", "Company")
        TEAM = "team", pgettext_lazy("forecast scope", "Team")
        PERSON = "person", pgettext_lazy("forecast scope", "Person")

    taken_on = models.DateField()
    is_backtest = models.BooleanField(default=False)
    period_kind = models.CharField(max_length=8, choices=PeriodKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    scope = models.CharField(max_length=8, choices=Scope.choices)
    subject = models.BigIntegerField(default=0)
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, blank=True, related_name="+")
    owner = models.ForeignKey("people.Employee", models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=8, choices=Method.choices)
    won_minor = models.BigIntegerField(default=0)
    open_minor = models.BigIntegerField(default=0)
    new_minor = models.BigIntegerField(default=0)
    low_minor = models.BigIntegerField(null=True)
    high_minor = models.BigIntegerField(null=True)
    deals = models.PositiveIntegerField(default=0)

    policy = policies.forecast_snapshot
    objects = VisibleManager()

    class Meta:
        verbose_name = pgettext_lazy("model", "forecast snapshot")
        verbose_name_plural = pgettext_lazy("model", "forecast snapshots")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "subject", "period_kind", "starts_on", "taken_on", "method", "is_backtest"],
                name="forecast_snapshot_once_a_day",
            )
        ]
        indexes = [models.Index(fields=["taken_on", "is_backtest"], name="forecast_snapshot_day")]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.scope} {self.subject} {self.method}"

    @property
    def total_minor(self) -> int:
        return self.won_minor + self.open_minor + self.new_minor


class ForecastLine(models.Model):
    """What one open deal carried and was expected to bring to the quarter, on the day of a snapshot. Shows what changed since."""

    taken_on = models.DateField()
    opportunity = models.ForeignKey("crm.Opportunity", models.CASCADE, related_name="+")
    owner = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    stage = models.ForeignKey("crm.PipelineStage", models.PROTECT, related_name="+")
    category = models.CharField(max_length=10)
    base_minor = models.BigIntegerField()
    weighted_minor = models.BigIntegerField()
    learned_minor = models.BigIntegerField()
    is_due = models.BooleanField()

    policy = policies.forecast_line
    objects = VisibleManager()

    class Meta:
        verbose_name = pgettext_lazy("model", "forecast line")
        verbose_name_plural = pgettext_lazy("model", "forecast lines")
        constraints = [models.UniqueConstraint(fields=["taken_on", "opportunity"], name="forecast_line_once_a_day")]
        indexes = [models.Index(fields=["taken_on", "owner"], name="forecast_line_owner")]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.opportunity_id}"


class ForecastSlot(models.Model):
    """That of which a manager says a number: a person or a team, and a period."""

    period_kind = models.CharField(max_length=8, choices=PeriodKind.choices)
    starts_on = models.DateField()
    scope = models.CharField(max_length=8, choices=ForecastSnapshot.Scope.choices)
    subject = models.BigIntegerField()

    class Meta:
        verbose_name = pgettext_lazy("model", "forecast slot")
        constraints = [
            models.UniqueConstraint(fields=["scope", "subject", "period_kind", "starts_on"], name="forecast_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject} {self.starts_on}"


class ForecastCallQuerySet(VisibleQuerySet, EffectiveQuerySet):  # type: ignore[override]
    """Seen by policy, dated by range."""


class ForecastCall(Record, Effective):
    """A manager's own number for a person or a team, in force from a day on, with the reason. The deals stay as they are."""

    slot = models.ForeignKey(ForecastSlot, models.CASCADE, related_name="calls")
    author = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", verbose_name=_("who said it"))
    commit_minor = models.BigIntegerField(_("commit for the whole period"))
    best_minor = models.BigIntegerField(_("best case for the whole period"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("field", "why"), max_length=300)

    policy = policies.forecast_call
    objects = ForecastCallQuerySet.as_manager()  # type: ignore[assignment, misc]  # a wider manager than those of Record and Effective

    class Meta:
        verbose_name = pgettext_lazy("model", "forecast call")
        verbose_name_plural = pgettext_lazy("model", "forecast calls")
        constraints = [
            *range_constraints("forecast_call", "slot"),
            models.CheckConstraint(
                condition=models.Q(commit_minor__gte=0),
                name="forecast_call_not_negative",
                violation_error_message=_("A forecast cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(best_minor__isnull=True) | models.Q(best_minor__gte=models.F("commit_minor")),
                name="forecast_call_best_not_below",
                violation_error_message=_("The best case cannot be below what is committed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.commit_minor}"
