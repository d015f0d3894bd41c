"""Compare a site with the same guide as another program built it: `python -m leaving SITE OTHER`.

Prints figures; exit status 1 when a page is missing, a title differs, a link leads nowhere or elsewhere, or text is
lost beyond what TEXT allows.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from .pages import Built, pages

TEXT = 99.9  # percent of a page's words: what falls below has lost a part of the page, not a mark
SHOWN = 10


def main(arguments: list[str]) -> int:
    """Read both sites, print what is equal and what is not."""
    if len(arguments) != 2:
        print("usage: python -m leaving SITE OTHER", file=sys.stderr)
        return 2
    figures, problems = compare(*(pages(Path(folder)) for folder in arguments))
    print("\n".join(figures))
    for problem in problems[:SHOWN]:
        print(problem, file=sys.stderr)
    if len(problems) > SHOWN:
        print(f"and {len(problems) - SHOWN} more", file=sys.stderr)
    return 1 if problems else 0


def compare(site: Mapping[str, Built], other: Mapping[str, Built]) -> tuple[list[str], list[str]]:
    """Figures, and what is wrong. `other` may say more than `site`, never less."""
    both = [page for page in site if page in other]
    problems = [f"{page}: is missing" for page in site if page not in other]
    if not site:
        problems.append("there is no page to compare")
    titles = [page for page in both if site[page].title == other[page].title]
    problems += [f"{page}: is called '{other[page].title}'" for page in both if page not in titles]
    links = [(page, link) for page in both for link in sorted(site[page].links)]
    same = [(page, link) for page, link in links if link in other[page].links]
    problems += [f"{page}: has no link to {link}" for page, link in sorted({*links} - {*same})]
    nowhere = [(page, link) for page in both for link in sorted(other[page].links) if not found(link, other)]
    problems += [f"{page}: {link} leads nowhere" for page, link in nowhere]
    shares = {page: share(site[page], other[page]) for page in both}
    problems += [
        f"{page}: {shares[page]:.2f}% of the words, without {', '.join(lost(site[page], other[page]))}"
        for page in both
        if shares[page] < TEXT
    ]
    words = sum(site[page].words.total() for page in both)
    kept = sum((site[page].words & other[page].words).total() for page in both)
    worst = min(shares.values(), default=0)
    figures = [
        f"pages   {len(both):,} of {len(site):,}",
        f"titles  {len(titles):,} of {len(both):,} equal",
        f"links   {len(same):,} of {len(links):,} equal, {len(nowhere):,} lead nowhere",
        f"words   {100 * kept / (words or 1):.3f}% of {words:,}, {worst:.2f}% on the worst page",
    ]
    return figures, problems


def found(link: str, site: Mapping[str, Built]) -> bool:
    """Does a link within the site lead to a place in it? Files beside the pages, and other sites, are not looked up."""
    path, _, place = link.partition("#")
    if not path.startswith("/") or not path.endswith("/"):
        return True
    return path in site and (not place or "=" in place or place in site[path].places)


def share(page: Built, other: Built) -> float:
    """Percent of a page's words that the other has too."""
    return 100 * (page.words & other.words).total() / (page.words.total() or 1)


def lost(page: Built, other: Built) -> list[str]:
    """Some of the words that the other does not have."""
    return [word for word, _ in (page.words - other.words).most_common(8)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
