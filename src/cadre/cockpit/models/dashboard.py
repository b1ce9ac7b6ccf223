from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.cockpit import policies
from cadre.kernel.access import Role
from cadre.kernel.models import Record


class Dashboard(Record):
    """A page of tiles. `shipped` names one that came with the product and belongs to nobody; its words come from there."""

    title = models.CharField(pgettext_lazy("field", "title"), max_length=80)
    note = models.CharField(_("what it is for"), max_length=200, blank=True)
    shipped = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    period = models.CharField(pgettext_lazy("field", "period"), max_length=40, blank=True)
    filters = models.JSONField(pgettext_lazy("field", "filters"), default=dict, blank=True)

    policy = policies.dashboard

    class Meta:
        verbose_name = pgettext_lazy("model", "dashboard")
        verbose_name_plural = pgettext_lazy("model", "dashboards")
        ordering: ClassVar = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Share(models.Model):
    """That a role, or a team with all below it, may look at a dashboard: each over his own rows."""

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="shares")
    role = models.CharField(pgettext_lazy("field", "role"), max_length=16, choices=Role.choices, blank=True)
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role="", team__isnull=False) | Q(~Q(role=""), team__isnull=True),
                name="share_with_a_role_or_a_team",
                violation_error_message=_("Share with a role or with a team."),
            ),
            models.UniqueConstraint(
                fields=["dashboard", "role"], condition=~Q(role=""), name="shared_once_with_a_role"
            ),
            models.UniqueConstraint(
                fields=["dashboard", "team"], condition=Q(team__isnull=False), name="shared_once_with_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dashboard_id} → {self.role or self.team_id}"


class Tile(Record):
    """One question to the metrics layer and how its answer is drawn.

    `metrics` and `by` are keys in order; `period` is read by `rules.spans`; `width` counts twelfths of the page. `publisher`
    is set on a ranking that is shown to all readers as that person sees it: the only tile that is not over the reader's rows.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", pgettext_lazy("tile", "Figures")
        LINE = "line", pgettext_lazy("tile", "Line")
        BAR = "bar", pgettext_lazy("tile", "Bars")
        STACKED = "stacked", pgettext_lazy("tile", "Stacked columns")
        FUNNEL = "funnel", pgettext_lazy("tile", "Funnel")
        HEAT = "heat", pgettext_lazy("tile", "Heat map")
        TABLE = "table", pgettext_lazy("tile", "Table")
        RANKING = "ranking", pgettext_lazy("tile", "Ranking")

    class Compare(models.TextChoices):
        NONE = "", pgettext_lazy("comparison", "None")
        PREVIOUS = "previous", pgettext_lazy("comparison", "The period before")
        YEAR_BEFORE = "year_before", pgettext_lazy("comparison", "The year before")

    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="tiles")
    place = models.PositiveSmallIntegerField(default=0)
    width = models.PositiveSmallIntegerField(pgettext_lazy("tile", "width"), default=6)
    title = models.CharField(pgettext_lazy("field", "title"), max_length=80, blank=True)
    kind = models.CharField(pgettext_lazy("tile", "kind"), max_length=8, choices=Kind.choices, default=Kind.NUMBER)
    metrics = models.JSONField(pgettext_lazy("tile", "numbers"), default=list)
    by = models.JSONField(_("broken down by"), default=list, blank=True)
    period = models.CharField(pgettext_lazy("field", "period"), max_length=40, blank=True)
    compare = models.CharField(
        _("compared with"), max_length=12, choices=Compare.choices, blank=True, default=Compare.NONE
    )
    limit = models.PositiveSmallIntegerField(_("how many at most"), null=True, blank=True)
    with_target = models.BooleanField(_("with targets"), default=False)
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "tile")
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(width__gte=3, width__lte=12),
                name="tile_fits_the_page",
                violation_error_message=_("A tile is a quarter of the page to the whole page wide."),
            ),
            models.CheckConstraint(
                condition=Q(publisher__isnull=True) | Q(kind="ranking"),
                name="tile_only_rankings_are_published",
                violation_error_message=_("Only a ranking can be published."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or ", ".join(self.metrics)


class Home(models.Model):
    """Which dashboard a user sees as his home instead of the one of his role."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("model", "home")

    def __str__(self) -> str:
        return f"{self.user_id} → {self.dashboard_id}"


class Subscription(models.Model):
    """That a user gets a dashboard by mail, over his own rows. `next_on` is the day of the next mail."""

    class Rhythm(models.TextChoices):
        DAY = "day", pgettext_lazy("rhythm", "Every working day")
        WEEK = "week", pgettext_lazy("rhythm", "Every Monday")
        MONTH = "month", pgettext_lazy("rhythm", "On the first of every month")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    dashboard = models.ForeignKey(Dashboard, models.CASCADE, related_name="subscriptions")
    rhythm = models.CharField(pgettext_lazy("field", "rhythm"), max_length=5, choices=Rhythm.choices)
    next_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "dashboard"], name="subscribed_once")]
        indexes: ClassVar = [models.Index(fields=["next_on"], name="subscription_due")]

    def __str__(self) -> str:
        return f"{self.user_id} ← {self.dashboard_id} {self.rhythm}"
