"""Keeps the tests on this machine: a connection or a look-up that would leave it is an error that names the address."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class OutsideNetwork(RuntimeError):
    """A test tried to reach something that is not this machine."""


def is_this_machine(host: object) -> bool:
    """Whether an address or a host name means this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@contextmanager
def loopback_only() -> Iterator[None]:
    """While it holds, sockets connect to loopback and to Unix sockets only, and only their names resolve."""
    real_connect, real_connect_ex, real_getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in {socket.AF_INET, socket.AF_INET6} and not is_this_machine(address[0]):
            message = f"a test tried to connect to {address[0]}:{address[1]}; tests stay on loopback"
            raise OutsideNetwork(message)

    def connect(self: socket.socket, address: Any) -> None:
        check(self, address)
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return real_connect_ex(self, address)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            literal = host is None or bool(ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host))
        except ValueError:
            literal = False
        if not literal and not is_this_machine(host):
            message = f"a test tried to look up {host!r}; tests stay on loopback"
            raise OutsideNetwork(message)
        return real_getaddrinfo(host, *args, **kwargs)

    # The classes are patched, not an instance: asyncio, aiohttp and http.client all go through them.
    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = getaddrinfo
    try:
        yield
    finally:
        socket.socket.connect = real_connect  # type: ignore[method-assign]
        socket.socket.connect_ex = real_connect_ex  # type: ignore[method-assign]
        socket.getaddrinfo = real_getaddrinfo
