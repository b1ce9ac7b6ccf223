"""The command as somebody runs it: in a process of its own, beside whatever packages are installed there."""

import subprocess
import sys
from pathlib import Path

PLAN = "plan: smallest\ncurrency: USD\ncomponents: [{id: commission, pays: {rate: 8%}}]\n"
CALL = """import sys
from cadre.compensation.engine.cli import main
sys.exit(main(sys.argv[1:]) or "pandas" in sys.modules)"""


def test_a_plan_is_calculated_in_a_process_of_its_own_and_pandas_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,amount,payee\n1,2026-01-15,1000,lin\n")
    command = [sys.executable, "-c", CALL, "calculate", "plan.yaml", "--inputs", ".", "--out", "lines.csv"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "80.00" in (tmp_path / "lines.payouts.csv").read_text()


LOADED = """import sys
from cadre.compensation.engine.cli import main
ended = main(sys.argv[1:])
print("loaded", *sys.modules)
sys.exit(ended)"""
UNWANTED = {"django", "pandas", "polars", "pyspark", "sqlglot", "numpy.random", "unittest"}
ENGINE = "cadre.compensation.engine."
WORDS = {
    f"{ENGINE}{name}"
    for name in (
        "simulate",
        "explain",
        "spark",
        "plan_words",
        "payout_words",
        "reading_words",
        "explanation_words",
        "store_file",
    )
}


def test_calculating_loads_nothing_that_only_other_commands_and_engines_need(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,amount,payee\n1,2026-01-15,1000,lin\n")
    command = [sys.executable, "-c", LOADED, "calculate", "plan.yaml", "--inputs", ".", "--out", "lines.csv"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.splitlines()[-1].split())
    assert "duckdb" in loaded
    assert loaded & (UNWANTED | WORDS) == set()
    rooms = {name for name in loaded if name.startswith("cadre.") and not name.startswith(ENGINE)}
    assert rooms == {"cadre.compensation", "cadre.compensation.engine"}
