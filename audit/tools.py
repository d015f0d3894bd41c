"""What the audit needs besides Python: Chromium, Java, Node and the packages of package.json; where each is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "node_modules"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")


def chromium() -> str | None:
    """The browser, as the tests find it."""
    found = (shutil.which(name) for name in CHROMIUM)
    return os.environ.get("CHROMIUM") or next((path for path in found if path), None)


def axe_script() -> str | None:
    """The text of axe-core."""
    path = MODULES / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def inside_script() -> str:
    """What the audit does inside a page."""
    return (Path(__file__).parent / "inside.js").read_text(encoding="utf-8")


def lighthouse() -> list[str] | None:
    """The command of Lighthouse."""
    node, script = shutil.which("node"), MODULES / "lighthouse" / "cli" / "index.js"
    return [node, str(script)] if node and script.is_file() else None


def checker() -> list[str] | None:
    """The command of the HTML checker."""
    java, jar = shutil.which("java"), MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return [java, "-Xss2m", "-jar", str(jar)] if java and jar.is_file() else None


def lychee() -> list[str] | None:
    """The command of the link checker, which stands beside Python."""
    path = Path(sys.executable).with_name("lychee")
    return [str(path)] if path.is_file() else None
