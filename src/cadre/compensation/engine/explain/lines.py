"""One line or total, explained from its stored columns."""

import json
from decimal import Decimal
from typing import Any

from cadre.compensation.engine import amounts
from cadre.compensation.engine.words import say

#: Kinds of conditions that look at the single transaction.
_OF_DEAL = ("rates", "row")
#: Kinds of lines between what is earned and what is paid.
_SETTLED = ("plan_cap", "carried_in", "guarantee", "draw", "recovery", "carried_out", "forgiven", "rounded")


def explain_line(row: dict[str, Any], language: str, titles: dict[str, Any] | None = None) -> dict[str, Any]:
    """Sentence and table of a stored line (a row of the lines file). ``titles`` names components per language."""
    row = {name: value if value not in ("", None) else None for name, value in row.items()}
    title = _title(row.get("component"), language, titles)
    kind = str(row["kind"])
    said = (
        _earned(row, language)
        if kind == "earned" or (kind == "shown" and row.get("transaction"))
        else [
            say(
                language,
                _kind(kind, row),
                component=title,
                period=row["period"],
                transaction=row.get("transaction"),
                day=row.get("date"),
                amount=number(row["amount"]).lstrip("-" if kind in ("plan_cap", "recovery", "carried_out") else ""),
                of=f" ({row['transaction']})" if row.get("transaction") else "",
            )
        ]
    )
    if kind in ("clawback", "cancelled") and _reckoned(row):
        said.append(say(language, "line.reckoned", source=row["source"]))
    if kind in _SETTLED:
        said = [say(language, "line.settled", period=row["paid_in"], what=said[0])]
    conditions = _loaded(row.get("conditions"))
    said += [_condition(found, language) for found in conditions if found["kind"] not in _OF_DEAL]
    if row.get("factor") not in (None, "100%") and len(conditions) != 1:
        said.append(say(language, "line.factor", factor=row["factor"]))
    if _differs(row.get("uncapped"), row["amount"]) and kind in ("earned", "bonus") and not _int(row.get("part")):
        more = abs(Decimal(str(row["amount"]))) > abs(Decimal(str(row["uncapped"])))
        message = "line.at_least" if more else "line.cap"
        said.append(say(language, message, uncapped=number(row["uncapped"]), amount=number(row["amount"])))
    if row.get("rounding") and Decimal(str(row["rounding"])):
        said.append(say(language, "line.rounding"))
    if _int(row.get("part")):
        said.append(say(language, "line.part", part=row["part"]))
    said += _when(row, kind, language)
    steps = _steps(row, language, conditions)
    return {"line": _int(row.get("line")), "sentences": said, "text": say(language, "space").join(said), "steps": steps}


def _reckoned(row: dict[str, Any]) -> bool:
    """Whether a line for a transaction stands for pay that was reckoned on somebody's pay for it."""
    other = row.get("source") not in (None, row.get("payee")) and not _int(row.get("level"))
    return bool(row.get("transaction")) and (other or not Decimal(str(row.get("value") or 0)))


def _when(row: dict[str, Any], kind: str, language: str) -> list[str]:
    """When the line is paid; lines between earned and paid have said it."""
    if kind == "shown":
        return [say(language, "line.shown")]
    if kind in _SETTLED:
        return []
    if row.get("paid_in"):
        return [say(language, "line.paid", period=row["paid_in"], amount=number(row["amount"]))]
    return [say(language, "line.not_due", amount=number(row["amount"]))]


def _kind(kind: str, row: dict[str, Any]) -> str:
    """The message of a line without a credit; some kinds say something else the other way round."""
    above = Decimal(str(row["amount"])) > 0
    if kind == "carried_in" and above:
        return "kind.plan_cap.released"
    return "kind.kept" if kind == "carried_out" and not above else f"kind.{kind}"


def number(value: Any) -> str:
    """A decimal with grouped thousands and without needless zeros past two."""
    if value is None:
        return ""
    text = f"{Decimal(str(value)):,f}"
    if "." in text:
        whole, rest = text.split(".")
        rest = rest.rstrip("0")
        text = f"{whole}.{rest.ljust(2, '0')}" if rest else whole
    return text


def _int(value: Any) -> int:
    return int(value) if value not in (None, "") else 0


def _differs(one: Any, other: Any) -> bool:
    return one is not None and other is not None and Decimal(str(one)) != Decimal(str(other))


def _loaded(text: Any) -> list[dict[str, Any]]:
    return json.loads(text) if text else []


def _title(component: Any, language: str, titles: dict[str, Any] | None) -> str:
    return str((titles or {}).get(component, {}).get(language, component or ""))


def _earned(row: dict[str, Any], language: str) -> list[str]:
    why = ""
    if _int(row.get("level")):
        why = say(language, "why.above", source=row["source"], level=row["level"])
    elif _differs(row["value"], row["credit"]) and Decimal(str(row["value"])):
        share = Decimal(str(row["credit"])) / Decimal(str(row["value"])) * 100
        why = say(language, "why.split", share=f"{share:.4f}".rstrip("0").rstrip(".") + "%")
    said = [
        say(
            language,
            "line.earned",
            transaction=row["transaction"],
            day=row["date"],
            value=number(row["value"]),
            payee=row["payee"],
            credit=number(row["credit"]),
            why=why,
        )
    ]
    said += _foreign(row, language)
    if row.get("quota") and Decimal(str(row["quota"])):
        before, after = (f"{number(row[name])}%" for name in ("attainment_before", "attainment_after"))
        said.append(say(language, "line.attainment", before=before, after=after, quota=number(row["quota"])))
    else:
        said.append(say(language, "line.running", before=number(row["before"]), after=number(row["after"])))
    of_deal = [found for found in _loaded(row.get("conditions")) if found["kind"] in _OF_DEAL]
    said += [_condition(found, language) for found in of_deal]
    segments = _loaded(row.get("segments"))
    if segments:
        listed = say(language, "join").join(
            say(language, "segment", credit=number(s["credit"]), rate=s["rate"], amount=number(s["amount"]))
            for s in segments
        )
        said.append(say(language, "line.segments", list=listed))
    elif row.get("rate") and (of_deal or not row.get("tier")):
        said.append(say(language, "line.rate.only", rate=row["rate"], amount=number(row["uncapped"])))
    elif row.get("rate"):
        said.append(say(language, "line.rate", rate=row["rate"], tier=row["tier"], amount=number(row["uncapped"])))
    return said


def _foreign(row: dict[str, Any], language: str) -> list[str]:
    if not row.get("original_currency"):
        return []
    currency, rate = str(row["original_currency"]), number(row["exchange_rate"])
    return [
        say(language, "line.foreign", amount=_original(row["original_amount"], currency), currency=currency, rate=rate)
    ]


def _original(value: Any, currency: str) -> str:
    """An amount with the decimals of its own currency: 1,000.50 EUR, 1.500 KWD, 1,000 JPY."""
    amount = Decimal(str(value))
    if not amounts.is_currency(currency):
        return number(amount)
    return f"{amount:,.{amounts.minor_digits(currency)}f}"


def _condition(found: dict[str, Any], language: str) -> str:
    if found["kind"] in _OF_DEAL:
        if found["value"] == "-":
            return say(language, "line.rates.none")
        where = say(language, "row.else") if found["value"] == "*" else found["value"]
        return say(language, f"line.{found['kind']}", value=where, factor=found["factor"])
    values = {"name": found["reads"], "value": found["value"], "test": found.get("test"), "factor": found["factor"]}
    return say(language, f"line.{found['kind']}", **values)


def _steps(row: dict[str, Any], language: str, conditions: list[dict[str, Any]]) -> list[dict[str, str]]:  # noqa: C901 - one branch per rule of the language
    """The small table: label and value, in the order of the calculation."""
    steps = []

    def add(step: str, shown: Any, **values: Any) -> None:
        if shown is not None:
            steps.append({"step": step, "label": say(language, f"step.{step}", **values), "value": str(shown)})

    if row.get("transaction"):
        for name in ("value", "credit", "before", "after"):
            add(name, number(row.get(name)))
    if row.get("quota") and Decimal(str(row["quota"])):
        add("quota", number(row["quota"]))
        add("attainment", f"{number(row['attainment_after'])}%")
    for segment in _loaded(row.get("segments")):
        add(
            "segment",
            number(segment["amount"]),
            tier=segment["tier"],
            credit=number(segment["credit"]),
            rate=segment["rate"],
        )
    if not row.get("segments") and row.get("rate"):
        step = "segment" if row.get("tier") else "rate"
        add(step, number(row["uncapped"]), tier=row["tier"], credit=number(row["credit"]), rate=row["rate"])
    for found in conditions:
        add("condition", found["factor"], name=found["reads"] or say(language, "step.row"), value=found["value"])
    if row.get("factor") not in (None, "100%"):
        add("factor", row["factor"])
    if _differs(row.get("uncapped"), row["amount"]):
        add("uncapped", number(row["uncapped"]))
    if row.get("rounding") and Decimal(str(row["rounding"])):
        add("rounding", row["rounding"])
    add("amount", number(row["amount"]))
    return steps


def explain_total(
    row: dict[str, Any], language: str, count: int, titles: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Sentence and table of a stored total (a row of the totals file)."""
    attained = ""
    if row.get("attainment"):
        attained = say(language, "total.attained", attainment=row["attainment"], quota=number(row.get("quota") or 0))
    said = [
        say(
            language,
            "total",
            payee=row["payee"],
            component=_title(row["component"], language, titles),
            period=row["period"],
            credit=number(row["credit"]),
            attained=attained,
            amount=number(row["amount"]),
        )
    ]
    conditions = row.get("conditions") or []
    conditions = json.loads(conditions) if isinstance(conditions, str) else conditions
    said += [_condition(found, language) for found in conditions]
    if Decimal(str(row.get("cap_reduction") or 0)):
        said.append(say(language, "line.cap", uncapped=number(row["uncapped"]), amount=number(row["amount"])))
    said.append(say(language, "total.from", count=count))
    names = ("credit", "quota", "attainment", "factor", "uncapped", "amount")
    steps = [
        {"step": name, "label": say(language, f"step.{name}"), "value": str(row[name])}
        for name in names
        if row.get(name) not in (None, "")
    ]
    return {"sentences": said, "text": say(language, "space").join(said), "steps": steps}
