"""Index all searchable records anew, or only tell where the index differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cadre.kernel import search


class Command(BaseCommand):
    help = "Index all searchable records anew. With --check, only compare: exit code 1 when something differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kinds", nargs="*", help="kinds to index (default: all), for example crm.account")
        parser.add_argument("--check", action="store_true", help="compare the index with the records, change nothing")

    def handle(self, *, kinds: list[str], check: bool, **_options: Any) -> None:
        if unknown := set(kinds) - set(search.KINDS):
            raise CommandError(f"unknown: {', '.join(sorted(unknown))}. Known: {', '.join(sorted(search.KINDS))}.")
        if not check:
            self.stdout.write(f"{search.rebuild(kinds or None)} records indexed")
            return
        drifts = search.check(kinds or None)
        for drift in drifts:
            self.stdout.write(f"{drift.kind}: {drift.missing} missing, {drift.stale} stale, {drift.orphaned} orphaned")
        if not all(drift.clean for drift in drifts):
            raise CommandError("the index differs. `cadre manage rebuild_search` puts it right.", returncode=1)
