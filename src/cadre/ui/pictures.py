"""Small charts drawn on the server as SVG: they print, need no script and are exact. Widths are attributes: the CSP allows no styles."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cadre.ui import formatting

Ratio = Fraction | int | None


def _pct(value: Fraction | int) -> str:
    return f"{float(min(max(value, 0), 1)) * 100:.1f}%"


def bar(value: Ratio, *, mark: Ratio = None, label: str = "", tone: str = "") -> SafeString:
    """Bullet bar: attained, with a tick at `mark` (where time stands). Ratios of 1. `tone` low is the warm colour."""
    share = value or 0
    tick = "" if mark is None else format_html('<rect class="t" x="{}" width="2" height="100%"/>', _pct(mark))
    return format_html(
        '<svg class="c-bar {}" role="img" aria-label="{}" width="100%" height="12"><rect class="g" y="3" width="100%" height="6" rx="3"/>'
        '<rect class="v" y="3" width="{}" height="6" rx="3"/>{}</svg>',
        tone,
        label or formatting.percent(Fraction(share)),
        _pct(share),
        tick,
    )


def ring(value: Ratio, *, mark: Ratio = None, caption: str = "", label: str = "") -> SafeString:
    """One share of a whole as a ring with its figure inside; the tick at `mark` is where time stands."""
    share = Fraction(value or 0)
    shown = formatting.percent(share, 1)
    length = 314.16  # 2π · 50
    filled = f"{length * min(max(float(share), 0.0), 1.0):.1f} {length:.1f}"
    tick = (
        ""
        if mark is None
        else format_html(
            '<line class="t" x1="62" y1="3" x2="62" y2="21" transform="rotate({} 62 62)"/>', f"{float(mark) * 360:.1f}"
        )
    )
    return format_html(
        '<svg class="c-ring" width="124" height="124" viewBox="0 0 124 124" role="img" aria-label="{}">'
        '<circle class="g" cx="62" cy="62" r="50"/>'
        '<circle class="v" cx="62" cy="62" r="50" stroke-dasharray="{}" transform="rotate(-90 62 62)"/>{}'
        '<text class="{}" x="62" y="64">{}</text><text class="l" x="62" y="82">{}</text></svg>',
        label or f"{caption} {shown}".strip(),
        filled,
        tick,
        "n long" if len(shown) > 5 else "n",  # 105.8% would touch the ring
        shown,
        caption,
    )


def _points(values: Sequence[int | Fraction], width: int, height: int) -> list[tuple[float, float]]:
    numbers = [float(value) for value in values]
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0
    step = (width - 6) / max(len(values) - 1, 1)
    return [
        (round(2 + i * step, 1), round(height - 3 - (v - low) * (height - 6) / span, 1)) for i, v in enumerate(numbers)
    ]


def spark(values: Sequence[int | Fraction], *, width: int = 96, height: int = 24, label: str = "") -> SafeString:
    """A trend without axes; decorative unless labelled, since the figure stands beside it."""
    if not values:
        return mark_safe("")
    points = _points(values, width, height)
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="c-spark" width="{}" height="{}" viewBox="0 0 {} {}" {}>'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.25"/></svg>',
        width,
        height,
        width,
        height,
        role,
        " ".join(f"{x},{y}" for x, y in points),
        *points[-1],
    )


def split(parts: Sequence[tuple[str, int | Fraction]], *, label: str) -> SafeString:
    """One bar cut into parts: (tone, size). Tones: a accent, b pale accent, g grey, ok, warn, bad."""
    total = sum((Fraction(size) for _, size in parts), Fraction(0)) or Fraction(1)
    x = Fraction(0)
    pieces = []
    for tone, size in parts:
        share = Fraction(size) / total
        pieces.append((tone, _pct(x), _pct(share)))
        x += share
    return format_html(
        '<svg class="c-split" role="img" aria-label="{}" width="100%" height="8">{}</svg>',
        label,
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="8"/>', pieces),
    )


def strength(value: Ratio, most: Ratio) -> str:
    """The class of a heat map cell: k0 … k10 by share of the largest value."""
    if not value or not most:
        return "k0"
    are_whole = isinstance(value, int) and isinstance(most, int)  # a map has hundreds of cells, and fractions are slow
    share = value / most if are_whole else Fraction(value) / Fraction(most)
    return f"k{round(10 * float(share))}"
