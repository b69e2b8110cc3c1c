"""The fictional rulings of examples/, as bench material."""

from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"


def examples() -> list[str]:
    """The text of every example, in order of file name."""
    return [path.read_bytes().decode("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]


def words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)
