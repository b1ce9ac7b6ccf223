"""Data of the compensation benchmark: N transactions over a year, 1,000 payees in three levels."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

YEAR_START, DAYS = 20454, 365  # 2026-01-01
ACCOUNTS, SELLERS, MANAGERS, DIRECTORS = 50_000, 890, 99, 11


@dataclass
class Data:
    """Arrow tables for the engine, and the same as plain arrays for NumPy."""

    tables: dict[str, pa.Table]
    amount: np.ndarray[Any, Any]
    day: np.ndarray[Any, Any]
    account: np.ndarray[Any, Any]
    spans: np.ndarray[Any, Any]
    manager: np.ndarray[Any, Any]


def name(number: int) -> str:
    """A payee's name; sorted like the numbers."""
    return f"p{number:04d}"


def make(count: int, seed: int = 7) -> Data:
    """``count`` transactions, 1 % negative; 30 % of accounts split two ways; 20 % change owner in mid-year."""
    rng = np.random.default_rng(seed)
    amount = rng.integers(1_000, 5_000_000, count)
    amount[rng.random(count) < 0.01] *= -1
    day = rng.integers(YEAR_START, YEAR_START + DAYS, count).astype(np.int32)
    account = rng.integers(0, ACCOUNTS, count)
    owner = rng.integers(0, SELLERS, ACCOUNTS)
    second = (owner + rng.integers(1, SELLERS, ACCOUNTS)) % SELLERS
    split = rng.random(ACCOUNTS) < 0.3
    share = rng.integers(200_000, 800_000, ACCOUNTS)
    change = rng.random(ACCOUNTS) < 0.2
    when = rng.integers(YEAR_START + 30, YEAR_START + 330, ACCOUNTS)
    later = (owner + rng.integers(1, SELLERS, ACCOUNTS)) % SELLERS
    rows = []
    for first, since, until in (
        (owner, YEAR_START, np.where(change, when, YEAR_START + DAYS)),
        (later, when, YEAR_START + DAYS),
    ):
        chosen = np.ones(ACCOUNTS, bool) if first is owner else change
        begin = np.broadcast_to(since, ACCOUNTS)
        end = np.broadcast_to(until, ACCOUNTS)
        two = np.where(second == first, (second + 1) % SELLERS, second)
        rows.append(
            np.stack([np.arange(ACCOUNTS), first, np.where(split, share, 1_000_000), *_wide(begin, end)], 1)[chosen]
        )
        rows.append(np.stack([np.arange(ACCOUNTS), two, 1_000_000 - share, *_wide(begin, end)], 1)[chosen & split])
    spans = np.concatenate(rows).astype(np.int64)
    manager = np.concatenate(
        [SELLERS + rng.integers(0, MANAGERS, SELLERS), SELLERS + MANAGERS + rng.integers(0, DIRECTORS, MANAGERS)]
    )
    return Data(_tables(amount, day, account, spans, manager), amount, day, account, spans, manager)


def _wide(*values: Any) -> list[np.ndarray[Any, Any]]:
    return [np.broadcast_to(value, ACCOUNTS) for value in values]


def _tables(amount: Any, day: Any, account: Any, spans: Any, manager: Any) -> dict[str, pa.Table]:
    people = SELLERS + MANAGERS + DIRECTORS
    roles = ["seller"] * SELLERS + ["manager"] * (MANAGERS + DIRECTORS)
    names = np.array([name(number) for number in range(people)])
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    return {
        "transactions": pa.table(
            {
                "id": np.arange(1, len(amount) + 1),
                "date": pa.array(day).cast(pa.date32()),
                "amount_minor": amount,
                "account": account,
            }
        ),
        "assignments": pa.table(
            {
                "account": spans[:, 0],
                "payee": pa.array(names[spans[:, 1]]),
                "share_ppm": spans[:, 2],
                "from": pa.array(spans[:, 3].astype(np.int32)).cast(pa.date32()),
                "to": pa.array(spans[:, 4].astype(np.int32)).cast(pa.date32()),
            }
        ),
        "participants": pa.table({"payee": names, "role": roles}),
        "tree": pa.table({"payee": names[: SELLERS + MANAGERS], "manager": names[manager]}),
        "quotas": pa.table(
            {
                "payee": np.repeat(names, 12),
                "period": months * people,
                "quota": [str(quota(number)) for number in range(people) for _ in months],
            }
        ),
    }


def quota(number: int) -> int:
    """Monthly quota in whole units."""
    return 2_000_000 + 1_000 * number


PLAN = """
plan: benchmark
currency: USD
period: month
components:
  - id: commission
    roles: [seller]
    credit: {by: account}
    quota: input
    pays:
      marginal:
        - {to: 50%, rate: 2%}
        - {to: 100%, rate: 4%}
        - {to: 120%, rate: 6%}
        - {rate: 8%}
  - id: override
    roles: [manager]
    credit: {by: account, roll_up: {levels: all}}
    quota: {amount: 50000000}
    pays:
      marginal:
        - {to: 50%, rate: 0.1%}
        - {to: 100%, rate: 0.2%}
        - {to: 120%, rate: 0.3%}
        - {rate: 0.4%}
"""
