"""What is computed once for many readers is shared only where nothing of the reader decides about it."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from cadre.cockpit import services
from cadre.cockpit.queries import answers, dashboard_by_id, lately
from cadre.cockpit.queries.tiles import _what_it_depends_on
from cadre.cockpit.rules.asking import Chosen, asked
from cadre.cockpit.rules.spans import Spans
from cadre.kernel import clock
from cadre.kernel.access import Role
from cadre.kernel.models import CompanyProfile
from cadre.people.models import TeamLead
from tests.cockpit.conftest import board, today
from tests.metrics.conftest import Company
from tests.support.cast import Cast
from tests.targets.quotas import quota

FIGURE = {"kind": "number", "metrics": ["bookings.amount"], "by": [], "period": "month"}
BY_STAGE = {"kind": "funnel", "metrics": ["pipeline.amount"], "by": ["stage"]}
TARGETS = FIGURE | {"period": "quarter", "with_target": True}
EVERYBODY = tuple(role.value for role in Role)


@pytest.fixture
def selling(company: Company) -> Iterator[Company]:
    lately._kept.clear()
    company.won("rep_lin", amount=100_000, on=today())
    company.won("rep_hsu", amount=50_000, on=today())
    company.deal("rep_gao", amount=7_000)
    yield company
    lately._kept.clear()


def live(company: Company, name: str, made: Any) -> list[Any]:
    """The tiles as a page fetches them again by itself."""
    actor = company.actor(name)
    return answers(actor, list(dashboard_by_id(actor, made.pk).tiles.all()), Chosen(), lately=True)


def figures(company: Company, name: str, made: Any) -> list[int]:
    return [int(one.cells.total.values[one.tile.metrics[0]] or 0) for one in live(company, name, made)]


@pytest.mark.parametrize("tile", [FIGURE, BY_STAGE, TARGETS])
def test_readers_of_different_rights_never_share_an_answer(selling: Company, tile: dict[str, Any]) -> None:
    """Everybody after everybody else, in one moment: each finds what he finds alone."""
    quota(selling.cast.rep_lin, 500_000)
    made = board(selling.actor("director_shen"), tile, roles=EVERYBODY)
    names = [user.email.partition("@")[0] for user in selling.cast.everyone()]
    alone = {}
    for name in names:
        lately._kept.clear()
        (one,) = live(selling, name, made)
        alone[name] = (figures(selling, name, made), one.wholes)
    lately._kept.clear()
    for name in (*names, *reversed(names)):
        (one,) = live(selling, name, made)
        assert (figures(selling, name, made), one.wholes) == alone[name], name


def test_readers_of_different_languages_never_share_the_names_of_an_answer(selling: Company) -> None:
    made = board(selling.actor("director_shen"), BY_STAGE, roles=EVERYBODY)
    told = []
    for language in ("en", "zh-hant", "zh-hans"):
        with translation.override(language):
            (one,) = live(selling, "director_shen", made)
            told.append(tuple(one.name(cell) for cell in one.cells))
    assert len(set(told)) == len(told)


def test_who_loses_a_role_or_a_team_finds_nothing_of_the_moment_before(selling: Company) -> None:
    made = board(selling.actor("director_shen"), FIGURE, roles=EVERYBODY)
    chen = selling.cast.manager_chen
    assert figures(selling, "manager_chen", made) == [100_000]
    TeamLead.objects.filter(employee=Cast.employee(chen)).update(valid_to=clock.today())
    assert figures(selling, "manager_chen", made) == [0]
    shen = selling.cast.director_shen
    assert figures(selling, "director_shen", made) == [150_000]
    type(shen).objects.filter(pk=shen.pk).update(roles=["rep"])
    shen.refresh_from_db()
    assert figures(selling, "director_shen", made) == [0]


def test_a_ranking_that_is_published_no_more_is_over_the_readers_rows_at_once(selling: Company) -> None:
    chen = selling.actor("manager_chen")
    made = services.create_dashboard(actor=chen, title="Ranking")
    ranking = FIGURE | {"kind": "ranking", "by": ["employee"]}
    tile = services.add_tile(actor=chen, dashboard_id=made.pk, published=True, **ranking)
    services.share_dashboard(actor=chen, dashboard_id=made.pk, roles=["rep"], teams=[])
    assert figures(selling, "rep_gao", made) == [100_000]
    services.change_tile(actor=chen, tile_id=tile.pk, published=False)
    assert figures(selling, "rep_gao", made) == [0]


def test_all_that_an_answer_depends_on_parts_it(selling: Company) -> None:
    """Day, language, currency, rights, filters and what has happened: another of any is another answer."""
    made = board(selling.actor("director_shen"), FIGURE)
    tile = made.tiles.get()

    def key(name: str = "director_shen", chosen: Chosen | None = None) -> Any:
        return _what_it_depends_on([(tile, asked(tile, chosen or Chosen(), Spans()))], selling.actor(name))

    keys = [key(), key(chosen=Chosen("quarter")), key(chosen=Chosen("", (("product", selling.products[0].pk),)))]
    keys += [key(name) for name in ("manager_chen", "manager_wu", "rep_lin", "rep_gao", "hr_fang")]
    with translation.override("zh-hans"):
        keys.append(key())
    CompanyProfile.objects.update(currency="TWD")
    keys.append(key())
    services.change_tile(actor=selling.actor("director_shen"), tile_id=tile.pk, title="Another")
    tile.refresh_from_db()
    keys.append(key())
    assert all(one != other for one, other in itertools.combinations(keys, 2))
    assert key("director_shen") == key("executive_qiu")
