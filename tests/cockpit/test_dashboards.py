"""Whose dashboards there are, and what may be done with them."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cadre.cockpit import queries, services
from cadre.cockpit.models import Dashboard, Subscription
from cadre.cockpit.rules.asking import Chosen
from cadre.cockpit.services.dashboards import next_day
from cadre.cockpit.tasks import mail_dashboards
from cadre.crm import services as crm
from cadre.kernel.models import OutboxEvent
from cadre.people.models import Team
from tests.cockpit.conftest import board, today
from tests.metrics.conftest import Company
from tests.support.refusals import refuses

FIGURE = {"kind": "number", "metrics": ["bookings.amount"], "by": [], "period": "month"}


@pytest.mark.parametrize("key", ["director", "manager", "activity", "pipeline", "products"])
def test_every_shipped_dashboard_can_be_answered(company: Company, key: str) -> None:
    company.won("rep_lin", amount=100_000, on=today())
    company.activity("rep_lin", on=today())
    actor = company.actor("director_shen")
    found = queries.dashboard_by_id(actor, Dashboard.objects.get(shipped=key).pk)
    shown = queries.shown_tiles(actor, list(found.tiles.all()), Chosen())
    assert [one.problem for one in shown if one.problem] == []


def test_a_shipped_dashboard_is_seen_by_its_roles_and_changed_by_those_who_look_after_it(company: Company) -> None:
    director = Dashboard.objects.get(shipped="director")
    assert not queries.dashboards(company.actor("rep_lin")).filter(pk=director.pk).exists()
    with refuses("kernel.forbidden"):
        services.change_dashboard(actor=company.actor("director_shen"), dashboard_id=director.pk, title="Mine")
    services.change_dashboard(actor=company.actor("ops_tsai"), dashboard_id=director.pk, period="year")
    with refuses("cockpit.shipped"):
        services.remove_dashboard(actor=company.actor("ops_tsai"), dashboard_id=director.pk)


def test_a_team_that_a_dashboard_is_shared_with_includes_all_below(company: Company) -> None:
    made = board(company.actor("director_shen"), FIGURE)
    north = Team.objects.get(name="North")
    services.share_dashboard(actor=company.actor("director_shen"), dashboard_id=made.pk, roles=[], teams=[north.pk])
    seeing = [
        name
        for name in ("rep_lin", "manager_chen", "rep_hsu")
        if queries.dashboards(company.actor(name)).filter(pk=made.pk)
    ]
    assert seeing == ["rep_lin", "manager_chen"]
    top = Team.objects.get(name="Company")
    services.share_dashboard(actor=company.actor("director_shen"), dashboard_id=made.pk, roles=[], teams=[top.pk])
    assert queries.dashboards(company.actor("rep_hsu")).filter(pk=made.pk).exists()


def test_a_reader_cannot_change_what_was_shared_with_him(company: Company) -> None:
    made = board(company.actor("director_shen"), FIGURE, roles=("rep",))
    tile = made.tiles.get()
    lin = company.actor("rep_lin")
    for act in (
        lambda: services.remove_tile(actor=lin, tile_id=tile.pk),
        lambda: services.resize_tile(actor=lin, tile_id=tile.pk, width=3),
        lambda: services.add_tile(actor=lin, dashboard_id=made.pk, **FIGURE),
        lambda: services.arrange_tiles(actor=lin, dashboard_id=made.pk, order=[tile.pk]),
        lambda: services.share_dashboard(actor=lin, dashboard_id=made.pk, roles=["hr"], teams=[]),
    ):
        with refuses("kernel.forbidden"):
            act()
    with refuses("kernel.not_found"):
        services.remove_tile(actor=company.actor("hr_fang"), tile_id=tile.pk)


def test_tiles_keep_the_order_they_are_put_in(company: Company) -> None:
    director = company.actor("director_shen")
    made = board(director, FIGURE, FIGURE, FIGURE)
    first, second, third = made.tiles.all()
    services.arrange_tiles(actor=director, dashboard_id=made.pk, order=[third.pk, first.pk])
    assert list(made.tiles.values_list("pk", flat=True)) == [third.pk, first.pk, second.pk]


def test_a_home_that_is_no_longer_shared_is_that_of_the_role_again(company: Company) -> None:
    made = board(company.actor("director_shen"), FIGURE, roles=("rep",))
    lin = company.actor("rep_lin")
    services.set_home(actor=lin, dashboard_id=made.pk)
    assert queries.home_dashboard(lin).pk == made.pk
    client = Client()
    client.force_login(company.cast.rep_lin)
    assert b"Quincunx" in client.get("/").content
    services.share_dashboard(actor=company.actor("director_shen"), dashboard_id=made.pk, roles=[], teams=[])
    assert queries.home_dashboard(company.actor("rep_lin")) is None
    assert b"Quincunx" not in client.get("/").content


def test_a_second_click_on_home_does_the_same_again(company: Company) -> None:
    made = board(company.actor("rep_lin"), FIGURE)
    page, client = reverse("cockpit:dashboard-home", args=[made.pk]), Client()
    client.force_login(company.cast.rep_lin)
    for address, home in ((page, made), (f"{page}?home=no", None)):
        for _click in range(2):
            client.post(address, HTTP_HX_REQUEST="true")
            assert queries.home_dashboard(company.actor("rep_lin")) == home


def test_a_mailed_dashboard_has_the_readers_own_figures_and_comes_once(company: Company) -> None:
    company.won("rep_lin", amount=100_000, on=today())
    company.won("rep_hsu", amount=50_000, on=today())
    made = board(company.actor("director_shen"), FIGURE, roles=("rep",))
    services.subscribe(actor=company.actor("rep_lin"), dashboard_id=made.pk, rhythm="day")
    assert mail_dashboards.call() == 0
    Subscription.objects.update(next_on=today())
    assert mail_dashboards.call() == 1
    assert mail_dashboards.call() == 0
    (message,) = mail.outbox
    assert message.to == ["rep_lin@test.example"]
    (letter,) = message.alternatives
    for text in (message.body, letter[0]):
        assert "$1,000" in text
        assert "$500" not in text
    assert message.attachments[0][1][:2] == b"PK"
    assert message.attachments[0][0] == f"quincunx-{today():%Y-%m-%d}.xlsx"


def test_a_title_of_two_lines_does_not_keep_a_dashboard_from_being_mailed(company: Company) -> None:
    lin = company.actor("rep_lin")
    made = services.create_dashboard(actor=lin, title="Won\nand / lost")
    services.subscribe(actor=lin, dashboard_id=made.pk, rhythm="day")
    Subscription.objects.update(next_on=today())
    mail_dashboards.call()
    (message,) = mail.outbox
    assert message.subject == "Won and / lost"
    assert message.attachments[0][0] == f"won-and-lost-{today():%Y-%m-%d}.xlsx"


def test_the_next_mail_comes_on_the_next_day_of_its_rhythm() -> None:
    friday = dt.date(2024, 5, 10)
    assert next_day("day", friday) == dt.date(2024, 5, 13)
    assert next_day("week", friday) == dt.date(2024, 5, 13)
    assert next_day("month", dt.date(2024, 1, 31)) == dt.date(2024, 2, 1)


def test_a_tile_that_somebody_else_changed_meanwhile_is_not_overwritten(company: Company) -> None:
    director = company.actor("director_shen")
    tile = board(director, FIGURE).tiles.get()
    services.change_tile(actor=director, tile_id=tile.pk, title="First")
    with refuses("kernel.changed_meanwhile"):
        services.change_tile(actor=director, tile_id=tile.pk, title="Second", expected_version=1)


def test_the_preview_draws_what_is_in_the_form_or_says_what_is_missing(company: Company) -> None:
    company.won("rep_lin", amount=100_000, on=today())
    client = Client()
    client.force_login(company.cast.director_shen)
    form = {"kind": "ranking", "metrics": "bookings.amount", "by_1": "employee", "period": "month", "width": "6"}
    path = reverse("cockpit:tile-preview")
    assert "$1,000" in client.post(path, form).content.decode()
    assert "runs over time" in client.post(path, form | {"kind": "line"}).content.decode()


def test_when_a_deal_changes_hands_the_pages_of_both_owners_are_told(company: Company) -> None:
    made = company.deal("rep_lin")
    gao, lin = company.employee("rep_gao").pk, company.employee("rep_lin").pk
    crm.reassign_opportunities(actor=company.actor("manager_chen"), opportunity_ids=[made.pk], owner_id=gao)
    told = OutboxEvent.objects.filter(name="crm.opportunity_changed")
    assert {event.payload["owner_id"] for event in told} == {lin, gao}


def test_who_has_no_dashboard_yet_is_told_what_one_is_and_makes_the_first(company: Company) -> None:
    client = Client()
    client.force_login(company.cast.marketing_yu)
    page = client.get(reverse("cockpit:dashboard-list")).content.decode()
    assert "No dashboards yet" in page
    assert page.count(reverse("cockpit:dashboard-create")) == 2  # on top of the page and where the list would stand
