"""What was changed in another window meanwhile is not lost: the form shows both."""

from django.test import Client
from django.urls import reverse

from cadre.cockpit.models import AlertRule, Dashboard
from tests.cockpit.conftest import board
from tests.cockpit.test_alerts import rule
from tests.metrics.conftest import Company

RULE = {"condition": "idle", "audience": "self", "quiet_from": "20", "quiet_to": "8", "is_active": "on"}


def director(company: Company) -> Client:
    client = Client()
    client.force_login(company.cast.director_shen)
    return client


def test_a_dashboard_named_in_two_windows_asks_which_name_holds(company: Company) -> None:
    made = board(company.actor("director_shen"))
    page, client = reverse("cockpit:dashboard-edit", args=[made.pk]), director(company)
    version = Dashboard.objects.get(pk=made.pk).version
    first, second = ({"title": title, "note": "", "version": version} for title in ("Morning", "Evening"))
    assert client.post(page, first, HTTP_HX_REQUEST="true").status_code == 204
    refused = client.post(page, second, HTTP_HX_REQUEST="true")
    assert refused.status_code == 409
    assert all(title in refused.content.decode() for title in ("Morning", "Evening"))
    assert Dashboard.objects.get(pk=made.pk).title == "Morning"


def test_a_rule_changed_in_two_windows_asks_which_limit_holds(company: Company) -> None:
    made = rule(company, "director_shen", "idle", 30)
    page, client = reverse("cockpit:rule-edit", args=[made.pk]), director(company)
    sent = [RULE | {"most": most, "version": made.version} for most in ("20", "40")]
    assert client.post(page, sent[0], HTTP_HX_REQUEST="true").status_code == 204
    refused = client.post(page, sent[1], HTTP_HX_REQUEST="true")
    assert refused.status_code == 409
    assert all(most in refused.content.decode() for most in ("20", "40"))
    assert AlertRule.objects.get(pk=made.pk).most == 20
