"""Find an address to listen on, or say why not."""

import errno
import socket

FIRST_PORT, LAST_PORT = 1, 65535
TRIES = 20


class AddressError(Exception):
    """The address cannot be listened on; the text says why and what to do."""


def free_port(host: str, port: int, *, exact: bool) -> int:
    """Return `port` if it is free, else the next free one; AddressError when `exact` or none of twenty is free."""
    for candidate in [port] if exact else range(port, min(port + TRIES, LAST_PORT) + 1):
        if _is_free(host, candidate):
            return candidate
    if exact:
        raise AddressError(
            f"port {port} on {host} is taken by another program. Stop it, or choose another with --port."
        )
    raise AddressError(f"ports {port} to {port + TRIES - 1} on {host} are all taken. Choose another with --port.")


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
    except OSError as error:
        raise AddressError(f"{host!r} is not an address of this machine: {error.strerror or error}.") from error
    with socket.socket(family, kind) as probe:
        # Without it, the closed connections of a server that just stopped would count as taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if error.errno == errno.EACCES:
                raise AddressError(f"port {port} needs special rights. Choose one from 1024 up with --port.") from error
            raise AddressError(f"cannot listen on {host} port {port}: {error.strerror}.") from error
    return True


def reachable_name(host: str) -> str:
    """The host a browser on this machine uses to reach a server that listens on `host`."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - read, not bound
    return f"[{name}]" if ":" in name and not name.startswith("[") else name
