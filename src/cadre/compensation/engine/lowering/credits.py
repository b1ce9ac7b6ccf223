"""SQL text of the credits: which transactions count, who is credited, and how much."""

from dataclasses import dataclass, field

from cadre.compensation.engine import amounts
from cadre.compensation.engine.calendar import NO_DAY
from cadre.compensation.engine.inputs.derived import plain_filter
from cadre.compensation.engine.lowering.arithmetic import scaled
from cadre.compensation.engine.plan.component import Component, run_kind
from cadre.compensation.engine.plan.deals import Where
from cadre.compensation.engine.plan.model import Plan


@dataclass
class Sources:
    """The tables a component's credits are made from. ``modes`` is empty when all rows go one way."""

    number: int
    split: tuple[str, int, bool] | None = None
    assigned: list[tuple[str, str, int, bool]] = field(default_factory=list)
    roles: tuple[int, ...] | None = None
    link: str | None = None
    member: str | None = None
    only: int | None = None
    reachable: set[int] = field(default_factory=set)
    first_day: int = 0
    ranks: int = 1
    seqs: int = 1
    levels: int = 1
    table: str = "tx"
    banded: bool = False

    def order_text(self, level: str) -> str:
        """One whole number per credit that sorts like day, transaction, split and level."""
        each = self.seqs * self.levels
        return (
            f"((CAST(dy AS BIGINT) - ({self.first_day})) * {self.ranks} + rk) * {each} + seq * {self.levels} + {level}"
        )

    @property
    def line_columns(self) -> tuple[str, ...]:
        """Columns of the lines that are not constant."""
        carried = ("level", "source") if self.link is not None else ()
        return (*carried, *(("bd",) if self.banded else ()))


def quoted(text: str) -> str:
    """A text literal."""
    return "'" + text.replace("'", "''") + "'"


def where_text(plan: Plan, component: Component) -> list[str]:
    """The conditions on transactions, as SQL."""
    measure = component.measured
    conditions = [f"t.d_{measure.date} > {NO_DAY}"] if measure.date != "date" else []
    if not plain_filter(plan, measure.where):
        return [*conditions, f"t.m_{plan.components.index(component)} = 1"]
    for column, wanted in measure.where.items():
        if not isinstance(wanted, Where):
            values = wanted if isinstance(wanted, list) else [wanted]
            conditions.append(f'lower(t."c_{column}") IN ({", ".join(_literal(value) for value in values)})')
            continue
        scale = plan.scale if column == "amount" else amounts.NUMBER_SCALE
        scale = plan.scale if column == measure.value and measure.is_money else scale
        if wanted.at_least is not None:
            conditions.append(f'CAST(t."v_{column}" AS BIGINT) >= {amounts.ceil(wanted.at_least * scale)}')
        if wanted.below is not None:
            conditions.append(f'CAST(t."v_{column}" AS BIGINT) < {amounts.ceil(wanted.below * scale)}')
        if wanted.not_in is not None:
            listed = ", ".join(_literal(value) for value in wanted.not_in)
            conditions.append(f'lower(t."c_{column}") NOT IN ({listed})')
    return conditions


def _literal(value: object) -> str:
    return quoted(str(value).lower())


def base_text(plan: Plan, component: Component, mode: int | None, table: str = "tx") -> str:
    """The transactions that count, with their value."""
    measure = component.measured
    value = str(amounts.NUMBER_SCALE) if measure.value == "count" else f't."v_{measure.value}"'
    if measure.times is not None:
        value = scaled(value, f't."v_{measure.times}"', "1000000")
    conditions = where_text(plan, component)
    if mode is not None:
        conditions.append(f"t.mode_{{number}} = {mode}")
    kind = component.period if component.period not in (None, "period") else plan.period
    columns = [f'CAST({value} AS BIGINT) AS val, t."d_{measure.date}" AS dy', f't."p_{measure.date}_{kind}" AS period']
    columns.append(f't."p_{measure.date}_{run_kind(component, kind)}" AS run')
    text = f"SELECT t.tx AS tx, t.rank AS rk, t.payee AS owner, {', '.join(columns)}"
    text += "".join(f', t."k_{column}" AS k_{i}' for i, column in enumerate(component.by_columns))
    text += f", t.b_{plan.components.index(component)} AS bd" if component.banded else ""
    return text + f" FROM {table} AS t" + (f" WHERE {' AND '.join(conditions)}" if conditions else "")


_KEEP = "b.tx AS tx, b.rk AS rk, b.dy AS dy, b.period AS period, b.run AS run, b.val AS val"


def _share_text(  # noqa: PLR0913, PLR0917 - each is a part of the text
    base: str, table: str, den: int, simple: bool, on: str, roles: tuple[int, ...] | None, more: str
) -> str:
    """Credits of share sets: whole parts, then the missing units to the largest remainders."""
    role = "" if roles is None else f" WHERE role IN ({', '.join(map(str, roles)) or '-1'})"
    shares = "s.payee AS payee, s.seq AS seq, s.role AS role, s.num AS num"
    more_b = more and ", b.bd AS bd"
    if simple:
        # Both shares in one row's reach: the first takes the half, the second does not. Division truncates, so a
        # negative credit is the mirror image.
        inner = f"SELECT {_KEEP}{more_b}, {shares} FROM ({base}) AS b JOIN {table} AS s ON {on}"
        rest = f"2 * num * (val % {den}) + CASE WHEN val < 0 THEN seq - {den} ELSE {den} - seq END"
        credit = f"CASE WHEN num = {den} THEN val ELSE num * (val // {den}) + ({rest}) // {2 * den} END"
        return f"SELECT payee, period, run, dy, tx, rk, seq, val{more}, {credit} AS credit FROM ({inner}) AS d{role}"
    size = "CASE WHEN b.val < 0 THEN -b.val ELSE b.val END"
    inner = (
        f"SELECT {_KEEP}{more_b}, {shares}, s.n AS n, s.tot AS tot, {size} AS size "
        f"FROM ({base}) AS b JOIN {table} AS s ON {on}"
    )
    parts = f"num * (size // {den}) + (num * (size % {den})) // {den}"
    rest = f"(num * (size % {den})) % {den}"
    inner = f"SELECT *, {parts} AS part, {rest} AS rest FROM ({inner}) AS i"
    whole = f"tot * (size // {den}) + (2 * tot * (size % {den}) + {den}) // (2 * {den})"
    inner = (
        f"SELECT *, {whole} - CAST(SUM(part) OVER (PARTITION BY tx) AS BIGINT) AS left_over, "
        f"ROW_NUMBER() OVER (PARTITION BY tx ORDER BY rest DESC, seq) AS place FROM ({inner}) AS r"
    )
    units = "part + CASE WHEN place <= left_over THEN 1 ELSE 0 END"
    credit = f"CASE WHEN val < 0 THEN -({units}) ELSE {units} END"
    return f"SELECT payee, period, run, dy, tx, rk, seq, val{more}, {credit} AS credit FROM ({inner}) AS d{role}"


def credits_text(plan: Plan, component: Component, sources: Sources, owner: bool) -> str:
    """One component's credits: payee, period, run, dy, tx, seq, level, source, val, credit."""
    branches = []
    single = sources.only
    more = ", bd" if sources.banded else ""

    def base(mode: int) -> str:
        text = base_text(plan, component, None if single == mode else mode, sources.table)
        return text.format(number=sources.number)

    if owner and single in (None, 0):
        branches.append(
            f"SELECT owner AS payee, period, run, dy, tx, rk, 0 AS seq, val{more}, val AS credit FROM ({base(0)}) AS b"
        )
    if sources.split and single in (None, 1):
        table, den, simple = sources.split
        branches.append(_share_text(base(1), table, den, simple, "s.k = b.tx", sources.roles, more))
    for i, (_, table, den, simple) in enumerate(sources.assigned):
        if single in (None, 2 + i):
            on = f"s.k = b.k_{i} AND b.dy >= s.start AND b.dy < s.until"
            branches.append(_share_text(base(2 + i), table, den, simple, on, sources.roles, more))
    if not branches:
        nothing = base_text(plan, component, None, sources.table)
        branches.append(
            f"SELECT owner AS payee, period, run, dy, tx, rk, 0 AS seq, val{more}, val AS credit FROM ({nothing}) AS b WHERE 1 = 0"
        )
    text = " UNION ALL ".join(branches)
    return _reached(component, text, sources)


def _reached(component: Component, text: str, sources: Sources) -> str:
    """Credits carried to managers or team members, kept for those who take part, scaled by the fixed shares."""
    share = component.credit.share * (component.credit.roll_up.share if component.credit.roll_up else 1)
    bd = ", bd" if sources.banded else ""
    if sources.link is None:
        order = sources.order_text("0")
        text = f"SELECT payee, period, run, dy, tx, seq{bd}, val, credit, {order} AS ord FROM ({text}) AS o"
    else:
        text = (
            "SELECT l.payee AS payee, o.period AS period, o.run AS run, o.dy AS dy, o.tx AS tx, o.seq AS seq, "
            f"l.level AS level, o.payee AS source{bd and ', o.bd AS bd'}, o.val AS val, o.credit AS credit, o.rk AS rk "
            f"FROM ({text}) AS o JOIN {sources.link} AS l ON l.source = o.payee AND o.dy >= l.start AND o.dy < l.until"
        )
        order = sources.order_text("level")
        text = (
            f"SELECT payee, period, run, dy, tx, seq, level, source{bd}, val, credit, {order} AS ord FROM ({text}) AS k"
        )
    if sources.member is not None:
        text = (
            f"SELECT c.* FROM ({text}) AS c JOIN {sources.member} AS m "
            "ON m.payee = c.payee AND c.dy >= m.start AND c.dy < m.until"
        )
    if share != 1:
        credit = scaled("credit", str(share.numerator), str(share.denominator))
        more = "".join(f", {name}" for name in sources.line_columns)
        text = f"SELECT payee, period, run, dy, tx, seq{more}, val, {credit} AS credit, ord FROM ({text}) AS w"
    return text
