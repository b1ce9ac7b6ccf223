"""What was said of somebody's work is read by him and by those above him now, by nobody else, by whatever door."""

from typing import Any

import pytest

from cadre.crm import services as crm
from cadre.crm.models import Account
from cadre.kernel import clock, search
from cadre.kernel.access import SYSTEM
from cadre.metrics.drilldown import rows
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.people import services as people
from cadre.people.models import Team
from cadre.voice import queries, services
from cadre.voice.models import Rating
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal
from tests.support.pages import Reader, text_of

WORDS = "Zephyrine grumbled"


@pytest.fixture
def shared(cast: Cast) -> Account:
    """Lin's account, on which Hsu of the other team has a deal; each has one rating there."""
    where = account(cast.rep_lin, "Quincunx Works")
    handed = deal(cast.rep_lin, where=where)
    crm.reassign_opportunities(
        actor=actor(cast.director_shen), opportunity_ids=[handed.pk], owner_id=Cast.employee(cast.rep_hsu).pk
    )
    rated(where, 1, words=WORDS)
    rated(where, 5, opportunity_id=handed.pk)
    return where


def rated(where: Account, score: int, **fields: Any) -> Rating:
    return services.record_rating(actor=SYSTEM, account_id=where.pk, score=score, **fields)


def of(user: Any) -> set[int]:
    return {row.score for row in queries.ratings(actor(user))}


def test_who_shares_an_account_reads_his_own_ratings_there_and_not_those_of_the_other(
    cast: Cast, shared: Account
) -> None:
    assert (of(cast.rep_lin), of(cast.rep_hsu)) == ({1}, {5})
    page = text_of(Reader(cast.rep_hsu).get("voice:account-ratings", shared.pk))
    assert "5.0 of 5 1 rating" in page
    assert WORDS not in page


def test_the_filters_of_the_api_narrow_what_one_sees_and_never_widen_it(cast: Cast, shared: Account) -> None:
    lin = Cast.employee(cast.rep_lin).pk
    for asked in ("", f"?account_id={shared.pk}", f"?employee_id={lin}", "?score=1", "?channel=visit&sort=on"):
        sent = Caller(cast.rep_hsu).get(f"ratings{asked}").content.decode()
        assert WORDS not in sent, asked
    hidden = Rating.objects.get(score=1).pk
    assert Caller(cast.rep_hsu).get(f"ratings/{hidden}").status_code == 404
    assert Caller(cast.manager_wu).call("DELETE", f"ratings/{hidden}").status_code == 404


def test_a_rating_stays_with_who_was_rated_when_the_account_gets_another_owner(cast: Cast, shared: Account) -> None:
    now = Account.objects.get(pk=shared.pk)
    gao = Cast.employee(cast.rep_gao).pk
    crm.change_account(actor=actor(cast.manager_chen), account_id=now.pk, expected_version=now.version, owner_id=gao)
    assert (of(cast.rep_gao), of(cast.rep_lin)) == (set(), {1})
    assert "No rating yet" in text_of(Reader(cast.rep_gao).get("voice:account-ratings", shared.pk))


def test_ratings_follow_the_rated_to_his_new_manager_and_leave_the_former(cast: Cast, shared: Account) -> None:
    south = Team.objects.get(name="South").pk
    people.move_employee(actor=SYSTEM, employee_id=Cast.employee(cast.rep_lin).pk, team_id=south, on=clock.today())
    assert of(cast.manager_chen) == set()
    assert of(cast.manager_wu) == {1, 5}


def test_the_score_by_account_and_the_rows_behind_it_are_those_of_what_one_sees(cast: Cast, shared: Account) -> None:
    today = Period.of(clock.today(), clock.today())
    for user, score in ((cast.rep_lin, 1), (cast.rep_hsu, 5), (cast.director_shen, 3)):
        by = run(["satisfaction.score"], ["account"], today, actor=actor(user))
        assert [cell.values["satisfaction.score"] for cell in by] == [score], user.name
    behind = rows("satisfaction.score", None, today, actor=actor(cast.rep_hsu))
    titles = [row.subject.title for one in behind for row in one.rows if row.subject]
    assert titles == ["Quincunx Works: 5/5"]


def test_search_does_not_find_what_customers_said(cast: Cast, shared: Account) -> None:
    for user in cast.everyone():
        assert not search.find(actor(user), "grumbled").hits


def test_who_sees_no_account_sees_neither_its_panel_nor_its_form(cast: Cast, shared: Account) -> None:
    for name in ("account-ratings", "rating-record"):
        assert Reader(cast.rep_gao).get(f"voice:{name}", shared.pk).status_code == 404
