"""The day of the build."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """SOURCE_DATE_EPOCH's day when it is set (reproducible-builds.org), else today; in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else datetime.now(UTC).date()


def day_set() -> date | None:
    """The day that SOURCE_DATE_EPOCH sets, if it does: what a file may tell without differing from day to day."""
    return today() if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit() else None
