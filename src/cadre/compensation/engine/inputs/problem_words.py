"""What is wrong with the inputs, in zh-Hant and zh-Hans, written like the plan's findings.

``problems.tsv`` is about rows, ``refusals.tsv`` about what stops a command: a whole table, a file, an argument.
"""

from dataclasses import replace
from pathlib import Path

from cadre.compensation.engine.inputs.problems import Problem, unusable
from cadre.compensation.engine.plan import finding_words
from cadre.compensation.engine.words import LANGUAGES

TEXTS = Path(__file__).with_name("problems.tsv")
REFUSALS = Path(__file__).with_name("refusals.tsv")
OUTCOMES = {
    "; the row is not used": ("；該列不採用", "；该行不采用"),
    "; not in this plan": ("；不屬於本方案", "；不属于本方案"),
}
"""What became of the row: stands after many a reason."""
PLACES = {
    "error": ("error", "錯誤", "错误"),
    "warning": ("warning", "警告", "警告"),
    "note": ("note", "提示", "提示"),
    "row": ("{table} row {row}", "{table} 第 {row} 列", "{table} 第 {row} 行"),
}


def translated(problem: Problem, language: str) -> Problem:
    """The problem with its message in a language; a message that is not in the catalogue stays as it is."""
    text, ending = problem.message, ""
    for outcome, endings in OUTCOMES.items():
        if language != "en" and text.endswith(outcome):
            text, ending = text.removesuffix(outcome), endings[LANGUAGES.index(language) - 1]
    return replace(problem, message=finding_words.translated(text, language, TEXTS) + ending)


def said(problem: Problem, language: str) -> str:
    """The problem as one line: how grave, table and row, what is wrong, the cell (if it is that of a row)."""
    place = LANGUAGES.index(language)
    where = PLACES["row"][place].format(table=problem.table, row=problem.row) if problem.row else problem.table
    message = translated(problem, language).message
    colon = ": " if language == "en" else "："
    return colon.join(
        (PLACES[problem.severity][place], where, f"{message} {problem.value if problem.row else ''}".rstrip())
    )


def refused(error: Exception, language: str) -> str:
    """Why a command stopped; a text that is not in the catalogue stays as it is."""
    reasons = getattr(error, "reasons", ())
    if not reasons:
        return stopped(str(error), language)
    why = unusable([(translated(first, language), count) for first, count in reasons])
    sentence_end = ". " if language == "en" else "。"
    return sentence_end.join(stopped(text, language) for text in (str(error.args[0]), *why))


def stopped(text: str, language: str) -> str:
    """A text about a whole table, a file or an argument, in a language."""
    found = finding_words.translated(text, language, REFUSALS)
    return found if found != text else finding_words.translated(text, language, TEXTS)
