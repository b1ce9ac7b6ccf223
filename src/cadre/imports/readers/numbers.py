"""Numbers as people write them: 1,234.56 · 1.234,56 · １２３ · US$ 1 200 · (50) · 12萬 · 3.5k · 15 %."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from cadre.imports.problems import NOT_A_NUMBER, NOT_WHOLE, OUT_OF_RANGE
from cadre.imports.readers.reading import Asked, Cell, refused
from cadre.kernel.magnitudes import without_magnitude

_MONEY = re.compile(r"(?i)(us\$|nt\$|hk\$|a\$|c\$|s\$|rmb|[A-Z]{3}(?=[\s\d-])|(?<=[\s\d])[A-Z]{3}$|[$€£¥₩₹元圓])")
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_COMMA_DECIMAL = re.compile(r"^-?\d{1,3}(\.\d{3})+,\d+$|^-?\d+,\d{1,2}$|^-?\d+,\d{4,}$")
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True)
class Number:
    """A decimal from `least` to `most`, multiplied by the unit that the mapping names."""

    least: Decimal = Decimal(0)
    most: Decimal = LARGEST

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        bare = {text: _bare(text) for text in texts}
        has_comma_decimals = any(_COMMA_DECIMAL.match(text) for text in bare.values() if not _PLAIN.fullmatch(text))
        return {text: self._cell(text, bare[text], asked, has_comma_decimals) for text in texts}

    def _cell(self, text: str, bare: str, asked: Asked, has_comma_decimals: bool) -> Cell:
        number = _number(bare, has_comma_decimals)
        if number is None:
            return refused(NOT_A_NUMBER, value=text)
        number *= asked.scale
        if not self.least <= number <= self.most:
            return refused(OUT_OF_RANGE, value=text, least=self.least, most=f"{self.most:,}")
        return Cell(number)


@dataclass(frozen=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 2_000_000_000

    def read(self, texts: Collection[str], asked: Asked) -> dict[str, Cell]:
        numbers = Number(Decimal(self.least), Decimal(self.most)).read(texts, asked)
        return {text: self._cell(text, cell) for text, cell in numbers.items()}

    def _cell(self, text: str, cell: Cell) -> Cell:
        if cell.doubt is not None:
            return cell
        return Cell(int(cell.value)) if cell.value == int(cell.value) else refused(NOT_WHOLE, value=text)


def _bare(text: str) -> str:
    """Without width, currency, blanks and apostrophes; brackets mean minus."""
    if _PLAIN.fullmatch(text):
        return text
    bare = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    bare = _MONEY.sub("", bare)
    bare = re.sub(r"[\s'’_]", "", bare)
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    return f"-{bare[:-1]}" if bare.endswith("-") else bare


def _number(bare: str, has_comma_decimals: bool) -> Decimal | None:
    bare, power = (bare[:-1], -2) if bare.endswith("%") else without_magnitude(bare)
    if has_comma_decimals:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?", bare):  # thousands, and lakhs
        bare = bare.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?", bare, re.IGNORECASE | re.ASCII):
        return None
    try:
        return Decimal(bare).scaleb(power)
    except InvalidOperation:
        return None
