"""The arithmetic of targets: book ch. 4, 目標分解. Whatever the tree, the season and the moves, every sum is exact."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadre.targets.queries.periods import Day, weeks_nest
from cadre.targets.rules.cascade import Node, NothingToDivideByError, along, cascade, with_over_assignment
from cadre.targets.rules.pace import Standing
from cadre.targets.rules.presence import RAMP, Span, by_stay, by_week, share_there, team_sums
from cadre.targets.rules.reading import NegativeError, NoRateError, NotANumberError, TooLargeError, read, table
from cadre.targets.rules.weeks import shared_over_weeks

MARCH = [dt.date(2026, 3, 2) + dt.timedelta(days=n) for n in range(30)]
WORKING = [day for day in MARCH if day.weekday() < 5]
amounts = st.integers(0, 10**12)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Node, list[object]]:
    """Random trees: teams in teams down to four levels, people at the leaves."""
    counter = iter(range(10_000))
    leaves: list[object] = []

    def grow(depth: int) -> Node:
        key = f"n{next(counter)}"
        width = draw(st.integers(1, 4)) if depth else 0
        if not width or (depth < 3 and draw(st.booleans())):
            leaves.append(key)
            return Node(key)
        return Node(key, [grow(depth - 1) for _ in range(width)])

    root = Node("root", [grow(3) for _ in range(draw(st.integers(1, 4)))])
    return root, leaves


def nodes(node: Node):
    yield node
    for child in node.children:
        yield from nodes(child)


@given(trees(), st.lists(amounts, min_size=1, max_size=12), st.data())
def test_every_node_is_the_sum_of_what_is_below_it_in_every_period(tree, totals, data) -> None:
    root, leaves = tree
    weight = st.integers(1, 10**9)
    weights = {key: data.draw(st.lists(weight, min_size=len(totals), max_size=len(totals))) for key in leaves}
    done = cascade(root, totals, weights)
    assert done.values["root"] == totals
    assert done.gaps == ()
    for node in nodes(root):
        if node.children:
            below = [sum(values) for values in zip(*(done.values[child.key] for child in node.children), strict=True)]
            assert below == done.values[node.key]


@given(trees(), amounts, st.data())
def test_fixed_values_stay_and_the_rest_is_divided_around_them(tree, total, data) -> None:
    root, leaves = tree
    fixed = {(key, 0): data.draw(st.integers(0, total)) for key in leaves if data.draw(st.booleans())}
    done = cascade(root, [total], {key: [1] for key in leaves}, fixed)
    differences = {gap.key: gap.difference for gap in done.gaps}
    for (key, _period), value in fixed.items():
        assert done.values[key] == [value]
    for node in nodes(root):
        if node.children:
            below = sum(done.values[child.key][0] for child in node.children)
            assert below - done.values[node.key][0] == differences.get(node.key, 0)


@given(trees(), amounts, st.integers(1, 10_000), st.data())
def test_shares_in_steps_are_multiples_of_the_step_and_add_up(tree, total, step, data) -> None:
    root, leaves = tree
    weights = {key: [data.draw(st.integers(1, 10**9))] for key in leaves}
    done = cascade(root, along(total * step, [1], step), weights, step=step)
    assert all(value % step == 0 for values in done.values.values() for value in values)
    assert sum(done.values[key][0] for key in leaves) == total * step


def test_nothing_to_divide_by_is_refused() -> None:
    with pytest.raises(NothingToDivideByError):
        cascade(Node("root", [Node("a"), Node("b")]), [100], {"a": [0], "b": [0]})
    with pytest.raises(NothingToDivideByError):
        along(100, [0, 0])


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=53).filter(any))
def test_periods_sum_to_the_whole(total, season) -> None:
    assert sum(along(total, season)) == total


def test_over_assignment_is_given_out_on_top_and_rounded_once() -> None:
    assert with_over_assignment(2_600_000_00, 50_000) == 2_730_000_00
    assert with_over_assignment(1, 500_000) == 2


@given(
    st.dictionaries(st.integers(1, 30), amounts, min_size=1, max_size=12),
    st.data(),
)
def test_a_move_in_mid_month_leaves_every_sum_exact(values, data) -> None:
    stays = {}
    for person in values:
        days = sorted(set(data.draw(st.lists(st.sampled_from(MARCH), min_size=1, max_size=4))))
        teams = [data.draw(st.integers(1, 5)) for _ in days]
        ends = [*days[1:], None]
        stays[person] = [(team, Span(day, end)) for team, day, end in zip(teams, days, ends, strict=True)]
    sums = team_sums(values, stays, WORKING)
    assert sum(sums.values()) == sum(values.values())
    for person, value in values.items():
        assert sum(by_stay(value, stays[person], WORKING).values()) == value


def test_a_mover_counts_in_each_team_by_working_days() -> None:
    stays = [("north", Span(dt.date(2020, 1, 1), dt.date(2026, 3, 16))), ("south", Span(dt.date(2026, 3, 16)))]
    assert by_stay(2200, stays, WORKING) == {"north": 1000, "south": 1200}


@given(amounts, st.lists(st.tuples(st.text(min_size=1), st.integers(0, 7)), min_size=1, max_size=6))
def test_weeks_sum_to_their_month(value, weeks) -> None:
    assert sum(part for _name, part in by_week(value, weeks)) == value


def test_who_joins_or_leaves_in_a_period_has_the_share_of_its_working_days() -> None:
    whole = Span(dt.date(2020, 1, 1))
    assert share_there(WORKING, [whole]) == 1_000_000
    assert share_there(WORKING, [Span(dt.date(2026, 3, 16))]) == 12 * 1_000_000 // 22
    assert share_there(WORKING, [Span(dt.date(2020, 1, 1), dt.date(2026, 3, 16))]) == 10 * 1_000_000 // 22
    assert share_there(WORKING, [whole], [Span(dt.date(2026, 3, 2), dt.date(2026, 3, 9))]) == 17 * 1_000_000 // 22
    assert share_there([], [whole]) == 0


def test_a_new_hire_ramps_up_by_the_table() -> None:
    for months, percent in enumerate([*RAMP, 100, 100]):
        joined = dt.date(2026, 3, 2) - dt.timedelta(days=31 * months)
        month = [dt.date(2026, 3, 3)]
        assert share_there(month, [Span(joined)], ramp=RAMP) == percent * 10_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("26,768", 2_676_800),
        ("２６，７６８", 2_676_800),
        ("26 768", 2_676_800),
        ("US$ 26,768.50", 2_676_850),
        ("NT$26768", 2_676_800),
        ("3.5 萬", 3_500_000),
        ("3.5万", 3_500_000),
        ("12k", 1_200_000),
        ("0", 0),
        ("", None),
        ("—", None),
        ("  ", None),
    ],
)
def test_figures_as_people_write_them_are_understood(text, value) -> None:
    assert read(text, 100) == value


@pytest.mark.parametrize(
    ("text", "value"), [("85%", 850_000), ("８５％", 850_000), ("0.85", 850_000), ("7.5 %", 75_000)]
)
def test_a_rate_is_written_in_percent_or_as_a_fraction(text, value) -> None:
    assert read(text, 1_000_000, is_ratio=True) == value


@pytest.mark.parametrize("text", ["-5", "(1,000)", "−5", "5-", "$-3"])
def test_negative_figures_are_refused(text) -> None:
    with pytest.raises(NegativeError):
        read(text, 100)


@pytest.mark.parametrize("text", ["abc", "1,2,3", "12,34", "1.2.3", "85%", "=A1", "1e5", "nan", "%", "k"])
def test_what_is_no_figure_is_refused(text) -> None:
    with pytest.raises(NotANumberError):
        read(text, 100)


@pytest.mark.parametrize("text", ["85%", "８５％", "(3%)"])
def test_a_per_cent_where_no_rate_is_asked_for_is_refused_as_that(text) -> None:
    with pytest.raises(NoRateError):
        read(text, 100)
    assert read(text.strip("()"), 1_000_000, is_ratio=True) in (850_000, 30_000)


def test_an_absurd_figure_is_refused() -> None:
    with pytest.raises(TooLargeError):
        read("9" * 20, 100)


@given(st.text(max_size=30))
def test_any_text_is_understood_or_refused(text) -> None:
    try:
        value = read(text, 100)
    except (NotANumberError, NegativeError, TooLargeError):
        return
    assert value is None or value >= 0


def test_pasted_cells_are_rows_and_tabs() -> None:
    assert table("1\t2\r\n3\t\r\n\r\n") == [["1", "2"], ["3", ""]]


def test_standing_tells_gap_pace_and_rate() -> None:
    from fractions import Fraction

    half = Standing(Fraction(40), 100, 30, 60)
    assert (half.gap, half.expected, half.ahead, half.rate_needed) == (60, 50, -10, 2)
    assert Standing(Fraction(40), None, 30, 60).gap is None
    assert Standing(Fraction(40), 0, 30, 60).attainment is None
    assert Standing(Fraction(120), 100, 60, 60).gap == 0


@given(trees(), st.data())
def test_weeks_sum_to_the_month_and_people_to_their_team_in_every_week(tree, data) -> None:
    root, leaves = tree
    weights = {leaf: [data.draw(st.integers(0, 100))] for leaf in leaves}
    if not any(weight[0] for weight in weights.values()):
        weights[leaves[0]] = [1]
    values = {key: given[0] for key, given in cascade(root, [data.draw(amounts)], weights).values.items()}
    weeks = [(f"W{n}", data.draw(st.integers(0, 5))) for n in range(data.draw(st.integers(1, 14)))]
    shared = shared_over_weeks(root, values, weeks)
    for node in nodes(root):
        assert sum(shared[node.key].values()) == values[node.key]
        if node.children:
            for name, _days in weeks:
                assert shared[node.key][name] == sum(shared[child.key][name] for child in node.children)


@given(trees(), amounts, amounts)
def test_what_a_team_is_given_beyond_its_people_is_shared_over_the_weeks_too(tree, whole, below) -> None:
    root, leaves = tree
    values = {leaf: below // len(leaves) for leaf in leaves} | {root.key: whole}
    shared = shared_over_weeks(root, values, [("W1", 2), ("W2", 5), ("W3", 3)])
    assert sum(shared[root.key].values()) == whole


@given(trees(), amounts, st.data())
def test_leave_lowers_somebodys_share_and_every_sum_stays(tree, total, data) -> None:
    root, leaves = tree
    days = {leaf: data.draw(st.tuples(st.integers(0, 29), st.integers(1, 30))) for leaf in leaves}
    away = {leaf: [Span(MARCH[start], MARCH[start] + dt.timedelta(days=many))] for leaf, (start, many) in days.items()}
    there = {leaf: share_there(WORKING, [Span(dt.date.min)], away[leaf]) for leaf in leaves}
    if not any(there.values()):
        return
    done = cascade(root, [total], {leaf: [there[leaf]] for leaf in leaves})
    for node in nodes(root):
        if node.children:
            assert sum(done.values[child.key][0] for child in node.children) == done.values[node.key][0]
    assert sum(done.values[leaf][0] for leaf in leaves) == total
    assert all(done.values[leaf][0] == 0 for leaf in leaves if there[leaf] == 0)


def _days(first: str, count: int, *months: int) -> list[Day]:
    """Days from `first` on in months of that many days each, named by number."""
    start, found = dt.date.fromisoformat(first), []
    for n in range(count):
        on = start + dt.timedelta(days=n)
        year, week, weekday = on.isocalendar()
        month = next(k for k in range(len(months)) if n < sum(months[: k + 1]))
        found.append(Day(on, weekday < 6, f"{year}-W{week:02}", f"M{month}", "Q1"))
    return found


def test_weeks_lie_whole_in_their_months_in_a_4_4_5_quarter_and_not_where_a_calendar_quarter_cuts_one_at_its_ends() -> (
    None
):
    assert weeks_nest(_days("2027-01-04", 91, 28, 28, 35))
    # January and February 2027 end on Sundays: no week lies in two of the quarter's months, but the first and last are cut
    assert not weeks_nest(_days("2027-01-01", 90, 31, 28, 31))
