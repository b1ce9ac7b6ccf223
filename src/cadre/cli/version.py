"""`cadre version`."""

from importlib.metadata import PackageNotFoundError, version


def main(_argv: list[str]) -> int:
    """Print the installed version."""
    try:
        print(f"cadre {version('cadre-sales')}")
    except PackageNotFoundError:
        print("cadre, not installed")
    return 0
