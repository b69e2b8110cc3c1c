"""A sentence with slots → text and annotations."""

import random
import re

from models.synth import name_forms as forms
from models.synth import numbers
from models.synth.cast import PARTS, PASSING, Cast, mention, person_of
from models.synth.grammar import Grammar, choose, draw
from models.synth.people import Person
from models.synth.slots import CUED, PIECES, PLAIN
from models.synth.writing import Writer

_SLOT = re.compile(r"\{(-?)([a-z_]+\d?)(?::([a-z_]+\d?))?(?:\*(\d+)(?:-(\d+))?(/?))?(!?)\}")
#: Forms of a name that a slot may ask for: ``{actor:roll}``.
_FORMS = {
    "full": forms.full,
    "caps": forms.capitals,
    "inverted": forms.inverted,
    "roll": forms.roll,
    "surname": forms.surname,
    "first_surname": forms.first_surname,
    "given": forms.given,
    "short": forms.short,
}
#: Words that agree with the sex of a person: ``{actor:el}``.
_WORDS = {
    "el": ("la", "el"),
    "del": ("de la", "del"),
    "al": ("a la", "al"),
    "o": ("a", "o"),
    "a": ("a", ""),
    "sr": ("señora", "señor"),
    "srab": ("Sra.", "Sr."),
    "don": ("doña", "don"),
    "dr": ("Dra.", "Dr."),
    "doctor": ("doctora", "doctor"),
    "hijo": ("hija", "hijo"),
    "juez": ("jueza", "juez"),
    "lo": ("la", "lo"),
}
_DEPTH = 12


class Unfillable(ValueError):
    """A slot that no section, part or maker knows: a fault of the sentence files."""


def fill(writer: Writer, dice: random.Random, cast: Cast, grammar: Grammar, template: str) -> None:
    """Write `template` with its slots filled.

    Raises:
        Unfillable: a slot that nothing fills.
    """
    _fill(_Filling(writer, dice, cast, grammar), template, upper=False, plain=False, depth=0)


class _Filling:
    """What all slots of one filling share."""

    __slots__ = ("cast", "dice", "grammar", "used", "writer")

    def __init__(self, writer: Writer, dice: random.Random, cast: Cast, grammar: Grammar) -> None:
        self.writer, self.dice, self.cast, self.grammar = writer, dice, cast, grammar
        #: Alternatives that the ruling has already: no sentence comes twice while others are left.
        self.used: set[str] = set()


def _fill(to: _Filling, template: str, *, upper: bool, plain: bool, depth: int) -> None:
    if depth > _DEPTH:
        raise Unfillable("sections that name each other without end")
    chosen = choose(to.dice, template)
    at = 0
    for match in _SLOT.finditer(chosen):
        _write(to, chosen[at : match.start()], upper=upper)
        _slot(to, match, upper=upper or match[7] == "!", plain=plain or match[1] == "-", depth=depth)
        at = match.end()
    _write(to, chosen[at:], upper=upper)
    if "{" in _SLOT.sub("", chosen):
        raise Unfillable(f"{to.cast.country}: a slot that cannot be read")


def _write(to: _Filling, piece: str, *classes: str, upper: bool, plain: bool = False) -> None:
    if piece:
        to.writer.add(piece.upper() if upper else piece, *(() if plain else classes))


def _slot(to: _Filling, match: re.Match[str], *, upper: bool, plain: bool, depth: int) -> None:
    name, form = match[2], match[3]
    dice, cast = to.dice, to.cast
    if name in PARTS or name in PASSING:
        person, classes = person_of(dice, cast, name)
        if form in _WORDS:
            _write(to, _WORDS[form][person.sex == "m"], upper=upper)
        else:
            _write(to, _named(dice, cast, name, form, person), *classes, upper=upper, plain=plain)
    elif name in PIECES:
        label, make = PIECES[name]
        _write(to, make(dice, cast), label, upper=upper, plain=plain)
    elif name in PLAIN:
        _write(to, PLAIN[name](dice, cast), upper=upper)
    elif name in CUED:
        cue, number = CUED[name](dice, cast.country)
        _write(to, "" if form == "number" else cue, upper=upper)
        _write(to, number, "ID", upper=upper and name != "email", plain=plain)
    elif name == "docket":
        _write(to, cast.docket[0] if form == "cue" else "", upper=upper)
        _write(to, cast.docket[1], "ID", upper=upper, plain=plain)
    elif name == "email":
        _, address = numbers.email(dice, _slug(cast.people[form or "lawyer"]))
        _write(to, address, "ID", upper=False, plain=plain)
    else:
        _section(to, match, upper=upper, plain=plain, depth=depth)


def _section(to: _Filling, match: re.Match[str], *, upper: bool, plain: bool, depth: int) -> None:
    """One or several alternatives of a section."""
    pools = to.grammar.pools(match[2], to.cast.matter)
    if not pools:
        raise Unfillable(f"{to.cast.country}: {match[2]} ({to.cast.matter})")
    least = int(match[4] or 1)
    count = to.dice.randint(least, int(match[5] or least))
    unused = tuple(tuple(line for line in pool if line not in to.used) for pool in pools)
    for index, alternative in enumerate(draw(to.dice, unused if any(unused) else pools, count)):
        to.used.add(alternative)
        if index:
            _write(to, "\n" if match[6] else " ", upper=False)
        _fill(to, alternative, upper=upper, plain=plain, depth=depth + 1)


def _named(dice: random.Random, cast: Cast, part: str, form: str | None, person: Person) -> str:
    """The mention of a person in the form that the slot asks for, if it asks."""
    if form is None:
        return mention(dice, cast, part, person)
    if part.startswith("child") and cast.child_form == "initials":
        return mention(dice, cast, part, person)
    cast.named[part] += 1
    if form == "initials":
        return forms.initials(dice, person)
    if form == "drafting":
        return forms.drafting(dice, person)
    if form == "any":
        return forms.written(dice, person)
    return _FORMS[form](person)


def _slug(person: Person) -> str:
    """What stands before the @ of a person's address."""
    words = f"{forms.first_given(person)}.{forms.first_surname(person)}"
    return re.sub(r"[^a-z.]+", "", forms.without_accents(words).lower().replace("ñ", "n"))
