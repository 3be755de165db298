"""Refuses every connection that leaves this machine, in each Python process whose PYTHONPATH holds this folder (Python imports it at its start)."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import Any

LOG = os.environ.get("POLICYTRACE_GUARD_LOG", "")


class LeftTheMachineError(OSError):
    """A connection to somewhere else than loopback."""


def inside(address: Any) -> bool:
    """Whether an address is on this machine: loopback, or no internet address at all."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def install() -> None:
    """Puts the guard before connect, connect_ex, sendto and name look-ups; once."""
    if getattr(socket.socket, "guarded", False):
        return
    plain = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    look_up = socket.getaddrinfo

    def watched(name: str) -> Any:
        def call(self: socket.socket, *args: Any) -> Any:
            _check(args[-1] if name == "sendto" else args[0])
            return plain[name](self, *args)

        return call

    def look(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        _check((name or "", 0))
        return look_up(host, *args, **kwargs)

    for name in plain:
        setattr(socket.socket, name, watched(name))
    socket.getaddrinfo = look
    socket.socket.guarded = True  # type: ignore[attr-defined]


def _check(address: Any) -> None:
    if inside(address):
        return
    if LOG:
        with open(LOG, "a", encoding="utf-8") as log:
            log.write(f"{os.getpid()} {address}\n")
    raise LeftTheMachineError(f"{address}: a test may ask nothing but loopback")


install()
