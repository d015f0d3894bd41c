"""A site over HTTP as a web host gives it: gzip, its own 404 page, its own path; and a log of what was asked for."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .site import Site

LEVEL = 6  # of gzip: what web hosts use
PACKED = {".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".zip", ".gz", ".pdf"}


@cache
def packed(path: Path) -> bytes:
    """A file as it goes over the wire."""
    content = path.read_bytes()
    return content if path.suffix in PACKED else gzip.compress(content, LEVEL, mtime=0)


def file_at(site: Site, path: str) -> Path | None:
    """The file that a host would send for a path."""
    wanted = unquote(urlsplit(path).path)
    if not wanted.startswith(site.base):
        return None
    found = site.folder / wanted.removeprefix(site.base)
    if wanted.endswith("/"):
        found /= "index.html"
    inside = found.resolve().is_relative_to(site.folder.resolve())
    return found if inside and found.is_file() else None


class Server(ThreadingHTTPServer):
    """Serves one site and remembers which files it sent."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.site = site
        self.sent: list[Path] = []

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def root(self) -> str:
        """The address of the site's first page."""
        return self.origin + self.site.base


class Handler(BaseHTTPRequestHandler):
    """Answers with files of the site, and with its 404 page."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send the file, or the page for what is not there."""
        path = file_at(self.server.site, self.path)
        status = 200 if path else 404
        path = path or self.server.site.folder / "404.html"
        content = packed(path) if path.is_file() else b""
        self.server.sent.append(path)
        self.send_response(status)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix not in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(site: Site) -> Iterator[Server]:
    """A server that runs as long as the block."""
    with Server(site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
