"""How the four files are mapped, and what is decided about what is wrong in them: what a person would choose in the wizard."""

import datetime as dt
from dataclasses import replace

from cadre.demo.story import COLUMNS
from cadre.imports.mapping import FileMapping, Fix

FILES = {
    "people": "sales_teams.csv",
    "products": "products.csv",
    "accounts": "accounts.csv",
    "opportunities": "sales_pipeline.csv",
}
FIRST_DAY = dt.date(2016, 1, 1)  # the teams stand from here on, well before the first deal
LAST_DAY = dt.date(2017, 12, 31)


def mapping_for(kind: str, shift: dt.timedelta, *, is_told: bool = False) -> FileMapping:
    """The mapping of one file; dates in it are moved by `shift` as those of the file are. `is_told`: it has the story's columns."""
    return {
        "people": _people(FIRST_DAY + shift),
        "products": FileMapping(columns={"name": "product", "series": "series", "list_price": "sales_price"}),
        "accounts": ACCOUNTS,
        "opportunities": replace(
            OPPORTUNITIES, columns=OPPORTUNITIES.columns | STORY if is_told else OPPORTUNITIES.columns
        ),
    }[kind]


def _people(first_day: dt.date) -> FileMapping:
    return FileMapping(
        columns={"name": "sales_agent", "manager": "manager", "office": "regional_office"},
        constants={"starts_on": first_day.isoformat(), "position": "sales-representative"},
    )


ACCOUNTS = FileMapping(
    columns={
        "name": "account",
        "industry": "sector",
        "founded_year": "year_established",
        "revenue": "revenue",
        "employees": "employees",
        "country": "office_location",
        "parent": "subsidiary_of",
    },
    scales={"revenue": "1000000"},
    fixes=[
        Fix("industry", "technolgy", "replace", "technology"),
        Fix("country", "Philipines", "replace", "Philippines"),
    ],
)
OPPORTUNITIES = FileMapping(
    columns={
        "external_id": "opportunity_id",
        "owner": "sales_agent",
        "product": "product",
        "account": "account",
        "stage": "deal_stage",
        "engaged_on": "engage_date",
        "closed_on": "close_date",
        "amount": "close_value",
    },
    fixes=[
        Fix("product", "GTXPro", "replace", "GTX Pro"),
        Fix("account", "", "allow"),
        Fix("stage", "Prospecting", "replace", "lead"),
        Fix("stage", "Engaging", "replace", "needs"),
    ],
)
STORY = {name: name for name in COLUMNS}
