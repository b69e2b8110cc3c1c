"""Places and addresses of every country."""

import random
import re
from pathlib import Path

import pytest

from models.synth import addresses, places, streets

COUNTRIES = ("AR", "CL", "CO", "EC", "ES", "MX", "PE", "PY", "UY")


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_has_lists_of_its_own(country: str) -> None:
    known = places.geography(country)
    assert known != places.geography("XX")
    assert len(set(known.towns) | set(known.provinces)) >= 75
    assert len(set(known.districts)) >= 25
    for names in (known.towns, known.provinces, known.districts, known.streets, known.rivers, known.country):
        assert all(name == name.strip() and name for name in names)


def test_other_countries_share_a_list() -> None:
    assert places.geography("GT") == places.geography("HN")


@pytest.mark.parametrize("country", [*COUNTRIES, "VE"])
def test_addresses_vary_and_some_have_no_number(country: str) -> None:
    dice = random.Random(4)
    whole = {addresses.address(dice, country) for _ in range(300)}
    parts = {addresses.partial_address(dice, country) for _ in range(300)}
    assert len(whole) > 290
    assert len(parts) > 200
    assert sum(not re.search(r"\d", part) for part in parts) > 80
    assert any(part == part.lower() for part in parts)
    assert any(part == part.upper() for part in parts)
    assert all(text == text.strip() and "  " not in text for text in whole | parts)


def test_an_address_may_have_its_city() -> None:
    dice = random.Random(5)
    towns = places.geography("AR").towns
    assert sum(addresses.address(dice, "AR").endswith(towns) for _ in range(200)) > 40


def test_roads() -> None:
    dice = random.Random(6)
    roads = [streets.road(dice, "CL") for _ in range(100)]
    assert any(re.match(r"(?i)(km|kil)", road) for road in roads)
    assert any(re.match(r"(?i)ruta", road) for road in roads)


def test_towns_of_a_gazetteer(tmp_path: Path) -> None:
    (tmp_path / "dr5hn").mkdir()
    (tmp_path / "dr5hn" / "UY.cities.tsv").write_text(
        "Marjal\tXX\nÓliver Chico\tYY\n\n12\tZZ\n", encoding="utf-8"
    )
    assert places.read_towns(tmp_path, "UY") == ("Marjal", "Óliver Chico")
    assert places.read_towns(tmp_path, "AR") == ()
