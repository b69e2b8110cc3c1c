"""What is served rests on nothing whose licence would bind whoever serves it."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOCKS = sorted({ROOT / "lock/serve.txt", ROOT / "lock/postgres.txt"})
#: GPL and AGPL, not LGPL, in an SPDX expression, a classifier or a free text.
BINDING = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def locked(lock: Path) -> Iterator[Distribution]:
    """What the lock installs on this machine."""
    pinned = re.findall(r"^([\w.\[\]-]+==[^\\\n]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(pinned) > 30
    for line in pinned:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            yield distribution(requirement.name)


def licences(found: Distribution) -> list[str]:
    """What a distribution says of its licence: the expression alone, or else what older ones say."""
    said = found.metadata
    if "License-Expression" in said:
        return [said["License-Expression"]]
    classifiers = [c for c in said.get_all("Classifier") or () if c.startswith("License ::")]
    return classifiers or said.get_all("License") or [""]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_nothing_that_is_served_is_under_the_gpl(lock: Path) -> None:
    said = {found.name: licences(found) for found in locked(lock)}
    assert [name for name, found in said.items() if not any(found)] == []
    assert [name for name, found in said.items() if any(map(BINDING.search, found))] == []


@pytest.mark.parametrize(
    ("said", "binds"),
    [
        ("AGPL-3.0-or-later", True),
        ("GPL-2.0-only OR MIT", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("Apache-2.0", False),
    ],
)
def test_which_licences_bind(said: str, binds: bool) -> None:
    assert bool(BINDING.search(said)) == binds
