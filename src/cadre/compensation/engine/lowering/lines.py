"""SQL text of the lines: running credit, pieces by tier, exact amount rounded once, caps."""

from dataclasses import dataclass

from cadre.compensation.engine.lowering.arithmetic import BASE, narrow_parts, weighted, wide_digits

#: Stands for an open end: beyond any sum of credits.
OPEN = 4 * 10**18


@dataclass(frozen=True)
class Shape:
    """What the text of a component's lines depends on."""

    edges: int
    accumulate: bool
    per_transaction: bool
    wide: bool
    den: int | None
    cap: bool
    cap_each: int | None
    opening: bool = False
    pick: str = ""
    more: tuple[str, ...] = ()
    given: bool = False
    bands: int = 1
    floor_each: int | None = None

    @property
    def order(self) -> str:
        """What orders the lines of a run."""
        return "n" if self.given else "ord"

    @property
    def den_text(self) -> str:
        """The denominator: a constant where all payees share one."""
        return "den" if self.den is None else str(self.den)

    @property
    def keys(self) -> str:
        """The columns carried from the credits: only their place where those are at hand already."""
        if self.given:
            return "n"
        return ", ".join(("payee", "period", "dy", "tx", "seq", *self.more, "val", "credit"))

    @property
    def capped(self) -> bool:
        """Whether the amount can differ from what the curve gives."""
        return self.cap or self.cap_each is not None or self.floor_each is not None


def lines_text(credits: str, terms: str, shape: Shape) -> str:
    """One line per credit, in order: the keys, running credit, tiers before and after, amount, rounding."""
    text = _running(credits, shape)
    edges = "".join(f", t.e{i} AS e{i}" for i in range(1, shape.edges + 1))
    rates = "".join(f", t.r{i} AS r{i}" for i in range((shape.edges + 1) * shape.bands))
    more = (", t.den AS den" if shape.den is None else "") + (", t.cap AS cap, t.paid AS paid" if shape.cap else "")
    sign = ", CASE WHEN r.credit < 0 THEN -1 ELSE 1 END AS sg" if shape.per_transaction else ""
    low, high = (
        ("0", "CASE WHEN r.credit < 0 THEN -r.credit ELSE r.credit END")
        if shape.per_transaction
        else (
            "r.after - r.credit",
            "r.after",
        )
    )
    if shape.opening:
        low, high = f"{low} + t.opening", f"{high} + t.opening"
    text = (
        f"SELECT r.*{edges}{rates}{more}{sign}, {low} AS lo, {high} AS hi "
        f"FROM ({text}) AS r JOIN {terms} AS t ON t.payee = r.payee AND t.period = r.period"
    )
    text = _pieces(text, shape)
    text = _amounts(text, shape)
    if shape.given:
        return f"{_capped(text, shape)} ORDER BY n" if shape.cap else _capped(text, shape)
    return f"{_capped(text, shape)} ORDER BY payee, period, ord"


def _window(shape: Shape) -> str:
    return f"PARTITION BY payee, run ORDER BY {shape.order} ROWS UNBOUNDED PRECEDING"


def _running(credits: str, shape: Shape) -> str:
    if shape.given:
        return f"SELECT n, payee, period, run{', bd' if shape.bands > 1 else ''}, credit, after FROM {credits}"
    if not shape.accumulate:
        return f"SELECT {shape.keys}, run, credit AS after, ord FROM {credits}"
    running = f"CAST(SUM(credit) OVER ({_window(shape)}) AS BIGINT) AS after"
    return f"SELECT {shape.keys}, run, ord, {running} FROM {credits}"


def _pieces(text: str, shape: Shape) -> str:
    """What of the credit lies in each tier, and the tier before and after."""
    k = shape.edges
    if not k:
        return f"SELECT *, hi - lo AS s0, 0 AS tier_before, 0 AS tier_after FROM ({text}) AS j"
    if shape.pick:
        tier = " + ".join(f"CASE WHEN hi >= e{i} THEN 1 ELSE 0 END" for i in range(1, k + 1))
        top = f"LEAST(hi, e{k})" if shape.pick == "bounded" else "hi"
        reached = " ".join(f"WHEN hi >= e{i} THEN {_rate(shape, i)}" for i in range(k, 0, -1))
        rate = f"CASE {reached} ELSE {_rate(shape, 0)} END"
        return f"SELECT *, {top} AS s0, {rate} AS r, {tier} AS tier_before, {tier} AS tier_after FROM ({text}) AS j"
    pieces = ["LEAST(hi, e1) - LEAST(lo, e1) AS s0"]
    for i in range(1, k):
        clip = "LEAST(GREATEST({0}, e{1}), e{2}) - LEAST(GREATEST({3}, e{1}), e{2}) AS s{1}"
        pieces.append(clip.format("hi", i, i + 1, "lo"))
    pieces.append(f"GREATEST(hi, e{k}) - GREATEST(lo, e{k}) AS s{k}")
    before = " + ".join(f"CASE WHEN lo > e{i} THEN 1 ELSE 0 END" for i in range(1, k + 1))
    after = " + ".join(f"CASE WHEN hi > e{i} THEN 1 ELSE 0 END" for i in range(1, k + 1))
    return f"SELECT *, {', '.join(pieces)}, {before} AS tier_before, {after} AS tier_after FROM ({text}) AS j"


def _rate(shape: Shape, tier: int) -> str:
    """The rate of a tier: its own column for each band of transactions."""
    if shape.bands == 1:
        return f"r{tier}"
    columns = [f"WHEN {band} THEN r{band * (shape.edges + 1) + tier}" for band in range(shape.bands)]
    return f"(CASE bd {' '.join(columns)} END)"


def _amounts(text: str, shape: Shape) -> str:
    pieces = ["s0"] if shape.pick else [f"s{i}" for i in range(shape.edges + 1)]
    rates = ["r"] if shape.pick else [_rate(shape, i) for i in range(shape.edges + 1)]
    den = shape.den_text
    if not shape.wide:
        whole, rest = narrow_parts(pieces, rates, den)
        text = f"SELECT *, {whole} AS whole, {rest} AS rest FROM ({text}) AS p"
    else:
        high, middle, low = (weighted(digits, rates) for digits in wide_digits(pieces))
        text = f"SELECT *, {high} AS d2, {middle} AS d1, {low} AS d0 FROM ({text}) AS p"
        text = f"SELECT *, ({den}) * 0 + d2 // {den} AS q2, (d2 % {den}) * {BASE} + d1 AS m1 FROM ({text}) AS p2"
        text = f"SELECT *, m1 // {den} AS q1, (m1 % {den}) * {BASE} + d0 AS rest FROM ({text}) AS p1"
        text = f"SELECT *, (q2 * {BASE} + q1) * {BASE} AS whole FROM ({text}) AS p0"
    # rest is Σ rate × remainder, all of one sign: rounding half away is adding half before a truncating division.
    rounded = f"(2 * (rest % {den}) + CASE WHEN rest < 0 THEN -{den} ELSE {den} END) // (2 * {den})"
    text = f"SELECT *, rest // {den} + {rounded} AS up FROM ({text}) AS a"
    sign = "sg * " if shape.per_transaction else ""
    amount = f"{sign}(whole + up)"
    rounding = f"{sign}(up * {den} - rest)"
    if shape.cap_each is not None or shape.floor_each is not None:
        text = f"SELECT *, {amount} AS raw, {rounding} AS rounding FROM ({text}) AS a1"
        return f"SELECT *, {_each(shape)} AS uncapped FROM ({text}) AS a2"
    return f"SELECT *, {amount} AS uncapped, {rounding} AS rounding FROM ({text}) AS a1"


def _each(shape: Shape) -> str:
    """The least and the most one credit pays; for a reversal the mirror image."""
    value, low, high = "raw", shape.floor_each, shape.cap_each
    if low is not None:
        value = f"CASE WHEN credit < 0 THEN LEAST(raw, -{low}) WHEN credit > 0 THEN GREATEST(raw, {low}) ELSE raw END"
    return value if high is None else f"LEAST(GREATEST({value}, -{high}), {high})"


def _capped(text: str, shape: Shape) -> str:
    full = "uncapped" if shape.cap_each is None and shape.floor_each is None else "raw"
    after = "hi" if shape.opening and not shape.per_transaction else "after"
    out = (
        f"{shape.keys}, {after} AS after, CAST(tier_before AS TINYINT) AS tier_before, "
        "CAST(tier_after AS TINYINT) AS tier_after"
    )
    order = "" if shape.given else ", ord"
    if shape.given and after == "after":
        out = out.replace(", after AS after", "")
    if shape.capped:
        out += f", {full} AS uncapped"
    if not shape.cap:
        inner = f"SELECT {out}, uncapped AS amount, rounding{order} FROM ({text}) AS z"
    else:
        earned = f"paid + CAST(SUM(uncapped) OVER ({_window(shape)}) AS BIGINT) AS earned"
        amount = "LEAST(earned, cap) - LEAST(earned - uncapped, cap)"
        inner = f"SELECT {out}, {amount} AS amount, rounding{order} FROM (SELECT *, {earned} FROM ({text}) AS y) AS z"
    if shape.given:
        return inner
    names = f"{shape.keys}, after, tier_before, tier_after{', uncapped' if shape.capped else ''}, amount, rounding"
    return f"SELECT {names} FROM ({inner}) AS f"
