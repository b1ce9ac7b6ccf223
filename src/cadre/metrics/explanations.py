"""What a metric means, for the "why" beside a number, the API and the command line: all read off the declarations."""

from dataclasses import dataclass

from cadre.metrics.declarations import Dimension, Fact, Metric, Part
from cadre.metrics.registry import dimensions_of, facts_of, metrics, parts
from cadre.metrics.writer import compile_sql


@dataclass(frozen=True)
class Explanation:
    """A metric with everything it stands on. `sql` has one statement per fact, as it would run without a breakdown."""

    metric: Metric
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    dimensions: tuple[Dimension, ...]
    sql: tuple[str, ...]


def explain(key: str) -> Explanation:
    """The explanation of a metric. A Problem with near matches for an unknown key."""
    metric = metrics[key]
    own = tuple(parts[part] for part in dict.fromkeys(metric.parts))
    sources = tuple(facts_of(metric))
    statements = tuple(
        compile_sql([part for part in own if part.fact == fact.key], bounded=not fact.snapshot) for fact in sources
    )
    return Explanation(metric, sources, own, tuple(dimensions_of(metric)), statements)
