"""The workflows: least privilege, pinned, and every command is a target of the Makefile."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

FLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
BIN = Path(sys.executable).parent
MAY_WRITE = {
    ("publish.yml", "attest"): {"id-token", "attestations"},
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("weekly.yml", "tell"): {"issues"},
}
"""The jobs that may write, and what; each runs nothing that was installed."""


def flow(path: Path) -> dict[str, Any]:
    """A workflow as it is written."""
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded


def steps() -> list[tuple[str, str, dict[str, Any]]]:
    """(file, job, step) of all workflows."""
    return [
        (path.name, name, step) for path in FLOWS for name, job in flow(path)["jobs"].items() for step in job["steps"]
    ]


def say(*command: str | Path) -> None:
    """Run a checker; it has nothing to say."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_nothing_however_strict() -> None:
    say(BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", ".github")


@pytest.mark.parametrize("schema", ["github-workflows", "dependabot"])
def test_files_have_the_form_that_github_reads(schema: str) -> None:
    files = FLOWS if schema == "github-workflows" else [ROOT / ".github/dependabot.yml"]
    say(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)


def test_every_command_is_one_target_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = [step["run"] for _, _, step in steps() if "run" in step]
    assert len(commands) > 12
    for command in commands:
        found = re.fullmatch(r"make ([a-z]+)((?: [A-Z]+=[\w./^-]+)*)", command)
        assert found, command
        assert found[1] in targets, command


def test_nothing_may_write_but_the_jobs_that_must_and_each_has_a_limit() -> None:
    for path in FLOWS:
        read = flow(path)
        assert read["permissions"] == {}, path
        assert "concurrency" in read, path
        for name, job in read["jobs"].items():
            writes = {what for what, how in job["permissions"].items() if how == "write"}
            assert writes == MAY_WRITE.get((path.name, name), set()), (path.name, name)
            assert int(job["timeout-minutes"]) <= 120
            if writes:
                assert not any("setup-python" in step.get("uses", "") for step in job["steps"])


def test_actions_are_pinned_by_commit_one_version_each() -> None:
    seen: dict[str, set[str]] = {}
    for path in FLOWS:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                found = re.search(r"uses: (actions/[a-z-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$", line)
                assert found, line
                seen.setdefault(found[1], set()).add(found[2])
    assert len(seen) >= 7
    assert [name for name, pins in seen.items() if len(pins) > 1] == []
    for _, _, step in steps():
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"


def test_what_is_published_is_what_was_tested() -> None:
    jobs = flow(ROOT / ".github/workflows/publish.yml")["jobs"]
    build = [step.get("run") or step["uses"].partition("@")[0] for step in jobs["build"]["steps"]]
    wanted = ["make site", "make seal", "make test BUILT=site", "make audit BUILT=site", "make sealed"]
    places = [build.index(one) for one in [*wanted, "actions/upload-pages-artifact"]]
    assert places == sorted(places)
    assert sum("make site" in one for one in build) == 1
    assert jobs["attest"]["needs"] == "build"
    assert jobs["deploy"]["needs"] == ["build", "attest"]


def test_dependabot_waits_and_looks_at_everything() -> None:
    updates = flow(ROOT / ".github/dependabot.yml")["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"pip", "npm", "github-actions"}
    assert all(int(one["cooldown"]["default-days"]) >= 7 for one in updates)


def test_only_a_workflow_that_publishes_nothing_caches_and_only_what_a_lock_holds_against_its_hash() -> None:
    assert not [step for _, _, step in steps() if "actions/cache" in step.get("uses", "")]
    cached = {file: step["with"]["cache"] for file, _, step in steps() if "cache" in step.get("with", {})}
    assert cached == {"test.yml": "pip"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.split("\n") if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line for line in installs)
