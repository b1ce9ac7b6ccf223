"""`cadre manage …`: Django's management commands."""

from django.core.management import ManagementUtility


def main(argv: list[str]) -> int:
    """Run one management command."""
    utility = ManagementUtility(["cadre manage", *argv])
    utility.prog_name = "cadre manage"
    utility.execute()
    return 0
