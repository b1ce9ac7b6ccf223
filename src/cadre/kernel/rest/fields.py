"""The types of fields in requests. Each is bounded, so that nothing reaches the database that it cannot hold."""

import datetime as dt
from typing import Annotated

from pydantic import AwareDatetime, Field, StrictInt

BIGGEST_ID = 2**63 - 1
BIGGEST_AMOUNT = 10**15

# Identifiers stand in addresses and query strings too, where everything is text; hence not strict
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
WholeNumber = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]
AmountMinor = Annotated[
    StrictInt,
    Field(ge=0, le=BIGGEST_AMOUNT, description="Minor units of the currency: 12345 is 123.45 USD, or 12345 TWD."),
]
FieldNames = Annotated[
    str, Field(max_length=500, description="Names of the fields wanted, separated by commas; all without it.")
]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217, like USD or TWD.")]
# Farther dates are slips of the keyboard, and arithmetic with the last day a computer knows fails
Day = Annotated[dt.date, Field(ge=dt.date(1900, 1, 1), le=dt.date(2199, 12, 31), description="ISO 8601: 2026-03-31.")]
Moment = Annotated[
    AwareDatetime,
    Field(
        ge=dt.datetime(1900, 1, 1, tzinfo=dt.UTC),
        le=dt.datetime(2199, 12, 31, tzinfo=dt.UTC),
        description="ISO 8601 with a time zone: 2026-03-31T14:30:00+08:00.",
    ),
]
