"""The command `cadre`. Each subcommand is loaded only when it is called, so that the light ones start fast."""

import difflib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

DEMO = "cadre.settings.demo"
PRODUCTION = "cadre.settings.production"


@dataclass(frozen=True)
class Command:
    """A subcommand: what it is for, where its `main(argv) -> exit code` is, and whether it needs settings."""

    summary: str
    target: str
    needs_settings: bool = True


COMMANDS = {
    "demo": Command("run the product with the demo company", "cadre.demo.cli:main"),
    "serve": Command("run the product: pages, live stream and background work", "cadre.cli.serve:main"),
    "metrics": Command("list metrics and ask for numbers", "cadre.metrics.cli:main"),
    "import": Command("import a CSV or XLSX file", "cadre.imports.cli:main"),
    "compensation": Command(
        "calculate, test and check pay plans", "cadre.compensation.engine.cli:main", needs_settings=False
    ),
    "api-token": Command("make, list and revoke keys for the REST API", "cadre.cli.tokens:main"),
    "manage": Command("Django's own commands: migrate, createsuperuser, rebuild_search, …", "cadre.cli.manage:main"),
    "version": Command("show the version", "cadre.cli.version:main", needs_settings=False),
    "worker": Command("", "cadre.cli.worker:main"),
}

# What the launcher of a clone does itself; an installed command can only say so
IN_A_CLONE = {
    "test": "run the tests: all, or those of a path",
    "lint": "run the checkers alone",
    "build": "make a wheel in dist/",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code: 0 done, 1 failed, 2 called wrongly, 130 interrupted."""
    try:
        try:
            return _main(argv)
        finally:  # not left to the end of the interpreter, which could only complain of a reader that has gone
            sys.stdout.flush()
    except BrokenPipeError:  # `cadre … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _main(argv: Sequence[str] | None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if arguments else 2
    if arguments[0] == "--version":
        arguments[0] = "version"
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"cadre: {_unknown(arguments[0])}", file=sys.stderr)
        return 2
    if command.needs_settings:
        choose_settings(arguments[0])
    return run(command, arguments[1:])


def run(command: Command, arguments: list[str]) -> int:
    """Call the command; what a person can put right is told in a sentence, without a traceback."""
    try:
        if command.needs_settings:
            _make_home()
        return load(command.target)(arguments) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:
        if (sentence := _sentence(error)) is None:
            raise
        print(f"cadre: {sentence}", file=sys.stderr)
        return 1


def _make_home() -> None:
    """The folder of the embedded database and of uploaded files, at the first command that needs it."""
    from cadre.settings import environment

    environment.home().mkdir(parents=True, exist_ok=True)


def choose_settings(command: str) -> None:
    """Settings from the environment, else production where a secret was chosen or the product is served, else the demo's."""
    chosen = (
        DEMO if command == "demo" or (command != "serve" and not os.environ.get("CADRE_SECRET_KEY")) else PRODUCTION
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)


def load(target: str) -> Callable[[list[str]], int | None]:
    """The function named "module:function"."""
    module, _, function = target.partition(":")
    loaded: Callable[[list[str]], int | None] = getattr(importlib.import_module(module), function)
    return loaded


def usage() -> str:
    """What `cadre --help` prints."""
    lines = [f"  {name:<14}{command.summary}" for name, command in COMMANDS.items() if command.summary]
    more = [f"  {name:<14}{summary}" for name, summary in IN_A_CLONE.items()]
    clone = "In a clone of the repository `./cadre` does more:"
    return "\n".join(["usage: cadre COMMAND …", "", *lines, "", clone, *more, "", "`cadre COMMAND --help` tells more."])


def _unknown(word: str) -> str:
    """What to do instead of a command that there is not."""
    if word in IN_A_CLONE:
        return f"{word!r} works in a clone of the repository: run `./cadre {word}` there."
    known = [name for name, command in COMMANDS.items() if command.summary]
    near = difflib.get_close_matches(word, [*known, *IN_A_CLONE], n=1)
    hint = f" Did you mean `{'./' if near[0] in IN_A_CLONE else ''}cadre {near[0]}`?" if near else ""
    return f"there is no command {word!r}.{hint} `cadre --help` lists them."


def _sentence(error: Exception) -> str | None:
    """What to say of an error that a person can put right; None for one that is ours."""
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    from cadre.kernel.problems import Problems

    if isinstance(error, Problems):
        return " ".join(problem.message for problem in error.problems)
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError):
        return _of_files(error)
    if isinstance(error, OperationalError | ProgrammingError):
        return _of_database(str(error), unreachable=isinstance(error, OperationalError))
    return None


def _of_files(error: OSError) -> str | None:
    """Only what happens to our own folder or one it is to stand in; a file that a command was given is its own matter."""
    from cadre.settings import environment

    home = environment.home()
    place = Path(str(error.filename or ""))
    if not error.filename or not (place.is_relative_to(home) or home.is_relative_to(place)):
        return None
    return f"cannot keep data in {home}: {error.strerror}. Choose another folder with CADRE_HOME, or make this one writable."


def _of_database(text: str, *, unreachable: bool) -> str | None:
    from cadre.settings import environment

    if "no such table" in text or "does not exist" in text:
        return f"the database is not set up yet ({text}). Run `cadre demo`, or `cadre manage migrate` first."
    if "disk is full" in text or "No space left" in text:
        return f"the disk is full ({environment.home()}). Nothing was half written: make room, and start again."
    if "readonly database" in text or "unable to open database" in text:
        return f"cannot keep data in {environment.home()}: {text}. Choose another folder with CADRE_HOME."
    return f"the database cannot be reached: {text}" if unreachable else None
