"""Street addresses by the custom of a country; each is one mention, with its city if it has one."""

import random
from collections.abc import Callable

from models.synth.places import district, lettering, made_up, province, town
from models.synth.streets import comma, number, plot, road, street, unit, way


def address(dice: random.Random, country: str) -> str:
    """A full address, as one piece of text: "calle San Martín 1250, piso 3, depto. B, Rosario"."""
    text = _LOCAL.get(country, _anywhere)(dice, country)
    chance = dice.random()
    if chance < 0.3:
        text += f"{comma(dice)}{town(dice, country)}"
    elif chance < 0.4:
        text += f", {town(dice, country)}, {province(dice, country)}"
    elif chance < 0.5:
        text += f" de {town(dice, country)}"
    elif chance < 0.56:
        text += f", {dice.choice(_AREA.get(country, _AREA['XX']))} {district(dice, country)}"
    return lettering(dice, text)


def partial_address(dice: random.Random, country: str) -> str:
    """An address without a house number, or a place on a road: one mention."""
    named = way(dice, country)
    area = dice.choice(("villa", "población", "barrio", "urbanización"))
    track = dice.choice(("camino a", "Camino a", "camino vecinal a", "camino público a", "Camino real a"))
    forms = (
        named,
        named,
        f"{named} entre {street(dice, country)} y {street(dice, country)}",
        f"{named} esquina {street(dice, country)}",
        f"{named} y {street(dice, country)}",
        f"{named} s/n",
        f"{named} a la altura del {dice.randint(1, 99) * 100}",
        f"{named} de {town(dice, country)}",
        f"{dice.choice(('pasaje', 'Pasaje', 'Psje.', 'pje.'))} {made_up(dice)}",
        f"{track} {town(dice, country)}",
        road(dice, country),
        plot(dice),
        f"{plot(dice)}, {area} {district(dice, country)}",
    )
    return lettering(dice, dice.choice(forms))


def _argentina(dice: random.Random, country: str) -> str:
    units = (
        ", piso {n}, depto. {x}",
        " {n}° {x}",
        ", {n}º piso “{x}”",
        ", P.B., dpto. {n}",
        ", torre {x}, piso {n}",
    )
    return f"{way(dice, country)} {number(dice)}{unit(dice, units, 0.35)}"


def _chile(dice: random.Random, country: str) -> str:
    units = (", departamento {m}", ", depto. {m}", ", casa {x}", ", block {n}, depto. {m}", ", oficina {m}")
    text = f"{way(dice, country)} {number(dice)}{unit(dice, units, 0.3)}"
    if dice.random() < 0.35:
        kind = dice.choice(("población", "villa", "Villa", "sector", "Población", "Pobl."))
        text += f", {kind} {district(dice, country)}"
    return text


def _colombia(dice: random.Random, country: str) -> str:
    kind = dice.choice(
        ("Calle", "calle", "Carrera", "carrera", "Cra.", "Cl.", "KR", "CL", "Diagonal", "Transversal")
    )
    sign = dice.choice((" # ", " No. ", " N° ", " #", " - ", " No "))
    first = f"{dice.randint(1, 180)}{dice.choice(('', '', ' A', ' Bis', 'B', ' sur'))}"
    units = (", apto {m}", ", interior {n}", ", oficina {m}", " torre {n} apartamento {m}", ", piso {n}")
    second = f"{dice.randint(1, 130)}{dice.choice(('', '', 'A', 'B'))}"
    text = f"{kind} {first}{sign}{second}-{dice.randint(2, 99):02}"
    text += unit(dice, units, 0.3)
    return text + (f", barrio {district(dice, country)}" if dice.random() < 0.25 else "")


def _ecuador(dice: random.Random, country: str) -> str:
    lot = f"{dice.choice('NSEO')}{dice.randint(1, 60)}-{dice.randint(10, 300)}"
    forms = (
        f"{way(dice, country)} {lot} y {street(dice, country)}",
        f"{way(dice, country)} {number(dice)} y {street(dice, country)}",
        f"{plot(dice)}, ciudadela {made_up(dice)}",
        f"{way(dice, country)} entre {street(dice, country)} y {street(dice, country)}",
        f"cooperativa {made_up(dice)}, {plot(dice)}",
        f"{way(dice, country)} {number(dice)} y {street(dice, country)}, edificio {made_up(dice)}",
    )
    return dice.choice(forms)


def _spain(dice: random.Random, country: str) -> str:
    units = (
        ", {n}º {x}",
        ", piso {n}º, puerta {x}",
        ", {n}.º-{n}.ª",
        ", bajo",
        ", portal {n}, {n}º izda",
        ", esc. {x}, {n}º dcha",
    )
    text = f"{way(dice, country)}{dice.choice((', ', ' ', ', nº ', ' nº ', ', núm. '))}{dice.randint(1, 240)}"
    text += unit(dice, units, 0.5)
    return text + (f", {dice.randint(1001, 52080):05} {town(dice, country)}" if dice.random() < 0.2 else "")


def _mexico(dice: random.Random, country: str) -> str:
    text = (
        f"{way(dice, country)} {dice.choice(('número ', 'número ', 'No. ', '', '#'))}{dice.randint(1, 3000)}"
    )
    text += unit(
        dice, (", interior {n}", ", departamento {m}", ", int. {x}", ", edificio {x}, departamento {n}"), 0.3
    )
    if dice.random() < 0.7:
        kind = dice.choice(("colonia", "colonia", "Col.", "fraccionamiento", "Colonia"))
        text += f", {kind} {district(dice, country)}"
    return text + (f", C.P. {dice.randint(1000, 99990):05}" if dice.random() < 0.3 else "")


def _peru(dice: random.Random, country: str) -> str:
    units = (", Dpto. {m}", ", interior {n}", ", segundo piso", " - Int. {x}", ", Of. {m}")
    text = f"{way(dice, country)} {number(dice)}"
    text += unit(dice, units, 0.25)
    if dice.random() < 0.3:
        settlement = dice.choice(
            ("Asentamiento Humano", "AA.HH.", "Urb.", "urbanización", "Asoc. de Vivienda")
        )
        text = f"{settlement} {made_up(dice)} {plot(dice)}"
    return text + (f", distrito de {district(dice, country)}" if dice.random() < 0.3 else "")


def _paraguay(dice: random.Random, country: str) -> str:
    forms = (
        f"{way(dice, country)} {number(dice)}",
        f"{way(dice, country)} N° {dice.randint(100, 4000)} c/ {street(dice, country)}",
        f"{way(dice, country)} casi {street(dice, country)}",
        f"{way(dice, country)} e/ {street(dice, country)} y {street(dice, country)}",
        f"{way(dice, country)} {number(dice)} esq. {street(dice, country)}, barrio {district(dice, country)}",
    )
    return dice.choice(forms)


def _uruguay(dice: random.Random, country: str) -> str:
    units = (" apto. {m}", " ap. {n}", ", apartamento {m}", " bis", ", solar {n}", " esc. {m}")
    return f"{way(dice, country)} {number(dice)}{unit(dice, units, 0.4)}"


def _anywhere(dice: random.Random, country: str) -> str:
    near = f", {dice.choice(('casa', 'edificio', 'residencial', 'local'))} {made_up(dice)}"
    return f"{way(dice, country)} {number(dice)}{near if dice.random() < 0.35 else ''}"


_LOCAL: dict[str, Callable[[random.Random, str], str]] = {
    "AR": _argentina,
    "CL": _chile,
    "CO": _colombia,
    "EC": _ecuador,
    "ES": _spain,
    "MX": _mexico,
    "PE": _peru,
    "PY": _paraguay,
    "UY": _uruguay,
}
#: Words for a part of a town, as they stand within an address.
_AREA = {
    "AR": ("B°", "barrio", "Barrio", "Bº", "localidad de"),
    "CL": ("comuna de", "sector", "población", "villa"),
    "CO": ("barrio", "Barrio", "vereda", "corregimiento"),
    "EC": ("parroquia", "ciudadela", "barrio", "recinto", "cooperativa"),
    "ES": ("barrio de", "polígono", "urbanización", "pedanía de"),
    "MX": ("colonia", "alcaldía", "municipio de", "barrio de"),
    "PE": ("distrito de", "urbanización", "caserío", "centro poblado"),
    "PY": ("barrio", "Barrio", "compañía", "Bº"),
    "UY": ("barrio", "localidad", "Barrio", "paraje"),
    "XX": ("barrio", "sector", "zona", "aldea", "corregimiento de", "urbanización"),
}
