"""Targets for one product, segment or territory: measured by the metric filtered by it, and kept apart from all others."""

import datetime as dt

import pytest

from cadre.crm import services as crm
from cadre.crm.models import Account, Opportunity, Product
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import User
from cadre.metrics.drilldown import rows
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.people import services as people
from cadre.targets import queries, services
from cadre.targets.queries.slices import Slice
from tests.support.cast import Cast
from tests.support.deals import account, actor, criteria, product
from tests.support.refusals import refuses
from tests.targets.quotas import approved, cell, draft, quarter, quota


def won(
    user: User, *, amount_minor: int, closed_on: dt.date, what: Product | None = None, where: Account | None = None
) -> Opportunity:
    seller = actor(user)
    made = crm.create_opportunity(
        actor=seller, product_id=(what or product()).pk, account_id=(where or account(user)).pk,
        amount_minor=amount_minor, engaged_on=closed_on - dt.timedelta(days=30),
    )  # fmt: skip
    return crm.win_opportunity(actor=seller, opportunity_id=made.pk, closed_on=closed_on, met=criteria())


@pytest.fixture
def sold(cast: Cast) -> dict[str, Slice]:
    """Lin has sold a rake and a spade to a large retailer and a small bank; Gao a spade."""
    rake, spade = product("Rake", 1), product("Spade", 1)
    shop, bank = account(cast.rep_lin, "Shop"), account(cast.rep_lin, "Bank")
    Account.objects.filter(pk=shop.pk).update(industry="retail", employees=6000, country="TW")
    Account.objects.filter(pk=bank.pk).update(industry="finance", employees=50)
    today = clock.today()
    won(cast.rep_lin, amount_minor=100, closed_on=today, where=shop, what=rake)
    won(cast.rep_lin, amount_minor=20, closed_on=today, where=bank, what=spade)
    won(cast.rep_gao, amount_minor=3, closed_on=today, what=spade)
    north = people.create_territory(
        actor=SYSTEM, name="The north", on=quarter().start, owner_id=Cast.employee(cast.rep_lin).pk
    )
    return {
        "rake": Slice("product", str(rake.pk)),
        "spade": Slice("product", str(spade.pk)),
        "retail": Slice("industry", "retail"),
        "large": Slice("size", "5000"),
        "small": Slice("size", "1"),
        "taiwan": Slice("country", "TW"),
        "north": Slice("territory", str(north.pk)),
    }


EXPECTED = {"rake": 100, "spade": 23, "retail": 100, "large": 100, "small": 20, "taiwan": 100, "north": 120}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_was_attained_is_the_metric_filtered_by_the_slice_and_so_are_its_rows(cast: Cast, sold, name: str) -> None:
    part = sold[name]
    plan = draft(dimension=part.dimension, chosen=part.chosen)
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 500)])
    approved(plan)
    top = queries.progress_of(SYSTEM, part=part).top
    window = Period(quarter().start, quarter().end)
    total = run("bookings.amount", period=window, actor=SYSTEM, where=part.where).total.values["bookings.amount"]
    behind = rows("bookings.amount", part.where, window, actor=SYSTEM)
    assert top.attained == total == EXPECTED[name]
    assert sum(row.adds["bookings.amount"] for page in behind for row in page.rows) == total
    assert top.standing.target == 500


def test_a_target_for_a_product_is_no_part_of_the_target_for_everything(cast: Cast, sold) -> None:
    quota(cast.rep_lin, 1000)
    plan = draft(dimension="product", chosen=sold["rake"].chosen)
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 500)])
    approved(plan)
    lin = actor(cast.rep_lin)
    boards = [queries.progress_of(lin, part=part).rows[0].standing for part in (queries.EVERYTHING, sold["rake"])]
    assert [(one.target, one.attained) for one in boards] == [(1000, 120), (500, 100)]
    total = run("target.amount", period=Period(quarter().start, quarter().end), actor=SYSTEM).total
    assert total.values["target.amount"] == 1000


def test_a_target_for_a_territory_goes_to_those_who_own_it(cast: Cast, sold) -> None:
    plan = draft(dimension="territory", chosen=sold["north"].chosen, top_down=600, basis="history")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    given = {row.employee.name: row.value for row in plan.targets.exclude(employee=None)}
    assert given == {"Lin Rep": 600}
    assert queries.plan_grid(SYSTEM, plan).top.below == 600


def test_who_sold_more_of_a_product_is_given_more_of_its_target(cast: Cast, sold) -> None:
    spade = product("Spade", 1)
    for user, amount in ((cast.rep_lin, 900_00), (cast.rep_gao, 300_00)):
        won(user, amount_minor=amount, closed_on=quarter().start - dt.timedelta(days=30), what=spade)
        won(user, amount_minor=5_000_00, closed_on=quarter().start - dt.timedelta(days=30))
    plan = draft(dimension="product", chosen=sold["spade"].chosen, top_down=1000_00, basis="history")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    given = {row.employee.name: row.value for row in plan.targets.exclude(employee=None)}
    assert given["Lin Rep"] == 3 * given["Gao Rep"]
    assert sum(given.values()) == 1000_00


@pytest.mark.parametrize(
    ("dimension", "chosen"), [("product", "0"), ("product", "x"), ("product", ""), ("colour", "red"), ("size", "7")]
)
def test_a_slice_that_there_is_not_is_refused(cast: Cast, dimension: str, chosen: str) -> None:
    with refuses("targets.no_such_slice"):
        draft(dimension=dimension, chosen=chosen)


def test_a_metric_that_is_not_counted_by_product_takes_no_target_for_one(cast: Cast, sold) -> None:
    with refuses("targets.slice_does_not_fit"):
        draft(metric="activities.count", dimension="product", chosen=sold["rake"].chosen)


def test_a_territory_that_nobody_owns_takes_no_target(cast: Cast) -> None:
    south = people.create_territory(actor=SYSTEM, name="The south", on=quarter().start)
    with refuses("targets.nobody_owns"):
        draft(dimension="territory", chosen=str(south.pk))


def test_a_plan_for_a_product_is_begun_on_the_page_and_names_it_everywhere(cast: Cast, sold, client) -> None:
    client.force_login(cast.director_shen)
    sent = {
        "metric": "bookings.amount", "slice": sold["rake"].value, "period": f"quarter:{quarter().name}", "level": "base",
        "top_down": "6", "over": "0", "basis": "equal",
    }  # fmt: skip
    made = client.post("/targets/plans/new/", sent)
    assert made.status_code == 302
    for url in (made["Location"], f"{made['Location']}weeks/", f"{made['Location']}fairness/", "/targets/plans/"):
        assert "Product: Rake" in client.get(url).content.decode()
    services.submit_plan(actor=SYSTEM, plan_id=int(made["Location"].split("/")[-2]))
    services.approve_plan(actor=SYSTEM, plan_id=int(made["Location"].split("/")[-2]))
    shown = client.get("/targets/progress/", {"slice": sold["rake"].value}).content.decode()
    assert f"product={sold['rake'].chosen}" in shown


def test_the_history_of_a_target_says_whose_it_is_and_what_it_is_only_for(cast: Cast, sold, client) -> None:
    plan = draft(top_down=600, basis="equal", dimension="product", chosen=sold["rake"].chosen)
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    client.force_login(cast.director_shen)
    for own, whose in (
        (plan.targets.get(employee=Cast.employee(cast.rep_lin)), "Lin Rep"),
        (plan.targets.get(employee=None, team=None), "Test Company"),
    ):
        page = client.get(f"/targets/{own.pk}/history/").content.decode()
        assert f"{whose} · Won amount · Product: Rake · {quarter().name}" in page
