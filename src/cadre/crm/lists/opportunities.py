"""The list of opportunities."""

import datetime as dt
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies, queries
from cadre.crm.lists.acts import allowed_acts
from cadre.crm.models import Opportunity
from cadre.crm.queries import choices
from cadre.kernel import clock, search
from cadre.kernel.currency import base_currency
from cadre.kernel.money import round_half_away
from cadre.ui import addresses
from cadre.ui.filters import Choice, Contains, Dates, Flag, Numbers
from cadre.ui.lists import Bulk, Column, Empty, ListPage, View

STALE_DAYS = 120
LONG_DAYS = 90
STUCK_DAYS = 60
OPEN = "state=open"
_STAMPS = ("version", "created_at", "updated_at")
UNSHOWN = (
    *_STAMPS,
    "description",
    "close_note",
    *(f"{path}__{name}" for path in ("account", "product", "stage", "owner", "loss_reason") for name in _STAMPS),
    *(
        f"account__{name}"
        for name in (
            *("external_id", "tier", "employees", "revenue_minor", "currency", "founded_year", "country", "website"),
            *("phone", "address", "note", "parent", "owner", "archived_at", "merged_into"),
        )
    ),
    *(f"owner__{name}" for name in ("external_id", "email", "phone", "hired_on", "left_on", "is_demo", "user")),
    *(f"product__{name}" for name in ("external_id", "series", "list_price_minor", "currency", "is_active")),
)  # half of a page's time with the database went into these


def weighted_minor(deal: Opportunity) -> int:
    """Amount × probability of the stage, in the deal's currency."""
    return round_half_away(Fraction(deal.amount_minor * deal.stage.probability_percent, 100))


def days_open(deal: Opportunity) -> int | None:
    """Days from the engagement to the closing, or to today."""
    return None if deal.engaged_on is None else ((deal.closed_on or clock.today()) - deal.engaged_on).days


def _is_stale(_actor: Any) -> Q:
    return Q(state=Opportunity.State.OPEN, engaged_on__lt=clock.today() - dt.timedelta(days=STALE_DAYS))


def _is_stuck(_actor: Any) -> Q:
    return Q(state=Opportunity.State.OPEN, stage_since__lt=clock.today() - dt.timedelta(days=STUCK_DAYS))


class OpportunityList(ListPage):
    key = "crm.opportunities"
    title = pgettext_lazy("column", "Opportunities")
    template = "crm/opportunity_list.html"
    sort = "-amount"
    search_hint = _("Account, product or number")
    live = "crm.opportunity"
    unshown = UNSHOWN
    changed = "deal-changed"
    empty = Empty(
        _("No opportunities yet"),
        _("An opportunity is a chance to sell. Create the first, or import them from a spreadsheet."),
        "briefcase",
    )
    columns = (
        Column(
            "account",
            _("Account · product"),
            lambda deal: deal.account.name if deal.account else _("No account"),
            "title",
            sort="account__name",
            sub="product.name",
            phone="title",
        ),
        Column("industry", pgettext_lazy("column", "Industry"), "account.industry_name", quiet=True),
        Column(
            "stage",
            pgettext_lazy("column", "Stage"),
            lambda deal: (deal.stage.name, deal.stage.probability_percent, deal.stage.kind),
            "stage",
            sort="stage__position",
            phone="a",
        ),
        Column(
            "amount",
            pgettext_lazy("column", "Amount"),
            "amount_minor",
            "money",
            sort="amount_minor",
            sum="base_minor",
            strong=True,
            phone="figure",
        ),
        Column(
            "weighted",
            pgettext_lazy("pipeline", "Weighted"),
            weighted_minor,
            "money",
            sum=F("base_minor") * F("stage__probability_percent"),
            quiet=True,
        ),
        Column(
            "close",
            _("Expected close"),
            lambda deal: deal.closed_on or deal.expected_close_on,
            "date",
            sort="expected_close_on",
            phone="note",
            tone=lambda deal: (
                "bad m" if deal.is_open and deal.expected_close_on and deal.expected_close_on <= clock.today() else ""
            ),
        ),
        Column(
            "age",
            _("Days open"),
            days_open,
            "number",
            sort="engaged_on",
            tone=lambda deal: "warn m" if deal.is_open and (days_open(deal) or 0) > LONG_DAYS else "",
        ),
        Column("owner", pgettext_lazy("column", "Owner"), "owner.name", "person", sort="owner__name", phone="b"),
        Column("code", pgettext_lazy("column", "Number"), "external_id", "code", sort="external_id"),
        Column(
            "forecast",
            _("Forecast category"),
            lambda deal: deal.get_forecast_display() if deal.is_open else "",
            shown=False,
        ),
        Column("next_step", _("Next step"), "next_step", shown=False),
        Column(
            "next_step_on",
            _("Next step on"),
            "next_step_on",
            "date",
            sort="next_step_on",
            shown=False,
            tone=lambda deal: (
                "bad m" if deal.is_open and deal.next_step_on and deal.next_step_on < clock.today() else ""
            ),
        ),
        Column(
            "stage_days",
            _("Days in the stage"),
            lambda deal: (clock.today() - deal.stage_since).days if deal.is_open else None,
            "number",
            sort="stage_since",
            shown=False,
        ),
        Column("engaged", _("Engaged on"), "engaged_on", "date", sort="engaged_on", shown=False),
        Column("slipped", _("Times postponed"), "slipped", "number", sort="slipped", shown=False),
        Column("slipped_days", _("Days postponed"), "slipped_days", "number", sort="slipped_days", shown=False),
        Column("competitors", pgettext_lazy("field", "Competitors"), "competitors", shown=False),
        Column("loss_reason", _("Why it was lost"), lambda deal: str(deal.loss_reason or ""), shown=False),
    )
    filters = (
        Choice("state", pgettext_lazy("column", "State"), "state", choices=Opportunity.State.choices),
        Choice("stage", pgettext_lazy("column", "Stage"), "stage", choices=choices.stages),
        Dates("close", _("Expected close"), "expected_close_on"),
        Dates("closed", _("Closed on"), "closed_on", ahead=False),
        Choice("owner", pgettext_lazy("column", "Owner"), "owner", choices=choices.owners),
        Contains("account", pgettext_lazy("column", "Account"), "account__name"),
        Choice("product", pgettext_lazy("column", "Product"), "product", choices=choices.products),
        Choice("industry", pgettext_lazy("column", "Industry"), "account__industry", choices=choices.industries),
        Choice("forecast", _("Forecast category"), "forecast", choices=Opportunity.Forecast.choices),
        Numbers("amount", pgettext_lazy("column", "Amount"), "base_minor", scale=100),
        Flag("mine", pgettext_lazy("column", "Mine"), condition=choices.is_mine("owner")),
        Flag("stale", _("Open for more than 120 days"), condition=_is_stale),
        Flag("stuck", _("In its stage for more than 60 days"), condition=_is_stuck),
        Numbers("slipped", _("Times postponed"), "slipped"),
        Numbers("slipped_days", _("Days postponed"), "slipped_days"),
        Dates("step", _("Next step on"), "next_step_on"),
        Contains("competitors", pgettext_lazy("field", "Competitors"), "competitors"),
        Choice("loss_reason", _("Why it was lost"), "loss_reason", choices=choices.loss_reasons),
        Flag(
            "with_account",
            pgettext_lazy("column", "Account"),
            condition=Q(account__isnull=False),
            yes=pgettext_lazy("column", "given"),
            no=pgettext_lazy("column", "missing"),
        ),
        Flag(
            "with_close",
            _("Closing date"),
            condition=Q(expected_close_on__isnull=False),
            yes=pgettext_lazy("column", "given"),
            no=pgettext_lazy("column", "missing"),
        ),
        Flag(
            "with_step",
            _("Next step"),
            condition=~Q(next_step=""),
            yes=pgettext_lazy("column", "given"),
            no=pgettext_lazy("column", "missing"),
        ),
        Flag("estimated", _("Amount is the list price"), condition=Q(amount_is_estimate=True)),
    )
    views = (
        View("open", _("All open"), OPEN),
        View("mine", pgettext_lazy("column", "Mine"), f"{OPEN}&mine=yes"),
        View("quarter", _("Closing this quarter"), f"{OPEN}&close=quarter&sort=close"),
        View("stale", _("Open for more than 120 days"), f"{OPEN}&stale=yes"),
        View("overdue", _("Past the closing date"), f"{OPEN}&close=overdue&sort=close"),
        View("step-overdue", _("Next step overdue"), f"{OPEN}&step=overdue&sort=close"),
        View("no-account", _("Without an account"), f"{OPEN}&with_account=no"),
        View("won", pgettext_lazy("opportunity state", "Won"), "state=won&sort=close"),
        View("lost", pgettext_lazy("opportunity state", "Lost"), "state=lost"),
    )
    acts = {
        "crm.opportunity.reassign": Bulk("owner", _("Change owner"), "crm:opportunity-reassign", "user-share"),
        "crm.opportunity.reschedule": Bulk(
            "close", _("Change expected close"), "crm:opportunity-reschedule", "calendar"
        ),
        "crm.opportunity.move_many": Bulk(
            "stage", _("Change stage"), "crm:opportunity-move-several", "arrows-horizontal"
        ),
        "crm.opportunity.set_next_steps": Bulk(
            "step", _("Set next step"), "crm:opportunity-next-steps", "calendar-event"
        ),
    }

    def rows(self) -> QuerySet[Any]:
        return queries.opportunities(self.actor).select_related("loss_reason")

    def url(self, row: Any) -> str:
        return addresses.record("crm:opportunity-record", row.pk)

    def search(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        ids = search.matching("crm.opportunity", words)
        return rows.none() if ids is None else rows.filter(pk__in=ids)

    @cached_property
    def bulk(self) -> list[Bulk]:  # type: ignore[override]
        """What the reader may do to several deals at once."""
        return allowed_acts(self.acts, self.actor)

    @cached_property
    def currency(self) -> str:  # type: ignore[override]
        return base_currency()

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Count and sums, added up stage by stage: answered from an index alone, without a join for the probabilities."""
        # Grouped by state as well, though the stage implies it: the order of the index, which SQLite else leaves aside
        kinds = self.filtered.order_by().values_list("state", "stage_id")
        groups = kinds.annotate(n=Count("*"), sum=Sum("base_minor"))
        found = [(stage_id, n, int(total or 0)) for _state, stage_id, n, total in groups]
        percent = {stage.pk: stage.probability_percent for stage in queries.stages()} if found else {}
        weighted = sum(total * percent[stage_id] for stage_id, _n, total in found)
        return {
            "count": sum(n for _stage, n, _total in found),
            "sum_amount": sum(total for _stage, _n, total in found),
            "sum_weighted": round_half_away(Fraction(weighted, 100)),
        }

    def context(self) -> dict[str, Any]:
        return {"may_create": bool(self.actor.roles & policies.SELLERS)}
