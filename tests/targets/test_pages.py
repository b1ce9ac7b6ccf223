"""The grid takes in typed cells all or none, and its file can be taken in again."""

from cadre.kernel.access import SYSTEM
from cadre.targets import services
from tests.support.cast import Cast
from tests.targets.quotas import draft, quarter


def place(user) -> str:
    return f"cell-person-{Cast.employee(user).pk}-{quarter().name}"


def test_a_refused_cell_keeps_all_cells_as_they_were(cast: Cast, client) -> None:
    plan = draft()
    client.force_login(cast.director_shen)
    url = f"/targets/plans/{plan.pk}/cells/"
    refused = client.post(url, {place(cast.rep_lin): "26,768", place(cast.rep_gao): "-5"})
    assert refused.status_code == 422
    assert "Gao Rep" in refused.content.decode()
    assert not plan.targets.exists()
    assert client.post(url, {place(cast.rep_lin): "26,768", place(cast.rep_gao): ""}).status_code == 200
    assert [row.value for row in plan.targets.all()] == [2_676_800]


def test_a_cell_that_another_window_changed_is_refused_and_not_overwritten(cast: Cast, client) -> None:
    plan = draft()
    client.force_login(cast.director_shen)
    url, cell = f"/targets/plans/{plan.pk}/cells/", place(cast.rep_lin)
    was = cell.replace("cell-", "was-")
    assert client.post(url, {cell: "21,000", was: ""}).status_code == 200
    refused = client.post(url, {cell: "22,000", was: ""})
    assert refused.status_code == 422
    assert "changed after you opened the page" in refused.content.decode()
    assert plan.targets.get().value == 2_100_000
    assert client.post(url, {cell: "21,000", was: ""}).status_code == 200
    assert client.post(url, {cell: "22,000.05", was: "21,000"}).status_code == 200
    assert client.post(url, {cell: "", was: "22,000.05"}).status_code == 200
    assert not plan.targets.exists()


def test_an_export_can_be_imported_into_another_version(cast: Cast, client) -> None:
    plan, other = draft(top_down=1000_00, basis="equal"), draft()
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    client.force_login(cast.director_shen)
    text = client.get(f"/targets/plans/{plan.pk}/export/?as=csv").content.decode("utf-8-sig")
    block = "\n".join(line.replace(",", "\t") for line in text.splitlines())
    assert client.post(f"/targets/plans/{other.pk}/import/", {"block": block}).status_code == 302
    first, second = ({(r.team_id, r.employee_id): r.value for r in one.targets.all()} for one in (plan, other))
    assert first == second
    assert len(first) == 7


def test_every_page_of_a_draft_leads_to_its_next_step(cast: Cast, client) -> None:
    plan = draft()
    client.force_login(cast.director_shen)
    for page in ("", "weeks/", "reconcile/", "fairness/"):
        text = client.get(f"/targets/plans/{plan.pk}/{page}").content.decode()
        assert f"/targets/plans/{plan.pk}/submit/" in text, page


def test_a_rep_finds_his_ring_at_home_and_no_plans(cast: Cast, client) -> None:
    client.force_login(cast.rep_lin)
    assert client.get("/targets/progress/own/").status_code == 200
    assert client.get("/targets/plans/").status_code == 403
