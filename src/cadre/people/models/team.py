from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel.effective import Effective, range_constraints
from cadre.kernel.models import Record
from cadre.people import policies


class Office(Record):
    """A regional office. `closed_on` is the first day on which no team sits there."""

    name = models.CharField(pgettext_lazy("office", "name"), max_length=80, unique=True)
    closed_on = models.DateField(pgettext_lazy("office", "closed on"), null=True, blank=True)

    policy = policies.structure

    class Meta:
        verbose_name = pgettext_lazy("model", "office")
        verbose_name_plural = pgettext_lazy("model", "offices")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(Record):
    """A node of the team tree. Where it hangs, who leads it and who belongs to it are dated rows beside it."""

    class Kind(models.TextChoices):
        COMPANY = "company", pgettext_lazy("team kind", "Company")
        REGION = "region", pgettext_lazy("team kind", "Region")
        INDUSTRY = "industry", pgettext_lazy("team kind", "Industry")
        PRODUCT = "product", pgettext_lazy("team kind", "Product")
        KEY_ACCOUNT = "key_account", pgettext_lazy("team kind", "Key accounts")
        SALES = "sales", pgettext_lazy("team kind", "Sales team")
        SUPPORT = "support", pgettext_lazy("team kind", "Support")

    name = models.CharField(pgettext_lazy("team", "name"), max_length=80)
    kind = models.CharField(pgettext_lazy("team", "kind"), max_length=12, choices=Kind.choices, default=Kind.SALES)
    external_id = models.CharField(_("team code"), max_length=64, null=True, blank=True, unique=True)

    policy = policies.structure

    class Meta:
        verbose_name = pgettext_lazy("model", "team")
        verbose_name_plural = pgettext_lazy("model", "teams")
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class TeamPlacement(Effective):
    """Where a team hangs in the tree, and at which office it sits, from a day on. No parent: the top."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "team placement")
        constraints = [
            *range_constraints("team_placement", "team"),
            models.CheckConstraint(condition=~models.Q(team=models.F("parent")), name="team_not_its_own_parent"),
        ]
        indexes = [
            models.Index(fields=["team", "valid_from", "valid_to", "office", "parent"], name="team_placement_at")
        ]

    def __str__(self) -> str:
        return f"{self.team} < {self.parent}"


class TeamLead(Effective):
    """Who leads a team. The manager of a member is the lead of his team; of a lead, the lead of the team above."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="leads")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="leads")

    class Meta:
        verbose_name = pgettext_lazy("model", "team lead")
        constraints = range_constraints("team_lead", "team")
        indexes = [
            models.Index(fields=["team", "valid_from", "valid_to", "employee"], name="team_lead_at"),
            models.Index(fields=["employee", "valid_from", "valid_to", "team"], name="team_lead_of"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.team}"
