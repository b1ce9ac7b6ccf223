"""What is drawn says the whole: parts sum to it, and groups that are none are not there."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from cadre.cockpit.forms import TileForm, initial_of_tile
from cadre.cockpit.pictures import grids
from cadre.cockpit.queries import shown_tiles, tile_in_thought
from cadre.cockpit.rules.asking import Chosen
from cadre.crm.models import Opportunity, Product
from tests.cockpit.conftest import today
from tests.metrics.conftest import Company

MANY = 8


@pytest.fixture
def with_many(company: Company) -> Company:
    """Eight products were sold in two months, the first the most."""
    company.products += [Product.objects.create(name=f"MG {n}", series="MG") for n in range(MANY - 2)]
    for n in range(MANY):
        for days in (0, 45):
            company.won("rep_lin", amount=(100 - n) * 1_000, on=today() - dt.timedelta(days=days), product=n)
    return company


def drawn(company: Company, **tile: Any) -> Any:
    given = {"kind": "stacked", "metrics": ["bookings.amount"], "period": "12-month", "compare": "", "limit": None}
    (shown,) = shown_tiles(company.actor("director_shen"), [tile_in_thought(**given | tile)], Chosen())
    return shown


def sums(chart: Any) -> list[int]:
    return [sum(value or 0 for value in column) for column in zip(*(one.values for one in chart.series), strict=True)]


@pytest.mark.parametrize("by", [["month", "product"], ["product", "month"], ["office", "product"]])
def test_a_stacked_column_is_as_high_as_its_sum(with_many: Company, by: list[str]) -> None:
    shown = drawn(with_many, by=by)
    assert [one.role for one in shown.drawn.series] == ["category"] * 5 + ["compare"]
    assert str(shown.drawn.series[-1].name) == "Others"
    assert sum(sums(shown.drawn)) == shown.answered.cells.total.values["bookings.amount"] / 100


def test_time_runs_along_the_axis_whichever_was_named_first(with_many: Company) -> None:
    first, second = (drawn(with_many, by=by).drawn for by in (["month", "product"], ["product", "month"]))
    assert (first.labels, sums(first)) == (second.labels, sums(second))
    assert (len(first.labels), str(second.label_head)) == (12, "Month")


def test_few_groups_have_no_others(company: Company) -> None:
    company.won("rep_lin", amount=1_000, on=today())
    assert [str(one.name) for one in drawn(company, by=["month", "product"]).drawn.series] == ["GTX Pro"]


def test_bars_that_the_others_would_dwarf_say_them_in_words(with_many: Company) -> None:
    bars = {"kind": "bar", "by": ["product"]}
    few = drawn(with_many, **bars, limit=1)
    assert [str(label) for label in few.drawn.labels] == ["GTX Pro"]
    assert few.left_out == "Others: $13,440"
    most = drawn(with_many, **bars, limit=MANY - 1)
    assert (str(most.drawn.labels[-1]), most.left_out) == ("Others", "")


def test_a_large_grid_shows_the_largest_and_says_how_many_more_the_file_has(
    with_many: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grids, "MOST_ROWS", 3)
    monkeypatch.setattr(grids, "MOST_COLUMNS", 2)
    for kind in ("table", "heat"):
        shown = drawn(with_many, kind=kind, by=["product", "month"])
        names = [row.label for row in shown.drawn.rows]
        assert set(names) == {product.name for product in with_many.products[:3]}
        assert shown.drawn.heads[1] == today().strftime("%Y-%m")
        assert shown.left_out == f"{MANY - 3 + 10} more are in the exported file."


def test_the_sum_of_a_column_in_which_nothing_was_won_is_zero(with_many: Company) -> None:
    foot = drawn(with_many, kind="table", by=["product", "month"]).drawn.foot
    assert foot.cells[0].text == "0"


def test_an_empty_square_leads_nowhere_and_a_rate_of_nothing_is_a_figure(company: Company) -> None:
    company.lost("rep_lin", on=today())
    company.won("rep_hsu", amount=100, on=today(), product=1)
    for metric, shown in (("deals.lost", ["1", ""]), ("win_rate", ["0.0%", "100.0%"])):
        heat = drawn(company, kind="heat", metrics=[metric], by=["product", "month"], period="month").drawn
        squares = {row.label: row.cells[0] for row in heat.rows}
        lost, won = (squares[product.name] for product in company.products[:2])
        assert [lost.text, won.text] == shown
        assert [bool(lost.url), bool(won.url)] == [bool(text) for text in shown]


@pytest.mark.parametrize("kind", ["bar", "table", "ranking"])
def test_where_nothing_was_won_a_rate_of_zero_is_the_answer_and_a_count_of_zero_is_none(
    company: Company, kind: str
) -> None:
    company.lost("rep_lin", on=today())
    company.activity("rep_lin", "visit", on=today())
    by_person = {"kind": kind, "by": ["employee"], "period": "month"}
    assert drawn(company, **by_person, metrics=["win_rate"]).empty is None
    assert drawn(company, **by_person, metrics=["activities.calls"]).empty is not None


def test_a_group_without_a_name_whose_rate_is_zero_keeps_its_row(company: Company) -> None:
    company.lost("rep_lin", on=today(), account=-1)
    company.won("rep_lin", on=today())
    rate = {"kind": "bar", "metrics": ["win_rate"], "by": ["account"], "period": "month"}
    assert len(drawn(company, **rate).drawn.labels) == 2


def test_a_table_that_is_no_pivot_keeps_to_its_limit(with_many: Company) -> None:
    flat = drawn(with_many, kind="table", metrics=["bookings.amount", "win_rate"], by=["product", "office"], limit=3)
    assert [row.label for row in flat.drawn.rows][-1] == "Others"
    assert len(flat.drawn.rows) == 4


def test_what_is_won_is_no_group_among_the_reasons_for_losses(company: Company) -> None:
    company.won("rep_lin", on=today())
    company.lost("rep_lin", on=today(), loss_reason_id="price")
    lost = {"kind": "bar", "metrics": ["deals.lost"], "by": ["loss_reason"], "period": "month"}
    assert list(drawn(company, **lost).drawn.labels) == ["Price"]
    Opportunity.objects.filter(state="lost").update(loss_reason=None)
    with translation.override("zh-hant"):
        assert list(drawn(company, **lost).drawn.labels) == ["未填原因"]


def test_a_table_that_compares_shows_beside_each_figure_how_it_moved(company: Company) -> None:
    company.won("rep_lin", amount=300_000, on=today())
    company.won("rep_lin", amount=200_000, on=(today().replace(day=1) - dt.timedelta(days=1)).replace(day=1))
    asked = {"kind": "table", "metrics": ["bookings.amount", "win_rate"], "by": ["employee"], "period": "month"}
    grid = drawn(company, **asked, compare="previous").drawn
    assert [str(head) for head in grid.heads] == ["Won amount ($)", "Change", "Win rate", "Change"]
    (row,) = grid.rows
    for line in (row, grid.foot):
        assert [cell.text for cell in line.cells][::2] == ["3,000", "100.0%"]
        assert "↑ 50.0%" in line.cells[1].moved
    assert [str(head) for head in drawn(company, **asked).drawn.heads] == ["Won amount ($)", "Win rate"]


def test_a_form_gives_a_table_its_third_breakdown_back_and_asks_no_chart_for_one() -> None:
    tile = tile_in_thought(kind="table", metrics=["bookings.count"], by=["office", "quarter", "product"])
    given = {name: value for name, value in initial_of_tile(tile).items() if value not in (None, False)}
    for kind, by in (("table", tile.by), ("stacked", tile.by[:2])):
        form = TileForm(data=given | {"kind": kind})
        assert form.is_valid(), form.errors
        assert form.fields_of_tile()["by"] == by
