"""Every page of the room as every role, and the weighty changes as people do them."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from cadre.crm.models import Opportunity
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import AuditEntry, Holiday
from cadre.people import queries, services
from cadre.people.models import Employee, Office, Team, Territory
from tests.support import deals
from tests.support.cast import BEGIN, Cast, assemble

pytestmark = pytest.mark.django_db
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = dt.timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def _client(user, language="en"):
    user.language = language
    user.save()
    client = Client()
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def _pages(cast):
    lin = Cast.employee(cast.rep_lin)
    team = Team.objects.get(name="North")
    land = Territory.objects.first() or services.create_territory(
        actor=SYSTEM, name="Hsinchu", on=BEGIN, owner_id=lin.pk
    )
    office = Office.objects.first()
    everyone = [
        reverse("people:org-chart"),
        reverse("people:org-chart") + "?on=2019-01-01",
        reverse("people:org-chart") + "?view=table&dotted=1&on=nonsense",
        reverse("people:employee-list"),
        reverse("people:employee-list") + "?view=all&sort=-office&q=Lin",
        reverse("people:employee-options") + "?q=lin",
        reverse("people:employee-record", args=[lin.pk]),
        reverse("people:employee-record", args=[lin.pk]) + "?tab=history",
        reverse("people:team-list"),
        reverse("people:team-record", args=[team.pk]),
        reverse("people:territory-list"),
        reverse("people:territory-record", args=[land.pk]),
    ]
    movers = [
        reverse("people:employee-join"),
        reverse("people:employee-change", args=[lin.pk]),
        reverse("people:employee-move", args=[lin.pk]),
        reverse("people:employee-leave", args=[lin.pk]),
        reverse("people:employee-rehire", args=[lin.pk]),
        reverse("people:dotted-line-draw", args=[lin.pk]),
        reverse("people:team-create"),
        reverse("people:team-change", args=[team.pk]),
        reverse("people:team-move", args=[team.pk]),
        reverse("people:team-lead", args=[team.pk]),
        reverse("people:team-close", args=[team.pk]),
        reverse("people:territory-create"),
        reverse("people:territory-change", args=[land.pk]),
        reverse("people:territory-assign", args=[land.pk]),
    ]
    keepers = [reverse("people:company-change"), reverse("people:rate-set")]
    administrators = [
        reverse("people:audit-list"),
        reverse("people:audit-record", args=[AuditEntry.objects.first().pk]),
        reverse("people:sign-in-roles", args=[cast.rep_lin.pk]),
    ]
    makers = [
        reverse("people:sign-in-list"),
        reverse("people:sign-in-record", args=[cast.rep_lin.pk]),
        reverse("people:sign-in-create"),
    ]
    organisers = [reverse("people:office-create"), reverse("people:office-rename", args=[office.pk])]
    holidays = [reverse("people:holiday-add")]
    seers = [reverse("people:company")]
    return everyone, movers, keepers, administrators, makers, organisers, holidays, seers


ALL = set(vars(Cast)["__dataclass_fields__"])
WHO = (
    ALL,
    {"director_shen", "hr_fang", "ops_tsai", "admin_root"},
    {"ops_tsai", "admin_root"},
    {"admin_root"},
    {"hr_fang", "ops_tsai", "admin_root"},
    {"hr_fang", "ops_tsai", "admin_root"},
    {"hr_fang", "ops_tsai", "admin_root"},
    {"hr_fang", "ops_tsai", "admin_root", "director_shen", "executive_qiu"},
)


@pytest.mark.parametrize("name", sorted(ALL))
def test_each_role_opens_the_pages_that_are_its_own_and_no_others(cast, name):
    pages = _pages(cast)
    client = _client(getattr(cast, name))
    for urls, allowed in zip(pages, WHO, strict=True):
        for url in urls:
            response = client.get(url)
            assert response.status_code == (200 if name in allowed else 403), (url, response.status_code)
            assert b"<c-" not in response.content, url


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_every_page_opens_in_chinese(cast, language):
    client = _client(cast.admin_root, language)
    for urls in _pages(cast):
        for url in urls:
            assert client.get(url).status_code == 200, url


def test_a_stranger_is_sent_to_the_sign_in(cast):
    for urls in _pages(cast):
        for url in urls:
            assert Client().get(url).status_code == 302, url


def test_a_list_takes_as_many_queries_for_many_people_as_for_few(cast, django_assert_max_num_queries):
    client = _client(cast.director_shen)
    url = reverse("people:employee-list")
    client.get(url)
    north = Team.objects.get(name="North")
    for n in range(30):
        services.join_employee(actor=SYSTEM, name=f"Person {n}", hired_on=BEGIN, team_id=north.pk)
    with django_assert_max_num_queries(8):
        assert client.get(url).status_code == 200


def test_the_list_can_be_taken_along_as_a_file(cast):
    response = _client(cast.hr_fang).get(reverse("people:employee-list") + "?export=csv")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert "Lin Rep" in content.decode("utf-8-sig")


def _leave_form(cast, **more):
    gao = Cast.employee(cast.rep_gao).pk
    return {"left_on": clock.today().isoformat(), "to_crm_accounts": gao, "to_crm_opportunities": gao} | more


def test_a_leaver_is_reviewed_and_then_gone_with_everything_handed_over(cast):
    deals.deal(cast.rep_lin)
    lin = Cast.employee(cast.rep_lin)
    client, url = _client(cast.hr_fang), reverse("people:employee-leave", args=[lin.pk])
    page = client.get(url).content.decode()
    assert "Open opportunities" in page
    assert "Chen Manager" in page
    review = client.post(url, _leave_form(cast, step="review"))
    assert review.status_code == 200
    assert "Gao Rep" in review.content.decode()
    assert Employee.objects.get(pk=lin.pk).left_on is None
    done = client.post(url, _leave_form(cast, step="confirm"), follow=True)
    assert "The departure is entered." in done.content.decode()
    assert set(Opportunity.objects.values_list("owner__name", flat=True)) == {"Gao Rep"}


def test_a_part_without_a_receiver_is_said_at_its_field(cast):
    deals.deal(cast.rep_lin)
    lin = Cast.employee(cast.rep_lin)
    url = reverse("people:employee-leave", args=[lin.pk])
    response = _client(cast.hr_fang).post(url, _leave_form(cast, to_crm_accounts="", step="confirm"))
    assert response.status_code == 422
    assert "Choose who takes this over." in response.content.decode()
    assert Employee.objects.get(pk=lin.pk).left_on is None


def test_going_back_from_the_review_keeps_what_was_filled_in(cast):
    lin = Cast.employee(cast.rep_lin)
    south = Team.objects.get(name="South")
    url = reverse("people:employee-move", args=[lin.pk])
    answer = {"on": "2026-05-15", "team_id": south.pk, "step": "edit"}
    page = _client(cast.hr_fang).post(url, answer).content.decode()
    assert 'value="2026-05-15"' in page


def test_a_joiner_entered_twice_by_a_double_click_is_one_person(cast):
    north = Team.objects.get(name="North")
    client, url = _client(cast.hr_fang), reverse("people:employee-join")
    answer = {
        "name": "Yeh",
        "hired_on": "2026-05-15",
        "team_id": north.pk,
        "language": "en",
        "step": "confirm",
        "_once": "token-1",
    }
    first, second = client.post(url, answer), client.post(url, answer)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Employee.objects.filter(name="Yeh").count() == 1


def test_a_refused_move_of_a_team_says_why_at_the_field(cast):
    company, north = Team.objects.get(name="Company"), Team.objects.get(name="North")
    url = reverse("people:team-move", args=[company.pk])
    response = _client(cast.ops_tsai).post(url, {"parent_id": north.pk, "on": "2026-05-15"})
    assert response.status_code == 422
    assert "would hang below itself" in response.content.decode()


def test_two_who_edit_one_team_see_each_others_values(cast):
    north = Team.objects.get(name="North")
    client, url = _client(cast.ops_tsai), reverse("people:team-change", args=[north.pk])
    services.change_team(actor=Cast.actor(cast.hr_fang), team_id=north.pk, name="Nord", kind=north.kind)
    response = client.post(url, {"name": "Norden", "kind": north.kind, "version": north.version})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nord" in page
    assert "Norden" in page


def test_what_somebody_works_on_is_named_to_those_who_may_see_it_and_counted_for_hr(cast):
    deals.deal(cast.rep_lin)
    url = reverse("people:employee-record", args=[Cast.employee(cast.rep_lin).pk]) + "?tab=owned"
    for user, seen in (
        (cast.rep_lin, True),
        (cast.manager_chen, True),
        (cast.hr_fang, False),
        (cast.manager_wu, False),
        (cast.rep_gao, False),
        (cast.marketing_yu, False),
    ):
        assert ("Cancity" in _client(user).get(url).content.decode()) is seen, user
    assert "Open opportunities" in _client(cast.hr_fang).get(url).content.decode()
    assert "Open opportunities" not in _client(cast.manager_wu).get(url).content.decode()


def test_a_new_user_chooses_a_password_and_signs_in(cast):
    admin = _client(cast.admin_root)
    answer = {"name": "Yeh", "email": "yeh@test.example", "roles": ["rep"], "language": "en"}
    page = admin.post(reverse("people:sign-in-create"), answer, follow=True).content.decode()
    link = page.split('select-all">')[1].split("<")[0].replace("http://testserver", "")
    stranger = Client()
    assert stranger.get(link).status_code == 200
    words = {"password": "an honest password", "again": "an honest password"}
    assert stranger.post(link, words).status_code == 302
    assert stranger.login(username="yeh@test.example", password="an honest password")
    assert Client().get(link).status_code == 404


def test_the_link_to_an_administrators_password_is_not_shown_to_hr(cast):
    services.reset_sign_in(actor=Cast.actor(cast.admin_root), user_id=cast.director_shen.pk)
    url = reverse("people:sign-in-record", args=[cast.director_shen.pk])
    assert "/password/" in _client(cast.admin_root).get(url).content.decode()
    assert "/password/" not in _client(cast.hr_fang).get(url).content.decode()


def test_holidays_offices_and_rates_are_kept_on_the_company_page(cast):
    client = _client(cast.ops_tsai)
    client.post(reverse("people:holiday-add"), {"day": clock.today().isoformat(), "name": "Founders' Day"})
    client.post(reverse("people:rate-set"), {"currency": "twd", "rate": "0.031", "on": "2026-01-01"})
    client.post(reverse("people:office-create"), {"name": "Hsinchu"})
    page = client.get(reverse("people:company")).content.decode()
    for words in ("Founders", "TWD", "0.031", "Hsinchu"):
        assert words in page
    client.post(reverse("people:holiday-remove", args=[Holiday.objects.get().pk]))
    assert not Holiday.objects.exists()


def test_the_owner_of_a_territory_is_set_from_a_day(cast):
    land = services.create_territory(actor=SYSTEM, name="Hsinchu", on=BEGIN)
    url = reverse("people:territory-assign", args=[land.pk])
    gao = Cast.employee(cast.rep_gao)
    _client(cast.director_shen).post(url, {"employee_id": gao.pk, "on": "2026-05-15"})
    day = dt.date(2026, 5, 15)
    owners = [queries.territories(SYSTEM, on).get().owner_name for on in (day - DAY, day)]
    assert owners == [None, "Gao Rep"]


def test_an_impossible_day_of_leaving_is_refused_at_its_field_before_the_review(cast):
    client, lin = _client(cast.hr_fang), Cast.employee(cast.rep_lin)
    url = reverse("people:employee-leave", args=[lin.pk])
    chen = Cast.employee(cast.manager_chen).pk
    early = client.post(url, {"left_on": (BEGIN - DAY).isoformat(), "step": "review", "to_people_teams": chen})
    page = early.content.decode()
    assert early.status_code == 422
    assert "The date must be on or after Jan 2, 2020." in page
    assert 'name="step" value="confirm"' not in page
    later = client.post(url, {"left_on": (clock.today() + DAY).isoformat(), "step": "review"})
    assert later.status_code == 200
    assert 'name="step" value="confirm"' in later.content.decode()
    lin.refresh_from_db()
    assert lin.left_on is None


def test_head_office_has_no_figure_and_a_team_without_a_lead_says_who_leads_meanwhile(cast):
    north = Team.objects.get(name="North")
    office = services.create_team(actor=SYSTEM, name="Head office", on=BEGIN, kind="support", parent_id=None)
    fang = services.join_employee(actor=SYSTEM, name="Back Office", hired_on=BEGIN, team_id=office.pk)
    services.end_lead(actor=SYSTEM, team_id=north.pk, on=clock.today())
    chart = queries.org_chart(Cast.actor(cast.director_shen), clock.today())
    nodes = {node.name: node for node in chart.nodes}
    assert {person.id: person.value for person in nodes["Head office"].members} == {fang.pk: None}
    assert not nodes["Head office"].is_vacant
    assert (nodes["North"].is_vacant, nodes["North"].stand_in.name) == (True, "Shen Director")
    assert chart.vacancies == 1
    page = _client(cast.rep_lin).get(reverse("people:org-chart")).content.decode()
    assert "Lead vacant" in page
