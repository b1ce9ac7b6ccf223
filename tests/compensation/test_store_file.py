"""A kept calculation survives its process: opened it pays the same, a change is kept whole or not at all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cadre.compensation.engine import cli
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate
from cadre.compensation.engine.store import Store
from cadre.compensation.engine.store_file import StoreFile, StoreRefused

PLAN = """
plan: p
currency: USD
components:
  - id: own
    credit: {by: account}
    quota: input
    pays: {marginal: [{to: 100%, rate: 10%}, {rate: 20%}]}
"""


def _inputs() -> dict[str, Any]:
    rows = [
        {
            "id": f"t{i}",
            "date": f"2026-0{1 + i % 3}-05",
            "amount": f"{i * 100}.50",
            "payee": "ann",
            "account": "x" if i % 2 else "",
        }
        for i in range(1, 9)
    ]
    return {
        "transactions": rows,
        "assignments": [{"account": "x", "payee": "bob", "share": "100%"}],
        "quotas": [{"payee": "*", "period": "all", "quota": "500"}],
        "splits": [{"transaction": "t4", "payee": name, "share": "50%"} for name in ("ann", "bob")],
    }


def _digest(inputs: dict[str, Any]) -> str:
    return calculate(parse_plan(PLAN)[0], inputs).digests()["output"]


def test_an_opened_store_pays_what_the_changes_make_of_it(tmp_path: Path) -> None:
    inputs, path = _inputs(), tmp_path / "pay.store"
    StoreFile.create(path, PLAN, inputs).close()
    store = StoreFile.open(path)
    row = {**inputs["transactions"][3], "amount": "9000"}
    assert store.change([row], ["t2"]) is not None
    inputs["transactions"] = [one for one in inputs["transactions"] if one["id"] not in ("t2", "t4")] + [row]
    inputs["quotas"] = [{"payee": "*", "period": "all", "quota": "700"}]
    inputs["assignments"] = [{"account": "x", "payee": "ann", "share": "100%"}]
    store.change(quotas=inputs["quotas"], assignments=inputs["assignments"])
    assert store.store is not None
    assert store.store.digest() == _digest(inputs)
    store.close()
    again = StoreFile.open(path)
    assert again.result().digests()["output"] == _digest(inputs)
    assert [step for (step,) in again.file.execute("SELECT what FROM steps ORDER BY number").fetchall()] == [
        "calculated",
        "transactions",
        "assignments, quotas",
    ]
    again.compact()
    again.close()
    StoreFile.open(path).close()


def test_what_reaches_beyond_the_run_is_calculated_again(tmp_path: Path) -> None:
    inputs, path = _inputs(), tmp_path / "pay.store"
    store = StoreFile.create(path, PLAN, inputs)
    row = {"id": "n1", "date": "2026-07-01", "amount": "10", "payee": "new", "account": ""}
    assert store.change([row]) is None
    store.close()
    inputs["transactions"].append(row)
    assert StoreFile.open(path).result().digests()["output"] == _digest(inputs)


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "pay.store"
    store = StoreFile.create(path, PLAN, _inputs())
    with pytest.raises(ValueError, match="account"):
        store.change([{"id": "t1", "date": "2026-01-05", "amount": "1", "payee": "ann"}])
    store.close()
    assert StoreFile.open(path).result().digests()["output"] == _digest(_inputs())


def test_a_process_that_dies_in_a_change_loses_only_that_change(tmp_path: Path) -> None:
    path = tmp_path / "pay.store"
    StoreFile.create(path, PLAN, _inputs()).close()
    code = (
        "import os, sys\n"
        "from cadre.compensation.engine.store_file import StoreFile\n"
        "store = StoreFile.open(sys.argv[1])\n"
        "StoreFile._step = lambda *_: os._exit(9)\n"
        "store.change(deletes=['t1'])\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    assert StoreFile.open(path).result().digests()["output"] == _digest(_inputs())


def test_a_store_whose_rows_were_altered_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pay.store"
    store = StoreFile.create(path, PLAN, _inputs())
    store.file.execute("UPDATE in_transactions SET amount = '1' WHERE id = 't3'")
    store.close()
    with pytest.raises(StoreRefused, match="does not pay"):
        StoreFile.open(path)
    (tmp_path / "other").write_text("no store")
    with pytest.raises(StoreRefused):
        StoreFile.open(tmp_path / "other")


def test_the_command_keeps_and_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, store = tmp_path / "plan.yaml", tmp_path / "pay.store"
    plan.write_text(PLAN)
    head = "id,date,amount,payee,account\n"
    (tmp_path / "t.csv").write_text(head + "a,2026-01-05,400,ann,\nb,2026-01-06,300,ann,\n")
    (tmp_path / "q.csv").write_text("payee,period,quota\n*,all,500\n")
    (tmp_path / "c.csv").write_text(head + "b,2026-01-06,500,ann,\n")
    given = ["--transactions", str(tmp_path / "t.csv"), "--quotas", str(tmp_path / "q.csv"), "--store", str(store)]
    (tmp_path / "x.csv").write_text("account,payee\n,\n")
    given += ["--assignments", str(tmp_path / "x.csv")]
    cli.main(["calculate", str(plan), *given])
    capsys.readouterr()
    code = cli.main(["change", "--store", str(store), "--transactions", str(tmp_path / "c.csv"), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert code == cli.OK
    assert said["differences"] == [{"payee": "ann", "period": "2026-01", "paid": "40.00"}]
    assert cli.main(["calculate", str(plan), *given]) == cli.REFUSED
    assert cli.main(["change", "--store", str(tmp_path / "none"), "--delete", "a"]) == cli.REFUSED


def _limited(code: str, path: Path, size: int) -> str:
    """What a process says that may write no file beyond ``size`` bytes."""
    head = (
        "import resource, sys\n"
        "from cadre.compensation.engine.store_file import StoreFile, StoreRefused\n"
        "from tests.compensation.test_store_file import PLAN, _inputs\n"
        "rows = [{**_inputs()['transactions'][0], 'id': f'n{i}' * 50} for i in range(5000)]\n"
        "store = StoreFile.open(sys.argv[1]) if len(sys.argv) > 3 else None\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
    )
    there = ["open"] if path.exists() else []
    command = [sys.executable, "-c", head + code, str(path), str(size), *there]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2]).stderr


@pytest.mark.parametrize("size", [1_000, 20_000, 300_000])
def test_a_store_that_does_not_fit_on_the_disk_is_not_there(tmp_path: Path, size: int) -> None:
    said = _limited("StoreFile.create(sys.argv[1], PLAN, _inputs())\n", tmp_path / "pay.store", size)
    assert "StoreRefused" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [1_000, 400_000])
def test_a_change_that_does_not_fit_on_the_disk_is_not_kept(tmp_path: Path, size: int) -> None:
    path = tmp_path / "pay.store"
    StoreFile.create(path, PLAN, _inputs()).close()
    assert "is not kept" in _limited("store.change(rows)\n", path, size)
    assert StoreFile.open(path).result().digests()["output"] == _digest(_inputs())


def test_a_store_that_another_process_has_open_is_refused_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "pay.store"
    StoreFile.create(path, PLAN, _inputs()).close()
    code = (
        "import sys\nfrom cadre.compensation.engine.store_file import StoreFile\n"
        "store = StoreFile.open(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreRefused, match="in use by another program"):
            StoreFile.open(path)
        other.kill()
    assert StoreFile.open(path).result().digests()["output"] == _digest(_inputs())


def test_a_writer_that_dies_leaves_no_half_a_store(tmp_path: Path) -> None:
    path = tmp_path / "pay.store"
    code = (
        "import os, sys\n"
        "from cadre.compensation.engine.store_file import StoreFile\n"
        "from tests.compensation.test_store_file import PLAN, _inputs\n"
        "StoreFile._step = lambda *_: os._exit(9)\n"
        "StoreFile.create(sys.argv[1], PLAN, _inputs())\n"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=root).returncode == 9
    assert not path.exists()
    StoreFile.create(path, PLAN, _inputs()).close()


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pay.store"
    store = StoreFile.create(path, PLAN, _inputs())
    store.file.execute("UPDATE about SET value = '0' WHERE name = 'layout'")
    store.close()
    with pytest.raises(StoreRefused, match="another version"):
        StoreFile.open(path)


def test_a_store_takes_changes_in_the_columns_it_has(tmp_path: Path) -> None:
    path, row = tmp_path / "pay.store", {**_inputs()["transactions"][0]}
    row["amount_minor"] = int(float(row["amount"]) * 100)
    del row["amount"]
    for store in (StoreFile.create(path, PLAN, _inputs()), Store(parse_plan(PLAN)[0], _inputs())):
        with pytest.raises(ValueError, match="column amount of the store is missing"):
            store.change([row]) if isinstance(store, StoreFile) else store.apply([row])
    inputs = _inputs()
    for one in inputs["transactions"]:
        one["amount_minor"] = round(float(one.pop("amount")) * 100)
    given = {**row, "amount": "1"}
    for kept in (StoreFile.create(tmp_path / "minor.store", PLAN, inputs), Store(parse_plan(PLAN)[0], inputs)):
        with pytest.raises(ValueError, match="the store has no column amount"):
            kept.change([given]) if isinstance(kept, StoreFile) else kept.apply([given])


def test_a_change_may_bring_a_column_that_the_store_lacks(tmp_path: Path) -> None:
    inputs = _inputs()
    inputs["rates"] = [{"currency": "EUR", "date": "2025-01-01", "rate": "2"}]
    store = StoreFile.create(tmp_path / "pay.store", PLAN, inputs)
    row = {**inputs["transactions"][0], "currency": "EUR"}
    store.change([row])
    store.close()
    inputs["transactions"] = [{**one, "currency": ""} for one in inputs["transactions"][1:]] + [row]
    assert StoreFile.open(tmp_path / "pay.store").result().digests()["output"] == _digest(inputs)


def test_another_plan_pays_what_a_full_run_of_it_pays_and_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, text = tmp_path / "pay.store", PLAN.replace("rate: 20%", "rate: 30%")
    StoreFile.create(path, PLAN, _inputs()).close()
    (tmp_path / "plan.yaml").write_text(text)
    assert cli.main(["change", "--store", str(path), "--plan", str(tmp_path / "plan.yaml"), "--json"]) == cli.OK
    said = json.loads(capsys.readouterr().out)
    full = calculate(parse_plan(text)[0], _inputs()).digests()["output"]
    assert (said["recalculated"], said["output"]) == (True, full)
    assert said["differences"]
    store = StoreFile.open(path)
    assert store.store.digest() == full
    with pytest.raises(ValueError, match="overlap"):
        store.change(plan=text.replace("{rate: 30%}", "{from: 90%, rate: 30%}"))
    store.close()
    assert StoreFile.open(path).store.digest() == full


def test_another_plan_in_another_currency_is_refused_since_no_difference_could_be_told(tmp_path: Path) -> None:
    store = StoreFile.create(tmp_path / "pay.store", PLAN, _inputs())
    with pytest.raises(StoreRefused, match="the plan pays in EUR, the store in USD"):
        store.change(plan=PLAN.replace("USD", "EUR"))
    store.close()
    assert StoreFile.open(tmp_path / "pay.store").store.digest() == _digest(_inputs())


@pytest.mark.parametrize("numbers", [True, False])
def test_a_transaction_to_delete_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], numbers: bool
) -> None:
    inputs, path = _inputs(), tmp_path / "pay.store"
    for one in (*inputs["transactions"], *inputs["splits"]) if numbers else ():
        name = "id" if "id" in one else "transaction"
        one[name] = int(one[name].removeprefix("t"))
    StoreFile.create(path, PLAN, inputs).close()
    there, lacking = ("2", ["77", "abc"]) if numbers else ("t2", ["t77"])
    asked = [word for one in (there, *lacking) for word in ("--delete", one)]
    assert cli.main(["change", "--store", str(path), *asked, "--language", "zh-Hant"]) == cli.OK
    said = capsys.readouterr().out
    assert [f"沒有編號為 {one} 的交易可刪除" in said for one in (there, *lacking)] == [False] + [True] * len(lacking)
    inputs["transactions"] = [one for one in inputs["transactions"] if str(one["id"]) != there]
    assert StoreFile.open(path).store.digest() == _digest(inputs)


def test_a_column_with_quotation_marks_in_its_name_may_change_its_kind(tmp_path: Path) -> None:
    inputs = _inputs()
    inputs["transactions"] = [{**one, 'size "in"': 1} for one in inputs["transactions"]]
    store = StoreFile.create(tmp_path / "pay.store", PLAN, inputs)
    assert store.change([{**inputs["transactions"][0], 'size "in"': "one"}]) is not None


@pytest.mark.parametrize("held", ["t4", " t4 "])
@pytest.mark.parametrize("given", ["t4", "\tt4"])
@pytest.mark.parametrize("how", ["changed", "deleted"])
def test_blanks_around_an_id_name_no_other_transaction(tmp_path: Path, held: str, given: str, how: str) -> None:
    inputs, path = _inputs(), tmp_path / "pay.store"
    inputs["transactions"][3]["id"] = held
    row = {**inputs["transactions"][3], "id": given, "amount": "9000"}
    store = StoreFile.create(path, PLAN, inputs)
    assert store.missing([given]) == []
    store.change([row]) if how == "changed" else store.change(deletes=[given])
    store.close()
    rest = [one for one in inputs["transactions"] if one["id"] != held]
    inputs["transactions"] = [*rest, row] if how == "changed" else rest
    inputs["splits"] = inputs["splits"] if how == "changed" else []
    opened = StoreFile.open(path)
    assert opened.result().digests()["output"] == _digest(inputs)
