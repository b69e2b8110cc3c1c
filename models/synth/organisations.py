"""Names of companies, banks, unions, schools, hospitals … that do not exist, save for words
that many bear."""

import random
from dataclasses import dataclass

from models.synth.name_forms import first_surname
from models.synth.people import Names, draw
from models.synth.places import made_up, town
from models.synth.wordlists import wordlists

_FORMS = {
    "AR": ("S.A.", "S.R.L.", "SA", "SRL", "S.A.S.", "S.A.I.C.", "S.H.", "Soc. Coop. Ltda."),
    "CL": ("S.A.", "Ltda.", "SpA", "Limitada", "E.I.R.L.", "S.P.A.", "y Cía. Ltda."),
    "CO": ("S.A.S.", "S.A.", "Ltda.", "S. en C.", "S.A. E.S.P.", "SAS", "E.U."),
    "EC": ("S.A.", "Cía. Ltda.", "C.A.", "C. LTDA.", "S.A.S."),
    "ES": ("S.L.", "S.A.", "SL", "SA", "S.L.U.", "S.A.U.", "S. Coop.", "SLU", "S.L.P."),
    "MX": ("S.A. de C.V.", "S. de R.L. de C.V.", "S.A.P.I. de C.V.", "S.C.", "A.C.", "SA de CV"),
    "PE": ("S.A.C.", "S.A.", "E.I.R.L.", "S.R.L.", "SAC", "S.A.A.", "S.R.LTDA."),
    "PY": ("S.A.", "S.R.L.", "S.A.E.C.A.", "SA", "E.A.S."),
    "UY": ("S.A.", "S.R.L.", "SA", "SRL", "Ltda.", "S.A.S."),
    "XX": ("S.A.", "S.R.L.", "C.A.", "Ltda.", "S. de R.L."),
}
_FAMILY = ("Hermanos", "y Asociados", "e Hijos", "Hnos.")
_WORDS = wordlists("lists/organisations")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name as registered, and how it is called afterwards."""

    name: str
    short: str


def company(dice: random.Random, country: str, names: Names) -> Organisation:
    """A company with its legal form."""
    kinds = _FORMS.get(country, _FORMS["XX"])
    form = dice.choice(kinds)
    trade, coined = dice.choice(_WORDS["trades"]), dice.choice(_WORDS["coined"])
    short = dice.choice(
        (
            f"{trade} {coined}",
            coined,
            f"{trade} {made_up(dice)}",
            f"{trade} {first_surname(draw(dice, names))}",
            f"{first_surname(draw(dice, names))} {dice.choice(_FAMILY)}",
            f"{trade} del {dice.choice(('Norte', 'Sur', 'Valle', 'Pacífico', 'Este', 'Litoral'))}",
        )
    )
    if dice.random() < 0.25:
        short = short.upper()
    return Organisation(f"{short}{dice.choice((' ', ' ', ', '))}{form}", short)


def bank(dice: random.Random, country: str) -> Organisation:
    """A bank or a savings cooperative."""
    short = dice.choice(_WORDS["banks"])
    if dice.random() < 0.3:
        short = short.upper()
    return Organisation(f"{short} S.A." if dice.random() < 0.5 and country != "ES" else short, short)


def insurer(dice: random.Random, country: str) -> str:
    """An insurer or health provider."""
    name = dice.choice(_WORDS["insurers"])
    return f"{name} {dice.choice(_FORMS.get(country, _FORMS['XX']))}" if dice.random() < 0.5 else name


def school(dice: random.Random, country: str, names: Names) -> str:
    kinds = {
        "AR": ("Escuela", "Instituto", "Jardín de Infantes", "Colegio"),
        "CL": ("Liceo", "Escuela", "Colegio", "Jardín Infantil"),
        "CO": ("Institución Educativa", "Colegio", "Liceo"),
        "EC": ("Unidad Educativa", "Escuela Fiscal", "Colegio"),
        "ES": ("CEIP", "IES", "Colegio", "Instituto"),
        "MX": ("Escuela Primaria", "Secundaria", "Preparatoria", "Jardín de Niños"),
        "PE": ("Institución Educativa", "I.E.", "Colegio", "I.E.P."),
        "UY": ("Liceo", "Escuela", "Colegio"),
    }.get(country, ("Escuela", "Colegio", "Liceo"))
    after = dice.choice(
        (made_up(dice), f"“{made_up(dice)}”", f"N° {dice.randint(1, 999)}", _namesake(dice, names))
    )
    return f"{dice.choice(kinds)} {after}"


def hospital(dice: random.Random, country: str, names: Names) -> str:
    kind = dice.choice(
        (
            "Hospital",
            "Hospital Regional",
            "Clínica",
            "Sanatorio",
            "Hospital General",
            "Centro Médico",
            "Policlínico",
        )
    )
    return f"{kind} {dice.choice((made_up(dice), f'de {town(dice, country)}', _namesake(dice, names)))}"


def _namesake(dice: random.Random, names: Names) -> str:
    """What is called after a person: no person."""
    person = draw(dice, names)
    return (
        f"{dice.choice(('Dr. ', '', 'General ', 'Profesor ', ''))}{person.given[0]} {first_surname(person)}"
    )


def university(dice: random.Random, country: str) -> str:
    return dice.choice(
        (
            f"Universidad de {town(dice, country)}",
            f"Universidad Nacional de {town(dice, country)}",
            f"Universidad Católica de {town(dice, country)}",
            f"Universidad Técnica de {town(dice, country)}",
            f"Instituto Tecnológico {made_up(dice)}",
            f"Universidad {made_up(dice)}",
        )
    )


def union(dice: random.Random, country: str) -> str:
    """A union, association or foundation."""
    whose = dice.choice(_WORDS["members"])
    body = dice.choice(
        ("Sindicato de", "Asociación de", "Federación de", "Unión de", "Asociación Civil de", "Cámara de")
    )
    return dice.choice(
        (
            f"{body} {whose}",
            f"{body} {whose} de {town(dice, country)}",
            f"{body} {whose} {made_up(dice)}",
            f"Fundación {made_up(dice)}",
            f"Club Deportivo {made_up(dice)}",
            f"Iglesia {dice.choice(('Evangélica', 'Bautista', 'Adventista', 'Parroquial'))} {made_up(dice)}",
            f"Junta de Vecinos {made_up(dice)}",
        )
    )


def newspaper(dice: random.Random, country: str) -> str:
    if dice.random() < 0.5:
        return dice.choice(_WORDS["newspapers"])
    return f"El Diario de {town(dice, country)}"
