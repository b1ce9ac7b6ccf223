"""What a whole row of a deal must keep to, and what follows from its parts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from cadre.crm.importing.money import amount_in_minor
from cadre.crm.models import Opportunity, PipelineStage, Product
from cadre.crm.problems import CLOSE_IN_FUTURE
from cadre.imports.findings import Doubt, Findings, Severity
from cadre.imports.kinds import Row
from cadre.kernel import clock
from cadre.kernel.currency import NO_RATE, RateBook
from cadre.kernel.problems import Problem, ProblemKind

CLOSED_WITHOUT_DATE = ProblemKind(
    "crm.import.closed_without_date", _("The stage is “%(stage)s”, but the closing date is empty."), 422
)
CLOSES_BEFORE_BEGIN = ProblemKind(
    "crm.import.closes_before_begin", _("It was closed on %(closed)s, before it began on %(began)s."), 422
)
WON_WITHOUT_AMOUNT = ProblemKind("crm.import.won_without_amount", _("It is won, but the amount is empty."), 422)
OPEN_WITH_DATE = ProblemKind(
    "crm.import.open_with_date", _("It is still open: the closing date is taken as the expected one."), 422
)
LIST_PRICE = ProblemKind(
    "crm.import.list_price", _("No amount yet: the product's list price is taken as an estimate."), 422
)
_SAID_BY_A_WHOLE_ROW = {"stage", "closed_on", "engaged_on", "amount"}
_PORTION = 1000


@dataclass(frozen=True)
class Present:
    """What a deal that is here already has where the file says nothing about it."""

    stage_id: int
    engaged_on: dt.date | None
    closed_on: dt.date | None


@dataclass
class Book:
    """What judging looks up, each once. `present`: deals that the file may change without saying everything, by number."""

    present: dict[str, Present] = field(default_factory=dict)
    today: dt.date = field(default_factory=clock.today)
    rates: RateBook = field(default_factory=RateBook)

    @cached_property
    def stages(self) -> dict[int, PipelineStage]:
        return PipelineStage.objects.in_bulk()

    @cached_property
    def prices(self) -> dict[int, tuple[int | None, str]]:
        return {
            pk: (price, currency)
            for pk, price, currency in Product.objects.values_list("pk", "list_price_minor", "currency")
        }

    def rate_problem(self, currency: str, on: dt.date) -> Problem | None:
        """Why an amount of that day cannot be converted; None if it can."""
        try:
            self.rates.in_base(1, currency, on)
        except Problem as problem:
            return problem
        return None


def judge(rows: Sequence[Row], findings: Findings) -> None:
    """Add `amount_minor`, `amount_is_estimate` and `currency` to every row with an amount or a new deal; note what does not fit."""
    book = Book(_present(rows))
    dateless, amountless = findings.faulty_at("closed_on"), findings.faulty_at("amount")
    for place, row in enumerate(rows):
        there = book.present.get(row.get("external_id") or "")
        stage_id = row.get("stage") or (there.stage_id if there else None)
        stage = book.stages.get(stage_id) if stage_id else None
        if stage is not None and place not in dateless:
            _dates(place, row, stage, findings, book)
        if place not in amountless and not (there and "amount" not in row):
            _amount(place, row, stage, findings, book)


def _present(rows: Sequence[Row]) -> dict[str, Present]:
    """The deals in a file that leaves something out; nothing is asked for a file that says it all."""
    if not rows or (rows[0].keys() >= _SAID_BY_A_WHOLE_ROW and all(row["stage"] for row in rows)):
        return {}
    wanted = [row["external_id"] for row in rows if row.get("external_id")]
    found = {}
    for start in range(0, len(wanted), _PORTION):
        deals = Opportunity.objects.filter(external_id__in=wanted[start : start + _PORTION])
        for number, *values in deals.values_list("external_id", "stage_id", "engaged_on", "closed_on"):
            found[number] = Present(*values)
    return found


def _dates(place: int, row: Row, stage: PipelineStage, findings: Findings, book: Book) -> None:
    there = book.present.get(row.get("external_id") or "")
    closed = row.get("closed_on") if "closed_on" in row or there is None else there.closed_on
    began = row.get("engaged_on") if "engaged_on" in row or there is None else there.engaged_on
    if stage.kind == "open":
        if row.get("closed_on") is not None:
            row["expected_close_on"] = row.get("expected_close_on") or row["closed_on"]
            row["closed_on"] = None
            findings.add(place, "closed_on", Doubt(OPEN_WITH_DATE, {}, (), Severity.NOTE))
        return
    if closed is None:
        findings.add(place, "closed_on", Doubt(CLOSED_WITHOUT_DATE, {"stage": stage.name}), stage.key)
    elif closed > book.today:
        findings.add(place, "closed_on", Doubt(CLOSE_IN_FUTURE, {}))
    elif began is not None and began > closed:
        params = {"closed": str(closed), "began": str(began)}
        findings.add(place, "closed_on", Doubt(CLOSES_BEFORE_BEGIN, params), str(closed))


def _amount(place: int, row: Row, stage: PipelineStage | None, findings: Findings, book: Book) -> None:
    row["currency"] = row.get("currency") or book.rates.base
    minor = amount_in_minor(row, "amount", row["currency"], place, findings)
    row["amount_is_estimate"] = False
    if minor is None and row.get("amount") is None:
        if stage is not None and stage.kind == "won":
            findings.add(place, "amount", Doubt(WON_WITHOUT_AMOUNT, {}))
        price, currency = book.prices.get(row.get("product") or 0, (None, book.rates.base))
        if stage is not None and stage.kind == "open" and price is not None:
            minor, row["currency"], row["amount_is_estimate"] = price, currency, True
            findings.add(place, "amount", Doubt(LIST_PRICE, {}, (), Severity.NOTE))
    row["amount_minor"] = minor or 0
    on = row.get("closed_on") or book.today
    if row["amount_minor"] and (problem := book.rate_problem(row["currency"], on)):
        findings.add(place, "currency", Doubt(NO_RATE, problem.params), row["currency"])
