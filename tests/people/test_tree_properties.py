"""Whatever is moved, whenever: the tree stays a tree, everybody has one team a day, and a leaver owns nothing."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.kernel.access import SYSTEM
from cadre.kernel.problems import Problems
from cadre.people import queries, services
from cadre.people.models import Assignment, Team, TeamPlacement
from cadre.people.rules.tree import Placement, above, first_circle, parents_on
from tests.support.company import lead, person, team

START = dt.date(2026, 1, 1)
DAYS = [START + dt.timedelta(days=30 * n) for n in range(6)]
days = st.sampled_from(DAYS)
TEAMS, PEOPLE = 5, 4
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def placements(draw):
    """A planned tree without circles: a team hangs under one made before it, differently in each span of days."""
    rows = []
    for team_id in range(1, TEAMS + 1):
        cuts = sorted(draw(st.sets(days, max_size=2)) | {START})
        for start, end in zip(cuts, [*cuts[1:], None], strict=True):
            parent = draw(st.none() | st.integers(1, team_id - 1)) if team_id > 1 else None
            rows.append(Placement(team_id, parent, start, end))
    return rows


@given(rows=placements(), team_id=st.integers(1, TEAMS), parent_id=st.integers(1, TEAMS), on=days)
@settings(deadline=None)
def test_the_first_circle_is_the_one_a_walk_through_every_day_finds(rows, team_id, parent_id, on):
    own = next(row for row in rows if row.team_id == team_id and row.holds_on(on))
    moved = Placement(team_id, parent_id, on, own.end)

    def closes(day):
        parents = parents_on(rows, day) | {team_id: parent_id}
        seen, at = set(), parent_id
        while at is not None and at not in seen:
            if at == team_id:
                return True
            seen.add(at)
            at = parents.get(at)
        return False

    last = own.end or DAYS[-1] + dt.timedelta(days=2)
    every_day = (on + dt.timedelta(days=n) for n in range((last - on).days))
    assert first_circle(rows, moved) == next((day for day in every_day if closes(day)), None)


moves = st.lists(st.tuples(st.integers(0, TEAMS - 1), st.none() | st.integers(0, TEAMS - 1), days), max_size=8)


@pytest.mark.django_db
@quick
@given(moves=moves)
def test_no_sequence_of_moves_makes_a_circle_and_every_team_hangs_in_one_place_a_day(moves):
    made = [team(f"T{n} {Team.objects.count()}", on=START) for n in range(TEAMS)]
    for which, under, on in moves:
        try:
            parent_id = made[under].pk if under is not None else None
            services.move_team(actor=SYSTEM, team_id=made[which].pk, parent_id=parent_id, on=on)
        except Problems:
            continue
    for day in DAYS:
        parents = queries.organisation_on(day).parents
        for one in made:
            assert TeamPlacement.objects.as_of(day).filter(team=one).count() == 1
            assert parents[above(parents, one.pk)[-1]] is None


steps = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, TEAMS - 1), days), max_size=10)


@pytest.mark.django_db
@quick
@given(steps=steps)
def test_everybody_has_exactly_one_team_a_day_and_the_members_of_all_teams_are_everybody(steps):
    top = team(f"Top {Team.objects.count()}", on=START)
    made = [team(f"T{n}", top, START) for n in range(TEAMS)]
    people = [person(f"P{n}", made[0], START) for n in range(PEOPLE)]
    for who, where, on in steps:
        services.move_employee(actor=SYSTEM, employee_id=people[who].pk, team_id=made[where].pk, on=on)
    ours = {p.pk for p in people}
    for day in DAYS:
        rows = Assignment.objects.as_of(day).filter(employee_id__in=ours)
        assert sorted(rows.values_list("employee_id", flat=True)) == sorted(ours)
        organisation = queries.organisation_on(day)
        assert sum(len(organisation.members_below(one.pk)) for one in made) == PEOPLE
        assert set(organisation.members_below(top.pk)) == ours


owned = st.lists(st.tuples(st.integers(0, TEAMS - 1), st.integers(0, PEOPLE - 1), days), max_size=8)


@pytest.mark.django_db
@quick
@given(owned=owned, leads=owned, left_on=days.filter(lambda day: day > START))
def test_a_leaver_owns_nothing_from_the_day_and_whatever_was_owned_still_is(owned, leads, left_on):
    stamp = Team.objects.count()
    top = team(f"Top {stamp}", on=START)
    made = [team(f"T{n}", top, START) for n in range(TEAMS)]
    lands = [services.create_territory(actor=SYSTEM, name=f"L{n} {stamp}", on=START) for n in range(TEAMS)]
    people = [person(f"P{n}", top, START) for n in range(PEOPLE)]
    for which, who, on in owned:
        services.assign_territory(actor=SYSTEM, territory_id=lands[which].pk, employee_id=people[who].pk, on=on)
    for which, who, on in leads:
        lead(made[which], people[who], on)
    leaver, receiver = people[0], people[1]
    before = {day: _owners(lands, day) for day in DAYS}
    parts = {part.key: receiver.pk for part in queries.owned_by(leaver.pk, left_on)}
    services.leave_employee(actor=SYSTEM, employee_id=leaver.pk, left_on=left_on, receivers=parts)
    assert queries.owned_by(leaver.pk, left_on) == []
    for day in DAYS:
        after = _owners(lands, day)
        taken_over = {land: receiver.pk if who == leaver.pk else who for land, who in before[day].items()}
        assert after == (taken_over if day >= left_on else before[day])
        assert (leaver.pk in queries.organisation_on(day).leads.values()) <= (day < left_on)


def _owners(lands, day):
    rows = queries.territories(SYSTEM, day).filter(pk__in=[land.pk for land in lands])
    return dict(rows.values_list("pk", "owner_id"))
