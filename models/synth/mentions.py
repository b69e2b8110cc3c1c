"""Real sentences with other people, places, dates and numbers in them.

What stands around a mention stays; a mention gets another one of the same written
form, the same one wherever it stands in the document. It teaches that the context
makes a name, not the name.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from models.corpus import Annotation, Example
from models.synth import addresses, places
from models.synth.dates import written_date
from models.synth.edits import Edit, edited
from models.synth.noise import noisy
from models.synth.people import Names
from models.synth.redating import Calendar, redated
from models.synth.renaming import Recast, folded
from models.synth.renumbering import Registry
from models.synth.writing import trimmed

#: How many letters before a number are looked at for what kind of number it is.
_CUE: Final = 30
_STREET: Final = re.compile(
    r"(?:calles?|avenida|avda?|av|ruta|pasaje|pje|carrera|cra|jr|jirón|camino|bulevar|boulevard|autopista"
    r"|carretera|plaza|paseo|diagonal|transversal|lote"
    r"|manzana|casa|parcela|kil[óo]metro|km|block|bloque|edificio)\b",
    re.IGNORECASE,
)


def replace_mentions(
    example: Example, dice: random.Random, names: Names, country: str, share: float = 0.85
) -> Example:
    """`example` with other names, dates, places and numbers, each entity at a chance of `share`.

    `country` and `names` say whose. Organisations stay, and so do annotations that are
    undecided between classes or overlap another one.
    """
    props = _Props.draw(dice, names, country, share)
    edits = []
    for annotation in _decided(example.annotations):
        surface = example.text[annotation.start : annotation.end]
        before = example.text[max(0, annotation.start - _CUE) : annotation.start]
        new = props.instead(annotation.classes[0], surface, before)
        if new != surface:
            edits.append(Edit(annotation.start, annotation.end, new))
    return edited(example, edits)


def augment(
    examples: Iterable[Example],
    seed: int,
    countries: Mapping[str, str],
    names_for: Callable[[str], Names],
    copies: int,
    noise: float = 0.3,
) -> Iterator[Example]:
    """`copies` of each of `examples` with replaced mentions, a share `noise` of them noisy;
    `countries` by id.

    A copy keeps the `ruling` of its original, so both fall into one split. It depends
    on the seed, the example's id and its own number alone.
    """
    for example in examples:
        country = countries[example.id]
        for number in range(1, copies + 1):
            dice = random.Random(f"{seed} {example.id} {number}")
            copy = replace_mentions(example, dice, names_for(country), country)
            if dice.random() < noise:
                copy = noisy(copy, dice, dice.uniform(0.2, 1.0))
            yield replace(copy, id=f"{example.id}~{number}")


@dataclass(slots=True)
class _Props:
    """What has been put instead of what, in one document."""

    dice: random.Random
    country: str
    share: float
    recast: Recast
    calendar: Calendar
    registry: Registry
    _goes: dict[tuple[str, str], bool] = field(default_factory=dict)
    _others: dict[tuple[str, str], str] = field(default_factory=dict)

    @staticmethod
    def draw(dice: random.Random, names: Names, country: str, share: float) -> "_Props":
        calendar = Calendar.draw(dice)
        registry = Registry(dice, country, calendar.shift)
        return _Props(dice, country, share, Recast(dice, names, share), calendar, registry)

    def instead(self, name: str, surface: str, before: str) -> str:
        """The new surface for one of the class `name`."""
        if name.startswith("NOMBRE"):
            return self.recast.renamed(surface)  # has its own share: a person has many surfaces
        if name == "ORG":
            return surface
        # Letters and figures alone: line breaks, marks and capitals don't make another entity.
        entity = name, folded(surface) + "".join(c for c in surface if c.isdigit())
        if entity not in self._goes:
            self._goes[entity] = self.dice.random() < self.share
        if not self._goes[entity]:
            return surface
        # Dates and numbers keep their form, so each form of one entity has its own.
        key = entity if name == "LUGAR" else (name, surface)
        if key not in self._others:
            self._others[key] = self._made(name, surface, before)
        return _like(self._others[key], surface) if name == "LUGAR" else self._others[key]

    def _made(self, name: str, surface: str, before: str) -> str:
        if name == "ID":
            return self.registry.renumbered(surface, before)
        if name == "FECHA":
            made = redated(surface, self.calendar)
            if made == surface or (not surface.isdigit() and self.dice.random() < 0.12):
                made = written_date(self.dice, self.country)
            return made
        for _ in range(8):
            made = _place(surface, self.dice, self.country)
            if folded(made) != folded(surface):
                return made
        return f"Villa {made}"  # a country of one place


def _place(surface: str, dice: random.Random, country: str) -> str:
    """A place of the same kind as `surface`."""
    known = places.geography(country)
    if re.search(r"\d", surface):
        made = addresses.address(dice, country)
    elif _STREET.match(surface):
        made = addresses.partial_address(dice, country)
    elif surface.title() in known.country:
        made = places.country_name(dice, country)
    elif surface.title() in known.provinces:
        made = places.province(dice, country)
    else:
        made = (places.town if dice.random() < 0.7 else places.district)(dice, country)
    start, end = trimmed(made)
    return made[start:end]


def _like(new: str, old: str) -> str:
    """`new` in the capitals of `old`."""
    if old.isupper():
        return new.upper()
    return new.lower() if old.islower() else new


def _decided(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Those of one class, in order, without any that overlaps its neighbour."""
    ordered = sorted(annotations, key=lambda a: (a.start, a.end))
    clashing: set[int] = set()
    furthest = -1
    for place, annotation in enumerate(ordered):
        if annotation.start < furthest:
            clashing |= {place - 1, place}
        furthest = max(furthest, annotation.end)
    return [a for place, a in enumerate(ordered) if place not in clashing and len(a.classes) == 1]
