"""Write the built site as PDF, the whole guide and each phase: `python hooks/pdf.py SITE OUT`.

The PDFs are tagged for screen readers (PDF/UA-1). The same site and SOURCE_DATE_EPOCH give the same bytes.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from pathlib import Path
from typing import Any

from guide.clock import today
from guide.llms import NAME
from guide.paper import TEMPLATES, Paper, papers
from guide.publish import files_of, write

FONT = Path("assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2")
FACE = '@font-face {{ font-family: "Atkinson Hyperlegible Next"; src: url("{}"); }}\n'


def main(arguments: list[str]) -> int:
    """Read the site, write the PDFs."""
    if len(arguments) != 2:
        print("usage: python hooks/pdf.py SITE OUT", file=sys.stderr)
        return 2
    site, out = Path(arguments[0]), Path(arguments[1])
    if not (site / NAME).is_file():
        print(f"{site}/ is no built site: build it first with 'make site'", file=sys.stderr)
        return 1
    sheet = FACE.format((site / FONT).absolute().as_uri()) + (TEMPLATES / "paper.css").read_text(encoding="utf-8")
    quick()
    heard = Heard()
    logging.getLogger("weasyprint").addHandler(heard)
    made = papers(files_of(site), today())
    for paper in made:
        write(out / f"{paper.name}.pdf", pdf(paper, sheet, site))
    if heard.problems:
        print(*heard.problems, sep="\n", file=sys.stderr)
        return 1
    print(f"{len(made)} documents are in {out}/: the whole guide in {out}/{made[0].name}.pdf, and each phase")
    return 0


class Heard(logging.Handler):
    """Keeps what WeasyPrint warns of: a link that leads nowhere, a drawing without words."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning."""
        self.problems.append(record.getMessage())


def quick() -> None:
    """Keep the list of pages while it holds: tagging asks for it at each element, and each time it is made anew."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    listed = pydyf.PDF.page_references.fget

    def kept(self: Any) -> Any:
        count, pages = vars(self).get("kept_pages", (0, ()))
        if count != len(self.pages["Kids"]):
            count, pages = len(self.pages["Kids"]), listed(self)
            self.kept_pages = (count, pages)
        return pages

    pydyf.PDF.page_references = property(kept)


def pdf(paper: Paper, sheet: str, site: Path) -> bytes:
    """One document as a tagged PDF, made from files of the site and nothing else."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - loads Pango: without it, still say what is wrong with the site
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fonts = FontConfiguration()
    near = URLFetcher(allowed_protocols={"file"})
    home = f"{site.absolute().as_uri()}/"
    made: bytes = HTML(string=paper.html, base_url=home, url_fetcher=near).write_pdf(
        stylesheets=[CSS(string=sheet, font_config=fonts, url_fetcher=near)],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(paper.html.encode()).digest()[:16],
    )
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
