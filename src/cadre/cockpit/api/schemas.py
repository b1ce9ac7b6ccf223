"""How dashboards, tiles, alerts and rules travel."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cadre.cockpit import queries
from cadre.kernel.access import Role
from cadre.kernel.rest import Answer, Body, Id, Named, Versioned
from cadre.metrics.api import NumbersAnswer

Kind = Literal["number", "line", "bar", "stacked", "funnel", "heat", "table", "ranking"]
Compare = Literal["", "previous", "year_before"]
Condition = Literal["idle", "slipped", "pace", "drop", "below", "above"]
Audience = Literal["self", "owner", "manager", "role"]
Key = Annotated[str, Field(min_length=1, max_length=80)]
Keys = Annotated[list[Key], Field(max_length=12)]
Title = Annotated[str, Field(min_length=1, max_length=80)]
Note = Annotated[str, Field(max_length=200)]
Period = Annotated[
    str,
    Field(
        max_length=40, description="month, last-quarter, 12-month, or 2026-01-01..2026-03-31; empty: all time, or now."
    ),
]
Rhythm = Literal["", "day", "week", "month"]
Filters = dict[Literal["office", "team", "product"], Id]
Hour = Annotated[int, Field(ge=0, le=23)]
Limit = Annotated[
    int,
    Field(
        ge=1,
        le=10**15,
        description="Days without activity; times moved; hundredths of points behind or dropped; or the threshold: minor "
        "units, a count, ten-thousandths of a ratio, hundredths of days.",
    ),
]


class DashboardAnswer(Answer):
    """A page of tiles."""

    id: int
    version: int
    title: str
    note: str
    owner: str | None = Field(description="Null for one that came with the product.")
    period: str
    roles: list[str] = Field(description="Roles that may look, each reader over his own rows.")
    teams: list[Named] = Field(description="Teams that may look, with all below them.")
    tiles: int
    filters: Filters = Field(description="Keys by dimension, which it opens with.")
    is_home: bool = Field(description="Whether it is your home page.")
    mailed: Rhythm = Field(description="How often you get it by mail; empty for never.")

    @classmethod
    def of(cls, row: Any, mine: queries.Preferences) -> "DashboardAnswer":
        shares = list(row.shares.all())
        return cls(
            id=row.pk,
            version=row.version,
            title=queries.title_of(row),
            note=queries.note_of(row),
            owner=row.owner.name if row.owner else None,
            period=row.period,
            roles=sorted(share.role for share in shares if share.role),
            teams=[Named(id=share.team_id, name=share.team.name) for share in shares if share.team_id],
            tiles=len(row.tiles.all()),
            filters=row.filters,
            is_home=mine.home == row.pk,
            mailed=mine.rhythms.get(row.pk, ""),
        )


class NewDashboard(Body):
    """An empty dashboard of your own."""

    title: Title
    note: Note = ""


class DashboardChange(Versioned):
    """Words, and the period and filters it opens with."""

    title: Title = "Title"
    note: Note = ""
    period: Period = ""
    filters: Filters = {}


class HomeChoice(Body):
    """Your home page, or no longer: the page of your role comes back."""

    is_home: bool = True


class MailChoice(Body):
    """How often you get it by mail, over your own rows."""

    rhythm: Rhythm


class Sharing(Body):
    """Exactly these may look from now on, each over his own rows."""

    roles: Annotated[list[Role], Field(max_length=20)] = []
    teams: Annotated[list[Id], Field(max_length=200)] = []


class TileAnswer(Answer):
    """One tile: what it asks for, and its numbers over what you may see; or why it cannot be answered."""

    id: int
    version: int
    place: int
    width: int
    title: str
    kind: Kind
    metrics: list[str]
    by: list[str]
    period: str
    compare: Compare
    limit: int | None
    with_target: bool
    is_published: bool
    numbers: NumbersAnswer | None = None
    problem: str = ""

    @classmethod
    def of(cls, tile: Any, *, title: str = "", numbers: NumbersAnswer | None = None, problem: str = "") -> "TileAnswer":
        return cls(
            id=tile.pk,
            version=tile.version,
            place=tile.place,
            width=tile.width,
            title=title or tile.title,
            kind=tile.kind,
            metrics=tile.metrics,
            by=tile.by,
            period=tile.period,
            compare=tile.compare,
            limit=tile.limit,
            with_target=tile.with_target,
            is_published=tile.publisher_id is not None,
            numbers=numbers,
            problem=problem,
        )


class NewTile(Body):
    """A tile at the end of a dashboard."""

    kind: Kind
    metrics: Annotated[list[Key], Field(min_length=1, max_length=12)]
    by: Annotated[list[Key], Field(max_length=3)] = []
    period: Period = "quarter"
    compare: Compare = ""
    limit: Annotated[int, Field(ge=1, le=50)] | None = None
    width: Annotated[int, Field(ge=3, le=12, description="Twelfths of the page.")] = 6
    title: Annotated[str, Field(max_length=80)] = ""
    with_target: bool = False
    published: bool = Field(False, description="A ranking that every reader sees as you see it. For leaders.")


class TileChange(Versioned):
    """What a tile shows and how wide it is."""

    kind: Kind = "bar"
    metrics: Annotated[list[Key], Field(min_length=1, max_length=12)] = ["bookings.amount"]
    by: Annotated[list[Key], Field(max_length=3)] = []
    period: Period = ""
    compare: Compare = ""
    limit: Annotated[int, Field(ge=1, le=50)] | None = None
    width: Annotated[int, Field(ge=3, le=12)] = 6
    title: Annotated[str, Field(max_length=80)] = ""
    with_target: bool = False
    published: bool = False


class SomeAlerts(Body):
    """Alerts of yours."""

    alerts: Annotated[list[Id], Field(min_length=1, max_length=100)]


class Order(Body):
    """Tiles in this order; those that are not named follow as they were."""

    tiles: Annotated[list[Id], Field(max_length=100)]


class TilesQuery(BaseModel):
    """Instead of the tiles' own periods."""

    model_config = ConfigDict(extra="forbid")

    period: Period = ""


class AlertAnswer(Answer):
    """Something that needs you, once per matter."""

    id: int
    rule: int
    text: str = Field(description="What is the matter and what to do next, in the language asked for.")
    why: str = Field(description="Whose rule told you, and why you.")
    url: str
    at: dt.datetime
    ended_at: dt.datetime | None
    muted_at: dt.datetime | None


class RuleAnswer(Answer):
    """What is watched, when it is worth an alert, and who is told."""

    id: int
    version: int
    owner: str
    condition: Condition
    metric: str
    period: str
    most: Limit
    audience: Audience
    role: str
    quiet_from: Hour
    quiet_to: Hour
    by_mail: bool
    is_active: bool

    @classmethod
    def of(cls, row: Any) -> "RuleAnswer":
        names = [name for name in cls.model_fields if name not in {"owner", "id"}]
        return cls(id=row.pk, owner=row.owner.name, **{name: getattr(row, name) for name in names})


class TellingRule(Answer):
    """Somebody else's rule: what it watches, whose it is, why it tells you."""

    id: int
    owner: str
    condition: Condition
    metric: str
    period: str
    most: Limit
    why: str

    @classmethod
    def of(cls, row: Any, why: str) -> "TellingRule":
        what = {name: getattr(row, name) for name in ("condition", "metric", "period", "most")}
        return cls(id=row.pk, owner=row.owner.name, why=why, **what)


class NewRule(Body):
    """A rule of your own."""

    condition: Condition
    most: Limit
    metric: Annotated[str, Field(max_length=80)] = Field("", description="For pace, drop, below and above.")
    period: Period = ""
    audience: Audience = "self"
    role: Role | Literal[""] = Field("", description="Where the audience is a role.")
    quiet_from: Hour = 20
    quiet_to: Hour = 8
    by_mail: bool = False
    is_active: bool = True


class RuleChange(Versioned):
    """The fields of a rule that change."""

    condition: Condition = "idle"
    most: Limit = 1
    metric: Annotated[str, Field(max_length=80)] = ""
    period: Period = ""
    audience: Audience = "self"
    role: Role | Literal[""] = ""
    quiet_from: Hour = 20
    quiet_to: Hour = 8
    by_mail: bool = False
    is_active: bool = True
