"""What a whole row of a deal must keep to, and what follows from its parts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from cadre.crm.importing.money import amount_in_minor
from cadre.crm.models import PipelineStage, Product
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


@dataclass
class Book:
    """What judging looks up, each once."""

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
    """Add `amount_minor`, `amount_is_estimate` and `currency` to every row, and note what does not fit together."""
    book = Book()
    dateless, amountless = findings.faulty_at("closed_on"), findings.faulty_at("amount")
    for place, row in enumerate(rows):
        stage = book.stages.get(row["stage"]) if row.get("stage") else None
        if stage is not None and place not in dateless:
            _dates(place, row, stage, findings, book)
        if place not in amountless:
            _amount(place, row, stage, findings, book)


def _dates(place: int, row: Row, stage: PipelineStage, findings: Findings, book: Book) -> None:
    closed = row.get("closed_on")
    if stage.kind == "open":
        if closed is not None:
            row["expected_close_on"] = row.get("expected_close_on") or closed
            row["closed_on"] = None
            findings.add(place, "closed_on", Doubt(OPEN_WITH_DATE, {}, (), Severity.NOTE))
        return
    if closed is None:
        findings.add(place, "closed_on", Doubt(CLOSED_WITHOUT_DATE, {"stage": stage.name}), stage.key)
    elif closed > book.today:
        findings.add(place, "closed_on", Doubt(CLOSE_IN_FUTURE, {}))
    elif row.get("engaged_on") is not None and row["engaged_on"] > closed:
        params = {"closed": str(closed), "began": str(row["engaged_on"])}
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
