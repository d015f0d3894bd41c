"""Is the guide still whole when another program builds it? Not a part of the guide: nothing here is published."""
