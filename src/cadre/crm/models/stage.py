from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from cadre.crm import policies
from cadre.kernel.models import Record

# The names of the stages the product ships with; a company that renames one gets its own words in every language
SHIPPED = {
    "lead": pgettext_lazy("opportunity stage", "Qualification"),
    "needs": pgettext_lazy("opportunity stage", "Needs analysis"),
    "proposal": pgettext_lazy("opportunity stage", "Proposal"),
    "negotiation": pgettext_lazy("opportunity stage", "Negotiation"),
    "won": pgettext_lazy("opportunity stage", "Won"),
    "lost": pgettext_lazy("opportunity stage", "Lost"),
}


class PipelineStage(Record):
    """A step of the sales process (book ch. 6), with the probability that a deal in it is won."""

    class Kind(models.TextChoices):
        OPEN = "open", pgettext_lazy("stage kind", "Open")
        WON = "won", pgettext_lazy("stage kind", "Won")
        LOST = "lost", pgettext_lazy("stage kind", "Lost")

    key = models.SlugField(max_length=40, unique=True)
    own_name = models.CharField(_("stage name"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("field", "position in the process"), unique=True)
    probability_percent = models.PositiveSmallIntegerField(_("probability (%)"))
    kind = models.CharField(pgettext_lazy("field", "kind"), max_length=4, choices=Kind.choices, default=Kind.OPEN)

    policy = policies.catalogue

    class Meta:
        verbose_name = pgettext_lazy("model", "stage")
        verbose_name_plural = pgettext_lazy("model", "stages")
        ordering: ClassVar = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability_percent__lte=100), name="stage_probability_is_percent"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.own_name or str(SHIPPED.get(self.key, self.key))


# What the shipped exit criteria say; a company's own have their own words
SHIPPED_CRITERIA = {
    "budget": pgettext_lazy("exit criterion", "Budget confirmed"),
    "need": pgettext_lazy("exit criterion", "Need and its owner named"),
    "decider": pgettext_lazy("exit criterion", "Decision maker has seen the solution"),
    "competitors": pgettext_lazy("exit criterion", "Competitors known"),
    "price": pgettext_lazy("exit criterion", "Decision maker agrees with the price range"),
    "terms": pgettext_lazy("exit criterion", "Payment terms discussed"),
}


class StageCriterion(Record):
    """What must be true before a deal leaves a stage forwards."""

    stage = models.ForeignKey(PipelineStage, models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=40)
    own_label = models.CharField(pgettext_lazy("field", "criterion"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("field", "position in the process"), default=1)
    is_required = models.BooleanField(pgettext_lazy("field", "required"), default=True)

    policy = policies.catalogue

    class Meta:
        verbose_name = pgettext_lazy("model", "exit criterion")
        ordering: ClassVar = ["stage__position", "position"]
        constraints = [models.UniqueConstraint(fields=["stage", "key"], name="criterion_once_per_stage")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.own_label or str(SHIPPED_CRITERIA.get(self.key, pgettext("exit criterion", "Criterion")))
