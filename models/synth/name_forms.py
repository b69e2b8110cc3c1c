"""The ways in which rulings write the name of a person."""

import random
import unicodedata

from models.synth.people import Person
from models.synth.wordlists import wordlists

_PARTICLES = {"de", "del", "la", "las", "los", "y", "i", "e", "da", "dos", "di", "von"}
_NICKNAMES = wordlists("lists/nicknames")


def given(person: Person) -> str:
    return " ".join(person.given)


def first_given(person: Person) -> str:
    """The given name that the person goes by: "María" of "María del Carmen" is none."""
    words = person.given
    if len(words) > 2 and words[1] in _PARTICLES:
        return " ".join(words)
    return words[0]


def surname(person: Person) -> str:
    return " ".join(person.family)


def first_surname(person: Person) -> str:
    return person.family[0]


def full(person: Person) -> str:
    return f"{given(person)} {surname(person)}"


def short(person: Person) -> str:
    """First given name and first surname."""
    return f"{first_given(person)} {first_surname(person)}"


def inverted(person: Person) -> str:
    """PÉREZ GÓMEZ, Juan Carlos"""
    return f"{surname(person).upper()}, {given(person)}"


def capitals(person: Person) -> str:
    return full(person).upper()


def roll(person: Person) -> str:
    """As in a register: PÉREZ GÓMEZ JUAN CARLOS"""
    return f"{surname(person)} {given(person)}".upper()


def without_accents(name: str) -> str:
    """`name` as a typist without accents writes it; the letter ñ stays."""
    kept = name.replace("ñ", "\0").replace("Ñ", "\1")
    plain = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return plain.replace("\0", "ñ").replace("\1", "Ñ")


def abbreviated(dice: random.Random, person: Person) -> str:
    """Juan C. Pérez Gómez, J. C. Pérez, Juan Pérez G."""
    words = [word for word in person.given if word not in _PARTICLES]
    form = dice.randrange(4)
    if form == 0 and len(words) > 1:
        return f"{words[0]} {words[1][0]}. {surname(person)}"
    if form == 1:
        return f"{' '.join(f'{word[0]}.' for word in words)} {first_surname(person)}"
    if form == 2 and len(person.family) > 1:
        return f"{words[0]} {first_surname(person)} {_letters(person.family[-1:])[0]}."
    return f"{words[0][0]}. {surname(person)}"


def initials(dice: random.Random, person: Person) -> str:
    """J.C.P.G., J. C. P. G., P., J., JCPG, P.G.J.C."""
    names, families = _letters(person.given), _letters(person.family)
    form = dice.randrange(7)
    if form == 0:
        return f"{families[0]}., {names[0]}."
    if form == 1:
        return "".join(f"{letter}." for letter in (*families, *names))
    if form == 2:
        return " ".join(f"{letter}." for letter in (*names, *families))
    if form == 3 and len(names) + len(families) > 2:
        return "".join((*names, *families))
    if form == 4:
        return f"{'.'.join(families)}., {'. '.join(names)}."
    return "".join(f"{letter}." for letter in (*names, *families))


def drafting(dice: random.Random, person: Person) -> str:
    """Initials as under a ruling, of who wrote or typed it: ECB, ecb"""
    letters = "".join((*_letters(person.given), *_letters(person.family)))[:4]
    return dice.choice((letters, letters.lower()))


def alias(dice: random.Random) -> str:
    """A nickname, to stand after "alias" or "apodado"."""
    kind = dice.randrange(4)
    if kind == 0:
        return dice.choice(_NICKNAMES["pet_names"])
    article = dice.choice(("El ", "el ", "")) if kind < 3 else "El "
    word = dice.choice(_NICKNAMES["qualities"])
    return (article + word).upper() if dice.random() < 0.15 else article + word


def written(dice: random.Random, person: Person) -> str:
    """The name in one of its forms, the full ones most often."""
    form = dice.choices(range(8), (40, 10, 12, 8, 10, 6, 8, 6))[0]
    if form == 0:
        return full(person)
    if form == 1:
        return capitals(person)
    if form == 2:
        return surname(person)
    if form == 3:
        return first_surname(person)
    if form == 4:
        return short(person)
    if form == 5:
        return abbreviated(dice, person)
    if form == 6:
        return without_accents(full(person))
    return inverted(person) if dice.random() < 0.7 else roll(person)


def _letters(names: tuple[str, ...]) -> list[str]:
    """The initials of names, without those of particles."""
    words = [word for name in names for word in name.replace("-", " ").split()]
    return [w[0].upper() for w in words if w.lower() not in _PARTICLES and w[0].isalpha()]
