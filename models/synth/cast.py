"""Who and what a case is about, and how often each was named so far."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from models.synth import name_forms as forms
from models.synth.numbers import case_number
from models.synth.organisations import Organisation, bank, company
from models.synth.people import Names, Person, draw
from models.synth.places import town
from models.tags import classes_of

#: The people of a case by the word that stands for them in sentences, with their roles.
PARTS: Final = {
    **dict.fromkeys(("actor", "actor2", "reo", "reo2", "victim", "witness", "witness2"), "parte"),
    **dict.fromkeys(("child", "child2", "relative", "agent", "neighbour"), "parte"),
    **dict.fromkeys(("judge", "judge2", "judge3", "clerk", "prosecutor", "officer", "officer2"), "autoridad"),
    **dict.fromkeys(("minister", "lower"), "autoridad"),
    **dict.fromkeys(("lawyer", "lawyer2", "defender", "expert", "doctor", "notary"), "profesional"),
    **dict.fromkeys(("author", "author2", "cited", "cited2"), "cita"),
}
#: People who come new at each mention.
PASSING: Final = {
    "someone": "parte",
    "official": "autoridad",
    "professional": "profesional",
    "scholar": "cita",
}


@dataclass(slots=True)
class Cast:
    """The people and things of one case; `named` counts mentions. `towns` are more of
    the country's places, perhaps none."""

    country: str
    matter: str
    names: Names = field(repr=False)
    people: dict[str, Person] = field(repr=False)
    employer: Organisation = field(repr=False)
    lender: Organisation = field(repr=False)
    seat: str
    towns: tuple[str, ...] = field(repr=False)
    in_capitals: bool
    child_form: str
    docket: tuple[str, str]
    named: Counter[str] = field(default_factory=Counter)


def cast(dice: random.Random, country: str, matter: str, names: Names, towns: tuple[str, ...] = ()) -> Cast:
    """The people of one case. Relatives and children bear a surname of the first party.

    `towns` are more places of the country, from a gazetteer."""
    people = {part: draw(dice, names) for part in PARTS}
    first = people["actor"].family[0]
    for part in ("child", "child2", "relative"):
        kin = people[part]
        people[part] = Person(kin.given, (first, *kin.family[1:]), kin.sex, country)
    return Cast(
        country,
        matter,
        names,
        people,
        employer=company(dice, country, names),
        lender=bank(dice, country),
        seat=town(dice, country),
        towns=towns,
        in_capitals=dice.random() < 0.25,
        child_form=dice.choice(("initials", "initials", "given", "full")),
        docket=case_number(dice, country),
    )


def person_of(dice: random.Random, cast: Cast, part: str) -> tuple[Person, tuple[str, ...]]:
    """The person who plays `part`, and the classes of a mention."""
    if part in PASSING:
        return draw(dice, cast.names), classes_of("NOMBRE", (PASSING[part],))
    return cast.people[part], classes_of("NOMBRE", (PARTS[part],))


def mention(dice: random.Random, cast: Cast, part: str, person: Person) -> str:
    """How `person` is named now: whole at first, then in ever freer forms."""
    if part.startswith("child") and cast.child_form != "full":
        if cast.child_form == "given":
            return forms.given(person) if dice.random() < 0.7 else forms.first_given(person)
        return _steady_initials(cast, person, part)
    cast.named[part] += 1
    if part in ("author", "author2", "cited", "cited2", "scholar"):
        return _scholarly(dice, person)
    whole = forms.capitals(person) if cast.in_capitals else forms.full(person)
    if cast.named[part] == 1 or part in PASSING:
        return dice.choices((whole, forms.written(dice, person)), (8, 2))[0]
    form = dice.choices(range(5), (40, 22, 8, 10, 20))[0]
    if form == 0:
        return whole
    if form == 1:
        name = forms.surname(person)
    elif form == 2:
        name = forms.first_surname(person)
    elif form == 3:
        name = forms.short(person)
    else:
        name = forms.written(dice, person)
    return name.upper() if cast.in_capitals and dice.random() < 0.5 else name


def _steady_initials(cast: Cast, person: Person, part: str) -> str:
    """The initials of a minor, the same throughout the case."""
    return forms.initials(random.Random(f"{part}{cast.seat}{forms.full(person)}"), person)


def _scholarly(dice: random.Random, person: Person) -> str:
    return dice.choice(
        (
            forms.full(person),
            forms.short(person),
            forms.first_surname(person),
            forms.inverted(person),
            f"{forms.first_surname(person).upper()}, {person.given[0]}",
            f"{forms.first_surname(person)}, {person.given[0]}",
            forms.surname(person).upper(),
        )
    )
