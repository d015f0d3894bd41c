"""Records of drawings: what a picture shows, in words, and the pages it stands on."""

from __future__ import annotations

from pydantic import Field

from .fields import Markdown, PageLink, Text, Title
from .shared import Dated


class Picture(Dated):
    """A drawing made for this guide. The drawing itself is the file <id>.svg beside the record."""

    name: Title = Field(description="What it is a picture of; screen readers say it in place of the drawing")
    order: int = Field(ge=1, le=99, description="Place in the list of pictures, and among those of one page")
    caption: Markdown = Field(description="One or two sentences under the drawing, each with its source")
    description: Markdown = Field(
        description="All that the drawing tells, for readers who cannot see it: each sentence with its source"
    )
    pages: tuple[PageLink, ...] = Field(min_length=1, description="Pages it stands on, such as procedure:blood-test")
    license: Text = Field(description="Who drew it, and the license under which others may use it")
