"""The small table of a run: one cell per component, payee and period, filled stage by stage."""

from dataclasses import dataclass, field
from fractions import Fraction

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.inputs.people import Member
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.plan.component import Component, run_kind
from cadre.compensation.engine.plan.model import Plan


@dataclass(frozen=True)
class ReadValue:
    """A gate or multiplier with the value it had and the factor it gave."""

    kind: str
    key: str
    value: Fraction | None
    factor: Fraction
    test: str = ""


@dataclass(slots=True)
class Cell:
    """A component of a payee in a period. Amounts are smallest units; credits whole parts of the measure's unit."""

    payee: int
    period: int
    credit: int = 0
    count: int = 0
    before: int = 0
    quota: int | None = None
    target: Fraction | None = None
    reads: list[ReadValue] = field(default_factory=list)
    factor: Fraction = Fraction(1)
    edges: tuple[int, ...] = ()
    rates: tuple[Fraction, ...] = ()
    paid_before: int = 0
    uncapped: int = 0
    payout: int = 0
    reading: Fraction | None = None
    title: str = ""
    first_reached: int = 0
    true_up: int = 0
    reading_quota: Fraction | None = None

    @property
    def reached(self) -> int:
        """The credit the curve is read at: this period's and what accumulated before."""
        return self.before + self.credit

    @property
    def attainment(self) -> Fraction | None:
        """Credit ÷ quota, or the measured reading."""
        if self.reading is not None:
            return self.reading / self.reading_quota if self.reading_quota else self.reading
        return Fraction(self.reached, self.quota) if self.quota else None


Cells = dict[tuple[int, int], Cell]


@dataclass
class Ledger:
    """Everything at the grain of payee × period, and the questions the curves ask."""

    plan: Plan
    inputs: Inputs
    first_day: int
    end_day: int
    cells: dict[str, Cells] = field(default_factory=dict)
    spans: dict[int, list[Member]] = field(default_factory=dict)
    managers: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    totals: dict[object, object] = field(default_factory=dict)
    totals_kept: dict[str, bool] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)
    terms: dict[tuple[str, int | None], tuple[tuple[int, ...], tuple[Fraction, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for member in self.inputs.members:
            self.spans.setdefault(member.payee, []).append(member)

    @property
    def problems(self) -> Problems:
        """Where findings go."""
        return self.inputs.problems

    def calendar(self, component: Component) -> Calendar:
        """The component's periods."""
        found = self.calendars.get(component.id)
        if found is None:
            found = self.calendars[component.id] = Calendar(self.kind(component), self.plan.fiscal_year_starts)
        return found

    def kind(self, component: Component) -> str:
        """The kind of the component's periods."""
        return component.period if component.period not in (None, "period") else self.plan.period  # type: ignore[return-value]

    def run_calendar(self, component: Component) -> Calendar:
        """Over what the component's credit accumulates."""
        return Calendar(run_kind(component, self.kind(component)), self.plan.fiscal_year_starts)

    def run_of(self, component: Component, payee: int, period: int) -> int:
        """A number for what the credit of the payee's period accumulates in: the same for all periods of one run.

        A period belongs to the year of service that its last day lies in.
        """
        own = self.calendar(component)
        if component.accumulate != "service_year":
            return self.run_calendar(component).of(own.start(period))
        hired = self.hired(payee, own.end(period))
        return own.start(period) if hired is None else calendar.service_year(hired, own.end(period) - 1)

    def run_periods(self, component: Component, payee: int, period: int) -> range:
        """All periods of the run that a payee's period belongs to."""
        own = self.calendar(component)
        if component.accumulate != "service_year":
            run = self.run_calendar(component)
            return own.inside(run, run.of(own.start(period)))
        place = self.run_of(component, payee, period)
        first = last = period
        while self.run_of(component, payee, first - 1) == place:
            first -= 1
        while self.run_of(component, payee, last + 1) == place:
            last += 1
        return range(first, last + 1)

    def hired(self, payee: int, day: int) -> int | None:
        """When the payee was hired, by the last row that began before a day, or by the first there is."""
        known = [member for member in self.spans.get(payee, []) if member.hired is not None]
        begun = [member.hired for member in known if member.start < day]
        return begun[-1] if begun else known[0].hired if known else None

    def scale(self, component: Component) -> int:
        """Parts in one unit of the component's measure."""
        found = self.scales.get(component.id)
        if found is None:
            found = self.plan.scale if component.measured.is_money else amounts.NUMBER_SCALE
            self.scales[component.id] = found
        return found

    def periods(self, component: Component) -> range:
        """The component's periods within the days of the run."""
        found = self.calendar(component)
        return range(found.of(self.first_day), found.of(self.end_day - 1) + 1)

    def members(self, component: Component, period: int) -> list[int]:
        """Payees who have the component at some day of the period."""
        if self.inputs.open_door:
            return list(range(len(self.inputs.payees)))
        found = self.calendar(component)
        start, end = found.start(period), found.end(period)
        if "whole" not in self.totals_kept:
            self.totals_kept["whole"] = all(
                len(s) == 1 and s[0].start <= self.first_day and s[0].end >= self.end_day for s in self.spans.values()
            )
        if self.totals_kept["whole"]:
            roles = component.roles
            return [p for p in sorted(self.spans) if roles is None or self.spans[p][0].role in roles]
        return [payee for payee in sorted(self.spans) if self.member(component, payee, start, end) is not None]

    def takes_part(self, component: Component, payee: int, period: int) -> bool:
        """Whether the payee has the component at some day of the period."""
        found = self.calendar(component)
        start, end = found.start(period), found.end(period)
        return self.inputs.open_door or self.member(component, payee, start, end) is not None

    def member(self, component: Component | None, payee: int, start: int, end: int) -> Member | None:
        """The payee's last participation that touches these days (with a role of the component)."""
        found = None
        for member in self.spans.get(payee, []):
            in_role = component is None or component.roles is None or member.role in component.roles
            if member.start < end and member.end > start and in_role:
                found = member
        return found

    def days_in(self, component: Component | None, payee: int, start: int, end: int) -> int:
        """Days of participation between two days."""
        if self.inputs.open_door:
            return end - start
        total = 0
        for member in self.spans.get(payee, []):
            if component is None or component.roles is None or member.role in component.roles:
                total += max(0, min(end, member.end) - max(start, member.start))
        return total

    def leave_in(self, payee: int, start: int, end: int) -> int:
        """Days of leave between two days."""
        return sum(max(0, min(end, e) - max(start, s)) for s, e in self.inputs.leave.get(payee, []))

    def team(self, payee: int, day: int) -> str:
        """The payee's team on a day, or the last one before."""
        if "teams" not in self.totals_kept:
            self.totals_kept["teams"] = any(member.team for member in self.inputs.members)
        if not self.totals_kept["teams"]:
            return ""
        member = self.member(None, payee, calendar.FIRST_DAY, day)
        return member.team if member else ""

    def manager(self, payee: int, day: int) -> int | None:
        """The payee's manager the day before ``day``."""
        for start, end, manager in self.managers.get(payee, []):
            if start < day <= end:
                return manager
        return None

    def reports(self, manager: int, day: int) -> tuple[int, ...]:
        """Everybody below a manager the day before ``day``."""
        key = "reports", manager, day
        known = self.totals.get(key)
        if known is None:
            known = self.totals[key] = self._below(manager, day)
        return known  # type: ignore[return-value]

    def _below(self, manager: int, day: int) -> tuple[int, ...]:
        found: set[int] = set()
        waiting = [manager]
        while waiting:
            at = waiting.pop()
            below = {p for p in self.managers if self.manager(p, day) == at} - found - {manager}
            found |= below
            waiting += below
        return tuple(sorted(found))

    def forget_sums(self) -> None:
        """What was summed over cells is summed anew when it is asked for again; who reports to whom stays."""
        self.totals = {key: found for key, found in self.totals.items() if key[0] == "reports"}  # type: ignore[index]

    def first_period(self, component: Component, payee: int) -> tuple[int, int]:
        """The payee's first period of the component, and which step of a ramp it is."""
        found = self.calendar(component)
        spans = self.spans.get(payee, [])
        if not spans or spans[0].start == calendar.FIRST_DAY:
            return found.of(self.first_day), 1
        step = spans[0].number("first_period")
        return found.of(spans[0].start), int(step) if step is not None else 1

    def nth_period(self, component: Component, payee: int, period: int) -> int:
        """1 in the payee's first period, 2 in the next."""
        first, step = self.first_period(component, payee)
        return period - first + step
