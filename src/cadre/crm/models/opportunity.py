from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies
from cadre.kernel import clock
from cadre.kernel.models import Record
from cadre.kernel.models.company import currency_code
from cadre.kernel.money import to_major
from cadre.kernel.visibility import VisibleManager


class Opportunity(Record):
    """A chance to sell: one product line to one account, with its stage, amount and dates (book ch. 6).

    `amount_minor` is in the deal's own currency; `base_minor` is the same in the company's, at the rate of the day it was
    closed (of the last change while it is open). `state` repeats the stage's kind, so that the table can hold its own rules.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("opportunity state", "Open")
        WON = "won", pgettext_lazy("opportunity state", "Won")
        LOST = "lost", pgettext_lazy("opportunity state", "Lost")

    class Forecast(models.TextChoices):
        COMMIT = "commit", pgettext_lazy("forecast category", "Commit")
        BEST_CASE = "best_case", pgettext_lazy("forecast category", "Best case")
        PIPELINE = "pipeline", pgettext_lazy("forecast category", "Pipeline")
        OMITTED = "omitted", pgettext_lazy("forecast category", "Omitted")

    external_id = models.CharField(_("external id"), max_length=64, null=True, blank=True, unique=True)
    account = models.ForeignKey(
        "crm.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=pgettext_lazy("field", "account"),
        db_index=False,  # as of owner and stage: the indexes below begin with them
    )
    owner = models.ForeignKey(
        "people.Employee",
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("field", "owner"),
        db_index=False,
    )
    product = models.ForeignKey(
        "crm.Product", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("field", "product")
    )
    stage = models.ForeignKey(
        "crm.PipelineStage",
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("field", "stage"),
        db_index=False,
    )
    state = models.CharField(
        pgettext_lazy("field", "state"), max_length=4, choices=State.choices, default=State.OPEN, editable=False
    )
    amount_minor = models.BigIntegerField(pgettext_lazy("field", "amount"), default=0)
    amount_is_estimate = models.BooleanField(_("amount is the list price"), default=False, editable=False)
    currency = models.CharField(
        pgettext_lazy("field", "currency"), max_length=3, default="USD", validators=[currency_code]
    )
    base_minor = models.BigIntegerField(default=0, editable=False)
    forecast = models.CharField(
        _("forecast category"), max_length=10, choices=Forecast.choices, default=Forecast.PIPELINE
    )
    engaged_on = models.DateField(_("engaged on"), null=True, blank=True)
    expected_close_on = models.DateField(_("expected close"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    stage_since = models.DateField(_("in this stage since"), default=clock.today, editable=False)
    slipped = models.PositiveSmallIntegerField(_("times the close date moved later"), default=0, editable=False)
    slipped_days = models.PositiveIntegerField(_("days the close date moved later"), default=0, editable=False)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("next step on"), null=True, blank=True)
    competitors = models.CharField(pgettext_lazy("field", "competitors"), max_length=200, blank=True)
    loss_reason = models.ForeignKey(
        "crm.LossReason",
        models.PROTECT,
        to_field="key",  # what numbers by reason, their filters and stored dashboards go by
        db_column="loss_reason",
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reason for the loss"),
        db_index=False,
    )
    close_note = models.CharField(_("what decided it"), max_length=300, blank=True)
    description = models.TextField(pgettext_lazy("field", "description"), blank=True)

    policy = policies.opportunity

    class Meta:
        verbose_name = pgettext_lazy("model", "opportunity")
        verbose_name_plural = pgettext_lazy("model", "opportunities")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, base_minor__gte=0),
                name="opportunity_amount_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True) | Q(~Q(state="open"), closed_on__isnull=False),
                name="opportunity_closed_has_a_date",
                violation_error_message=_("A closed opportunity needs its closing date, an open one has none."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(engaged_on__isnull=True)
                | Q(closed_on__gte=models.F("engaged_on")),
                name="opportunity_closes_after_it_began",
                violation_error_message=_("The closing date lies before the day the opportunity began."),
            ),
        ]
        indexes = [
            # Bookings, closed deals, sales cycle and pipeline: answered from the index alone
            models.Index(
                fields=["state", "closed_on", "owner", "base_minor", "engaged_on", "product", "account"],
                name="opportunity_results",
            ),
            models.Index(
                fields=["owner", "state", "closed_on", "base_minor", "engaged_on"], name="opportunity_owner_bookings"
            ),
            # Lists: the default order of open deals, of a stage's column, of one owner
            models.Index(fields=["state", "-amount_minor", "-id"], name="opportunity_by_amount"),
            models.Index(fields=["-amount_minor", "-id"], name="opportunity_largest"),
            models.Index(fields=["stage", "-amount_minor", "-id"], name="opportunity_column"),
            # Count and sums under a list, the pipeline of today, what needs an eye: from the index alone
            models.Index(
                fields=["state", "stage", "base_minor", "owner", "engaged_on", "expected_close_on", "account"],
                name="opportunity_standing",
            ),
            models.Index(fields=["owner", "state", "-amount_minor", "-id"], name="opportunity_owner_list"),
            models.Index(fields=["state", "expected_close_on", "id"], name="opportunity_by_close"),
            # The orders of the API, for those who fetch what is new
            models.Index(fields=["updated_at", "id"], name="opportunity_changed"),
            models.Index(fields=["closed_on", "id"], name="opportunity_closed"),
            models.Index(fields=["expected_close_on", "id"], name="opportunity_expected"),
            models.Index(fields=["account", "state"], name="opportunity_of_account"),
        ]

    def __str__(self) -> str:
        account = self.account or _("No account")
        return f"{account} · {self.product}"

    @property
    def amount(self) -> object:
        return to_major(self.amount_minor, self.currency)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class CriterionCheck(models.Model):
    """That an exit criterion was met for a deal, when and by whom."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="checks")
    criterion = models.ForeignKey("crm.StageCriterion", models.CASCADE, related_name="+")
    met_on = models.DateField(default=clock.today)
    employee = models.ForeignKey("people.Employee", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "criterion check")
        constraints = [models.UniqueConstraint(fields=["opportunity", "criterion"], name="criterion_met_once")]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.criterion_id}"


class StageChange(models.Model):
    """A step of a deal through the process. Only ever added."""

    # Steps are written with every move and import: no index that nothing reads by
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="stage_changes", db_index=False)
    from_stage = models.ForeignKey("crm.PipelineStage", models.PROTECT, null=True, related_name="+", db_index=False)
    to_stage = models.ForeignKey("crm.PipelineStage", models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    employee = models.ForeignKey("people.Employee", models.SET_NULL, null=True, related_name="+")
    days_in_stage = models.PositiveIntegerField(default=0)

    policy = policies.stage_change
    objects = VisibleManager()

    class Meta:
        verbose_name = pgettext_lazy("model", "stage change")
        indexes = [
            models.Index(fields=["opportunity", "id"], name="stage_change_history"),
            models.Index(fields=["on", "to_stage", "employee"], name="stage_change_on"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} → {self.to_stage_id}"
