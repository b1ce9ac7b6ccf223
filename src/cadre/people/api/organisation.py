"""The organisation as a whole on a day."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query

from cadre.kernel import clock
from cadre.kernel.rest import Answer, actor_of_request
from cadre.people import queries
from cadre.people.api.routing import OnDay, router


class PersonInChart(Answer):
    """Somebody in the chart."""

    id: int
    name: str
    position: str
    dotted_to: list[str]


class TeamInChart(Answer):
    """A team in the chart; `members` lead neither it nor a team below it."""

    id: int
    name: str
    kind: str
    office: str
    parent_id: int | None
    since: dt.date
    lead: PersonInChart | None
    members: list[PersonInChart]


class ChartAnswer(Answer):
    """All teams of a day, parents before children, and who stands outside of them."""

    on: dt.date
    teams: list[TeamInChart]
    unplaced: list[PersonInChart]


@router.reads("/org-chart", "people.chart.get", ChartAnswer)
def org_chart(request: HttpRequest, query: Query[OnDay]) -> Any:
    """Who stands where on a day."""
    chart = queries.org_chart(actor_of_request(request), query.on or clock.today())
    return ChartAnswer(
        on=chart.on,
        teams=[
            TeamInChart(
                id=node.id,
                name=node.name,
                kind=node.kind,
                office=node.office,
                parent_id=node.parent_id,
                since=node.since,
                lead=_person(node.lead) if node.lead else None,
                members=[_person(one) for one in node.members],
            )
            for node in chart.nodes
        ],
        unplaced=[_person(one) for one in chart.unplaced],
    )


def _person(person: Any) -> PersonInChart:
    return PersonInChart(id=person.id, name=person.name, position=person.position, dotted_to=person.dotted_to)
