"""Published worked examples, run through the command, must give the published amount to the cent."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from cadre.compensation.engine.cli import main

CASES = sorted((Path(__file__).parent / "cases").glob("*/case.json"))


def _run(folder: Path, case: dict[str, Any], out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    if case["checks"][0]["table"] == "validate":
        assert main(["validate", str(folder / "plan.yaml"), "--json"]) == case["exit"]
        return {"validate": json.loads(capsys.readouterr().out)}
    arguments = ["calculate", str(folder / "plan.yaml"), "--inputs", str(folder), "--json", "--out", str(out)]
    assert main([*arguments, *case["arguments"]]) == case["exit"]
    found = json.loads(capsys.readouterr().out)
    with out.open(encoding="utf-8", newline="") as file:
        found["lines"] = list(csv.DictReader(file))
    found["run"] = {"paid": found["paid"]}
    return found


def _dig(value: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(value, str):
            value = json.loads(value)
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_the_published_amount_is_paid_to_the_cent(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    found = _run(path.parent, case, tmp_path / "lines.csv", capsys)
    for check in case["checks"]:
        rows = found[check["table"]]
        if isinstance(rows, list):
            rows = [row for row in rows if all(row[name] == value for name, value in check["where"].items())]
            assert len(rows) == 1, (check, rows)
            rows = rows[0]
        assert _dig(rows, check["column"]) == check["equals"], check


def test_every_published_case_of_the_sample_is_here() -> None:
    assert len(CASES) >= 42
