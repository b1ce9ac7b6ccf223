"""`cadre api-token`: keys for the REST API."""

import argparse
import sys

import django


def main(argv: list[str]) -> int:
    """Make a key as its user; list and revoke all: whoever has this command has the database."""
    parser = argparse.ArgumentParser(prog="cadre api-token", description="Keys for the REST API.")
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make a key and print it, once")
    create.add_argument("--user", required=True, metavar="EMAIL", help="who the key acts as")
    create.add_argument("--label", default="command line", help="what it is for (default: %(default)s)")
    create.add_argument("--scopes", help="separated by commas, like crm:read,crm:write (default: read all)")
    create.add_argument("--days", type=int, default=90, help="how long it is valid (default: %(default)s)")
    commands.add_parser("list", help="list all keys, without their secrets")
    revoke = commands.add_parser("revoke", help="end a key at once")
    revoke.add_argument("id", type=int)
    options = parser.parse_args(argv)
    django.setup()
    return {"create": _create, "list": _list, "revoke": _revoke}[options.command](options)


def _create(options: argparse.Namespace) -> int:
    from cadre.kernel.access import actor_of
    from cadre.kernel.models import User
    from cadre.kernel.tokens import SCOPES, create_token

    user = User.objects.filter(email__iexact=options.user, is_active=True).first()
    if user is None:
        print(f"cadre api-token: nobody signs in as {options.user}.", file=sys.stderr)
        return 1
    if options.scopes is None:
        scopes = [scope for scope in SCOPES if scope.endswith(":read")]
    else:
        scopes = [scope.strip() for scope in options.scopes.split(",") if scope.strip()]
    _, secret = create_token(actor=actor_of(user), label=options.label, scopes=scopes, days=options.days)
    print(secret)
    return 0


def _list(_options: argparse.Namespace) -> int:
    from cadre.kernel.access import SYSTEM
    from cadre.kernel.tokens import tokens_of

    for token in tokens_of(SYSTEM).select_related("user"):
        until = f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "for ever"
        state = "revoked" if token.revoked_at else until
        print(token.pk, token.user.email, state, ",".join(token.scopes), token.label, sep="\t")
    return 0


def _revoke(options: argparse.Namespace) -> int:
    from cadre.kernel.access import SYSTEM
    from cadre.kernel.tokens import revoke_token

    revoke_token(actor=SYSTEM, token_id=options.id)
    print(f"key {options.id} no longer works")
    return 0
