"""`cadre manage retire_metric KEY --reason …`: the verb of the page, from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cadre.kernel.access import SYSTEM
from cadre.kernel.problems import Problems
from cadre.targets import services


class Command(BaseCommand):
    help = "Measure nothing new by a metric. Refused with every place that still uses it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("metric", help="its key, see `cadre metrics list`")
        parser.add_argument("--reason", default="", help="why; needed to retire one")
        parser.add_argument("--restore", action="store_true", help="bring it back instead")

    def handle(self, *_args: Any, metric: str, reason: str, restore: bool, **_options: Any) -> None:
        try:
            if restore:
                services.restore_metric(actor=SYSTEM, metric=metric)
            else:
                services.retire_metric(actor=SYSTEM, metric=metric, reason=reason)
        except Problems as problems:
            raise CommandError("\n".join(problem.message for problem in problems.problems)) from None
        self.stdout.write(metric)
