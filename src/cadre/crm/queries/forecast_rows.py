"""What stands behind a forecast: the people and teams it is made of, its deals, and why a deal has its chance."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm.forecast import factors as why
from cadre.crm.forecast.categories import Commitment
from cadre.crm.forecast.deals import column
from cadre.crm.forecast.outlook import OMITTED
from cadre.crm.industries import industry_name
from cadre.crm.models import Method, Opportunity
from cadre.crm.queries.forecast import Outlook
from cadre.crm.queries.forecast_data import current_model, deals_of, season, table_of
from cadre.crm.queries.forecast_periods import Asked
from cadre.crm.queries.forecast_scope import EVERYTHING, Whose
from cadre.crm.queries.opportunities import opportunities, opportunity_record
from cadre.kernel import clock
from cadre.kernel.access import Actor

TENTH = Decimal("0.1")
REST = "rest"  # not a forecast of its own: nobody asks for it by address


@dataclass(frozen=True)
class Part:
    """A person or team within a forecast."""

    whose: Whose
    won: int
    weighted: int
    said: Commitment
    learned: int


def parts(seen: Outlook) -> list[Part]:
    """What the forecast divides into: teams and people directly below, and who is in none of them; none of a person."""
    below = _below(seen)
    found = [_part(seen, whose) for whose in below]
    if below:
        found.append(_rest(seen, below, found))
    return [part for part in found if _counts(part)]


def _rest(seen: Outlook, below: list[Whose], found: list[Part]) -> Part:
    """What is in the whole and in no part: of who has left or has no team, and what was won before people moved in or out."""
    others = _elsewhere(seen, below) if seen.whose.kind == EVERYTHING else frozenset()
    said = sum((own for owner, own in seen.commitments.items() if owner in others), Commitment())
    moved = seen.used.won - sum(part.won for part in found) - said.won
    label = pgettext("forecast part", "Left, moved, or in no team")
    return _part(seen, Whose(REST, 0, label, others), said + Commitment(won=moved), moved)


def _elsewhere(seen: Outlook, below: list[Whose]) -> frozenset[int]:
    """Owners whose deals are in the whole but in no part: who has left since, or has no team."""
    return frozenset(seen.owners.difference(*(whose.owners or frozenset() for whose in below)))


def _below(seen: Outlook) -> list[Whose]:
    reach, whose = seen.reach, seen.whose
    if whose.kind == "person":
        return []
    tops = reach.tops() if whose.kind == EVERYTHING else [whose.id]
    if len(tops) > 1:
        return [reach.whose(f"team-{team}") for team in tops]
    teams = [child for top in tops for child in reach.children(top) if child in reach.teams]
    people = [person for top in tops for person in reach.members(top) if person in reach.people]
    return [reach.whose(f"team-{team}") for team in teams] + [reach.whose(f"person-{person}") for person in people]


def _part(seen: Outlook, whose: Whose, said: Commitment | None = None, moved: int = 0) -> Part:
    owners = whose.owners or frozenset()
    moved = moved or seen.moved(whose)
    by_method = {method: seen.expectation(method, owners, whose.kind, moved) for method in seen.coming}
    weighted, learned = by_method[Method.WEIGHTED.value], by_method.get(Method.LEARNED.value)
    return Part(whose, weighted.won, weighted.total, said or seen.commitment(whose), learned.total if learned else 0)


def _counts(part: Part) -> bool:
    return bool(part.won or part.weighted or part.learned or part.said.best_total or part.whose.kind == "team")


@dataclass(frozen=True)
class DealRow:
    """An open deal with what each method makes of it."""

    deal: Any
    weighted: int
    learned: int
    is_due: bool
    chance: Decimal | None


def deal_rows(actor: Actor, seen: Outlook, *, limit: int, offset: int = 0) -> tuple[list[DealRow], int]:
    """The deals that count, the heaviest by the better method first, and how many there are. Each is asked for by what is seen."""
    values = seen.expected.learned_minor if seen.best == Method.LEARNED else seen.expected.weighted_minor
    columns = zip(
        values.tolist(),
        seen.book.deals.id.tolist(),
        seen.expected.weighted_minor.tolist(),
        seen.expected.learned_minor.tolist(),
        seen.expected.is_due.tolist(),
        seen.expected.chance.tolist(),
        seen.book.categories.tolist(),
        strict=True,
    )
    counting = sorted((row for row in columns if row[0] > 0 or (row[4] and row[6] != OMITTED)), reverse=True)
    page = counting[offset : offset + limit]
    found = opportunities(actor).in_bulk([row[1] for row in page])
    rows = [
        DealRow(found[pk], weighted, learned, is_due, Decimal(str(round(chance, 3))) if seen.model else None)
        for _value, pk, weighted, learned, is_due, chance, _category in page
        if pk in found
    ]
    return rows, len(counting)


@dataclass(frozen=True)
class Reason:
    """A factor in words: what it is, what it is here, and how many percentage points it adds or takes."""

    label: str
    value: str
    points: Decimal


@dataclass(frozen=True)
class Chance:
    """A deal's chance to be won by the end of the quarter, as learned and by its stage, and the reasons."""

    deal: Any
    asked: Asked
    chance: Decimal | None
    by_stage: int
    reasons: list[Reason]
    trained_on: Any
    closed: int


def chance_of(actor: Actor, opportunity_id: int, period: str = "quarter") -> Chance:
    """Why a deal has its chance. NOT_FOUND for a stranger; without a model, or for a closed deal, the chance is None."""
    deal = opportunity_record(actor, opportunity_id)
    today = clock.today()
    asked = Asked.of(period, today)
    row, model = current_model()
    empty = Chance(deal, asked, None, deal.stage.probability_percent, [], None, 0)
    if model is None or row is None or not deal.is_open or deal.engaged_on is None:
        return empty
    one = deals_of(table_of(Opportunity.objects.visible_to(actor).filter(pk=deal.pk)))
    chance, found = why.factors(
        model, one, column([deal.stage_id]), season(today, asked.span.last), asked.window(today)
    )
    reasons = [
        Reason(_label(factor.feature), _value(factor.feature, deal, asked), points)
        for factor in found
        if (points := (Decimal(str(factor.effect)) * 100).quantize(TENTH))
    ]
    return Chance(
        deal,
        asked,
        Decimal(str(round(chance, 3))),
        deal.stage.probability_percent,
        reasons[:5],
        row.trained_on,
        model.closed,
    )


def _label(feature: str) -> str:
    return {
        "age": pgettext("forecast factor", "Age"),
        "season": pgettext("forecast factor", "Time of the quarter"),
        "stage": pgettext("forecast factor", "Stage"),
        "owner": pgettext("forecast factor", "Owner"),
        "product": pgettext("forecast factor", "Product"),
        "industry": pgettext("forecast factor", "Industry"),
        "amount": pgettext("forecast factor", "Amount"),
    }[feature]


def _value(feature: str, deal: Any, asked: Asked) -> str:
    days = (clock.today() - deal.engaged_on).days
    values = {
        "age": _("%(days)s days since it began") % {"days": days},
        "season": _("until the end of %(period)s") % {"period": asked.span.name},
        "stage": deal.stage.name,
        "owner": deal.owner.name,
        "product": str(deal.product),
        "industry": industry_name(deal.account.industry) if deal.account and deal.account.industry else "—",
        "amount": _("compared with other deals"),
    }
    return str(values[feature])
