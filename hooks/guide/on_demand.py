"""What a preview shows after records changed: each page is made when somebody asks for it, and not before.

A guide of a thousand pages is built for a minute; the one page that its author looks at takes a moment. Pages are made
by the same functions as ever, from the same records, so there is nothing to keep up to date.
"""

from __future__ import annotations

import posixpath
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import RLock
from typing import Any

from .publish import write

PAGE = "index.html"
Files = Mapping[str, str | bytes]


class OnDemand:
    """Stands before the server's own application. `failed` is told what went wrong while something was made."""

    def __init__(self, site: Path, failed: Callable[[Exception], None]) -> None:
        self.site, self.failed = site, failed
        self.lock = RLock()
        self.stale: set[str] = set()
        self.page: Callable[[str], str] = str
        self.others: Callable[[], Files] = dict

    def let_age(self, names: Iterable[str], page: Callable[[str], str], others: Callable[[], Files]) -> None:
        """From here on these files are out of date. `page` makes the one at an address, `others` all that are none."""
        self.stale, self.page, self.others = set(names), page, others

    def answer(self, application: Callable[..., Any], mount: str) -> Callable[..., Any]:
        """The application as WSGI (PEP 3333): it makes a file before it is served. `mount`: where the site begins."""

        def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            inside = path.removeprefix(mount) + (PAGE if path.endswith("/") else "")
            self.make(posixpath.normpath("/" + inside).lstrip("/"))
            return application(environ, start_response)

        return answered

    def make(self, name: str) -> None:
        """Make a file anew, if it is out of date. While records are being read, this waits."""
        with self.lock:
            if name not in self.stale:
                return
            try:
                page = name.endswith(PAGE)
                made = {name: self.page(name.removesuffix(PAGE))} if page else self.others()
                for one, content in made.items():
                    write(self.site / one, content)
                self.stale -= made.keys()
            except Exception as error:  # a preview goes on whatever happens
                self.failed(error)


def cannot_listen(host: str, port: int) -> str:
    """Why the preview cannot be served at this address, and the way out; nothing when it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        return (
            f"the preview cannot use {host}:{port}: {error.strerror}. Another preview may be running: stop it with "
            f"Ctrl+C in its terminal, or take another port: make serve PORT={port + 1}"
        )
    return ""
