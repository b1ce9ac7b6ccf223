"""The input tables: every column with its meaning and an example. The reference page is written from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of an input table."""

    name: str
    kind: str
    required: bool
    meaning: str
    example: str


@dataclass(frozen=True)
class Table:
    """An input table. ``open_ended``: further columns are allowed and can be used by the plan."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    open_ended: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def required(self) -> list[str]:
        """Names of the columns that must be there."""
        return [column.name for column in self.columns if column.required]


def _table(name: str, meaning: str, *rows: str, open_ended: bool = False) -> Table:
    columns = []
    for row in rows:
        column, kind, example, meant = (part.strip() for part in row.split("|", 3))
        columns.append(Column(column.rstrip("!"), kind, column.endswith("!"), meant, example))
    return Table(name, meaning, tuple(columns), open_ended)


TRANSACTIONS = _table(
    "transactions",
    "What happened: orders, invoices, receipts, meetings, points. Further columns may be used in `where`, as "
    "measures (`value: units`), as dates (`on: paid_on`) and in `credit: {by: account}`.",
    "id! | id | A-1001 | unique; orders transactions of one day",
    "date! | date | 2026-03-15 | the earning date, unless a measure names another date column",
    "amount | money | 12000.50 | in whole units of the currency; negative for a return",
    "currency | text | USD | if it is not the plan's currency, the rates input converts it at the date",
    "payee | id | lin | who is credited, unless the splits or assignments say so",
    open_ended=True,
)
PARTICIPANTS = _table(
    "participants",
    "Who is in the plan, from when to when. Without this table every payee that is named anywhere takes part.",
    "payee! | id | lin | the person (or partner)",
    "plan | text | ae-2026 | the plan's short name; empty: any plan",
    "role | text | ae | role in the plan",
    "team | text | north | for team credit, team gates and contests among a team",
    "from | date | 2026-01-01 | first day in the plan; empty: always",
    "to | date | 2027-01-01 | day after the last day; empty: open",
    "hired_on | date | 2024-05-01 | for length of service",
    "target | money | 60000 | target incentive, per year unless the plan says otherwise",
    "draw | money | 3000 | for `draw: {amount: input}`",
    "guarantee | money | 2000 | for `guarantee: {amount: input}`",
    "first_period | number | 3 | which step of a ramp or draw the first period is (1 unless said)",
    open_ended=True,
)
SPLITS = _table(
    "splits",
    "Shares of single transactions. A transaction that stands here is credited as said here only.",
    "transaction! | id | A-1001 | the transaction's id",
    "payee! | id | lin | who is credited",
    "share | share | 60% | share of the transaction; 1/3 is exact; empty: from the plan's `shares` by role",
    "role | text | ae | role on this transaction",
)
ASSIGNMENTS = _table(
    "assignments",
    "Standing credit by account, territory or any other column of the transactions, by date. The column that is "
    "matched has the same name here as in the transactions; an empty cell matches nothing.",
    "payee! | id | lin | who is credited",
    "share | share | 100% | empty: 100%, or the plan's `shares` by role (share_ppm: whole parts per million instead)",
    "role | text | ae | role on the account",
    "from | date | 2026-01-01 | first day; empty: always",
    "to | date | 2026-07-01 | day after the last day; empty: open",
    open_ended=True,
)
TREE = _table(
    "tree",
    "Reporting lines by date: who is credited above whom.",
    "payee! | id | lin | the person below",
    "manager! | id | chen | the person above",
    "relation | text | manager | manager, unless said; another word for overlays",
    "from | date | 2026-01-01 | first day; empty: always",
    "to | date | 2026-07-01 | day after the last day; empty: open",
)
QUOTAS = _table(
    "quotas",
    "Quotas by payee (or team) and period.",
    "payee! | id | lin | payee or team; * is everybody",
    "period! | text | 2026-Q1 | 2026, 2026-H1, 2026-Q1, 2026-03, 2026-W05 or all",
    "quota! | money | 150000 | in units of the measure (money or number)",
    "component | text | new-business | empty: every component whose quota is input",
)
MEASURES = _table(
    "measures",
    "Values that gates, multipliers, objectives and matrices read.",
    "payee! | id | lin | payee or team; * is everybody",
    "period! | text | 2026-Q1 | the component's period; all is any period",
    "measure! | text | collection_rate | as declared in the plan",
    "value! | number | 92% | a number, a percentage, yes or no, or a grade that the plan declares",
)
LEAVE = _table(
    "leave",
    "Days on leave, taken off when a quota is prorated.",
    "payee! | id | lin | who",
    "from! | date | 2026-02-01 | first day",
    "to! | date | 2026-03-01 | day after the last day",
)
RATES = _table(
    "rates",
    "Exchange rates. The latest rate at or before the transaction's date is used.",
    "currency! | text | EUR | the foreign currency",
    "date! | date | 2026-03-01 | from this day on",
    "rate! | number | 1.0845 | units of the plan's currency for one unit, at most 9 decimals",
)
EVENTS = _table(
    "events",
    "What happened to a transaction later: return, cancellation, churn.",
    "transaction! | id | A-1001 | the transaction's id",
    "kind! | text | churn | as named in the plan's `clawback`",
    "date! | date | 2026-05-02 | when",
    "amount | money | 4000 | the part of the transaction concerned; empty: all of it",
    "share | share | 50% | instead of the amount",
)
RECEIPTS = _table(
    "receipts",
    "The customer's payments, for parts paid pro rata on cash.",
    "transaction! | id | A-1001 | the transaction's id",
    "date! | date | 2026-04-20 | when the money arrived",
    "amount! | money | 6000 | how much, in the transaction's currency",
)
HISTORY = _table(
    "history",
    "What was paid before: for clawback, corrections and true-ups. A lines file of an earlier run fits.",
    "payee! | id | lin | who",
    "component! | text | new-business | the component",
    "period! | text | 2026-02 | the earning period",
    "transaction | id | A-1001 | the transaction; empty for lines per period",
    "credit | money | 12000 | what was credited",
    "amount! | money | 960 | what was paid",
    "kind | text | earned | as in the lines file",
    "date | date | 2026-02-11 | the transaction's date, for clawback windows",
)
BALANCES = _table(
    "balances",
    "Balances carried in from earlier periods. A balances file of an earlier run fits.",
    "payee! | id | lin | who",
    "kind! | text | draw | draw (owed by the payee), negative (carried below zero), deferred (above a cap that carries, "
    "or too small to pay) or held (to be released)",
    "amount! | money | 1000 | positive",
)

TABLES = {
    table.name: table
    for table in (
        TRANSACTIONS,
        PARTICIPANTS,
        SPLITS,
        ASSIGNMENTS,
        TREE,
        QUOTAS,
        MEASURES,
        LEAVE,
        RATES,
        EVENTS,
        RECEIPTS,
        HISTORY,
        BALANCES,
    )
}
