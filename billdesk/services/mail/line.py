"""A line to a server that a person can stop: what waits on it, dialling or listening, ends within a moment.

Python's sockets wait as long as they were told to; so dialling looks every moment whether it is to stop, and for the rest
a small thread cuts the line under whoever waits on it.
"""

from __future__ import annotations

import os
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from billdesk.billing.errors import Cancelled

MOMENT = 0.2
"""Seconds between two looks."""


class StoppableLine:
    """The line of one courier, to one server at a time. `is_stopped` may be None: then nothing is ever cut."""

    def __init__(self, is_stopped: Callable[[], bool] | None = None) -> None:
        self._is_stopped = is_stopped or (lambda: False)
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_held = False
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._look, name="billdesk mail watch", daemon=True) if is_stopped else None

    def dial(self, host: str, port: int, seconds: float) -> socket.socket:
        """A connection to one of the host's addresses. Raises OSError where there is none in time, Cancelled if stopped."""
        deadline = monotonic() + seconds
        trouble: OSError | None = None
        for family, kind, proto, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            dialled = socket.socket(family, kind, proto)
            try:
                self._reach(dialled, address, deadline)
            except OSError as error:
                dialled.close()
                trouble = error
            except BaseException:
                dialled.close()
                raise
            else:
                dialled.settimeout(seconds)
                self.use(dialled)
                return dialled
        raise trouble or OSError("the host has no address")

    def use(self, connected: socket.socket) -> None:
        """Cut this socket from now on, such as the one that TLS has wrapped around the first."""
        with self._lock:
            self._socket = connected
        if self._watch is not None and not self._watch.is_alive() and not self._closed.is_set():
            self._watch.start()

    def hold(self) -> None:
        """From now on nothing is cut, until `release`. Raises Cancelled where it was stopped before."""
        with self._lock:
            if self._is_stopped():
                raise Cancelled("stopped before the message had left")
            self._is_held = True

    def release(self) -> None:
        """It may be cut again."""
        with self._lock:
            self._is_held = False

    def close(self) -> None:
        """Nobody watches any more."""
        self._closed.set()
        with self._lock:
            self._socket = None

    def _look(self) -> None:
        while not self._closed.wait(MOMENT):
            if self._is_stopped():
                with self._lock:
                    if self._socket is not None and not self._is_held:
                        with suppress(OSError):
                            self._socket.shutdown(socket.SHUT_RDWR)

    def _reach(self, dialled: socket.socket, address: tuple[object, ...], deadline: float) -> None:
        dialled.setblocking(False)
        with suppress(BlockingIOError):
            dialled.connect(address)
            return
        with selectors.DefaultSelector() as selector:
            selector.register(dialled, selectors.EVENT_WRITE)
            while not selector.select(MOMENT):
                if self._is_stopped():
                    raise Cancelled("stopped while calling the mail server")
                if monotonic() > deadline:
                    raise TimeoutError("timed out")
        if code := dialled.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, os.strerror(code))
