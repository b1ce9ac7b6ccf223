"""A program reads alerts as their page shows them, mutes them and hears of them again."""

from cadre.cockpit.tasks import watch
from tests.cockpit.test_alerts import rule, silent
from tests.metrics.conftest import Company
from tests.support.api import Caller


def test_a_program_reads_why_it_is_told_and_takes_a_mute_back(company: Company) -> None:
    silent(company)
    made = rule(company, "manager_chen", "idle", 30, audience="owner")
    watch.call()
    lin = Caller(company.cast.rep_lin)
    (alert,) = lin.get("alerts").json()
    assert alert["why"] == "Rule of Chen Manager: you are told because it is yours to act on"
    assert (alert["rule"], alert["muted_at"]) == (made.pk, None)
    muted = lin.post(f"alerts/{alert['id']}/mute").json()
    assert muted["muted_at"] is not None
    assert Caller(company.cast.rep_gao).post(f"alerts/{alert['id']}/unmute").status_code == 404
    back = lin.post(f"alerts/{alert['id']}/unmute").json()
    assert (back["muted_at"], back["why"]) == (None, alert["why"])


def test_a_program_reads_which_rules_of_others_tell_it_and_why(company: Company) -> None:
    rule(company, "director_shen", "idle", 900, audience="role", role="rep")
    (told,) = Caller(company.cast.rep_lin).get("alert-rules/telling").json()
    assert (told["owner"], told["condition"], told["most"]) == (company.cast.director_shen.name, "idle", 900)
    assert "for the role" in told["why"]
    assert Caller(company.cast.manager_chen).get("alert-rules/telling").json() == []
