"""Each rule catches what it is for, and lets the allowed neighbour pass."""

from pathlib import Path

import pytest

from house_rules.__main__ import findings

CASES = {
    "studio/service.py": ("from sqlalchemy import select\n", "belongs in this room's repository"),
    "studio/tasks.py": ("async def f(s):\n    await s.commit()\n", "the edge ends transactions"),
    "studio/schemas.py": (
        "class Output: ...\nclass Stem(Output):\n    kind: str = 'vocals'\n",
        "outputs have none",
    ),
    "studio/adapters/dsp.py": ("import os\nHOME = os.environ['HOME']\n", "platform/settings.py"),
    "studio/ports.py": ("x = 1\n" * 301, "split by use case"),
    "studio/deps.py": ("def f():\n" + "    x = 1\n" * 51, "f has 52 lines"),
}
ALLOWED = {
    "studio/repository.py": "from sqlalchemy import select\n",
    "studio/repository/stems.py": "from sqlalchemy import select\n",
    "platform/database.py": "async def f(s):\n    await s.commit()\n",
    "studio/schemas.py": "class Output: ...\nclass S(Output):\n    kind: str = Field(description='x')\n",
    "platform/settings.py": "import os\nHOME = os.environ['HOME']\n",
}


def write(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("name", CASES)
def test_a_planted_violation_is_found(tmp_path: Path, name: str) -> None:
    text, message = CASES[name]
    write(tmp_path, name, text)
    assert [message in finding.message for finding in findings(tmp_path)] == [True]


@pytest.mark.parametrize("name", ALLOWED)
def test_the_allowed_neighbour_passes(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, ALLOWED[name])
    assert findings(tmp_path) == []
