"""Passages of unlabelled rulings: all of a text in pieces, small sources heard, the same every time."""

import json
import lzma
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.pool import Passage, draw, pieces, rest, shingles, write

TEXTS = st.text(st.sampled_from("añ. \n\u2028𐐀"), max_size=80)


def pool(folder: Path, sources: Mapping[str, Sequence[str]]) -> list[Path]:
    """A file for each source."""
    files = []
    for source, texts in sources.items():
        file = folder / f"{source}.jsonl"
        file.write_text(
            "".join(json.dumps({"source": source, "text": text}) + "\n" for text in texts), encoding="utf-8"
        )
        files.append(file)
    return files


def numbered(source: str, count: int) -> list[str]:
    """Texts of 100 characters, no two alike."""
    return [
        f"{source} {number:05}: el expediente vuelve al archivo. ".ljust(100, "x") for number in range(count)
    ]


@given(text=TEXTS, size=st.integers(1, 20))
def test_the_pieces_are_the_text_and_end_where_they_may(text: str, size: int) -> None:
    found = pieces(text, size)
    assert "".join(found) == text
    assert all(0 < len(piece) <= size for piece in found)
    start = 0
    for piece in found[:-1]:
        second_half = text[start + size // 2 : start + size]
        if "\n" in second_half:
            assert piece.endswith("\n")
            assert len(piece) == size // 2 + second_half.rindex("\n") + 1
        elif " " in second_half:
            assert piece.endswith(" ")
        else:
            assert len(piece) == size
        start += len(piece)


def test_the_same_seed_draws_the_same_and_another_others(tmp_path: Path) -> None:
    files = pool(tmp_path, {"norte": numbered("norte", 60), "sur": numbered("sur", 20)})
    first = draw(files, 2_000, seed=4, size=100)
    assert draw(files[::-1], 2_000, seed=4, size=100) == first
    assert draw(files, 2_000, seed=5, size=100) != first


def test_nothing_is_drawn_twice_and_not_more_than_asked_for(tmp_path: Path) -> None:
    files = pool(tmp_path, {"norte": numbered("norte", 60), "sur": numbered("sur", 20)})
    drawn = draw(files, 3_050, seed=4, size=100)
    assert len(drawn) == len(set(drawn)) == 31


def test_who_asks_for_more_than_there_is_gets_all_of_it(tmp_path: Path) -> None:
    sources = {"norte": [text * 3 for text in numbered("norte", 9)], "sur": numbered("sur", 4)}
    drawn = draw(pool(tmp_path, sources), 10**9, seed=4, size=70)
    expected = Counter(
        Passage(source, piece)
        for source, texts in sources.items()
        for text in texts
        for piece in pieces(text, 70)
    )
    assert Counter(drawn) == expected


def test_small_sources_are_heard(tmp_path: Path) -> None:
    """One part in 101 of the characters, by the root one draw in 11."""
    files = pool(tmp_path, {"grande": numbered("grande", 2_500), "chica": numbered("chica", 25)})
    heard = [sum(p.source == "chica" for p in draw(files, 8_000, seed, size=100)) for seed in range(12)]
    assert sum(heard) / (12 * 80) == pytest.approx(1 / 11, abs=0.03)


def test_compressed_files_are_read_as_the_others(tmp_path: Path) -> None:
    (plain,) = pool(tmp_path, {"norte": ["Año\u2028uno.\r\n" + text for text in numbered("norte", 8)]})
    packed = tmp_path / "norte.jsonl.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    assert draw([packed], 500, seed=1) == draw([plain], 500, seed=1)
    assert draw([packed], 500, seed=1)[0].text.startswith("Año\u2028uno.\r\n")


def test_a_document_without_a_source_has_its_files_name(tmp_path: Path) -> None:
    file = tmp_path / "sueltos.jsonl"
    file.write_text('{"text": "Se archiva."}\n', encoding="utf-8")
    assert draw([file], 1, seed=1) == [Passage("sueltos.jsonl", "Se archiva.")]


def test_the_text_stays_out_of_the_repr() -> None:
    assert "Aurelia" not in repr(Passage("norte", "Aurelia Quimera"))


def test_what_is_written_without_a_text_is_a_pool_without_it(tmp_path: Path) -> None:
    """In order, and drawn from as it would have been with that text kept apart."""
    texts = {name: numbered(name, 40) for name in ("norte", "sur")}
    files = pool(tmp_path, texts)
    known = shingles(texts["sur"][3:9])
    write(rest(files, known, size=100), tmp_path / "left.jsonl.xz")
    with lzma.open(tmp_path / "left.jsonl.xz", "rt", encoding="utf-8") as lines:
        left = [json.loads(line)["text"] for line in lines]
    assert left == [*texts["norte"], *texts["sur"][:3], *texts["sur"][9:]]
    drawn = draw([tmp_path / "left.jsonl.xz"], 10**6, seed=1, size=100)
    assert sorted(p.text for p in drawn) == sorted(left)
