"""Every recipe of the guide is run: its plan and its tables, exactly as they stand on the page, pay what it says."""

import csv
import io
import os
import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cadre.compensation.engine.explain.lines import explain_line
from cadre.compensation.engine.line_columns import lines_table
from cadre.compensation.engine.output import payouts_rows
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.plan.sentences import plan_sentences
from cadre.compensation.engine.run import calculate

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
LANGUAGES = ("en", "zh-Hant", "zh-Hans")
_BLOCK = re.compile(r"^```(\w+) ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Recipe:
    """A section of the guide with a plan, tables and what is paid."""

    page: str
    title: str
    plan: str = ""
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    paid: list[dict[str, str]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def recipes() -> list[Recipe]:
    """Every section that has a plan and a result."""
    found = []
    for page in sorted((GUIDE / "compensation").glob("*.md")):
        for section in re.split(r"^(?=### )", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            recipe = Recipe(page.stem, section.splitlines()[0].removeprefix("### "))
            for kind, name, text in _BLOCK.findall(section):
                if kind == "yaml":
                    recipe.plan = text
                elif kind == "csv" and name == "paid":
                    recipe.paid = _rows(text)
                elif kind == "csv":
                    recipe.tables[name] = _rows(text)
                elif kind == "sh" and "--closed-through" in text:
                    recipe.options["closed_through"] = text.split("--closed-through ")[1].split()[0]
                elif kind == "sh" and "--period" in text:
                    recipe.options["period"] = text.split("--period ")[1].split()[0]
            if recipe.plan and recipe.paid:
                found.append(recipe)
    return found


RECIPES = recipes()


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: f"{recipe.page}: {recipe.title}")
def test_a_recipe_pays_what_the_page_says(recipe: Recipe) -> None:
    plan, _ = parse_plan(recipe.plan)
    result = calculate(plan, recipe.tables, **recipe.options)
    assert not [problem for problem in result.problems if problem.severity == "error"], result.problems
    found = {(row["payee"], row["period"]): Fraction(row["paid"]) for row in payouts_rows(result)}
    wanted = {(row["payee"], row["period"]): Fraction(row["paid"]) for row in recipe.paid}
    assert {key: float(value) for key, value in found.items() if value or key in wanted} == {
        key: float(value) for key, value in wanted.items()
    }
    rows = lines_table(result).to_pylist()
    for language in LANGUAGES:
        assert all(plan_sentences(plan, language))
        for row in rows:
            _is_read_aloud(explain_line(_as_stored(row), language))


def _as_stored(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if value is not None else "" for name, value in row.items()}


def _is_read_aloud(said: dict[str, Any]) -> None:
    assert said["text"]
    assert "None" not in said["text"]
    assert "%(" not in said["text"]


def test_the_guide_has_more_recipes_than_a_year_has_weeks() -> None:
    assert len(RECIPES) >= 80


PAGE = GUIDE / "compensation-plans.md"


def anchor(title: str) -> str:
    """The address of a heading on its page."""
    return "".join(c for c in title.lower() if c.isalnum() or c in " -_").replace(" ", "-")


def index() -> str:
    """The list of recipes by page, with links."""
    said = []
    for page in dict.fromkeys(recipe.page for recipe in RECIPES):
        path = GUIDE / "compensation" / f"{page}.md"
        heading = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        links = [f"[{r.title}](compensation/{page}.md#{anchor(r.title)})" for r in RECIPES if r.page == page]
        said += [f"**[{heading}](compensation/{page}.md)**: {' · '.join(links)}", ""]
    return "\n".join(said)


def test_the_reference_page_links_every_recipe() -> None:
    page = PAGE.read_text(encoding="utf-8")
    begin, end = "<!-- recipes -->\n\n", "<!-- /recipes -->"
    head, _, rest = page.partition(begin)
    _, _, tail = rest.partition(end)
    wanted = f"{head}{begin}{index()}{end}{tail}"
    if os.environ.get("CADRE_WRITE_GUIDE"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted, "write it anew with CADRE_WRITE_GUIDE=1"


def test_the_reference_page_has_a_cure_for_every_problem() -> None:
    page = PAGE.read_text(encoding="utf-8")
    codes: set[str] = set()
    for path in (Path(__file__).parents[2] / "src/cadre/compensation/engine").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r"rows\.report\(\s*\w+, \"\w+\", \"([a-z-]+)\"", text))
        codes |= set(re.findall(r", \"([a-z]+-[a-z-]+)\", (?:f\"|text|words|reason)", text))
    assert len(codes) > 20
    assert sorted(code for code in codes if f"`{code}`" not in page) == []


def test_every_plan_on_the_reference_page_can_be_read() -> None:
    plans = [text for kind, _, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")) if kind == "yaml"]
    assert plans
    for text in plans:
        parse_plan(text)


def test_every_link_of_the_reference_page_leads_somewhere() -> None:
    page = PAGE.read_text(encoding="utf-8")
    anchors = {"": _anchors(page)}
    for path in (GUIDE / "compensation").glob("*.md"):
        anchors[f"compensation/{path.name}"] = _anchors(path.read_text(encoding="utf-8"))
    links = re.findall(r"\]\(([^)#]*)#([^)]+)\)", page)
    assert links
    assert [link for link in links if link[1] not in anchors.get(link[0], set())] == []


def _anchors(text: str) -> set[str]:
    return {anchor(line.lstrip("#").strip()) for line in text.splitlines() if line.startswith("#")}


def test_every_link_of_the_reference_page_leads_to_a_recipe() -> None:
    links = set(re.findall(r"\]\(compensation/([\w-]+)\.md#([^)]+)\)", PAGE.read_text(encoding="utf-8")))
    known = {(recipe.page, anchor(recipe.title)) for recipe in RECIPES}
    assert len(links) > 100
    assert sorted(links - known) == []


def test_the_words_an_examiner_looks_for_are_in_the_index_in_english_and_chinese() -> None:
    index = PAGE.read_text(encoding="utf-8").split("## Find it by your words")[1].split("\n## ")[0]
    words = (
        "accelerator",
        "clawback",
        "draw",
        "MBO",
        "holdback",
        "回款",
        "階梯提成",
        "年終獎",
        "團隊獎",
        "考核係數",
        "底薪",
    )
    assert [word for word in words if word not in index] == []
