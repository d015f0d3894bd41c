"""The scripts that stand inside a page → the content security policy that lets these run and no other.

A page may load only what the site itself serves, can be no form's or frame's way out, and runs an inline script
only if its digest is named. Data in a script element (JSON-LD) runs nothing and needs no digest.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache


@lru_cache(maxsize=8)
def policy(*scripts: str) -> str:
    """The policy as text for a meta element. `scripts`: the very text of each inline script."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *map(digest, scripts))),
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def digest(script: str) -> str:
    """What a policy calls one inline script (CSP Level 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
