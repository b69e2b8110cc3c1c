"""Parts of an address: streets, roads, plots, house numbers, flats."""

import random
import re

from models.synth.places import geography, made_up, town
from models.synth.wordlists import wordlists

_PLANTS = wordlists("lists/places")


def street(dice: random.Random, country: str) -> str:
    """The name of a street, with its kind of way if it has one of its own ("Av. Italia")."""
    chance = dice.random()
    if chance < 0.15:
        article = dice.choice(("Las", "Los"))
        return f"{article} {dice.choice(_PLANTS['plants_' + article.lower()])}"
    if chance < 0.2:
        return str(dice.randint(1, 140))
    if chance < 0.25:
        return made_up(dice)
    return dice.choice(geography(country).streets)


def way(dice: random.Random, country: str) -> str:
    """A street with its kind of way."""
    kinds = ("calle", "calle", "Calle", "Av.", "avenida", "Avda.", *_WAYS.get(country, ("pasaje",)))
    name = street(dice, country)
    if _HAS_KIND.match(name) or (not name.isdigit() and dice.random() < 0.1):
        return name
    return f"{dice.choice(kinds)} {name}"


_HAS_KIND = re.compile(
    r"(?:Av|Bv|Bul|Jr|Psje|Cam|Cno|Rut|Aut|Vía|Pol|Paseo|Ronda|Plaza|Trav|Urb|Gran |Rúa|Calz|Circ|Eje|Peri|"
    r"Prol|Cerrada|Privada|Andador|Calle|calle|Diagonal|Ramb|Malec|Carretera|Sexta)"
)
_WAYS = {
    "AR": ("calle", "Bv.", "Diagonal", "Bvard.", "pje."),
    "CL": ("pasaje", "Pasaje", "Avenida", "Psje."),
    "CO": ("Carrera", "carrera", "Cra.", "Calle", "Diagonal", "Transversal"),
    "EC": ("calles", "Calle", "Avenida"),
    "ES": ("C/", "c/", "C/", "Plaza", "Paseo", "Travesía", "Avda.", "Carrer", "Rúa"),
    "MX": ("Calle", "Avenida", "Boulevard", "Privada", "Calzada", "Cerrada"),
    "PE": ("Jr.", "jirón", "Jirón", "Av.", "Psje.", "Ca."),
    "PY": ("Avda.", "Avenida", "calle"),
    "UY": ("Cno.", "Avda.", "Bvar.", "Rambla"),
}


def plot(dice: random.Random) -> str:
    lot = dice.choice(
        (
            f"{dice.randint(1, 60)}",
            f"{dice.choice('ABCDEFGHJK')}",
            f"{dice.randint(1, 9)}-{dice.choice('AB')}",
        )
    )
    return dice.choice(
        (
            f"manzana {lot}, lote {dice.randint(1, 40)}",
            f"manzana {lot} lote {dice.randint(1, 40)}",
            f"Mz. {lot} Lt. {dice.randint(1, 40)}",
            f"Mz {lot}, casa {dice.randint(1, 40)}",
            f"MANZANA {lot} SOLAR {dice.randint(1, 40)}",
            f"casa {dice.randint(1, 90)}, manzana {lot}",
            f"parcela {dice.randint(1, 90)}, sitio {dice.randint(1, 30)}",
            f"block {dice.randint(1, 30)}, depto. {dice.randint(101, 410)}",
            f"torre {lot}, apto. {dice.randint(101, 1204)}",
        )
    )


def number(dice: random.Random) -> str:
    sign = dice.choice(("", "", "N° ", "Nº ", "nº ", "n° ", "N°", "núm. ", "No. ", "# "))
    return f"{sign}{dice.choice((dice.randint(2, 999), dice.randint(1000, 9999)))}"


def unit(dice: random.Random, forms: tuple[str, ...], share: float) -> str:
    if dice.random() > share:
        return ""
    form = dice.choice(forms)
    return form.format(n=dice.randint(1, 14), m=dice.randint(101, 1504), x=dice.choice("ABCDEF"))


def road(dice: random.Random, country: str) -> str:
    """A road, or a kilometre of one."""
    n = dice.randint(1, 150)
    name = dice.choice(
        {
            "ES": (
                f"A-{n}",
                f"N-{n}",
                f"carretera N-{n}",
                f"AP-{n % 70}",
                f"CV-{n}",
            ),
            "CL": (
                f"ruta {n % 90} Sur",
                f"Ruta {n % 90} Norte",
                f"Ruta CH-{n}",
                f"camino T-{n}",
            ),
            "CO": (f"vía a {town(dice, country)}", f"vía {town(dice, country)}-{town(dice, country)}"),
            "MX": (f"carretera federal {n}", f"autopista {town(dice, country)}-{town(dice, country)}"),
            "PE": (f"carretera a {town(dice, country)}", "Panamericana Norte", "Panamericana Sur"),
            "EC": (f"vía a {town(dice, country)}", f"vía {town(dice, country)}-{town(dice, country)}"),
            "PY": (f"Ruta PY0{n % 9 + 1}", f"Ruta {n % 12 + 1}", "Ruta Transchaco"),
            "UY": (f"Ruta {n}", f"ruta {n}", "Ruta Interbalnearia", f"Camino {made_up(dice)}"),
            "AR": (
                f"Ruta Nacional {n}",
                f"ruta provincial N° {n}",
                f"RN {n}",
                f"ruta {n}",
            ),
        }.get(country, (f"carretera a {town(dice, country)}", f"Ruta {n}", "carretera Panamericana"))
    )
    place = f"{dice.randint(0, 980)}{dice.choice(('', '', ',500', '+200'))}"
    if dice.random() < 0.65:
        word = dice.choice(("km", "km.", "Km", "kilómetro", "Km."))
        if dice.random() < 0.6:
            link = dice.choice(("de la", "de la", "por la")) if not name.startswith("camino") else "del"
            return f"{word} {place} {link} {name}"
        return f"{name}{comma(dice)}{word} {place}"
    return name


def comma(dice: random.Random) -> str:
    return dice.choice((", ", ", ", ", ", " - ", " "))
