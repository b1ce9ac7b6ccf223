"""What a payee gets by comparison with others: contests and shared pools."""

from fractions import Fraction

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.curves.bonuses import has_reached
from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.curves.readings import is_open, read
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import Gate, Reading
from cadre.compensation.engine.plan.payouts import Contest, Pool
from cadre.compensation.engine.plan.values import Level

Side = tuple[Fraction, list[Cell]]
"""A competitor: its score and who is in it (one payee, or a team)."""


def contest(ledger: Ledger, component: Component, cells: dict[tuple[int, int], Cell]) -> None:
    """Give every cell of a contest its prize: by period and group, ties as the plan says."""
    rule = component.pays.contest
    if rule is None:
        return
    prizes = [amounts.to_scale(prize, ledger.plan.scale) for prize in rule.prizes]
    for found in _groups(ledger, component, cells, rule.among):
        running = []
        for cell in found:
            score = _score(ledger, component, cell, rule)
            if score is not None and _takes_part(ledger, component, cell, rule.minimum, rule.qualify):
                running.append((score, cell))
        sides = _teams(ledger, component, running) if rule.between == "teams" else [(s, [c]) for s, c in running]
        sides = [side for side in sides if side[0] > 0]
        sides.sort(key=lambda side: (-side[0], side[1][0].payee))
        places = 1 if rule.best is None else max(amounts.round_half_away(len(sides) * rule.best), 1)
        _award(sides, prizes * places, rule)


def pool(ledger: Ledger, component: Component, cells: dict[tuple[int, int], Cell]) -> None:
    """Share out the pool of every period and group; the shares sum to it."""
    rule = component.pays.pool
    if rule is None:
        return
    for found in _groups(ledger, component, cells, rule.among):
        total = amounts.round_half_away(_pot(ledger, component, rule, found))
        weights = []
        for cell in found:
            takes_part = _takes_part(ledger, component, cell, rule.minimum, rule.qualify)
            weights.append((_weight(ledger, component, cell, rule) if takes_part else Fraction(0), cell))
        sharing = [(weight, cell) for weight, cell in weights if weight > 0]
        if not sharing:
            continue
        parts = amounts.allocate(total, [weight for weight, _ in sharing])
        for part, (_, cell) in zip(parts, sharing, strict=True):
            cell.uncapped = part


def _groups(ledger: Ledger, component: Component, cells: dict[tuple[int, int], Cell], among: str) -> list[list[Cell]]:
    groups: dict[tuple[int, str], list[Cell]] = {}
    for cell in cells.values():
        groups.setdefault((cell.period, _group(ledger, component, cell, among)), []).append(cell)
    return [found for _, found in sorted(groups.items())]


def _group(ledger: Ledger, component: Component, cell: Cell, among: str) -> str:
    if among == "everyone":
        return ""
    end = ledger.calendar(component).end(cell.period)
    if among == "team":
        return ledger.team(cell.payee, end)
    member = ledger.member(component, cell.payee, calendar.FIRST_DAY, end)
    if member is None:
        return ""
    return member.role if among == "role" else member.columns.get(among, "")


def _takes_part(ledger: Ledger, component: Component, cell: Cell, minimum: Level | None, qualify: list[Gate]) -> bool:
    if minimum is not None and not has_reached(component, ledger, cell, minimum):
        return False
    values = [(gate, read(ledger, component, cell, gate)) for gate in qualify]
    return all(value is not None and is_open(gate, value) for gate, value in values)


def _score(ledger: Ledger, component: Component, cell: Cell, rule: Contest) -> Fraction | None:
    if isinstance(rule.rank_by, Reading):
        return read(ledger, component, cell, rule.rank_by)
    if rule.rank_by == "attainment" or (cell.reading is not None and rule.rank_by == "credit"):
        return cell.attainment or Fraction(0)
    value = cell.reading if cell.reading is not None else Fraction(cell.reached, ledger.scale(component))
    if rule.baseline is None:
        return value
    base = read(ledger, component, cell, rule.baseline)
    if base is None or (rule.rank_by == "growth" and base <= 0):
        return None
    return value - base if rule.rank_by == "increase" else value / base - 1


def _teams(ledger: Ledger, component: Component, running: list[tuple[Fraction, Cell]]) -> list[Side]:
    teams: dict[str, list[tuple[Fraction, Cell]]] = {}
    for score, cell in running:
        name = ledger.team(cell.payee, ledger.calendar(component).end(cell.period))
        if name:
            teams.setdefault(name, []).append((score, cell))
    return [
        (sum((score for score, _ in found), Fraction(0)), [cell for _, cell in found])
        for _, found in sorted(teams.items())
    ]


def _award(running: list[Side], prizes: list[int], rule: Contest) -> None:
    place = 0
    while place < min(len(running), len(prizes)):
        tied = [side for side in running[place:] if side[0] == running[place][0]]
        if rule.ties == "earliest" and len(tied) > 1:
            tied.sort(key=lambda side: (max(c.first_reached for c in side[1]), side[1][0].payee))
        pot = prizes[place : place + len(tied)]
        if rule.ties == "share":
            shares = amounts.allocate(sum(pot), [Fraction(1)] * len(tied))
        elif rule.ties == "each":
            shares = [pot[0]] * len(tied)
        else:
            shares = pot + [0] * (len(tied) - len(pot))
        for number, (side, prize) in enumerate(zip(tied, shares, strict=True)):
            rank = place + 1 + (number if rule.ties == "earliest" else 0)
            _to_members(side[1], prize, rule, str(rank))
        place += len(tied)


def _to_members(cells: list[Cell], prize: int, rule: Contest, rank: str) -> None:
    parts = [prize] * len(cells)
    if rule.between == "teams" and rule.members != "each":
        weights = [Fraction(max(cell.reached, 0) if rule.members == "contribution" else 1) for cell in cells]
        parts = amounts.allocate(prize, weights if any(weights) else [Fraction(1)] * len(cells))
    for cell, part in zip(cells, parts, strict=True):
        cell.uncapped, cell.title = part, rank


def _pot(ledger: Ledger, component: Component, rule: Pool, found: list[Cell]) -> Fraction:
    """What is shared out, in smallest units."""
    scale = ledger.plan.scale
    if rule.amount is not None:
        return Fraction(rule.amount) * scale
    if rule.reading is not None:
        pot: Fraction = (read(ledger, component, found[0], rule.reading) or Fraction(0)) * scale
        return pot
    credit = sum((Fraction(cell.reached, ledger.scale(component)) for cell in found), Fraction(0))
    rate = Fraction(rule.rate.value) if rule.rate is not None else Fraction(0)
    return max(credit, Fraction(0)) * rate * scale


def _weight(ledger: Ledger, component: Component, cell: Cell, rule: Pool) -> Fraction:
    if rule.by == "equal":
        return Fraction(1)
    if rule.by == "credit":
        return max(cell.reading if cell.reading is not None else Fraction(cell.reached), Fraction(0))
    return max(read(ledger, component, cell, rule.by) or Fraction(0), Fraction(0))
