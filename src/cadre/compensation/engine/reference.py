"""The tables of the plan reference page, made from the models and schemas themselves."""

import types
import typing
from typing import Any

from pydantic import BaseModel

from cadre.compensation.engine.inputs.schema import TABLES
from cadre.compensation.engine.plan import component, conditions, deals, payouts
from cadre.compensation.engine.plan.model import MeasureDeclared, Plan, PlanCap

PARTS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The plan", Plan),
    ("A declared measure (`measures:`)", MeasureDeclared),
    ("A component (`components:`)", component.Component),
    ("`measure:`", component.Measure),
    ("A comparison in `where:`", deals.Where),
    ("`credit:`", component.Credit),
    ("`credit: {roll_up:}`", component.RollUp),
    ("`quota:`", component.Quota),
    ("`target:`", component.Target),
    ("`pays:`", payouts.Pays),
    ("A row of `rates:`", deals.RateRow),
    ("A factor (`factors:`)", deals.Factor),
    ("A row of a factor", deals.FactorRow),
    ("A tier (`marginal:`, `retroactive:`)", payouts.Tier),
    ("A point (`interpolate:`)", payouts.Point),
    ("A step (`steps:`)", payouts.Step),
    ("A milestone (`milestones:`)", payouts.Milestone),
    ("`amount:`", payouts.Fixed),
    ("`matrix:`", payouts.Matrix),
    ("A side of a matrix", payouts.Axis),
    ("`contest:`", payouts.Contest),
    ("`pool:`", payouts.Pool),
    ("A row of `tenure:`", payouts.TenureStep),
    ("A row of `anniversaries:`", payouts.Anniversary),
    ("A reading", conditions.Reading),
    ("A lookup", conditions.Lookup),
    ("A gate (`gates:`): a reading and", conditions.Gate),
    ("A multiplier (`multipliers:`): a reading and", conditions.Multiplier),
    ("`cap:`", component.Cap),
    ("A part of `pay:`", component.PayPart),
    ("The plan's `cap:`", PlanCap),
    ("`draw:`", conditions.Draw),
    ("`guarantee:`", conditions.Guarantee),
    ("A rule of `clawback:`", conditions.ClawbackRule),
    ("`unpaid:`", conditions.Unpaid),
)


def words_markdown() -> str:
    """Every word of the plan language, part by part."""
    said = []
    for title, model in PARTS:
        said += [f"### {title}", "", "| word | value | default | meaning |", "| --- | --- | --- | --- |"]
        inherited = set(conditions.Reading.model_fields) if model in (conditions.Gate, conditions.Multiplier) else set()
        for name, field in model.model_fields.items():
            if name in inherited:
                continue
            default = "required" if field.is_required() else _default(field)
            text = (field.description or "").replace("|", "\\|")
            said.append(f"| `{field.alias or name}` | {_kind(field.annotation, field.metadata)} | {default} | {text} |")
        said.append("")
    return "\n".join(said)


def inputs_markdown() -> str:
    """Every input table with its columns."""
    said = []
    for table in TABLES.values():
        said += [
            f"### {table.name}",
            "",
            table.meaning,
            "",
            "| column | kind | example | meaning |",
            "| --- | --- | --- | --- |",
        ]
        for column in table.columns:
            mark = " (required)" if column.required else ""
            said.append(f"| `{column.name}`{mark} | {column.kind} | `{column.example}` | {column.meaning} |")
        header = ",".join(column.name for column in table.columns)
        row = ",".join(column.example for column in table.columns)
        said += ["", "```csv", header, row, "```", ""]
    return "\n".join(said)


def _default(field: Any) -> str:
    value = field.default_factory() if field.default_factory is not None else field.default
    if value is None or value in ([], {}) or isinstance(value, BaseModel):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


_NAMES = {"Level": "level", "Rate": "rate", "Duration": "duration", "Fraction": "number", "str": "text", "int": "whole number",
          "bool": "true or false", "date": "date", "ForwardRef": "reading"}  # fmt: skip


def _kind(annotation: Any, metadata: Any = ()) -> str:  # noqa: PLR0911 - one branch per form
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is typing.Annotated:
        return _annotated(arguments[0], arguments[1:])
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_kind(one) for one in arguments if one is not type(None)))
    if origin is typing.Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin is list:
        return f"list of {_kind(arguments[0])}"
    if origin is dict:
        return f"{_kind(arguments[0])}: {_kind(arguments[1])}"
    if metadata:
        return _annotated(annotation, metadata)
    name = getattr(annotation, "__name__", str(annotation))
    title = next((title for title, model in PARTS if model is annotation), None)
    return _NAMES.get(name, f"[{name.lower()}]({_anchor(title)})" if title else f"{name.lower()} …")


def _anchor(title: str) -> str:
    """The address of a heading on its own page."""
    kept = "".join(c for c in title.lower() if c.isalnum() or c in " -_")
    return f"#{kept.replace(' ', '-')}"


def _annotated(of: Any, metadata: Any) -> str:
    for one in metadata:
        schema = getattr(one, "json_schema", None)
        if schema and "description" in schema:
            return str(schema["description"])
    return _kind(of)


def filled(page: str) -> str:
    """The page with its generated parts put in between their marks."""
    for name, text in (("words", words_markdown()), ("inputs", inputs_markdown())):
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        head, _, rest = page.partition(begin)
        _, _, tail = rest.partition(end)
        page = f"{head}{begin}\n\n{text}\n{end}{tail}"
    return page
