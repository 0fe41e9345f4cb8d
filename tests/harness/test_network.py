from __future__ import annotations

import socket

import aiohttp
import pytest

from tests.harness.network import OutsideNetwork, is_this_machine


def test_a_connection_that_would_leave_the_machine_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(OutsideNetwork, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 443))


def test_a_name_that_would_need_a_name_server_is_not_looked_up() -> None:
    with pytest.raises(OutsideNetwork, match=r"client\.example"):
        socket.getaddrinfo("client.example", 443)


async def test_aiohttp_cannot_leave_the_machine_either() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(OutsideNetwork, match=r"192\.0\.2\.1"):
            await session.get("http://192.0.2.1/")


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("slack.com", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, here: bool) -> None:
    assert is_this_machine(host) is here
