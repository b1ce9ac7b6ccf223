"""Who stands above whom, and who shares a team, by date: the closure the engine joins credits with."""

from dataclasses import dataclass

from cadre.compensation.engine import calendar
from cadre.compensation.engine.inputs.people import Member, Rows
from cadre.compensation.engine.inputs.problems import ERROR, Problems
from cadre.compensation.engine.plan.component import RollUp

DEEPEST = 50


@dataclass(frozen=True, order=True)
class Edge:
    """A line of the tree over some days (half-open)."""

    payee: int
    manager: int
    start: int
    end: int
    relation: str = "manager"


@dataclass(frozen=True, order=True)
class Link:
    """Credits of ``source`` reach ``payee`` on these days, ``level`` steps up."""

    source: int
    payee: int
    level: int
    start: int
    end: int


def read_tree(rows: Rows, payees: dict[str, int]) -> list[Edge]:
    """The reporting lines, in order."""
    names, managers, relations = rows.texts("payee"), rows.texts("manager"), rows.texts("relation")
    starts, ends = rows.days("from", calendar.FIRST_DAY), rows.days("to", calendar.LAST_DAY)
    edges = []
    for index in rows.good():
        start, end = starts[index], ends[index]
        if names[index] == managers[index] or not names[index] or not managers[index]:
            rows.report(index, "manager", "self", "payee and manager must be two people; the row is not used")
        elif start is None or end is None or start >= end:
            rows.report(index, "to", "empty-span", "'to' is not after 'from'; the row is not used")
        else:
            edge = Edge(payees[names[index]], payees[managers[index]], start, end, relations[index] or "manager")
            edges.append(edge)
    return sorted(set(edges))


def roll_up(edges: list[Edge], rule: RollUp, payees: list[str], problems: Problems) -> list[Link]:  # noqa: C901 - one branch per rule of the language
    """Everybody's ancestors by date, as far as the rule goes; and oneself, if the rule says so."""
    above: dict[int, list[Edge]] = {}
    for edge in edges:
        if edge.relation == rule.relation:
            above.setdefault(edge.payee, []).append(edge)
    limit = DEEPEST if rule.levels == "all" else int(rule.levels)
    links: list[Link] = []
    for source in range(len(payees)):
        if rule.own:
            links.append(Link(source, source, 0, calendar.FIRST_DAY, calendar.LAST_DAY))
        waiting = [(source, 0, calendar.FIRST_DAY, calendar.LAST_DAY, frozenset({source}))]
        while waiting:
            at, level, start, end, passed = waiting.pop()
            for edge in above.get(at, []) if level < limit else []:
                low, high = max(start, edge.start), min(end, edge.end)
                if low >= high:
                    continue
                if edge.manager in passed:
                    text = "the reporting lines form a circle here; the line is not followed"
                    problems.add(ERROR, "tree", 0, "manager", "circle", text, payees[edge.manager])
                    continue
                if level + 1 >= rule.from_level:
                    links.append(Link(source, edge.manager, level + 1, low, high))
                waiting.append((edge.manager, level + 1, low, high, passed | {edge.manager}))
    return _without_doubles(links)


def _without_doubles(links: list[Link]) -> list[Link]:
    """Overlapping spans of one link are merged, so that a credit never reaches the same place twice."""
    merged: list[Link] = []
    for link in sorted(links):
        last = merged[-1] if merged else None
        if (
            last
            and (last.source, last.payee, last.level) == (link.source, link.payee, link.level)
            and link.start <= last.end
        ):
            merged[-1] = Link(last.source, last.payee, last.level, last.start, max(last.end, link.end))
            continue
        merged.append(link)
    return merged


def team_links(members: list[Member]) -> list[Link]:
    """Every member is reached by every member of the same team on the days they share."""
    links = []
    teams: dict[str, list[Member]] = {}
    for member in members:
        if member.team:
            teams.setdefault(member.team, []).append(member)
    for found in teams.values():
        for one in found:
            for other in found:
                start, end = max(one.start, other.start), min(one.end, other.end)
                if start < end:
                    links.append(Link(one.payee, other.payee, 0 if one.payee == other.payee else 1, start, end))
    return _without_doubles(links)
