"""The rows this room gives to the metrics layer. The layer starts each at `visible_to(actor)`; what follows only narrows it.

Amounts are `base_minor`: the company's currency, minor units.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadre.kernel import clock
from cadre.metrics.declarations import Fact, Subject
from cadre.metrics.expressions import DaysBetween
from cadre.metrics.registry import register

Rows = QuerySet[Any]
OF_A_DEAL = {"person_id": int, "account_id": int, "product_id": int}


def bookings(visible: Rows, _day: dt.date) -> Rows:
    """Won opportunities on the day they were won. `cycle_days` runs from engagement to close and is unknown without the first."""
    dated = Case(When(engaged_on__isnull=False, then=Value(1)), default=Value(0), output_field=IntegerField())
    won = visible.filter(state="won")
    return won.annotate(
        on=F("closed_on"), person_id=F("owner_id"), cycle_days=DaysBetween("engaged_on", "closed_on"), dated=dated
    )


def deals(visible: Rows, _day: dt.date) -> Rows:
    """Opportunities that were decided, won or lost, on the day they were closed."""
    return visible.filter(state__in=("won", "lost")).annotate(on=F("closed_on"), person_id=F("owner_id"))


def first_deals(visible: Rows, _day: dt.date) -> Rows:
    """The first won opportunity of each account, whoever won it: the day the company became a customer."""
    earlier = apps.get_model("crm.Opportunity")._base_manager.filter(state="won", account_id=OuterRef("account_id"))
    earlier = earlier.filter(
        Q(closed_on__lt=OuterRef("closed_on")) | Q(closed_on=OuterRef("closed_on"), pk__lt=OuterRef("pk"))
    )
    won = visible.filter(~Exists(earlier), state="won", account_id__isnull=False)
    return won.annotate(on=F("closed_on"), person_id=F("owner_id"))


def pipeline(visible: Rows, day: dt.date) -> Rows:
    """Opportunities that were open at the end of a day, in the stage they were in then.

    One counts from its engagement, or else from its first recorded stage; without either it counts as open ever since. The
    amount is the present one. `weighted` is amount × the stage's probability in percent.
    """
    if day >= clock.today():
        # Joined: asked for row by row, the stage of 13,000 deals took most of the statement
        return _weighted(_open_now(visible, day), F("stage__probability_percent"))
    changes = apps.get_model("crm.StageChange")._base_manager.filter(opportunity_id=OuterRef("pk"))
    began = Q(engaged_on__lte=day) | Q(engaged_on__isnull=True) & (
        Exists(changes.filter(on__lte=day)) | ~Exists(changes)
    )
    open_then = visible.filter(Q(state="open") | Q(state__in=("won", "lost"), closed_on__gt=day), began)
    unchanged = Case(When(state="open", stage_since__lte=day, then=F("stage_id")))
    recorded = Subquery(changes.filter(on__lte=day).order_by("-id").values("to_stage_id")[:1])
    at_stage = Coalesce(
        unchanged, recorded, Case(When(state="open", then=F("stage_id"))), output_field=BigIntegerField()
    )
    stages = apps.get_model("crm.PipelineStage")._base_manager.filter(pk=OuterRef("at_stage")).order_by()
    return _weighted(open_then.annotate(at_stage=at_stage), Subquery(stages.values("probability_percent")))


def _open_now(visible: Rows, day: dt.date) -> Rows:
    """The pipeline of today, where the history decides nothing: what is open is open, in the stage it is in."""
    began = Q(engaged_on__lte=day) | Q(engaged_on__isnull=True)
    return visible.filter(began, state="open").annotate(at_stage=F("stage_id"))


def _weighted(open_deals: Rows, percent: Combinable) -> Rows:
    return open_deals.annotate(person_id=F("owner_id"), weighted=F("base_minor") * Coalesce(percent, 0))


def stage_steps(visible: Rows, _day: dt.date) -> Rows:
    """Steps out of a stage that decided something: forward (to a later stage, or won) or lost. Steps back decide nothing."""
    forward = Q(to_stage__position__gt=F("from_stage__position")) & ~Q(to_stage__kind="lost")
    steps = visible.filter(Q(to_stage__kind="lost") | forward, from_stage__kind="open")
    return steps.annotate(
        person_id=F("opportunity__owner_id"),
        account_id=F("opportunity__account_id"),
        product_id=F("opportunity__product_id"),
        at_stage=F("from_stage_id"),
        forward=Case(When(forward, then=Value(1)), default=Value(0), output_field=IntegerField()),
    )


def activities(visible: Rows, _day: dt.date) -> Rows:
    """Activities that were done, on their day."""
    return visible.filter(state="done").annotate(person_id=F("employee_id"))


def forecasts(visible: Rows, day: dt.date) -> Rows:
    """What was forecast, by every method, for each person and the quarter a day lies in, as kept last by the end of that day.

    `total` is for the whole quarter: won, expected of open deals, and of deals to come; `best` is its upper end.
    """
    kept = apps.get_model("crm.ForecastSnapshot")._base_manager.filter(is_backtest=False, taken_on__lte=day)
    rows = visible.filter(
        is_backtest=False, scope="person", period_kind="quarter", starts_on__lte=day, ends_on__gte=day
    )
    return rows.filter(taken_on=kept.aggregate(last=Max("taken_on"))["last"]).annotate(
        person_id=F("owner_id"),
        total=F("won_minor") + F("open_minor") + F("new_minor"),
        best=Coalesce("high_minor", F("won_minor") + F("open_minor") + F("new_minor")),
    )


def _opportunities(ids: Sequence[int]) -> Mapping[int, Subject]:
    rows = apps.get_model("crm.Opportunity")._base_manager.filter(pk__in=ids).select_related("account", "product")
    return {row.pk: Subject(str(row), _url("crm:opportunity-record", row.pk)) for row in rows}


def _forecasts(ids: Sequence[int]) -> Mapping[int, Subject]:
    rows = apps.get_model("crm.ForecastSnapshot")._base_manager.filter(pk__in=ids).select_related("owner")
    page = reverse("crm:forecast-page")
    return {row.pk: Subject(str(row.owner), f"{page}?who=person-{row.owner_id}") for row in rows}


def _steps(ids: Sequence[int]) -> Mapping[int, Subject]:
    steps = apps.get_model("crm.StageChange")._base_manager.filter(pk__in=ids)
    steps = steps.select_related("opportunity__account", "opportunity__product", "from_stage", "to_stage")
    return {
        step.pk: Subject(
            f"{step.opportunity}: {step.from_stage} → {step.to_stage}",
            _url("crm:opportunity-record", step.opportunity_id),
        )
        for step in steps
    }


def _activities(ids: Sequence[int]) -> Mapping[int, Subject]:
    rows = apps.get_model("crm.Activity")._base_manager.filter(pk__in=ids)
    return {
        row.pk: Subject(
            str(row),
            _url("crm:opportunity-record", row.opportunity_id) or _url("crm:account-record", row.account_id),
        )
        for row in rows
    }


def _url(name: str, key: int | None) -> str:
    return reverse(name, args=[key]) if key else ""


register(
    Fact(
        "bookings",
        _("Won opportunities"),
        "crm.Opportunity",
        bookings,
        OF_A_DEAL | {"base_minor": int, "cycle_days": int, "dated": int},
        subjects=_opportunities,
    ),
    Fact(
        "deals",
        _("Decided opportunities"),
        "crm.Opportunity",
        deals,
        OF_A_DEAL | {"state": str, "loss_reason": str},
        subjects=_opportunities,
    ),
    Fact(
        "first_deals",
        _("First deals of new customers"),
        "crm.Opportunity",
        first_deals,
        OF_A_DEAL | {"base_minor": int},
        subjects=_opportunities,
    ),
    Fact(
        "pipeline",
        _("Open opportunities"),
        "crm.Opportunity",
        pipeline,
        OF_A_DEAL | {"at_stage": int, "forecast": str, "base_minor": int, "weighted": int},
        snapshot=True,
        subjects=_opportunities,
    ),
    Fact(
        "stage_steps",
        _("Decided stages"),
        "crm.StageChange",
        stage_steps,
        OF_A_DEAL | {"at_stage": int, "forward": int, "days_in_stage": int},
        subjects=_steps,
    ),
    Fact(
        "activities",
        _("Activities done"),
        "crm.Activity",
        activities,
        {"person_id": int, "account_id": int, "kind": str},
        subjects=_activities,
    ),
    Fact(
        "forecasts",
        _("Forecasts of the quarter"),
        "crm.ForecastSnapshot",
        forecasts,
        {"person_id": int, "method": str, "total": int, "best": int},
        snapshot=True,
        subjects=_forecasts,
    ),
)
