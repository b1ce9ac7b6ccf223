"""The arithmetic of metrics, exact. Parts are integers; what is divided becomes a Fraction and is rounded only where shown."""

from fractions import Fraction


def plain(part: int) -> Fraction:
    """The part itself: an amount or a count. Of no rows it is 0."""
    return Fraction(part)


def kept(part: int, rows: int) -> Fraction | None:
    """An amount that somebody writes down from time to time: of no rows it is unknown, not 0."""
    return Fraction(part) if rows else None


def ratio(part: int, whole: int) -> Fraction | None:
    """part ÷ whole: a rate, or an average per row. Of nothing there is none."""
    return Fraction(part, whole) if whole else None


def velocity(open_count: int, *counted: int) -> Fraction | None:
    """Sales velocity: open opportunities × win rate × average deal ÷ sales cycle, in minor units per day, in one exact fraction.

    `counted` is: won among the decided, decided, won amount, won deals, days of their cycles, won deals with a known start.
    Win rate is the first by the second, average deal the third by the fourth, sales cycle the fifth by the sixth.
    """
    decided_won, decided, amount, won, cycle_days, dated = counted
    if not (decided and won and cycle_days):
        return None
    return open_count * Fraction(decided_won, decided) * Fraction(amount, won) * Fraction(dated, cycle_days)
