"""A company of the size that hurts, made by a rule and always the same: rows go straight into the tables, column by column.

``python -m benchmarks.company sqlite|postgres [--folder DIR] [--share 1.0]``. With --share 0.01 it is a hundredth of everything
but people. 500 people, 20,000 accounts, 40,000 contacts, 100,000 opportunities with their steps, 1,000,000 activities.
"""

import argparse
import datetime as dt
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks import company_words as words
from benchmarks.databases import NAMES, chosen

PEOPLE, REGIONS, TEAMS = 500, 5, 38
ACCOUNTS, CONTACTS, OPPORTUNITIES, ACTIVITIES = 20_000, 40_000, 100_000, 1_000_000
DAYS, OPEN_PERCENT, WON_PERCENT = 3 * 365, 15, 52
BEGIN = dt.date(2020, 1, 1)
CHUNK = 50_000
OPEN_STAGES = ("lead", "needs", "proposal", "negotiation")


class Company:
    """Builds the whole company inside the caller's transaction."""

    def __init__(self, share: float, seed: int = 11) -> None:
        from cadre.kernel import clock

        self.dice = np.random.default_rng(seed)
        self.share, self.today = share, clock.today()
        self.managers: list[int] = []
        self.sellers: list[int] = []

    def many(self, whole: int) -> int:
        return max(20, round(whole * self.share))

    def pick(self, values: Any, count: int) -> list[Any]:
        """`count` values drawn from a sequence."""
        return [values[i] for i in self.dice.integers(0, len(values), count).tolist()]

    # ---- people ----
    def people(self) -> None:
        """One director, five regions with a head each, teams with a manager and their reps; everybody may sign in."""
        from cadre.kernel import bulk
        from cadre.kernel.models import User
        from cadre.people.models import Assignment, Employee, Office, Position, Team, TeamLead, TeamPlacement

        leads = 1 + REGIONS + TEAMS
        roles = [["director"]] * (1 + REGIONS) + [["manager"]] * TEAMS + [["rep"]] * (PEOPLE - leads)
        names = [f"{words.FIRST[n % 20]} {words.NAMES[n // 20 % 25]}" for n in range(PEOPLE)]
        emails = [f"person{n:03d}@bench.example" for n in range(PEOPLE)]
        users = bulk.insert(User, {"email": emails, "name": names, "roles": roles, "password": ["!"] * PEOPLE}, PEOPLE)
        ids = list(
            bulk.insert(
                Employee,
                {"user_id": list(users), "name": names, "email": emails, "hired_on": [BEGIN] * PEOPLE,
                 "external_id": [f"E{n:04d}" for n in range(PEOPLE)]},
                PEOPLE,
            )
        )  # fmt: skip
        offices = list(bulk.insert(Office, {"name": [f"Office {n + 1}" for n in range(REGIONS)]}, REGIONS))
        kinds = ["company"] + ["region"] * REGIONS + ["sales"] * TEAMS
        titles = ["Company", *(f"Region {n + 1}" for n in range(REGIONS)), *(f"Team {n + 1:02d}" for n in range(TEAMS))]
        teams = list(bulk.insert(Team, {"name": titles, "kind": kinds}, leads))
        region = [n % REGIONS for n in range(TEAMS)]
        parents = [None, *([teams[0]] * REGIONS), *(teams[1 + r] for r in region)]
        seats = [None, *offices, *(offices[r] for r in region)]
        since = [BEGIN] * PEOPLE
        bulk.insert(
            TeamPlacement,
            {"team_id": teams, "parent_id": parents, "office_id": seats, "valid_from": since[:leads]},
            leads,
        )
        bulk.insert(TeamLead, {"team_id": teams, "employee_id": ids[:leads], "valid_from": since[:leads]}, leads)
        of = teams + [teams[1 + REGIONS + n % TEAMS] for n in range(PEOPLE - leads)]
        position = dict(Position.objects.values_list("key", "pk"))
        jobs = [position["sales-manager"]] * leads + [position["sales-representative"]] * (PEOPLE - leads)
        bulk.insert(Assignment, {"employee_id": ids, "team_id": of, "position_id": jobs, "valid_from": since}, PEOPLE)
        self.managers, self.sellers = ids[1 + REGIONS : leads], ids[leads:]

    # ---- customers ----
    def customers(self) -> None:
        from cadre.crm.models import Account, Contact, Product
        from cadre.kernel import bulk

        n = self.many(ACCOUNTS)
        english = [f"{a} {b} {c}" for a, b, c in zip(
            self.pick(words.ROOTS, n), self.pick(words.TRADES, n), range(n), strict=True)]  # fmt: skip
        chinese = [f"{a}{b}股份有限公司 {c}" for a, b, c in zip(
            self.pick(words.CHINESE_ROOTS, n), self.pick(words.CHINESE_TRADES, n), range(n), strict=True)]  # fmt: skip
        self.account_names = [chinese[i] if i % 3 == 0 else english[i] for i in range(n)]
        self.account_owners = self.pick(self.sellers, n)
        columns = {
            "name": self.account_names,
            "external_id": [f"A{i:06d}" for i in range(n)],
            "industry": self.pick(words.INDUSTRIES, n),
            "tier": self.pick("ABC", n),
            "employees": self.dice.integers(10, 20_000, n).tolist(),
            "phone": [f"+886 2 {i:04d} {i * 7 % 10_000:04d}" for i in range(n)],
            "owner_id": self.account_owners,
        }
        self.accounts = list(bulk.insert(Account, columns, n))
        m = self.many(CONTACTS)
        at = self.dice.integers(0, n, m).tolist()
        self.contact_at = at
        names = [
            f"{f} {last}" if i % 3 else c
            for i, (f, last, c) in enumerate(
                zip(
                    self.pick(words.FIRST, m), self.pick(words.NAMES, m), self.pick(words.CHINESE_NAMES, m), strict=True
                )
            )
        ]
        self.contact_columns = {
            "account_id": [self.accounts[i] for i in at],
            "name": names,
            "title": self.pick(words.TITLES, m),
            "email": [f"contact{i}@customer{a}.example" for i, a in enumerate(at)],
            "phone": [f"+886 9{i % 100:02d} {i * 13 % 1000:03d} {i % 1000:03d}" for i in range(m)],
        }
        self.contacts = list(bulk.insert(Contact, self.contact_columns, m))
        listed = words.PRODUCTS
        self.products = list(
            bulk.insert(
                Product,
                {"name": [p[0] for p in listed], "series": [p[1] for p in listed], "list_price_minor": [p[2] for p in listed]},
                len(listed),
            )
        )  # fmt: skip

    # ---- deals ----
    def deals(self) -> None:
        """Three years of deals up to yesterday; most stay with the account's owner."""
        from cadre.crm.models import Opportunity, PipelineStage, StageChange
        from cadre.kernel import bulk

        n, dice = self.many(OPPORTUNITIES), self.dice
        stages = dict(PipelineStage.objects.values_list("key", "pk"))
        age, length = dice.integers(1, DAYS, n), dice.integers(5, 150, n)
        roll = dice.integers(0, 100, n)
        at = dice.integers(0, len(self.accounts), n).tolist()
        kind = dice.integers(0, len(self.products), n).tolist()
        factor = dice.integers(60, 140, n).tolist()
        step = dice.integers(0, 4, n).tolist()
        later = dice.integers(-20, 120, n).tolist()
        rows: dict[str, list[Any]] = {name: [] for name in (
            "external_id", "account_id", "owner_id", "product_id", "stage_id", "state", "amount_minor", "base_minor",
            "engaged_on", "expected_close_on", "closed_on", "stage_since", "next_step", "forecast")}  # fmt: skip
        for i in range(n):
            began = self.today - dt.timedelta(days=int(age[i]))
            end = began + dt.timedelta(days=int(length[i]))
            # The newest are open whatever the dice say: a deal cannot end tomorrow
            is_open = end >= self.today or roll[i] < OPEN_PERCENT // 2
            state = "open" if is_open else "won" if roll[i] < WON_PERCENT + OPEN_PERCENT // 2 else "lost"
            amount = words.PRODUCTS[kind[i]][2] * factor[i]
            rows["external_id"].append(f"D{i:06d}")
            rows["account_id"].append(None if i % 16 == 0 else self.accounts[at[i]])
            rows["owner_id"].append(self.account_owners[at[i]] if i % 5 else self.sellers[i % len(self.sellers)])
            rows["product_id"].append(self.products[kind[i]])
            rows["stage_id"].append(stages[OPEN_STAGES[step[i]] if is_open else state])
            rows["state"].append(state)
            rows["amount_minor"].append(amount)
            rows["base_minor"].append(amount)
            rows["engaged_on"].append(began)
            rows["expected_close_on"].append(self.today + dt.timedelta(days=later[i]) if is_open else end)
            rows["closed_on"].append(None if is_open else end)
            rows["stage_since"].append(began if is_open else end)
            rows["next_step"].append(words.STEPS[i % 5] if is_open else "")
            rows["forecast"].append(("pipeline", "best_case", "commit")[i % 3])
        self.deal_columns, self.deal_at = rows, at
        self.deal_ids = list(bulk.insert(Opportunity, rows, n))
        first = [stages["lead"]] * n
        changes = {
            "opportunity_id": self.deal_ids * 2,
            "from_stage_id": [None] * n + first,
            "to_stage_id": first + rows["stage_id"],
            "on": rows["engaged_on"] + rows["stage_since"],
            "employee_id": rows["owner_id"] * 2,
            "days_in_stage": [0] * n
            + [(b - a).days for a, b in zip(rows["engaged_on"], rows["stage_since"], strict=True)],
        }
        moved = [k for k in range(2 * n) if k < n or rows["stage_id"][k - n] != stages["lead"]]
        bulk.insert(StageChange, {k: [v[j] for j in moved] for k, v in changes.items()}, len(moved))

    def activities(self, say: Any) -> None:
        """What was said around the deals, and 2 % of it planned for the coming days."""
        from cadre.crm.models import Activity
        from cadre.kernel import bulk, search

        whole, kinds = self.many(ACTIVITIES), list(words.SAID)
        for start in range(0, whole, CHUNK):
            n = min(CHUNK, whole - start)
            deal = self.dice.integers(0, len(self.deal_ids), n).tolist()
            back = self.dice.integers(0, DAYS, n).tolist()
            what = self.pick(kinds, n)
            planned = [(start + i) % 50 == 0 for i in range(n)]
            on = [self.today + dt.timedelta(days=1 + b % 14) if p else self.today - dt.timedelta(days=b)
                  for b, p in zip(back, planned, strict=True)]  # fmt: skip
            columns = {
                "kind": what,
                "state": ["planned" if p else "done" for p in planned],
                "on": on,
                "at": [dt.datetime(d.year, d.month, d.day, 8 + i % 9, i % 60, tzinfo=dt.UTC) for i, d in enumerate(on)],
                "minutes": [15] * n,
                "employee_id": [self.deal_columns["owner_id"][i] for i in deal],
                "account_id": [self.deal_columns["account_id"][i] for i in deal],
                "opportunity_id": [self.deal_ids[i] for i in deal],
                "subject": [words.SAID[k][i % len(words.SAID[k])] + f" {start + i}" for i, k in enumerate(what)],
                "body": [words.ADDED[i % 6] if i % 4 == 0 else "" for i in range(n)],
            }  # fmt: skip
            ids = bulk.insert(Activity, columns, n)
            search.put_new("crm.activity", [
                SimpleNamespace(pk=pk, subject=s, body=b, employee_id=e) for pk, s, b, e in
                zip(ids, columns["subject"], columns["body"], columns["employee_id"], strict=True)])  # fmt: skip
            say(f"activities {start + n:,}")

    def index_names(self) -> None:
        """Accounts, contacts and deals into the search index, from what is at hand."""
        from cadre.kernel import search

        accounts = [
            SimpleNamespace(pk=pk, name=name, external_id="", phone=f"+886 2 {i:04d} {i * 7 % 10_000:04d}", website="",
                            country="", address="", owner_id=owner)
            for i, (pk, name, owner) in enumerate(zip(self.accounts, self.account_names, self.account_owners, strict=True))
        ]  # fmt: skip
        products = [SimpleNamespace(name=p[0]) for p in words.PRODUCTS]
        place = {pk: i for i, pk in enumerate(self.products)}
        search.put_new("crm.account", accounts)
        columns = self.contact_columns
        search.put_new("crm.contact", [
            SimpleNamespace(pk=pk, name=columns["name"][i], title=columns["title"][i], email=columns["email"][i],
                            phone=columns["phone"][i], account=accounts[self.contact_at[i]])
            for i, pk in enumerate(self.contacts)])  # fmt: skip
        rows = self.deal_columns
        search.put_new("crm.opportunity", [
            SimpleNamespace(pk=pk, external_id=rows["external_id"][i], next_step=rows["next_step"][i], competitors="",
                            owner_id=rows["owner_id"][i], product=products[place[rows["product_id"][i]]],
                            account=accounts[self.deal_at[i]] if rows["account_id"][i] else None)
            for i, pk in enumerate(self.deal_ids)])  # fmt: skip


def build(share: float, say: Any) -> None:
    """Tables, then everything in one transaction, then what the planner should know."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from cadre.kernel import search
    from cadre.kernel.access import SYSTEM
    from cadre.kernel.models import CompanyProfile
    from cadre.people import services

    call_command("migrate", verbosity=0, interactive=False)
    if CompanyProfile.objects.exists():
        say("already there")
        return
    is_postgres = connection.vendor == "postgresql"
    with transaction.atomic():
        services.change_company_profile(actor=SYSTEM, name="Bench", currency="USD")
        if is_postgres:
            with connection.cursor() as cursor:
                for table in search.install.TABLES:
                    cursor.execute(f"DROP INDEX {table}_tokens")
        company = Company(share)
        for name in ("people", "customers", "deals", "index_names"):
            getattr(company, name)()
            say(name)
        company.activities(say)
        if is_postgres:
            search.install.install(connection)
            say("text index")
    search.install.optimise(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if not is_postgres else "VACUUM ANALYZE")
    say("ready")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=NAMES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/cadre-bench"))
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args()
    begin = time.monotonic()
    with chosen(asked.database, asked.folder):
        build(asked.share, lambda text: print(f"{time.monotonic() - begin:6.1f} s  {text}", flush=True))


if __name__ == "__main__":
    main()
