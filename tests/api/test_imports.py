"""Files are imported over the API by the same steps and verbs as on the pages."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cadre.crm.models import Product
from cadre.crm.services import change_product
from tests.support.api import Caller, Upload
from tests.support.cast import Cast
from tests.support.files import upload

GOOD = "product,sales_price\nWidget,12.50\nGadget,9.00\n"


def _start(caller: Caller, text: str | bytes = GOOD, name: str = "list.csv", **more: Any) -> Any:
    headers = {key: more.pop(key) for key in list(more) if key.isupper()}
    return caller.post("imports", Upload(kind="products", file=upload(text, name), **more), **headers)


def test_a_file_goes_in_is_checked_and_run_and_taken_back(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    started = _start(caller)
    assert started.status_code == 201, started.content
    run = started.json()
    assert (run["state"], run["rows"], run["kind"], run["can_be_undone"]) == ("draft", 2, "products", False)
    path = f"imports/{run['id']}"
    mapping = caller.get(f"{path}/mapping").json()
    assert mapping["columns"]["name"] == "product"
    assert mapping["headings"] == ["product", "sales_price"]
    check = caller.get(f"{path}/check").json()
    assert (check["rows"], check["good"], check["faulty"], check["new"]) == (2, 2, 0, 2)
    assert not Product.objects.filter(name="Widget").exists()
    done = caller.post(f"{path}/run")
    assert (done.status_code, done.json()["state"], done.json()["made"]) == (200, "done", 2), done.content
    assert Product.objects.filter(name__in=["Widget", "Gadget"]).count() == 2
    again = caller.post(f"{path}/run")
    assert (again.status_code, again.json()["code"]) == (409, "imports.not_ready")
    undone = caller.post(f"{path}/undo")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone"), undone.content
    assert not Product.objects.filter(name="Widget").exists()
    assert [row["id"] for row in caller.get("imports?state=undone").json()["items"]] == [run["id"]]


def test_an_import_that_is_taken_back_says_how_many_rows_were_put_back_and_how_many_stay(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    caller.post(f"imports/{_start(caller).json()['id']}/run")
    path = f"imports/{_start(caller, GOOD.replace('12.50', '13').replace('9.00', '10')).json()['id']}"
    done = caller.post(f"{path}/run").json()
    assert (done["changed"], done["restored"], done["kept_count"]) == (2, 0, 0)
    gadget = Product.objects.get(name="Gadget")
    operations = Cast.actor(cast.ops_tsai)
    change_product(actor=operations, product_id=gadget.pk, expected_version=gadget.version, list_price_minor=1100)
    undone = caller.post(f"{path}/undo").json()
    assert (undone["state"], undone["restored"], undone["kept_count"]) == ("undone", 1, 1)


def test_faulty_rows_are_named_with_the_reason_and_put_right_for_all_rows_at_once(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    run = _start(caller, "product,sales_price\nWidget,cheap\nGadget,9.00\nGizmo,cheap\n").json()
    path = f"imports/{run['id']}"
    check = caller.get(f"{path}/check", ACCEPT_LANGUAGE="zh-Hant").json()
    assert (check["faulty"], check["good"]) == (2, 1)
    finding = check["findings"][0]
    assert (finding["severity"], finding["value"], finding["rows"], finding["numbers"]) == ("error", "cheap", 2, [2, 4])
    assert "cheap" in finding["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in finding["message"])
    refused = caller.post(f"{path}/run").json()
    assert (refused["state"], refused["made"]) == ("failed", 0)
    assert refused["refusal"]
    assert not Product.objects.filter(name="Gadget").exists()
    fix = {"field": finding["field"], "value": "cheap", "action": "replace", "to": "1.00"}
    assert caller.post(f"{path}/fixes", fix).json()["fixes"] == [fix]
    assert caller.get(f"{path}/check").json()["faulty"] == 0
    withdrawn = caller.post(f"{path}/fixes/withdraw", {"field": finding["field"], "value": "cheap"})
    assert withdrawn.json()["fixes"] == []
    caller.post(f"{path}/fixes", fix)
    assert caller.post(f"{path}/run").json()["made"] == 3


def test_a_mapping_is_set_field_by_field_and_a_wrong_one_is_refused_there(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    run = _start(caller, "Was,Kostet\nWidget,12.50\n").json()
    path = f"imports/{run['id']}/mapping"
    refused = caller.patch(path, {"columns": {"name": "Wos"}})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")
    assert caller.patch(path, {"columns": {"name": "Was"}, "scales": {"list_price": "7"}}).status_code == 422
    known = {field["key"] for field in _kind(caller, "products")["fields"]}
    price = next(key for key in known if "price" in key)
    mapped = caller.patch(path, {"columns": {"name": "Was", price: "Kostet"}})
    assert (mapped.status_code, mapped.json()["columns"]) == (200, {"name": "Was", price: "Kostet"}), mapped.content
    assert caller.get(f"imports/{run['id']}/check").json()["faulty"] == 0


def _kind(caller: Caller, key: str) -> dict[str, Any]:
    return next(kind for kind in caller.get("imports/kinds").json() if kind["key"] == key)


def test_the_same_upload_under_one_key_is_taken_in_once(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    first = _start(caller, IDEMPOTENCY_KEY="f1")
    second = _start(caller, IDEMPOTENCY_KEY="f1")
    assert (second.json()["id"], second["Idempotency-Replayed"]) == (first.json()["id"], "true")
    other = _start(caller, GOOD + "Gizmo,1\n", IDEMPOTENCY_KEY="f1")
    assert (other.status_code, other.json()["code"]) == (422, "api.idempotency_key_reused")


def test_what_is_no_table_is_refused_with_what_to_do(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    for body, code in [
        (Upload(kind="products"), "imports.no_file"),
        (Upload(kind="products", file=SimpleUploadedFile("x.csv", b"")), None),
        (Upload(kind="products", file=SimpleUploadedFile("x.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))), None),
        (Upload(kind="nonsense", file=upload(GOOD)), "imports.unknown_kind"),
    ]:
        refused = caller.post("imports", body)
        assert refused.status_code in {404, 422}, refused.content
        assert refused["Content-Type"] == "application/problem+json"
        assert code in {None, refused.json()["code"]}
        assert refused.json()["errors"][0]["message"].endswith(".")
    missing = caller.post("imports", Upload(file=upload(GOOD)))
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "kind")


def test_hr_imports_people_only_and_a_rep_nothing(cast: Cast) -> None:
    hr, rep = Caller(cast.hr_fang), Caller(cast.rep_lin)
    assert [kind["key"] for kind in hr.get("imports/kinds").json()] == ["people"]
    assert rep.get("imports/kinds").json() == []
    assert _start(hr).status_code == 403
    assert _start(rep).json()["code"] == "kernel.forbidden"
    run = _start(Caller(cast.ops_tsai)).json()["id"]
    assert hr.get(f"imports/{run}").status_code == 404
    assert rep.get("imports").json()["items"] == []


def test_a_draft_is_forgotten(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai)
    run = _start(caller).json()["id"]
    assert caller.delete(f"imports/{run}").status_code == 204
    assert caller.get(f"imports/{run}").status_code == 404


def test_a_key_that_may_read_imports_runs_none(cast: Cast) -> None:
    caller = Caller(cast.ops_tsai, scopes=("imports:read",))
    assert caller.get("imports").status_code == 200
    assert _start(caller).json()["code"] == "api.scope_missing"
