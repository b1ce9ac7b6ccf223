"""No door tells a figure of a colleague: what rep_hsu won and has open is tried through every one, by id, total and date."""

import datetime as dt
import html
import io
import json
import re
import zipfile
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client

from cadre.cockpit import services as cockpit
from cadre.cockpit.models import Alert, Subscription
from cadre.cockpit.tasks import mail_dashboards, watch
from cadre.crm import services as crm
from cadre.kernel import clock
from cadre.kernel.access import Role
from cadre.kernel.models import AuditEntry, OutboxEvent
from cadre.metrics.cli import main
from cadre.metrics.registry import dimensions_of, metrics
from cadre.people.models import Team, TeamLead
from tests.cockpit.conftest import board, company, today  # noqa: F401 - the fixture
from tests.metrics.conftest import Company
from tests.support.api import Caller
from tests.support.cast import Cast, assign
from tests.targets.quotas import quota

AMOUNT = 917_331_100
DIGITS, SHORT = "91733", re.compile(r"9\.(17|2)\d*M|917\.\d*[K萬万]")
ATTACKERS = ("rep_lin", "stranger_wang", "manager_chen", "former_lead", "hr_fang", "marketing_yu", "service_bao")
EVERYBODY = tuple(role.value for role in Role)
TILES: list[dict[str, Any]] = [
    {"kind": "table", "metrics": ["bookings.amount"], "by": ["employee", "product"], "compare": "previous"},
    {"kind": "table", "metrics": ["bookings.amount", "bookings.average"], "by": ["team"], "compare": "year_before"},
    {"kind": "number", "metrics": ["bookings.amount", "quota_attainment"], "by": [], "with_target": True},
    {"kind": "bar", "metrics": ["bookings.amount"], "by": ["team"], "with_target": True},
    {"kind": "line", "metrics": ["bookings.amount"], "by": ["month", "employee"]},
    {"kind": "stacked", "metrics": ["bookings.amount"], "by": ["month", "office"]},
    {"kind": "heat", "metrics": ["bookings.amount"], "by": ["employee", "month"]},
    {"kind": "ranking", "metrics": ["bookings.amount"], "by": ["employee"], "with_target": True},
    {"kind": "funnel", "metrics": ["pipeline.amount"], "by": ["stage"], "period": ""},
]


def tells(text: str) -> list[str]:
    """Where a text has the figure, as it is written anywhere; nothing where it has not."""
    plain = re.sub(r"[,\u00a0\u202f ]", "", html.unescape(text))
    found = [plain[max(0, one.start() - 60) : one.end() + 30] for one in re.finditer(DIGITS, plain)]
    return found + [one[0] for one in SHORT.finditer(plain)]


def body(response: Any) -> str:
    """An answer as text, a workbook's sheets too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] != b"PK":
        return str(content.decode())
    book = zipfile.ZipFile(io.BytesIO(content))
    return " ".join(book.read(name).decode() for name in book.namelist())


@pytest.fixture
def selling(company: Company) -> Company:  # noqa: F811
    """Hsu won much and has as much open; the others little. They share an account. The former lead of Hsu leads no longer."""
    company.won("rep_hsu", amount=AMOUNT, on=today())
    company.deal("rep_hsu", amount=AMOUNT, stage="needs", engaged_on=today() - dt.timedelta(days=50), slipped=3)
    for name in ("rep_lin", "stranger_wang", "manager_wu"):
        company.won(name, amount=100, on=today())
    quota(company.cast.rep_hsu, AMOUNT)
    TeamLead.objects.filter(employee=Cast.employee(company.cast.manager_wu)).update(valid_to=clock.today())
    return company


def user(selling: Company, name: str) -> Any:
    return selling.cast.manager_wu if name == "former_lead" else getattr(selling.cast, name)


def shared(selling: Company) -> Any:
    tiles = [{"period": "quarter"} | tile for tile in TILES]
    return board(selling.actor("director_shen"), *tiles, roles=EVERYBODY)


def pages(selling: Company, dashboard: int) -> list[str]:
    """Addresses that somebody could type, with ids of what is not his."""
    hsu, south = selling.employee("rep_hsu").pk, Team.objects.get(name="South").pk
    cells = [{"employee": hsu}, {"team": south}, {"manager": selling.employee("manager_wu").pk}, {}]
    days = {"from": str(today() - dt.timedelta(days=60)), "to": str(today())}
    numbers = ("bookings.amount", "pipeline.amount", "pipeline.weighted", "quota_attainment", "target.amount")
    tiles = f"/dashboards/{dashboard}/tiles/?"
    return [
        *(f"/numbers/{one}/?{urlencode(cell | more)}" for one in numbers for cell in cells for more in ({}, days)),
        *(tiles + urlencode({"period": "quarter", "live": "1"} | cell) for cell in ({}, {"team": south})),
        *(f"/dashboards/{dashboard}/export/?format={kind}" for kind in ("csv", "xlsx")),
        *(f"/crm/forecast/{page}?of=person-{hsu}" for page in ("", "deals/")),
        *(f"/crm/forecast/?of={whose}" for whose in ("company", f"team-{south}")),
        *(f"/crm/opportunities/?{one}" for one in (f"f=1&owner={hsu}", "f=1", f"f=1&owner={hsu}&export=xlsx")),
        *("/", "/crm/opportunities/board/", "/crm/accounts/?f=1", "/crm/products/", "/search/?q=Cancity", "/alerts/"),
        *(f"/crm/accounts/{one.pk}/" for one in selling.accounts),
        *(f"/crm/products/{one.pk}/" for one in selling.products),
        *("/targets/", "/targets/progress/", "/targets/progress/team/", f"/targets/progress/?team={south}"),
        *("/people/", f"/people/?on={today() + dt.timedelta(days=300)}", f"/people/employees/{hsu}/"),
    ]


@pytest.mark.parametrize("name", ATTACKERS)
def test_no_page_and_no_file_tells_it(selling: Company, name: str) -> None:
    made = shared(selling)
    client = Client()
    client.force_login(user(selling, name))
    for address in pages(selling, made.pk):
        response = client.get(address, headers={"HX-Request": "true"} if "tiles" in address else {})
        assert response.status_code in {200, 403, 404}, address
        assert tells(body(response)) == [], address


def test_the_same_pages_tell_it_to_who_may_know(selling: Company) -> None:
    """Else the test above could not fail."""
    made = shared(selling)
    client = Client()
    client.force_login(selling.cast.executive_qiu)
    told = [address for address in pages(selling, made.pk) if tells(body(client.get(address)))]
    for door in (
        "/numbers/",
        "/tiles/",
        "format=csv",
        "format=xlsx",
        "/crm/forecast/",
        "/opportunities/",
        "/progress/",
    ):
        assert any(door in address for address in told), door


@pytest.mark.parametrize("name", ATTACKERS)
def test_no_question_by_program_or_on_the_command_line_tells_it(selling: Company, name: str, capsys: Any) -> None:
    """Every number by everything that it can be broken down by, filtered, compared, cut off, and at days past and to come."""
    caller, hsu = Caller(user(selling, name)), selling.employee("rep_hsu").pk
    whole = {"from": str(today() - dt.timedelta(days=60)), "to": str(today())}
    for metric in metrics.all():
        by = [one.key for one in dimensions_of(metric) if not one.time]
        asked = [{"metric": metric.key, **whole}, {"metric": metric.key}]
        asked += [{"metric": metric.key, "by": one, "limit": "1", **whole} for one in by]
        if "employee" in by:
            asked += [{"metric": metric.key, "where": f"employee:{hsu}", "compare": "previous", **whole}]
        for query in asked:
            response = caller.get(f"metrics/query?{urlencode(query)}")
            assert response.status_code in {200, 403, 422}, (query, response.content)
            assert tells(response.content.decode()) == [], query
        rows = caller.get(
            f"metrics/{metric.key}/rows?{urlencode({'where': f'employee:{hsu}'} if 'employee' in by else {})}"
        )
        assert tells(rows.content.decode()) == [], metric.key
    email = user(selling, name).email
    for keys in (["bookings.amount", "--by", "employee"], ["pipeline.amount", "--by", "team", "stage"]):
        main(["query", *keys, "--as", email, "--format", "json"])
        assert tells(capsys.readouterr().out) == []


@pytest.mark.parametrize("name", ATTACKERS)
def test_no_tile_alert_mail_or_undo_of_another_tells_it(selling: Company, name: str) -> None:
    made, caller = shared(selling), Caller(user(selling, name))
    assert tells(caller.get(f"dashboards/{made.pk}/tiles").content.decode()) == []
    form = {"kind": "table", "metrics": "bookings.amount", "by_1": "employee", "period": "quarter", "width": "6"}
    client = Client()
    client.force_login(user(selling, name))
    assert tells(body(client.post("/dashboards/tiles/preview/", form))) == []
    for rule in (
        {"condition": "above", "metric": "bookings.amount", "period": "quarter", "most": 1},
        {"condition": "idle", "most": 1},
        {"condition": "slipped", "most": 1},
        {"condition": "pace", "metric": "bookings.amount", "period": "quarter", "most": 1},
    ):
        caller.post("alert-rules", rule | {"quiet_from": 0, "quiet_to": 0, "by_mail": True})
    cockpit.subscribe(actor=Cast.actor(user(selling, name)), dashboard_id=made.pk, rhythm="day")
    Subscription.objects.update(next_on=today())
    watch.call()
    mail_dashboards.call()
    for message in mail.outbox:
        assert message.to == [user(selling, name).email]
        sheets = [zipfile.ZipFile(io.BytesIO(content)) for _name, content, _kind in message.attachments]
        text = " ".join(book.read(one).decode() for book in sheets for one in book.namelist())
        assert tells(message.body + text + " ".join(str(one[0]) for one in getattr(message, "alternatives", ()))) == []
    assert mail.outbox
    told = Alert.objects.filter(recipient=user(selling, name))
    assert not told.filter(opportunity__owner=selling.employee("rep_hsu")).exists()
    assert tells(json.dumps([alert.params for alert in told])) == []


def test_another_cannot_undo_what_was_done_and_learns_nothing_of_it(selling: Company) -> None:
    deal = selling.deal("rep_hsu", amount=AMOUNT)
    crm.change_opportunity(
        actor=selling.actor("rep_hsu"), opportunity_id=deal.pk, expected_version=deal.version, description="Mine"
    )
    act = AuditEntry.objects.filter(model="crm.opportunity").latest("pk").act
    client = Client()
    client.force_login(selling.cast.rep_lin)
    response = client.post(f"/undo/{act}/", headers={"HX-Request": "true"})
    assert response.status_code == 404
    deal.refresh_from_db()
    assert deal.description == "Mine"


def test_the_messages_to_browsers_hold_no_figure(selling: Company) -> None:
    deal = selling.deal("rep_hsu", amount=AMOUNT)
    crm.reassign_opportunities(
        actor=selling.actor("director_shen"), opportunity_ids=[deal.pk], owner_id=selling.employee("rep_lin").pk
    )
    assert OutboxEvent.objects.exists()
    assert tells(" ".join(json.dumps(event.payload) for event in OutboxEvent.objects.all())) == []


def test_who_will_lead_somebody_does_not_see_his_figures_before(selling: Company, capsys: Any) -> None:
    """Hsu comes to the team of chen in ten days; a question that stands on a day to come tells no more than one of today."""
    comes = today() + dt.timedelta(days=10)
    hsu = selling.employee("rep_hsu")
    hsu.assignments.update(valid_to=comes)
    assign(hsu, Team.objects.get(name="North"), since=comes)
    caller, later = Caller(selling.cast.manager_chen), str(comes + dt.timedelta(days=5))
    for query in (
        {"as_of": later},
        {"as_of": later, "by": "employee"},
        {"as_of": later, "where": f"employee:{hsu.pk}"},
    ):
        for metric in ("bookings.amount", "pipeline.amount"):
            assert tells(caller.get(f"metrics/query?{urlencode({'metric': metric} | query)}").content.decode()) == []
            if "by" not in query:
                assert tells(caller.get(f"metrics/{metric}/rows?{urlencode(query)}").content.decode()) == []
    main(["query", "bookings.amount", "--as", "manager_chen@test.example", "--as-of", later])
    assert tells(capsys.readouterr().out) == []
    client = Client()
    client.force_login(selling.cast.manager_chen)
    assert tells(body(client.get(f"/people/?on={later}"))) == []
