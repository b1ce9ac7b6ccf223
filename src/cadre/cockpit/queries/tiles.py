"""The tiles of a page, answered together: one statement for each fact, breakdown and period that occurs."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cadre.cockpit.beginnings import EmptyTile, begins, too_narrow
from cadre.cockpit.pictures import charts, figures, grids
from cadre.cockpit.pictures.drawing import Answered
from cadre.cockpit.queries.aims import Aims
from cadre.cockpit.queries.lately import newest_event, once
from cadre.cockpit.queries.reach import rights_of, sees_all
from cadre.cockpit.rules.asking import Asked, Chosen, asked, says_nothing
from cadre.cockpit.rules.spans import CHOICES, Spans
from cadre.kernel import clock
from cadre.kernel.access import Actor, actor_of
from cadre.kernel.currency import base_currency
from cadre.kernel.problems import Problems
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.declarations import Fact
from cadre.metrics.periods import Period
from cadre.metrics.queries import has_rows, run_many
from cadre.metrics.registry import dimensions, facts, facts_of, metrics


@dataclass(frozen=True)
class ShownTile:
    """A tile as the page shows it: drawn, or refused in words."""

    tile: Any
    heading: str
    answered: Answered | None = None
    drawn: Any = None
    problem: str = ""
    empty: EmptyTile | None = None
    unfiltered: Sequence[str] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"cockpit/_tile_{self.tile.kind}.html"

    @property
    def words(self) -> str:
        """What stands in place of the numbers, for a file, a mail and a program."""
        return f"{self.empty.title}. {self.empty.text}" if self.empty else self.problem

    @property
    def left_out(self) -> str:
        """What bars leave out, in words, where it would dwarf them; or what a large grid leaves to the file."""
        if self.answered is None or self.drawn is None:
            return ""
        metric, rest = self.answered.cells.metrics[0], self.answered.cells.rest
        in_words = rest and self.tile.kind == "bar" and not charts.others_as_bar(self.answered)
        if rest and in_words and not says_nothing(metric, rest.values[metric.key]):
            return _("Others: %(value)s") % {"value": self.answered.text(metric, rest)}
        more = getattr(self.drawn, "more", 0)
        return _("%(n)d more are in the exported file.") % {"n": more} if more else ""

    @property
    def span(self) -> str:
        """The period that the tile is about, in words; nothing for what stands today."""
        text = self.answered.asked.text if self.answered else ""
        return str(dict(CHOICES).get(text, text))

    @property
    def days(self) -> str:
        """The very days, for what leaves the page: a file, a picture."""
        if self.answered is None:
            return ""
        period = self.answered.cells.period
        return days_of(period) if period else _("As of %(day)s") % {"day": clock.today().isoformat()}

    @property
    def caption(self) -> str:
        """Under the title of a saved picture: the days, and the unit of its axis."""
        return " · ".join(filter(None, [self.days, getattr(self.drawn, "unit", "")]))

    @property
    def compared(self) -> str:
        """What a change is against, in words."""
        if self.tile.compare == "year_before":
            return pgettext("change", "against the year before")
        return pgettext("change", "against the period before")


def days_of(period: Period) -> str:
    return f"{period.start.isoformat()} – {period.last.isoformat()}"


def heading(tile: Any) -> str:
    """The tile's own title, else what it shows: "Won amount by manager"."""
    if tile.title:
        return str(tile.title)
    names = " · ".join(str(metrics[key].title) for key in tile.metrics if key in metrics)
    by = " × ".join(str(dimensions[key].title).lower() for key in tile.by if key in dimensions)
    return pgettext("tile", "%(numbers)s by %(breakdown)s") % {"numbers": names, "breakdown": by} if by else names


def answers(actor: Actor, tiles: Sequence[Any], chosen: Chosen, *, lately: bool = False) -> list[Answered | Problems]:
    """What each tile asks and is answered, over the actor's rows. A tile that cannot be asked has its Problems instead.

    `lately`: what is the same for many readers may be a few seconds old (see `queries.lately`).
    """
    spans = Spans()
    questions: list[Asked | Problems] = []
    for tile in tiles:
        try:
            questions.append(asked(tile, chosen, spans))
        except Problems as problems:
            questions.append(problems)
    published = {tile.publisher_id for tile in tiles if tile.publisher_id}
    found: dict[int, Answered | Problems] = {}
    for publisher in [None, *sorted(published)]:
        mine = {
            n: (tile, question)
            for n, (tile, question) in enumerate(zip(tiles, questions, strict=True))
            if tile.publisher_id == publisher and isinstance(question, Asked)
        }
        reader = actor if publisher is None else _publisher(tiles, publisher)
        if mine and reader:
            found |= dict(zip(mine, _asked_for(list(mine.values()), reader, lately=lately), strict=True))
    return [found.get(n, one if isinstance(one, Problems) else _withdrawn()) for n, one in enumerate(questions)]


def _asked_for(pairs: list[tuple[Any, Asked]], reader: Actor, *, lately: bool) -> list[Answered | Problems]:
    """The answers over a reader's rows; shared for a moment where they are the same for many, or asked for in several windows."""
    if not lately:
        return _together(pairs, reader, Aims(reader))
    kept: list[Answered | Problems] = once(
        _what_it_depends_on(pairs, reader), lambda: _together(pairs, reader, Aims(reader))
    )
    return kept


def _what_it_depends_on(pairs: list[tuple[Any, Asked]], reader: Actor) -> Hashable:
    """Two readers share an answer only where all of this is equal: what happened, the day, language and money, rights, questions."""
    keys = [key for tile, _question in pairs for key in tile.metrics]
    with_targets = any(tile.with_target for tile, _question in pairs)
    rights = None if sees_all(reader, keys, with_targets=with_targets) else rights_of(reader)
    asking = tuple((tile.pk, tile.version, tile.publisher_id, tuple(question.questions)) for tile, question in pairs)
    return newest_event(), clock.today(), get_language(), base_currency(), rights, asking


def _publisher(tiles: Sequence[Any], user_id: int) -> Actor | None:
    """The person whose view was published; None when he left and may see nothing any more."""
    user = next(tile.publisher for tile in tiles if tile.publisher_id == user_id)
    return actor_of(user) if user.is_active else None


def _withdrawn() -> Problems:
    from cadre.kernel.problems import FORBIDDEN

    return FORBIDDEN()


def _together(pairs: Sequence[tuple[Any, Asked]], reader: Actor, aims: Aims) -> list[Answered | Problems]:
    flat = [one for _tile, question in pairs for one in question.questions]
    try:
        cells = iter(run_many(flat, actor=reader))
    except Problems:
        return [_alone(tile, question, reader, aims) for tile, question in pairs]
    return [_answered(tile, question, [next(cells) for _one in question.questions], aims) for tile, question in pairs]


def _alone(tile: Any, question: Asked, reader: Actor, aims: Aims) -> Answered | Problems:
    """One bad tile must not take the page with it."""
    try:
        return _answered(tile, question, run_many(question.questions, actor=reader), aims)
    except Problems as problems:
        return problems


def _answered(tile: Any, question: Asked, cells: list[Cells], aims: Aims) -> Answered:
    trend = cells[1] if len(cells) > 1 else None
    answered = Answered(tile, question, without_empty_none(cells[0]), trend, linked=not tile.publisher_id)
    if not tile.with_target or question.where:  # a target is for the whole, not for one product of it
        return answered
    wholes = {key: aim for key in tile.metrics if (aim := aims.whole(key, question.text))}
    by = aims.by(tile.metrics[0], question.text, tile.by[0]) if tile.by else {}
    return replace(answered, wholes=wholes, aims=by)


def without_empty_none(cells: Cells) -> Cells:
    """Without the rows that lack a breakdown's thing, where none of them counts: a deal that was won has no reason for a loss."""
    counting: set[int] = set()
    for cell in cells:
        if _counts(cells, cell):
            counting |= {n for n, key in enumerate(cell.key) if key is None}
    empty = set(range(len(cells.dimensions))) - counting
    kept = tuple(cell for cell in cells if not any(cell.key[n] is None for n in empty))
    return cells if len(kept) == len(cells) else replace(cells, cells=kept)


def _counts(cells: Cells, cell: Cell) -> bool:
    """Whether a row says anything, of its period or of the one it is compared with."""
    return any(
        not says_nothing(metric, values.get(metric.key))
        for metric in cells.metrics
        for values in (cell.values, cell.before or {})
    )


def shown_tiles(actor: Actor, tiles: Sequence[Any], chosen: Chosen, *, lately: bool = False) -> list[ShownTile]:
    """The tiles ready for their templates, in their order."""
    found = answers(actor, tiles, chosen, lately=lately)
    never = never_recorded(actor, [one for one in found if isinstance(one, Answered)])
    return [
        _refused(tile, one) if isinstance(one, Problems) else _shown(actor, tile, one, never)
        for tile, one in zip(tiles, found, strict=True)
    ]


def never_recorded(actor: Actor, found: Sequence[Answered]) -> set[str]:
    """Facts behind empty tiles of which the actor sees no row at any time; asked only where a tile is empty."""
    empty = {_fact(one).key for one in found if one.is_empty and one.linked}
    return {key for key in empty if not has_rows(facts[key], actor=actor)}


def _fact(one: Answered) -> Fact:
    return facts_of(one.cells.metrics[0])[0]


def _refused(tile: Any, problems: Problems) -> ShownTile:
    return ShownTile(tile, heading(tile), problem=problems.message)


def _shown(actor: Actor, tile: Any, one: Answered, never: Collection[str]) -> ShownTile:
    unfiltered = [str(dimensions[key].title) for key in one.asked.unfiltered]
    if one.is_empty:
        fact, filtered = _fact(one).key, bool(one.asked.where)
        empty = begins(actor, fact) if one.linked and fact in never else too_narrow(filtered=filtered)
        return ShownTile(tile, heading(tile), one, empty=empty, unfiltered=unfiltered)
    draw: dict[str, Any] = {
        "number": figures.figures,
        "line": charts.line,
        "bar": charts.bar,
        "stacked": charts.stacked,
        "funnel": figures.funnel,
        "heat": grids.heat,
        "table": grids.table,
        "ranking": lambda answered: figures.ranking(answered, actor.employee_id),
    }
    return ShownTile(tile, heading(tile), one, draw[tile.kind](one), unfiltered=unfiltered)
