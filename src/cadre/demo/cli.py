"""`cadre demo`: sets the database up, loads the demo company once, tells who can sign in, and serves."""

import argparse
import sys
import time

from cadre.cli.address import AddressError, free_port
from cadre.cli.serve import DEFAULT_PORT, port_number

NOT_OURS = (
    "cadre demo: this database holds a company that is not the demo's. Choose another folder with CADRE_HOME, "
    "or run `cadre serve`."
)


def main(argv: list[str]) -> int:
    """Run the demo. Exit code 1 when the port is taken or the database belongs to a real company."""
    options = _parser().parse_args(argv)
    import django

    django.setup()
    from cadre.demo.setup import Ownership, ownership, prepare
    from cadre.demo.tongue import speaking

    if options.reset and ownership() is Ownership.REAL:
        print(NOT_OURS, file=sys.stderr)
        return 1
    started = time.monotonic()
    say = lambda line: print(f"{time.monotonic() - started:5.1f} s  {line}", flush=True)  # noqa: E731
    with speaking(options.language):
        is_ours = prepare(as_is=options.as_is, reset=options.reset, say=say)
    if not is_ours:
        print(NOT_OURS, file=sys.stderr)
        return 1
    if options.no_serve:
        print(f"The demo company is ready. `cadre demo` shows it.\n{_sign_ins()}")
        return 0
    return _serve(options)


def _serve(options: argparse.Namespace) -> int:
    from cadre.cli.serve import serve

    try:
        port = free_port(options.host, options.port or DEFAULT_PORT, exact=options.port is not None)
    except AddressError as error:
        print(f"cadre demo: {error}", file=sys.stderr)
        return 1
    ready = lambda address: print(f"\nCadre is at {address}  (stop it with Ctrl-C)\n{_sign_ins()}", flush=True)  # noqa: E731
    return serve(options.host, port, ready=ready)


def _sign_ins() -> str:
    from cadre.demo.cast import PASSWORD, sign_ins

    lines = [f"  {role.label!s:<22}{email}" for role, email in sign_ins()]
    return "\n".join([f"\nSign in with the password {PASSWORD} as:", *lines, ""])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cadre demo", description="Run the product with the demo company.")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything and exit")
    parser.add_argument(
        "--as-is", action="store_true", help="keep the original dates of the data, and add nothing to it"
    )
    parser.add_argument(
        "--language",
        choices=("en", "zh-hant", "zh-hans"),
        default="en",
        help="in which the demo's people have written their notes and next steps (default: %(default)s)",
    )
    parser.add_argument("--reset", action="store_true", help="delete the demo's data and load it anew")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=port_number, help=f"port (default: {DEFAULT_PORT}, or the next free one)")
    return parser
