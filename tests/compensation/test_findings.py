"""What is wrong with a plan is said in three languages, with its line and with what to do."""

import ast
from pathlib import Path
from typing import Any

import pytest

from cadre.compensation.engine.cli import main
from cadre.compensation.engine.plan import finding_words
from cadre.compensation.engine.plan.loading import PlanRefused, parse_plan

PLAN = Path(__file__).parents[2] / "src/cadre/compensation/engine/plan"


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "§" for part in node.values)]
    return []


def _written(tree: ast.Module) -> list[str]:
    """Messages and advices in a module, with § where something is put in."""
    found: list[str] = []
    places = {"_error": (1, 3), "_found": (1, 3), "Found": (2, 4), "ValueError": (0, 1)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in places:
            first, last = places[getattr(node.func, "id", "")]
            found += [text for one in node.args[first:last] for text in _texts(one)]
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("advice", "message"):
            found += _texts(node.value)
    return [text for text in found if text.strip("§ ")]


def test_every_message_and_advice_of_a_plan_is_translated() -> None:
    known = {texts[0] for texts in finding_words.rows()}
    written = {text for path in PLAN.glob("*.py") for text in _written(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(written) > 80
    assert sorted(written - known) == []


def test_every_translation_names_as_much_as_the_english() -> None:
    for texts in finding_words.rows():
        assert len(texts) == 3, texts
        assert len({text.count("§") for text in texts}) == 1, texts


def _refused(text: str) -> Any:
    with pytest.raises(PlanRefused) as refused:
        parse_plan(text)
    return refused.value.findings[0]


def test_a_gap_between_tiers_is_told_in_chinese_with_its_numbers() -> None:
    plan = (
        "plan: p\ncurrency: USD\ncomponents:\n  - {id: c, pays: {marginal: [{to: 10, rate: 1%}, {from: 20, rate: 2%}]}}"
    )
    finding = _refused(plan)
    assert finding.said("zh-Hant").endswith("未說明 10 與 20 之間如何。此級距請從 10 開始，或加上一個級距。")
    assert finding.in_language("zh-Hans")["message"] == "未说明 10 与 20 之间如何"
    assert finding.in_language("en")["message"] == "nothing is said between 10 and 20"


def test_the_command_refuses_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: p\ncurrency: USD\ncomponents:\n  - {id: c, pays: {rats: 8%}}", encoding="utf-8")
    assert main(["validate", str(path), "--language", "zh-Hant"]) == 2
    assert "第 4 行" in (said := capsys.readouterr().err)
    assert "你是否要寫「rates」？" in said


HEAD, TAIL = "plan: p\ncurrency: USD\n", "\ncomponents: [{id: c, pays: {rate: 8%}}]"
WRONG = {
    "guarantee: 2000": "a value alone is not enough",
    "clawback: {on: churn}": "a list is needed here",
    "columns: [profit]": "names and values are needed here",
    "version: first": "'first' is not a whole number",
    "from: 2026-13-01": "'2026-13-01' is not a day",
    "fiscal_year_starts: 13": "13 is too large",
    "fiscal_year_starts: 0": "0 is too small",
    "roles: ae": "a list is needed here",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_value_of_the_wrong_kind_is_named_and_told_what_to_write_instead_in_three_languages(line: str) -> None:
    finding = _refused(HEAD + line + TAIL)
    assert (finding.line, finding.message) == (3, WRONG[line])
    assert finding.advice
    english = finding.in_language("en")
    for language in ("zh-Hant", "zh-Hans"):
        said = finding.in_language(language)
        assert said["message"] != english["message"]
        assert said["advice"] != english["advice"]


def test_every_kind_of_wrong_value_is_translated() -> None:
    from cadre.compensation.engine.plan.loading import _VALUES

    known = {texts[0] for texts in finding_words.rows()}
    assert sorted({text for pair in _VALUES.values() for text in pair} - known) == []
