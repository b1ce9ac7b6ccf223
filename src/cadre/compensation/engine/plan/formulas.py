"""Calculated columns: ``profit: amount - cost``, worked out exactly for each transaction.

A formula knows numbers, percentages, columns, ``+ - * /``, comparisons, ``and``, ``or``, ``not``, and the functions in
:data:`FUNCTIONS`. Numbers are fractions: nothing is rounded before the column is counted.
"""

import ast
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from cadre.compensation.engine import amounts

#: Functions by name, with how many values they take (``None``: one or more).
FUNCTIONS: dict[str, int | None] = {
    "min": None,
    "max": None,
    "abs": 1,
    "floor": 1,
    "ceiling": 1,
    "round": 1,
    "if": 3,
    "months": 2,
    "days": 2,
    "nth": None,
    "running": None,
}
SPANS = ("month", "quarter", "year")
_IF = re.compile(r"\bif\s*\(")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_SIGNS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_TESTS: dict[type, Callable[[Any, Any], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
}

Values = list[Any]


class Cells(Protocol):
    """Where a formula finds the transactions: one value per row."""

    count: int

    def numbers(self, column: str) -> Values:
        """Exact numbers; ``None`` where a cell is empty."""

    def texts(self, column: str) -> Values:
        """Texts in lower case."""

    def days(self, column: str) -> Values:
        """Day numbers; ``None`` where a cell is empty."""

    def places(self, columns: list[str], span: str | None) -> Values:
        """1 for the first transaction (by date and id) of each group, 2 for the second."""

    def running(self, values: Values, columns: list[str], span: str | None) -> Values:
        """The sum of the values of each group up to and with each transaction (by date and id)."""


@dataclass
class Formula:
    """A parsed formula and the columns it uses, by how it uses them.

    ``groups``: the columns of each group in which it looks at other transactions (nth, running).
    """

    text: str
    tree: ast.expr
    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str) -> "Formula":
        """Read a formula. Raises ``ValueError`` with what to do."""
        written = _IF.sub("if_(", _PERCENT.sub(r"(\1/100)", str(text)))
        try:
            tree = ast.parse(written.strip(), mode="eval").body
        except SyntaxError:
            raise ValueError(f"'{text}' is not a formula: write for instance 'amount - cost'") from None
        formula = cls(str(text), tree)
        formula._check(tree)
        return formula

    def _check(self, node: ast.AST) -> None:  # noqa: C901 - one branch per form of the language
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            self._check(node.left)
            self._check(node.right)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
            self._check(node.operand)
        elif isinstance(node, ast.BoolOp):
            for one in node.values:
                self._check(one)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _SIGNS:
            self._compared(node.left, node.comparators[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            self._called(node.func.id.rstrip("_"), node.args)
        elif isinstance(node, ast.Name):
            self.numbers.append(node.id)
        elif not (isinstance(node, ast.Constant) and type(node.value) in (int, float)):
            raise ValueError(
                f"'{self.text}' uses something a formula does not know; it knows numbers, columns, + - * /, "
                f"comparisons, and, or, not, and {', '.join(FUNCTIONS)}"
            )

    def _compared(self, left: ast.expr, right: ast.expr) -> None:
        if _is_text(left) or _is_text(right):
            self.texts += [side.id for side in (left, right) if isinstance(side, ast.Name)]
            return
        self._check(left)
        self._check(right)

    def _called(self, name: str, arguments: list[ast.expr]) -> None:
        if name not in FUNCTIONS:
            raise ValueError(f"a formula has no function '{name}'; it has {', '.join(FUNCTIONS)}")
        wanted = FUNCTIONS[name]
        if (wanted is not None and len(arguments) != wanted) or not arguments:
            raise ValueError(f"'{name}' takes {wanted or 'one or more'} values, not {len(arguments)}")
        if name in ("months", "days"):
            if not all(isinstance(one, ast.Name) for one in arguments):
                raise ValueError(f"'{name}' takes two date columns: {name}(ordered_on, date)")
            self.dates += [one.id for one in arguments if isinstance(one, ast.Name)]
        elif name in ("nth", "running"):
            if name == "running":
                self._check(arguments[0])
            grouped = arguments[name == "running" :]
            self.groups.append(_group(name, grouped)[0])
            self.texts += [one.id for one in grouped if isinstance(one, ast.Name)]
        else:
            for one in arguments:
                self._check(one)

    def evaluate(self, cells: Cells) -> Values:
        """One exact number per row; ``None`` where a cell is empty or the divisor is zero."""
        return _Evaluation(self, cells).of(self.tree)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _group(name: str, arguments: list[ast.expr]) -> tuple[list[str], str | None]:
    columns = [one.id for one in arguments if isinstance(one, ast.Name)]
    spans = [one.value for one in arguments if isinstance(one, ast.Constant)]
    if not columns or len(columns) + len(spans) != len(arguments) or len(spans) > 1 or not set(spans) <= set(SPANS):
        if name == "running":
            raise ValueError(
                "'running' takes a number, columns and at most one of 'month', 'quarter', 'year': "
                "running(amount, customer, 'year')"
            )
        raise ValueError("'nth' takes columns and at most one of 'month', 'quarter', 'year': nth(payee, 'month')")
    return columns, str(spans[0]) if spans else None


class _Evaluation:
    """A formula over all rows at once: every node gives one value per row."""

    def __init__(self, formula: Formula, cells: Cells) -> None:
        self.formula, self.cells = formula, cells

    def of(self, node: ast.expr) -> Values:  # noqa: PLR0911 - one branch per form of the language
        if isinstance(node, ast.Constant):
            return [Fraction(amounts.exact(node.value))] * self.cells.count
        if isinstance(node, ast.Name):
            return self.cells.numbers(node.id)
        if isinstance(node, ast.BinOp):
            return self._pairs(_OPERATIONS[type(node.op)], self.of(node.left), self.of(node.right))
        if isinstance(node, ast.UnaryOp):
            turn = (lambda v: not v) if isinstance(node.op, ast.Not) else (lambda v: -v)
            return [None if value is None else turn(value) for value in self.of(node.operand)]
        if isinstance(node, ast.BoolOp):
            join = all if isinstance(node.op, ast.And) else any
            return [join(row) for row in zip(*(self.of(one) for one in node.values), strict=True)]
        if isinstance(node, ast.Compare):
            return self._compare(node)
        call = typing.cast("ast.Call", node)
        return self._call(typing.cast("ast.Name", call.func).id.rstrip("_"), call.args)

    @staticmethod
    def _pairs(operation: Callable[[Any, Any], Any], left: Values, right: Values) -> Values:
        return [None if a is None or b is None else operation(a, b) for a, b in zip(left, right, strict=True)]

    def _compare(self, node: ast.Compare) -> Values:
        left, right, test = node.left, node.comparators[0], _TESTS[type(node.ops[0])]
        if _is_text(left) or _is_text(right):
            return self._pairs(test, self._text(left), self._text(right))
        found = self._pairs(test, self.of(left), self.of(right))
        return [bool(value) for value in found]

    def _text(self, node: ast.expr) -> Values:
        if isinstance(node, ast.Constant):
            return [str(node.value).lower()] * self.cells.count
        return self.cells.texts(typing.cast("ast.Name", node).id)

    def _call(self, name: str, arguments: list[ast.expr]) -> Values:
        if name in ("months", "days"):
            from cadre.compensation.engine import calendar

            first, last = (self.cells.days(one.id) for one in arguments if isinstance(one, ast.Name))
            count = calendar.whole_months if name == "months" else (lambda a, b: b - a)
            return self._pairs(lambda a, b: Fraction(count(a, b)), first, last)
        if name == "nth":
            return self.cells.places(*_group(name, arguments))
        if name == "running":
            return self.cells.running(self.of(arguments[0]), *_group(name, arguments[1:]))
        rows = zip(*(self.of(one) for one in arguments), strict=True)
        if name == "if":
            return [then if test else otherwise for test, then, otherwise in rows]
        return [None if None in row else _PICKS[name](*row) for row in rows]


def _divided(a: Fraction, b: Fraction) -> Fraction | None:
    return a / b if b else None


_PICKS: dict[str, Callable[..., Any]] = {
    "min": lambda *v: min(v),
    "max": lambda *v: max(v),
    "abs": abs,
    "floor": lambda v: Fraction(v.__floor__()),
    "ceiling": lambda v: Fraction(v.__ceil__()),
    "round": lambda v: Fraction(amounts.round_half_away(v)),
}
_OPERATIONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: _divided,
}
