import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.effective import Effective, range_constraints
from cadre.kernel.models import Record
from cadre.people import policies

# Names of the ladder the product ships with; what a company adds or renames has the company's own words
SHIPPED = {
    "sales": pgettext_lazy("job family", "Sales"),
    "presales": pgettext_lazy("job family", "Presales"),
    "success": pgettext_lazy("job family", "Customer success"),
    "analysis": pgettext_lazy("job family", "Sales analysis"),
    "expert": pgettext_lazy("job family", "Industry expertise"),
    "representative": pgettext_lazy("job level", "Representative"),
    "senior": pgettext_lazy("job level", "Senior representative"),
    "supervisor": pgettext_lazy("job level", "Supervisor"),
    "manager": pgettext_lazy("job level", "Manager"),
    "director": pgettext_lazy("job level", "Director"),
    "sales-representative": pgettext_lazy("position", "Sales representative"),
    "senior-sales-representative": pgettext_lazy("position", "Senior sales representative"),
    "sales-supervisor": pgettext_lazy("position", "Sales supervisor"),
    "sales-manager": pgettext_lazy("position", "Sales manager"),
    "sales-director": pgettext_lazy("position", "Sales director"),
    "presales-consultant": pgettext_lazy("position", "Presales consultant"),
    "customer-success-manager": pgettext_lazy("position", "Customer success manager"),
    "sales-analyst": pgettext_lazy("position", "Sales analyst"),
    "industry-expert": pgettext_lazy("position", "Industry expert"),
}


class Named(Record):
    """A part of the ladder: its shipped name in the reader's language, unless the company gave its own.

    `retired_on` is the first day on which nobody new is put there; whoever is there stays until he moves.
    """

    key = models.SlugField(max_length=40, unique=True)
    own_name = models.CharField(_("own name"), max_length=80, blank=True)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("own_name"),
                condition=~models.Q(own_name=""),
                name="%(class)s_own_name_once",
                violation_error_message=_("This name is already on the ladder. Choose another one."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.own_name or str(SHIPPED.get(self.key, self.key))

    @property
    def is_shipped(self) -> bool:
        """Whether it has a name that the product translates."""
        return self.key in SHIPPED

    def is_retired_on(self, day: dt.date) -> bool:
        """Whether nobody new is put there from this day on, or from an earlier one."""
        return self.retired_on is not None and self.retired_on <= day


class JobFamily(Named):
    """Sales, presales, customer success, analysis … (book ch. 3: 職業規劃). `rank` orders them on pages."""

    rank = models.PositiveSmallIntegerField(pgettext_lazy("field", "rank"), default=0)

    policy = policies.structure

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("model", "job family")
        ordering: ClassVar = ["rank", "key"]


class JobLevel(Named):
    """A rung of the ladder: representative, senior, supervisor, manager, director. `rank` orders them."""

    rank = models.PositiveSmallIntegerField(pgettext_lazy("field", "rank"), unique=True)

    policy = policies.structure

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("model", "job level")
        ordering: ClassVar = ["rank"]


class Position(Named):
    """A kind of job: a title in a family at a level."""

    family = models.ForeignKey(JobFamily, models.PROTECT, related_name="+", verbose_name=_("job family"))
    level = models.ForeignKey(JobLevel, models.PROTECT, related_name="+", verbose_name=_("job level"))

    policy = policies.structure

    class Meta(Named.Meta):
        verbose_name = pgettext_lazy("model", "position")
        verbose_name_plural = pgettext_lazy("model", "positions")
        ordering: ClassVar = ["level__rank", "key"]


class Assignment(Effective):
    """In which team, in which position a person works, from a day on."""

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="assignments")
    team = models.ForeignKey("people.Team", models.PROTECT, related_name="assignments")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "assignment")
        constraints = range_constraints("assignment", "employee")
        indexes = [
            models.Index(fields=["employee", "valid_from", "valid_to", "team"], name="assignment_at"),
            models.Index(fields=["team", "valid_from", "valid_to", "employee"], name="assignment_of_team"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.team}"


class DottedLine(Effective):
    """A second, functional reporting line: it informs, it does not widen what the manager sees."""

    employee = models.ForeignKey("people.Employee", models.CASCADE, related_name="dotted_lines")
    manager = models.ForeignKey("people.Employee", models.CASCADE, related_name="+")
    reason = models.CharField(pgettext_lazy("field", "reason"), max_length=120, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "dotted line")
        constraints = [
            models.CheckConstraint(condition=~models.Q(employee=models.F("manager")), name="dotted_line_to_another"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="dotted_line_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} ⇢ {self.manager}"
