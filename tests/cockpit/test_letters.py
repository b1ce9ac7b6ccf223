"""The letter of a dashboard: the largest groups or the latest steps of every tile, how many more there are, the sum."""

import datetime as dt
from typing import Any

import pytest

from cadre.cockpit.letters import MOST_LINES, Letter, letters
from cadre.cockpit.queries import shown_tiles, tile_in_thought
from cadre.cockpit.rules.asking import Chosen
from tests.cockpit.conftest import today
from tests.metrics.conftest import Company

TILE = {"kind": "table", "metrics": ["bookings.amount"], "by": ["employee"], "period": "month", "compare": ""}


@pytest.fixture
def selling(company: Company) -> Company:
    company.won("rep_lin", amount=100_000, on=today())
    company.won("rep_hsu", amount=50_000, on=today(), product=1)
    company.lost("rep_lin", on=today())
    return company


def letter(company: Company, reader: str = "director_shen", **fields: Any) -> Letter:
    tile = tile_in_thought(**TILE | {"limit": None} | fields)
    return letters(shown_tiles(company.actor(reader), [tile], Chosen()))[0]


def test_groups_come_the_largest_first_and_end_with_their_sum(selling: Company) -> None:
    lines = letter(selling, metrics=["bookings.amount", "win_rate"]).lines
    assert [(line.name, line.values) for line in lines] == [
        ("Lin Rep", ["1,000", "50.0%"]),
        ("Hsu Rep", ["500", "100.0%"]),
        ("Total", ["1,500", "66.7%"]),
    ]


def test_of_two_breakdowns_the_sums_of_the_first_are_told(selling: Company) -> None:
    assert [line.name for line in letter(selling, by=["employee", "product"]).lines] == ["Lin Rep", "Hsu Rep", "Total"]


def test_of_a_line_for_each_group_the_sums_of_the_groups_are_told(selling: Company) -> None:
    told = letter(selling, kind="line", by=["month", "product"], period="month")
    names = [product.name for product in selling.products[:2]]
    assert (told.heads[0], [(line.name, line.values) for line in told.lines]) == (
        "Product",
        [(names[0], ["1,000"]), (names[1], ["500"]), ("Total", ["1,500"])],
    )


def test_a_figure_without_a_compared_one_says_nothing_of_how_it_moved(selling: Company) -> None:
    told = letter(selling, kind="number", by=[], period="month", compare="previous")
    assert told.lines[0].values == ["$1,500", ""]


def test_of_many_steps_of_time_the_latest_are_told_and_how_many_more_there_are(selling: Company) -> None:
    lines = letter(selling, kind="line", by=["month"], period="12-month").lines
    assert lines[MOST_LINES - 1].name == today().strftime("%Y-%m")
    assert [lines[MOST_LINES].name, lines[-1].name] == ["6 more in the workbook", "Total"]


def test_figures_say_how_they_moved(selling: Company) -> None:
    before = (today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    selling.won("rep_lin", amount=75_000, on=before)
    told = letter(selling, kind="number", by=[], period="month", compare="previous")
    assert told.heading == "This month"
    assert told.lines[0].values == ["$1,500", "↑ 100.0% against the period before"]


def test_a_tile_without_numbers_says_why(selling: Company) -> None:
    told = letter(selling, metrics=["activities.count"])
    assert told.words == "No activities yet. Calls and visits count on the day they are done."
    assert told.words in told.text
