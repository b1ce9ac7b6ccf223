"""Many deals at once, with their history: columns of values, so that a hundred thousand take seconds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from cadre.crm import policies
from cadre.crm.models import Account, Opportunity, PipelineStage, Product, StageChange
from cadre.crm.rules.history import entered, path_of
from cadre.crm.services.bulk import differing, id_of, picked, there_of, written
from cadre.imports.kinds import UNTOLD, Progress, Row, Written
from cadre.kernel import clock, search, write
from cadre.kernel.access import Actor
from cadre.kernel.currency import RateBook
from cadre.kernel.models import AuditEntry
from cadre.kernel.verbs import verb

Values = dict[str, Any]
_OF_A_DEAL = (
    "external_id", "engaged_on", "closed_on", "expected_close_on", "next_step", "next_step_on", "competitors",
    "description", "amount_minor", "amount_is_estimate", "currency",
)  # fmt: skip
_AMOUNT = {"amount_minor", "amount_is_estimate", "currency", "base_minor"}


@verb("crm.opportunity.import", roles=policies.CURATORS)
def import_opportunities(*, actor: Actor, rows: Sequence[Row], progress: Progress = UNTOLD) -> Written:
    """Make or update deals, found again by external id, with the steps of their history.

    The state follows the stage; the amount in the company's currency is that of the closing day, of today while open.
    """
    book = _Book()
    there = {deal.external_id: deal for deal in there_of(Opportunity, "external_id", rows, "account", "product")}
    new = [(row, book.values(row)) for row in rows if row["external_id"] not in there]
    updates = [(there[row["external_id"]], row) for row in rows if row["external_id"] in there]
    progress(15)
    ids = _create([values for _row, values in new])
    progress(45)
    steps = [step for (row, values), pk in zip(new, ids, strict=True) for step in book.history(pk, row, values)]
    changed = differing([(deal, book.update(deal, row)) for deal, row in updates])
    steps.extend(
        book.step_of(deal, values) for deal, values in changed if values.get("stage_id", deal.stage_id) != deal.stage_id
    )
    write.change_many(changed)
    write.create_rows(StageChange, _columns(steps), len(steps))
    progress(65)
    _index(dict(zip(ids, (values for _row, values in new), strict=True)))
    search.put_many("crm.opportunity", [deal.pk for deal, _values in changed])
    return written(Opportunity, ids, len(changed), len(updates))


def take_steps_back(act: str, restored: Mapping[str, list[int]]) -> None:
    """Remove the steps that an import added to deals which became again what they were."""
    made = AuditEntry.objects.filter(act=act, model=StageChange._meta.label_lower, action="created_many").first()
    if made is None:
        return
    between = (made.fields["first_id"][1], made.fields["last_id"][1])
    deals = restored.get(Opportunity._meta.label_lower, [])
    write.remove_many(StageChange.objects.filter(pk__range=between, opportunity__in=deals))


class _Book:
    """What writing deals looks up, once."""

    def __init__(self) -> None:
        self.stages = PipelineStage.objects.in_bulk()
        ordered = sorted(self.stages.values(), key=lambda stage: stage.position)
        self.open = [(stage.key, stage.pk) for stage in ordered if stage.kind == "open"]
        self.today, self.rates = clock.today(), RateBook()

    def values(self, row: Row) -> Values:
        """The columns of one deal."""
        stage = self.stages[row["stage"]]
        on = row.get("closed_on")
        values = picked(row, _OF_A_DEAL) | {
            "owner_id": row["owner"],
            "product_id": row["product"],
            "stage_id": stage.pk,
            "state": stage.kind,
            "stage_since": on or row.get(entered(stage.key)) or row.get("engaged_on") or self.today,
            "base_minor": self.rates.in_base(row["amount_minor"], row["currency"], on or self.today),
        }
        forecast = {"forecast": row["forecast"]} if row.get("forecast") else {}
        return values | forecast | id_of(row, "account") | id_of(row, "loss_reason")

    def update(self, deal: Opportunity, row: Row) -> Values:
        """What a row says about a deal that is there: only of the columns it has. A stage that stays keeps its day."""
        stage = self.stages[row.get("stage") or deal.stage_id]
        closed = None if stage.kind == "open" else row.get("closed_on") or deal.closed_on
        left_out = set() if "amount" in row else _AMOUNT
        values = {name: value for name, value in picked(row, _OF_A_DEAL).items() if name not in left_out}
        values |= {"closed_on": closed} | id_of(row, "account") | id_of(row, "loss_reason")
        values |= {f"{name}_id": row[name] for name in ("owner", "product") if row.get(name)}
        values |= {"forecast": row["forecast"]} if row.get("forecast") else {}
        if stage.pk != deal.stage_id:
            since = closed or row.get(entered(stage.key)) or row.get("engaged_on") or self.today
            values |= {"stage_id": stage.pk, "state": stage.kind, "stage_since": since}
        if "amount" in row or closed != deal.closed_on:
            minor, currency = (values.get(name, getattr(deal, name)) for name in ("amount_minor", "currency"))
            values["base_minor"] = self.rates.in_base(minor, currency, closed or self.today)
        return values

    def history(self, pk: int, row: Row, values: Values) -> list[Values]:
        """A new deal's steps: the stages whose days its row gives, else where it began, and where it is.

        None where the row gives no day: the day of the import is not when the deal began, and the past pipeline would jump.
        """
        if not any(row.get(name) for name in ("engaged_on", "closed_on", *(entered(key) for key, _pk in self.open))):
            return []
        end = (self.stages[values["stage_id"]].key, values["stage_id"])
        path = path_of(row, self.open, end, values["stage_since"])
        before = [(None, path[0][1]), *path]
        return [
            _step(pk, values["owner_id"], left, stage_id, on, came)
            for (left, came), (stage_id, on) in zip(before, path, strict=False)
        ]

    def step_of(self, deal: Opportunity, values: Values) -> Values:
        """The step of a deal that an update takes to another stage."""
        owner = values.get("owner_id", deal.owner_id)
        return _step(deal.pk, owner, deal.stage_id, values["stage_id"], values["stage_since"], deal.stage_since)


def _step(pk: int, owner: int, before: int | None, after: int, on: dt.date, came: dt.date) -> Values:
    return {
        "opportunity_id": pk,
        "from_stage_id": before,
        "to_stage_id": after,
        "on": on,
        "employee_id": owner,
        "days_in_stage": max(0, (on - came).days) if before else 0,
    }


def _create(rows: Sequence[Values]) -> Sequence[int]:
    defaults = {field.attname: field.get_default() for field in Opportunity._meta.concrete_fields}
    names = sorted({name for values in rows for name in values})
    columns = {name: [values.get(name, defaults[name]) for values in rows] for name in names}
    return write.create_rows(Opportunity, columns, len(rows))


def _columns(rows: Sequence[Values]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _index(made: Mapping[int, Values]) -> None:
    """Put new deals into the search index by the kind's own rule, from what is known of them here."""
    accounts = Account.objects.in_bulk({values["account_id"] for values in made.values() if values.get("account_id")})
    products = Product.objects.in_bulk({values["product_id"] for values in made.values()})
    records = [
        SimpleNamespace(
            **{"external_id": "", "next_step": "", "competitors": ""} | values,
            pk=pk,
            account=accounts.get(values.get("account_id")),
            product=products[values["product_id"]],
        )
        for pk, values in made.items()
    ]
    search.put_new("crm.opportunity", records)
