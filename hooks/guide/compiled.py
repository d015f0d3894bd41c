"""Templates as Python compiled them, kept from the last build: the store belongs to one program with its settings, and
Jinja compares each template's text."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from .store import Store


class Compiled(BytecodeCache):
    """Jinja's cache (see its documentation, "Bytecode Cache") in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if there is something for it."""
        if known := self.store.get(name_of(bucket)):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        self.store.put(name_of(bucket), bucket.bytecode_to_string())


def name_of(bucket: Bucket) -> str:
    """The name under which a template is kept: the bucket's, which is made of its name and its place."""
    return f"template {bucket.key}"
