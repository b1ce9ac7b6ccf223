"""All lines as decimals with everything their explanation needs: tiers, rates, conditions, attainment, currency."""

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.curves.ledger import Cell
from cadre.compensation.engine.exact_lines import bands_of
from cadre.compensation.engine.inputs.exchange import AT_HOME
from cadre.compensation.engine.inputs.positions import positions
from cadre.compensation.engine.line_conditions import line_conditions
from cadre.compensation.engine.line_groups import Groups
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.result import Result, rate_text

_UNIT_DIGITS = 4
_ONE = Fraction(1)


def decimals(values: np.ndarray[Any, Any], digits: int, precision: int = 24) -> pa.Array:
    """Integers as decimals with ``digits`` places, exactly."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0] = values
    words[:, 1] = values >> 63
    buffer = pa.py_buffer(words.tobytes())
    return pa.Decimal128Array.from_buffers(pa.decimal128(precision, digits), len(values), [None, buffer])


def in_units(values: np.ndarray[Any, Any], factor: int) -> pa.Array:
    """Integers times a power of ten as decimals with four places, also where the product leaves 64 bits."""
    largest = max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0
    if largest * factor < 2**63:
        return decimals(values * factor, _UNIT_DIGITS)
    places = _UNIT_DIGITS + 1 - len(str(factor))
    return decimals(values, places).cast(pa.decimal128(24, _UNIT_DIGITS))


def lines_table(result: Result) -> pa.Table:
    """All lines in whole units, each with everything its explanation needs."""
    table = result.lines()
    parts, offset = [], 0
    for block in result.blocks:
        parts.append(_block_table(result, block, table.slice(offset, block.count)))
        offset += block.count
    if not parts:
        return _block_table(result, Block("", {}, pa.array([], pa.string()), 0), table)
    joined = pa.concat_tables([_flat(part) for part in parts])
    return joined.add_column(0, "line", pa.array(np.arange(1, joined.num_rows + 1)))


def _flat(table: pa.Table) -> pa.Table:
    fields = [pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in table.schema]
    return table.cast(pa.schema(fields))


def _block_table(result: Result, block: Block, names: pa.Table) -> pa.Table:
    plan = result.plan
    component = plan.component(block.component) if block.component else None
    groups = Groups(result, block)
    scale = result.ledger.scale(component) if component else plan.scale
    columns: dict[str, Any] = {
        name: names[name]
        for name in ("payee", "component", "period", "paid_in", "kind", "transaction", "date", "source")
    }
    columns["level"], columns["split"], columns["part"] = names["level"], names["seq"], names["part"]
    factor = 10**_UNIT_DIGITS // scale if scale <= 10**_UNIT_DIGITS else 1
    credit, after = block.column("credit"), block.column("after")
    before = _before(component, block)
    for name, values in (("value", block.column("value")), ("credit", credit), ("before", before), ("after", after)):
        columns[name] = in_units(values, factor)
    quotas = groups.spread([(c.quota or 0) if c else 0 for c in groups.cells], np.int64)
    columns["quota"] = (
        pa.array([None] * block.count, pa.decimal128(24, 4)) if not quotas.any() else in_units(quotas, factor)
    )
    columns["attainment_before"] = _attainment(before, quotas)
    columns["attainment_after"] = _attainment(after, quotas)
    tiers = pa.array(block.column("tier_after").astype(np.int32) + 1)
    columns["tier"] = tiers if component is not None and _has_tiers(component) else pa.nulls(block.count, pa.int32())
    columns["rate"] = _rates(result, component, block, groups, scale)
    columns["segments"] = _segments(result, component, block, groups, before, scale)
    columns["conditions"] = line_conditions(result, component, block, groups)
    columns["factor"] = groups.texts([amounts.percent_text(c.factor) if c else "" for c in groups.cells])
    columns["uncapped"] = decimals(block.column("uncapped"), plan.digits)
    columns["amount"] = decimals(block.column("amount"), plan.digits)
    dens = result.dens.get(block.component, {})
    den = groups.spread([dens.get(key, 1) for key in groups.keys], np.int64)
    small = np.abs(block.column("rounding")) < 9 * 10**12
    millionths = np.where(small, block.column("rounding") * np.int64(10**6), 0) // np.maximum(den, 1)
    columns["rounding"] = decimals(millionths, 6)
    columns.update(_foreign(result, block))
    return pa.table(columns)


def _has_tiers(component: Component) -> bool:
    """Whether single lines lie in tiers: one rate for everything has none."""
    pays = component.pays
    alone = component.accumulate == "transaction" and pays.retroactive is not None
    return component.line_form and (pays.marginal is not None or alone or component.cap.attainment is not None)


def _before(component: Component | None, block: Block) -> np.ndarray[Any, Any]:
    if component is None or component.accumulate == "transaction":
        return np.zeros(block.count, np.int64)
    typed: np.ndarray[Any, Any] = block.column("after") - block.column("credit")
    return typed


def _attainment(values: np.ndarray[Any, Any], quotas: np.ndarray[Any, Any]) -> pa.Array:
    """Attainment in percent with four decimals; exact parts are cut, never rounded up to a tier."""
    if not quotas.any():
        return pa.nulls(len(values), pa.decimal128(18, 4))
    safe = np.maximum(quotas, 1)
    whole, rest = np.divmod(values, safe)
    parts = (
        whole * 1_000_000 + (rest.astype(object) * 1_000_000 // safe.astype(object)).astype(np.int64)
        if safe.max() > 9 * 10**12
        else whole * 1_000_000 + rest * 1_000_000 // safe
    )
    found = decimals(parts, 4, 18)
    return pc.if_else(pa.array(quotas > 0), found, pa.scalar(None, pa.decimal128(18, 4)))


def _rates(result: Result, component: Component | None, block: Block, groups: Groups, scale: int) -> Any:
    """The rate of the tier the line ends in, before gates and multipliers."""
    if component is None or not component.line_form:
        return pa.array([""] * block.count, pa.string()).dictionary_encode()
    bands = bands_of(result.ledger, component, block)
    if bands is not None:
        return _banded_rates(result, component, block, groups, scale, bands)
    texts: list[str] = []
    place: dict[str, int] = {}
    width = max((len(cell.rates) for cell in groups.cells if cell), default=1) or 1
    table = np.zeros((len(groups.cells), width), np.int32)
    known: dict[Fraction, int] = {}
    for row, cell in enumerate(groups.cells):
        for tier, rate in enumerate(cell.rates if cell else ()):
            if rate not in known:
                text = rate_text(rate, result.plan.scale, scale, component.measured.is_money)
                known[rate] = place.setdefault(text, len(place))
            table[row, tier] = known[rate]
    texts = list(place) or [""]
    which = groups.spread(list(range(len(groups.cells))), np.int32)
    codes = table[which, np.minimum(block.column("tier_after"), width - 1)] if block.count else np.zeros(0, np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts, pa.string()))


def _banded_rates(
    result: Result, component: Component, block: Block, groups: Groups, scale: int, bands: list[Fraction]
) -> Any:
    which = groups.spread(list(range(len(groups.cells))), np.int32).tolist()
    texts = []
    for group, tier, band in zip(which, block.column("tier_after").tolist(), bands, strict=True):
        cell = groups.cells[group]
        rates = cell.rates if cell is not None and cell.rates else (Fraction(0),)
        rate = rates[min(tier, len(rates) - 1)] * band
        texts.append(rate_text(rate, result.plan.scale, scale, component.measured.is_money))
    return pa.array(texts, pa.string()).dictionary_encode()


def _segments(
    result: Result, component: Component | None, block: Block, groups: Groups, before: np.ndarray[Any, Any], scale: int
) -> pa.Array:
    """For lines that cross an edge: each tier's piece of the credit with its rate, as JSON."""
    found: list[str | None] = [None] * block.count if block.count < 100_000 else []
    crossing = (
        np.flatnonzero(block.column("tier_before") != block.column("tier_after")) if component else np.zeros(0, int)
    )
    which = groups.spread(list(range(len(groups.cells))), np.int32) if len(crossing) else None
    texts = {}
    bands = bands_of(result.ledger, component, block) if component is not None and len(crossing) else None
    for row in crossing.tolist():
        cell = groups.cells[int(which[row])] if which is not None else None
        if cell is not None and component is not None:
            texts[row] = segments_json(
                result, component, cell, int(before[row]), int(block.column("after")[row]), scale,
                Fraction(1) if bands is None else bands[row],
            )  # fmt: skip
    if found or not block.count:
        for row, text in texts.items():
            found[row] = text
        return pa.array(found, pa.string())
    return _sparse(texts, block.count)


def _sparse(texts: dict[int, str], count: int) -> pa.Array:
    codes = np.zeros(count, np.int32)
    mask = np.ones(count, bool)
    for number, row in enumerate(texts):
        codes[row], mask[row] = number, False
    found = pa.array(codes, mask=mask)
    return pa.DictionaryArray.from_arrays(found, pa.array(list(texts.values()) or [""], pa.string()))


def pieces(cell: Cell, before: int, after: int) -> list[tuple[int, int, Fraction]]:
    """Tier, piece of the credit, and rate of a line."""
    found, low = [], None
    a, b = (before, after) if before <= after else (after, before)
    for tier, rate in enumerate(cell.rates):
        high = cell.edges[tier] if tier < len(cell.edges) else None
        top = b if high is None else min(b, high)
        bottom = a if low is None else max(a, low)
        if top > bottom:
            found.append((tier, (top - bottom) * (1 if before <= after else -1), rate))
        low = high
    return found


def segments_json(  # noqa: PLR0913, PLR0917 - each is a part of the line
    result: Result, component: Component, cell: Cell, before: int, after: int, scale: int, band: Fraction = _ONE
) -> str:
    """The pieces of a line as JSON."""
    plan, money = result.plan, component.measured.is_money
    rows = [
        {
            "tier": tier + 1,
            "credit": amounts.trimmed(Fraction(piece, scale)),
            "rate": rate_text(rate * band, plan.scale, scale, money),
            "amount": amounts.decimal_text(piece * rate * band / plan.scale, plan.digits + 1),
        }
        for tier, piece, rate in pieces(cell, before, after)
    ]
    return json.dumps(rows, ensure_ascii=False)


def _foreign(result: Result, block: Block) -> dict[str, Any]:
    """Original amount, currency and exchange rate of transactions in other currencies."""
    foreign = result.ledger.inputs.transactions.foreign
    empty = {
        "original_amount": pa.nulls(block.count, pa.decimal128(24, 4)),
        "original_currency": pa.nulls(block.count, pa.string()),
        "exchange_rate": pa.nulls(block.count, pa.decimal128(24, 9)),
    }
    if not foreign or not block.component or block.tx is None or not block.count:
        return empty

    place = positions(result.ledger.inputs, block)
    safe = np.maximum(place, 0)
    rates = foreign["rate"][safe]
    digits = foreign["digits"][safe]
    abroad = pa.array((place >= 0) & (digits != AT_HOME))
    whole = foreign["original"][safe] if foreign["original"] is not None else np.zeros(block.count, np.int64)
    none = pa.scalar(None)
    return {
        "original_amount": pc.if_else(abroad, _originals(whole, digits), none.cast(pa.decimal128(24, 4))),
        "original_currency": pc.if_else(abroad, foreign["currency"].take(pa.array(safe)), none.cast(pa.string())),
        "exchange_rate": pc.if_else(abroad, decimals(rates, 9), none.cast(pa.decimal128(24, 9))),
    }


def _originals(whole: np.ndarray[Any, Any], digits: np.ndarray[Any, Any]) -> pa.Array:
    """Amounts in the smallest units of their own currencies, as decimals with four places."""
    found = decimals(np.zeros(len(whole), np.int64), 4)
    for one in np.unique(digits[digits != AT_HOME]).tolist():
        mine = digits == one
        found = pc.if_else(pa.array(mine), in_units(np.where(mine, whole, 0), 10 ** (_UNIT_DIGITS - one)), found)
    return found
