"""What a tile shows: the numbers of the metrics layer, over the rows of who looks."""

import csv
import datetime as dt
import io
import re
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from cadre.cockpit import services
from cadre.cockpit.queries import answers, concerned_by, dashboard_by_id, shown_tiles
from cadre.cockpit.queries.reach import sees_all
from cadre.cockpit.rules.asking import Chosen
from cadre.kernel.access import Role
from cadre.kernel.visibility import Scope
from cadre.metrics.cli import main
from cadre.targets.models import Target
from tests.cockpit.conftest import board, today
from tests.metrics.conftest import Company
from tests.support.api import Caller
from tests.support.deals import won
from tests.support.refusals import refuses
from tests.targets.quotas import quota

BY_PERSON = {"kind": "table", "metrics": ["bookings.amount", "win_rate"], "by": ["employee"], "period": "month"}
RANKING = {"kind": "ranking", "metrics": ["bookings.amount"], "by": ["employee"], "period": "month"}
FIGURE = {"kind": "number", "metrics": ["bookings.amount"], "by": [], "period": "month"}


@pytest.fixture
def selling(company: Company) -> Company:
    """Lin won 1,000.00 and 234.56 and lost one; Hsu of the other team won 500.00."""
    company.won("rep_lin", amount=100_000, on=today())
    company.won("rep_lin", amount=23_456, on=today(), product=1)
    company.lost("rep_lin", on=today())
    company.won("rep_hsu", amount=50_000, on=today())
    return company


def page(company: Company, name: str, dashboard: Any, **query: str) -> str:
    client = Client()
    client.force_login(getattr(company.cast, name))
    path = reverse("cockpit:dashboard-tiles", args=[dashboard.pk]) + "?" + urlencode(query)
    response = client.get(path, HTTP_HX_REQUEST="true")
    assert response.status_code == 200
    return response.content.decode()


def values(company: Company, name: str, dashboard: Any, chosen: Chosen | None = None) -> list[Any]:
    actor = company.actor(name)
    found = dashboard_by_id(actor, dashboard.pk)
    return [one.cells.total.values for one in answers(actor, list(found.tiles.all()), chosen or Chosen())]


def test_a_tile_equals_the_api_and_the_command_line(selling: Company, capsys: Any) -> None:
    made = board(selling.actor("director_shen"), BY_PERSON)
    text = page(selling, "director_shen", made)
    assert "1,234.56" in text.replace("\n", "") or "1,235" in text
    tiles = Caller(selling.cast.director_shen).get(f"dashboards/{made.pk}/tiles").json()
    first = today().replace(day=1)
    asked = {
        "metric": BY_PERSON["metrics"],
        "by": ["employee"],
        "from": first,
        "to": today(),
        "sort": "-bookings.amount",
    }
    numbers = Caller(selling.cast.director_shen).get(f"metrics/query?{urlencode(asked, doseq=True)}").json()
    assert [row["values"] for row in tiles[0]["numbers"]["rows"]] == [row["values"] for row in numbers["rows"]]
    assert tiles[0]["numbers"]["total"] == numbers["total"]
    main(
        [
            *("query", *BY_PERSON["metrics"], "--by", "employee", "--from", str(first), "--to", str(today())),
            *("--as", "director_shen@test.example", "--format", "csv", "--sort=-bookings.amount"),
        ]
    )
    told = list(csv.reader(io.StringIO(capsys.readouterr().out)))[1:]
    assert [line[1] for line in told] == [row["values"]["bookings.amount"]["value"] for row in numbers["rows"]]


def test_the_rows_behind_a_figure_add_up_to_it(selling: Company) -> None:
    made = board(selling.actor("director_shen"), BY_PERSON)
    text = page(selling, "director_shen", made)
    link = re.search(rf'href="(/numbers/bookings\.amount/\?[^"]*employee={selling.employee("rep_lin").pk}[^"]*)"', text)
    assert link is not None
    client = Client()
    client.force_login(selling.cast.director_shen)
    rows = client.get(link[1].replace("&amp;", "&")).context["behind"]
    assert sum(row.adds["bookings.amount"] for page_ in rows for row in page_.rows) == 123_456


def test_a_rep_sees_a_shared_dashboard_over_his_own_rows_only(selling: Company) -> None:
    made = board(selling.actor("director_shen"), BY_PERSON, FIGURE, roles=("rep", "manager"))
    assert values(selling, "rep_lin", made)[1] == {"bookings.amount": 123_456}
    assert values(selling, "rep_gao", made)[1] == {"bookings.amount": 0}
    assert values(selling, "manager_wu", made)[1] == {"bookings.amount": 50_000}
    assert "Hsu" not in page(selling, "rep_lin", made)
    with refuses("kernel.not_found"):
        dashboard_by_id(selling.actor("hr_fang"), made.pk)


def test_a_filter_narrows_every_tile_that_has_the_dimension(selling: Company) -> None:
    made = board(
        selling.actor("director_shen"),
        FIGURE,
        {"kind": "number", "metrics": ["activities.count"], "by": [], "period": "month"},
    )
    product = selling.products[1].pk
    assert values(selling, "director_shen", made, Chosen("", (("product", product),)))[0] == {"bookings.amount": 23_456}
    assert "its numbers do not have it" in page(selling, "director_shen", made, period="", product=str(product))


def test_the_period_of_the_page_replaces_that_of_the_tiles(selling: Company) -> None:
    made = board(selling.actor("director_shen"), FIGURE)
    yesterday = today() - dt.timedelta(days=1)
    selling.won("rep_lin", amount=1, on=yesterday)
    assert values(selling, "director_shen", made, Chosen(f"{yesterday}..{yesterday}"))[0] == {"bookings.amount": 1}


def test_a_published_ranking_shows_what_its_publisher_sees_without_ways_to_the_rows(selling: Company) -> None:
    made = board(selling.actor("director_shen"), RANKING | {"published": True}, FIGURE, roles=("rep",))
    text = page(selling, "rep_lin", made)
    assert "Hsu" in text
    assert f"employee={selling.employee('rep_hsu').pk}" not in text
    assert values(selling, "rep_lin", made)[1] == {"bookings.amount": 123_456}


def test_a_ranking_that_nobody_published_is_over_the_readers_rows(selling: Company) -> None:
    made = board(selling.actor("director_shen"), RANKING, roles=("rep",))
    assert "Hsu" not in page(selling, "rep_lin", made)


def test_a_copy_of_a_published_ranking_is_not_published(selling: Company) -> None:
    made = board(selling.actor("director_shen"), RANKING | {"published": True}, roles=("rep",))
    copy = services.copy_dashboard(actor=selling.actor("rep_lin"), dashboard_id=made.pk)
    assert "Hsu" not in page(selling, "rep_lin", copy)


def test_a_rep_cannot_publish_a_ranking(selling: Company) -> None:
    with refuses("cockpit.not_to_publish"):
        board(selling.actor("rep_lin"), RANKING | {"published": True})


def test_a_publisher_who_left_shows_nothing_any_more(selling: Company) -> None:
    made = board(selling.actor("director_shen"), RANKING | {"published": True}, roles=("rep",))
    selling.cast.director_shen.is_active = False
    selling.cast.director_shen.save()
    assert "Hsu" not in page(selling, "rep_lin", made)


@pytest.mark.parametrize(
    ("tile", "code"),
    [
        ({"kind": "line", "metrics": ["bookings.amount"], "by": ["employee"]}, "cockpit.needs_time"),
        ({"kind": "heat", "metrics": ["bookings.amount"], "by": ["employee"]}, "cockpit.needs_breakdowns"),
        ({"kind": "bar", "metrics": ["bookings.amount", "win_rate"], "by": ["employee"]}, "cockpit.one_unit"),
        ({"kind": "funnel", "metrics": ["pipeline.count"], "by": ["product"]}, "cockpit.needs_stages"),
        (
            {"kind": "stacked", "metrics": ["bookings.amount", "bookings.count"], "by": ["month", "product"]},
            "cockpit.one_number",
        ),
        ({"kind": "stacked", "metrics": ["win_rate"], "by": ["month", "product"]}, "cockpit.adds_up"),
        ({"kind": "stacked", "metrics": ["bookings.customers"], "by": ["month", "product"]}, "cockpit.adds_up"),
        ({"kind": "table", "metrics": ["bookings.amount"], "by": ["stage"]}, "metrics.dimension_does_not_fit"),
        ({"kind": "table", "metrics": ["bookings.profit"], "by": ["product"]}, "metrics.unknown_metric"),
        ({"kind": "number", "metrics": [], "by": []}, "metrics.nothing_asked"),
        ({"kind": "number", "metrics": ["win_rate"], "by": [], "period": "fortnight"}, "cockpit.bad_period"),
    ],
)
def test_a_tile_that_cannot_be_answered_or_drawn_is_refused_in_words(
    company: Company, tile: dict[str, Any], code: str
) -> None:
    with refuses(code):
        board(company.actor("director_shen"), {"period": "month"} | tile)


def test_one_bad_tile_does_not_take_the_page_with_it(selling: Company) -> None:
    made = board(selling.actor("director_shen"), FIGURE, FIGURE)
    made.tiles.filter(place=2).update(metrics=["gone.metric"])
    actor = selling.actor("director_shen")
    shown = shown_tiles(actor, list(dashboard_by_id(actor, made.pk).tiles.all()), Chosen())
    assert [bool(one.problem) for one in shown] == [False, True]
    assert "gone.metric" in shown[1].problem


def test_a_target_stands_beside_the_number_and_the_people(selling: Company) -> None:
    quota(selling.cast.rep_lin, 200_000)
    aimed = {"with_target": True, "period": "quarter"}
    made = board(selling.actor("director_shen"), FIGURE | aimed, RANKING | aimed, roles=("rep",))
    actor = selling.actor("rep_lin")
    tiles = list(dashboard_by_id(actor, made.pk).tiles.all())
    figure, ranking = shown_tiles(actor, tiles, Chosen())
    assert (figure.drawn[0].target, figure.drawn[0].share) == ("2.0K", Fraction(123_456, 200_000))
    assert ranking.drawn[0].mark == 1
    figure, _ranking = shown_tiles(actor, tiles, Chosen("", (("product", selling.products[1].pk),)))
    assert figure.drawn[0].target == ""


def test_a_page_asks_again_only_after_what_concerns_its_reader(selling: Company) -> None:
    lin, gao = selling.employee("rep_lin").pk, selling.employee("rep_gao").pk
    assert concerned_by(selling.actor("rep_lin"), []) == str(lin)
    assert {str(lin), str(gao)} <= set(concerned_by(selling.actor("manager_chen"), []).split())
    assert str(selling.employee("rep_hsu").pk) not in concerned_by(selling.actor("manager_chen"), []).split()
    assert concerned_by(selling.actor("director_shen"), []) == ""
    made = board(selling.actor("director_shen"), RANKING | {"published": True}, roles=("rep",))
    assert concerned_by(selling.actor("rep_lin"), list(made.tiles.all())) == ""


def test_many_who_see_everything_share_an_answer_until_something_happens(selling: Company) -> None:
    made = board(selling.actor("director_shen"), FIGURE, roles=("rep", "executive"))

    def told(name: str) -> Any:
        found = dashboard_by_id(selling.actor(name), made.pk)
        one = answers(selling.actor(name), list(found.tiles.all()), Chosen(), lately=True)[0]
        return one.cells.total.values["bookings.amount"]

    assert [told("director_shen"), told("executive_qiu"), told("rep_lin")] == [173_456, 173_456, 123_456]
    won(selling.cast.rep_hsu, amount_minor=10_000, closed_on=today())
    assert [told("director_shen"), told("executive_qiu"), told("rep_lin")] == [183_456, 183_456, 123_456]


def test_an_answer_with_targets_is_shared_only_by_who_sees_all_targets(
    selling: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, keys = selling.actor("director_shen"), ["bookings.amount"]
    assert sees_all(director, keys, with_targets=True)
    monkeypatch.setattr(Target.policy, "see", {Role.EXECUTIVE: Scope.ALL})
    assert sees_all(director, keys, with_targets=False)
    assert not sees_all(director, keys, with_targets=True)


def test_a_funnel_writes_large_figures_like_every_page(company: Company) -> None:
    company.deal("rep_lin", amount=123_456_700, engaged_on=today())
    company.deal("rep_lin", amount=100, stage="needs", engaged_on=today())
    funnel = {"kind": "funnel", "metrics": ["pipeline.amount", "pipeline.count"], "by": ["stage"]}
    text = page(company, "rep_lin", board(company.actor("rep_lin"), funnel))
    assert "1,234,567" in text
