"""Who moved between teams: what he won counts in a forecast for the team he was in then, as it does in every number."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from cadre.crm import queries, services
from cadre.crm.models import ForecastSnapshot
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.people.models import Assignment, Team
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal, won

TODAY = dt.date(2026, 5, 13)


@pytest.fixture(autouse=True)
def _on_the_day(cast: Cast) -> Iterator[None]:
    """Wednesday, 13 May 2026; the calendar reaches around it."""
    rebuild(CompanyProfile.objects.get(), dt.date(2025, 1, 1), dt.date(2028, 1, 1))
    with time_machine.travel(dt.datetime(2026, 5, 13, 4, tzinfo=dt.UTC), tick=False):
        yield


def team(name: str) -> str:
    return f"team-{Team.objects.get(name=name).pk}"


def won_by(cast: Cast, method: str, who: str = "all") -> int:
    found = queries.forecast(actor(cast.director_shen), who).line(method)
    assert found is not None
    return found.won


def _moved(cast: Cast, on: dt.date) -> None:
    """Gao goes from North to South."""
    gao = Cast.employee(cast.rep_gao)
    Assignment.objects.filter(employee=gao).update(valid_to=on)
    position = Assignment.objects.get(employee=gao).position_id
    Assignment.objects.create(employee=gao, team=Team.objects.get(name="South"), position_id=position, valid_from=on)


def test_a_team_has_won_what_its_people_won_while_they_were_in_it_as_the_numbers_say(cast: Cast) -> None:
    moved_on = TODAY - dt.timedelta(days=5)
    won(cast.rep_gao, amount_minor=4_000, closed_on=moved_on - dt.timedelta(days=1))
    won(cast.rep_gao, amount_minor=500, closed_on=moved_on)
    won(cast.rep_lin, amount_minor=70, closed_on=TODAY)
    _moved(cast, moved_on)
    answer = run("bookings.amount", "team", Period(dt.date(2026, 4, 1), dt.date(2026, 7, 1)), actor=SYSTEM)
    said = {answer.names(cell)[0]: int(cell.values["bookings.amount"] or 0) for cell in answer}
    assert said == {"North": 4_070, "South": 500}
    for name, amount in said.items():
        for method in ("weighted", "category"):
            assert won_by(cast, method, team(name)) == amount
    seen = queries.forecast(actor(cast.director_shen))
    assert {part.whose.label: part.won for part in queries.parts(seen)} == said
    assert seen.commitment(seen.whose).won == won_by(cast, "weighted") == 4_570


def test_the_lines_of_a_team_add_up_when_somebody_moved_in(cast: Cast) -> None:
    won(cast.rep_gao, amount_minor=4_000, closed_on=TODAY - dt.timedelta(days=9))
    _moved(cast, TODAY - dt.timedelta(days=5))
    south = queries.forecast(actor(cast.director_shen), team("South"))
    assert {part.whose.label: part.won for part in queries.parts(south)} == {
        "Gao Rep": 4_000,
        "Left, moved, or in no team": -4_000,
    }
    assert south.used.won == 0


def test_a_kept_forecast_of_a_team_holds_what_its_people_won_while_they_were_in_it(cast: Cast) -> None:
    won(cast.rep_gao, amount_minor=4_000, closed_on=TODAY - dt.timedelta(days=9))
    _moved(cast, TODAY - dt.timedelta(days=5))
    deal(cast.rep_lin, where=account(cast.rep_lin), amount_minor=1_000, expected_close_on=dt.date(2026, 6, 2))
    services.keep_forecast(actor=SYSTEM)
    kept = ForecastSnapshot.objects.filter(method="weighted", period_kind="quarter", scope="team")
    assert dict(kept.values_list("team__name", "won_minor")) | {"South": 0} == {
        "Company": 4_000,
        "North": 4_000,
        "South": 0,
    }


def test_a_team_has_won_for_its_reader_what_he_may_see(cast: Cast) -> None:
    won(cast.rep_gao, amount_minor=4_000, closed_on=TODAY - dt.timedelta(days=9))
    won(cast.rep_lin, amount_minor=70, closed_on=TODAY - dt.timedelta(days=9))
    chief = actor(cast.manager_chen)
    assert queries.forecast(chief, team("North")).used.won == 4_070
    _moved(cast, TODAY - dt.timedelta(days=5))
    # What Gao won went with him to where the manager of North does not see it; who is above both teams does
    chief = actor(cast.manager_chen)
    assert queries.opportunities(chief).filter(state="won").count() == 1
    seen = queries.forecast(chief, team("North"))
    for method in ("weighted", "category"):
        line = seen.line(method)
        assert line is not None
        assert line.won == 70
        assert won_by(cast, method, team("North")) == 4_070
    assert {part.whose.label: part.won for part in queries.parts(seen) if part.won} == {"Lin Rep": 70}
