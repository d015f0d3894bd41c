"""A good file and a seed → the same file with up to four things wrong in it. The same seed gives the same file."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import yaml

Random = random.Random
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML has libyaml, ten times as fast
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
JUNK_BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\t", b"\r", b"\r\n", b"\x1b[31m",
    "\u2028".encode(), "\u202e".encode(), "\u0301".encode(), "\U0001f9ea".encode(), b"&a *a", b"<<: *a",
    b"!!binary x", b"!!python/object:os.system x", b"? ", b": ", b"- ", b"|", b">-", b"%YAML 9.9\n", b"---\n",
    b"...\n", b"#", b"'", b'"', b"[" * 300, b"{" * 300, b"- " * 300, b"(" * 300, b"*" * 300, b"[@" * 200, b"](" * 200,
    b"`" * 300, b"<" * 300, b" " * 5000, b"a" * 5000, b"9" * 400, b"\n" * 400, b'"\\ud800"', b'"\\x00"', b"1e999",
    b".inf", b".nan", b"0x1F", b"~", b"[@a; @b, c]", b"[@ghost]", b"[x](drug:ghost)", b"[x](javascript:alert(1))",
    b"![x](y)", b"<script>", b"{{ x }}", b"{% x %}", b"$(x)", b"20 mg", b"*[a](b", b"2026-02-30", b"9999-99-99",
    b"-1", b"@", b"[^1]", b"\\",
)  # fmt: skip
JUNK_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, float("inf"), float("nan"), "", " ", "\n", "x", "x" * 3000, "[@", "](",
    "é", "\u202e", "2026-02-30", "0000-00-00", "null", "true", [], {}, [[]], [{}], {"": ""}, {"a": {"b": {"c": {}}}},
    ["x", 1], ["x"] * 300, "ghost", "drug:ghost", "(" * 200, "[a](" * 100, "**" * 100, "%s {0} {x}", "\\",
    "[@a, p. 1; @b]", "a\tb", "[@ghost]", "A [@ghost]. B.", "- a\n- b\n", "> a\n", "# a\n", "| a | b |\n|---|---|\n",
    "1. a\n\n   b\n", "http://[::1", "https://a.example/%zz", "10.1000/" + "(" * 60,
)  # fmt: skip


def mutate(content: bytes, seed: str) -> bytes:
    """The content with one to four mutations."""
    chance = Random(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        content = chance.choice((of_bytes, of_lines, of_lines, of_nodes, of_nodes, of_nodes))(content, chance)
    return content


def of_bytes(content: bytes, chance: Random) -> bytes:
    """Bytes flipped, lost, doubled, cut off or put in."""
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((1, 1, 2, 8, 60)))
    part = content[start:end]
    other = chance.choice(
        (
            bytes(byte ^ (1 << chance.randrange(8)) for byte in part),
            b"",
            part * chance.choice((2, 50)),
            chance.choice(JUNK_BYTES),
            part + chance.choice(JUNK_BYTES),
            chance.randbytes(chance.choice((1, 4, 40))),
        )
    )
    return content[:start] if chance.random() < 0.05 else content[:start] + other + content[end:]


def of_lines(content: bytes, chance: Random) -> bytes:
    """A line lost, doubled, moved, indented, joined, or its value replaced."""
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    ways: tuple[Callable[[], list[bytes]], ...] = (
        list,
        lambda: [line, line],
        lambda: [b"  " + line],
        lambda: [line[chance.choice((1, 2, 4)) :]],
        lambda: [b"\t" + line],
        lambda: [line.rstrip() + b" " + (lines[at + 1].strip() if at + 1 < len(lines) else b"")],
        lambda: [line.split(b":", 1)[0] + b": " + chance.choice(JUNK_BYTES)],
        lambda: [line + chance.choice(JUNK_BYTES)],
        lambda: [line, chance.choice(lines)],
        lambda: [b"x" + line],
        lambda: [line.upper()],
    )
    return b"\n".join([*lines[:at], *chance.choice(ways)(), *lines[at + 1 :]])


def of_nodes(content: bytes, chance: Random) -> bytes:
    """The YAML read, one value of its tree replaced, lost, doubled, renamed or swapped, and written again."""
    try:
        tree = yaml.load(content, Loader=LOADER)
        places = list(walk(tree))
        if not places:
            return of_lines(content, chance)
        holder, key = chance.choice(places)
        change(holder, key, chance)
        return yaml.dump(tree, Dumper=DUMPER, allow_unicode=True, sort_keys=False).encode()
    except (yaml.YAMLError, ValueError, UnicodeError, RecursionError, TypeError):
        return of_bytes(content, chance)


def walk(tree: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key or index) of a tree."""
    if isinstance(tree, dict):
        inside = list(tree)
    elif isinstance(tree, list):
        inside = list(range(len(tree)))
    else:
        return []
    return [place for key in inside for place in ((tree, key), *walk(tree[key]))]


def change(holder: Any, key: Any, chance: Random) -> None:
    """One value of a dict or list, changed in place."""
    value = holder[key]
    way = chance.randrange(6)
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, dict):
        holder[chance.choice((str(key)[:-1], f"{key}x", "", 1, None, True))] = holder.pop(key)
    elif way == 1:
        holder.extend([value] * chance.choice((1, 200)))
    elif way == 2 and isinstance(value, str) and value:
        at = chance.randrange(len(value) + 1)
        junk = chance.choice(JUNK_BYTES).decode("utf-8", "replace")
        holder[key] = value[:at] + junk + value[at + chance.choice((0, 0, 1, 5)) :]
    elif way == 3:
        holder[key] = chance.choice(([value], {"x": value}, [value, value], str(value)))
    elif way == 4:
        other, there = chance.choice(walk(holder))
        holder[key] = other[there]
    else:
        holder[key] = chance.choice(JUNK_VALUES)
