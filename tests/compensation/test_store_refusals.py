"""A change that leaves nothing to calculate is refused, and says which of its rows could not be used."""

from pathlib import Path

import pytest

from cadre.compensation.engine.cli import main

PLAN = "plan: p\ncurrency: USD\ncomponents:\n  - {id: c, pays: {rate: 10%}}\n"
HEAD = "id,date,amount,payee\n"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "transactions row 2: 'nothing' is not a plain decimal number"), ("zh-Hant", "nothing")],
)
def test_the_row_of_a_change_that_leaves_no_usable_transaction_is_named(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, rows, store = tmp_path / "plan.yaml", tmp_path / "rows.csv", str(tmp_path / "pay.store")
    plan.write_text(PLAN, encoding="utf-8")
    rows.write_text(f"{HEAD}a,2026-01-05,100,ann\nb,2026-01-06,50,ann\n", encoding="utf-8")
    assert main(["calculate", str(plan), "--transactions", str(rows), "--store", store]) == 0
    capsys.readouterr()
    rows.write_text(f"{HEAD}a,soon,100,ann\nb,2026-01-06,nothing,ann\n", encoding="utf-8")
    assert main(["change", "--store", store, "--transactions", str(rows), "--language", language]) == 2
    assert said in capsys.readouterr().err
    rows.write_text(f"{HEAD}a,2026-01-05,300,ann\n", encoding="utf-8")
    assert main(["change", "--store", store, "--transactions", str(rows)]) == 0
    assert "20.00" in capsys.readouterr().out
