"""What the people meet who put Cadre up: the balancer's question, the first administrator, the company without a profile."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from cadre.crm.models import Product
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import User
from cadre.people.services import change_company_profile

pytestmark = pytest.mark.django_db


def test_a_balancer_is_answered_without_tls_and_without_a_name(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["cadre.example.com"]  # type: ignore[attr-defined]
    answer = client.get("/healthz/", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_balancer_hears_that_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    assert client.get("/healthz/").status_code == 503


def test_the_first_administrator_is_led_to_the_company_and_then_home(client: Client) -> None:
    client.force_login(User.objects.create_superuser("ada@example.com", "Ada", "correct horse battery"))
    form = reverse("people:company-change")
    assert client.get("/")["Location"] == form
    asked = client.get(form).context["form"]
    assert (asked["currency"].value(), asked["working_weekdays"].value()) == (None, [0, 1, 2, 3, 4])
    profile = {"name": "Acme", "currency": "EUR", "fiscal_start_month": 1, "fiscal_pattern": "months"}
    chosen = {"working_weekdays": [0, 1, 2, 3, 4], "languages": ["en"], "version": ""}
    assert client.post(form, profile | chosen)["Location"] == reverse("people:company")
    assert client.get("/").status_code == 200


def test_the_first_administrator_reads_the_language_of_his_browser_before_anybody_could_choose(client: Client) -> None:
    User.objects.create_superuser("mei@example.com", "陳美玲", "correct horse battery")
    typed = {"email": "mei@example.com", "password": "correct horse battery"}
    client.post(reverse("web:sign-in"), typed, headers={"accept-language": "zh-TW"})
    assert User.objects.get().language == "zh-hant"
    assert "公司" in client.get(reverse("people:company-change")).content.decode()


def test_a_company_without_data_is_shown_what_to_bring_in_first_and_no_longer_once_it_is_there(client: Client) -> None:
    change_company_profile(
        actor=SYSTEM,
        name="Acme",
        currency="EUR",
        fiscal_start_month=1,
        fiscal_pattern="months",
        working_weekdays=[0, 1, 2, 3, 4],
        languages=["en"],
    )
    client.force_login(User.objects.create_superuser("ada@example.com", "Ada", "correct horse battery"))
    steps = client.get("/").context["first_steps"]
    assert [step.url for step in steps] == [
        reverse("imports:import-start", args=[kind]) for kind in ("people", "products", "accounts", "opportunities")
    ]
    assert not any(step.done for step in steps)
    assert all(client.get(step.url).status_code == 200 for step in steps)
    Product.objects.create(name="GTX", list_price_minor=100)
    assert [step.done for step in client.get("/").context["first_steps"]] == [False, True, False, False]
