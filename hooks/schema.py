"""Write the JSON Schemas for editors anew: `python hooks/schema.py`, after any change of the data model.

The settings for VS Code say which files each of them is for; the rest of that file stays as it is.
"""

from __future__ import annotations

import json
from pathlib import Path

from guide.schema import schema_files, schema_places

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "schema"
SETTINGS = ROOT / ".vscode" / "settings.json"


def main() -> None:
    """The folder schema/ holds what the model says, and nothing else."""
    FOLDER.mkdir(exist_ok=True)
    files = schema_files()
    for old in FOLDER.glob("*.json"):
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    settings = json.loads(SETTINGS.read_text(encoding="utf-8"))
    settings["yaml.schemas"] = {f"./{FOLDER.name}/{name}": globs for name, globs in schema_places().items()}
    SETTINGS.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    print(f"{len(files)} schemas are in {FOLDER.name}/")


if __name__ == "__main__":
    main()
