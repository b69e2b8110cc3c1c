"""What a ruling says of its own publication; and what only sounds like it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pipeline.directives import _ANY, _DIRECTIVES, DirectiveKind, directives
from tests.pipeline.strategies import SOFT_HYPHEN

FOUND: tuple[tuple[DirectiveKind, str], ...] = (
    ("open", "La presente sentencia no contiene presupuestos de anonimización."),
    ("open", "Se deja constancia de que el fallo NO CONTIENE datos\nque requieran anonimización."),
    ("open", "No procede la anonimización de esta resolución."),
    ("replacement", "Aclaración previa: por tratarse de una niña, la Sala reemplazará su nombre."),
    ("replacement", "En esta providencia se emplean nombres ficticios."),
    ("replacement", "En la versión pública se suprimen los nombres de las partes."),
    ("replacement", "Los datos que siguen: se omiten los apellidos de la familia."),
    ("reserve", "Se dispone la reserva de identidad de la denunciante."),
    ("reserve", "Dispóngase la reserva de las actuaciones."),
    ("reserve", "dispóngase la reserva"),
    ("reserve", "Manténgase en estricta reserva el legajo."),
    ("reserve", "Resérvese la identidad de los menores."),
    ("reserve", "Declaró un testigo de identidad reservada."),
    ("reserve", "Expediente reservado."),
    ("reserve", "Publíquese con omisión de los nombres."),
    ("reserve", "La Sala ordena suprimir de esta providencia y de toda futura publicación el nombre."),
    ("reserve", "A fin de proteger la intimidad de la niña, así se hará."),
    ("reserve", f"la reserva de iden{SOFT_HYPHEN}tidad"),
)
NOTHING = (
    "Hace reserva del caso federal.",
    "Téngase presente la reserva de derechos.",
    "Es materia de reserva de ley.",
    "Dispóngase la reserva del caso.",
    "La reserva natural se halla en el límite.",
    "Aclaración previa: el recurso es admisible.",
    "La empresa cambió los motores y omitió el pago.",
    "No contiene vicios la sentencia.",
    "",
)


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_it_is_found(kind: DirectiveKind, text: str) -> None:
    found = directives(f"VISTO. {text} CONSIDERANDO.")
    assert [one.kind for one in found] == [kind]
    assert 7 <= found[0].start < found[0].end <= 7 + len(text)
    assert found[0].tightens is (kind != "open")


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert directives(text) == ()


def test_several_are_told_in_reading_order() -> None:
    text = " ".join(text for _, text in FOUND)
    found = directives(text)
    assert len(found) >= len(FOUND)
    assert list(found) == sorted(found, key=lambda one: one.start)
    assert all(one.end <= other.start for one, other in pairwise(found))


#: Every word that a directive begins with, and some that it goes on with.
WORDS = """
    no contiene procede datos que requieran anonimización aclaración previa ficticios nombres nombre se
    será serán fueron han sido reemplazan omiten cambió los las la su identidad apellidos por iniciales
    reserva absoluta de expediente proceso dispone dispóngase ordena ordene decreta guárdese mantener
    manténgase guardar estricta en resérvese protéjase omítase suprímase suprímanse anonimícese suprimir
    omitir reemplazar sustituir preservar resguardar proteger intimidad privacidad reservada reservado
    reserva causa actuaciones publíquese publicación difusión con supresión disociación .
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join))
def test_one_look_tells_whether_there_is_any(text: str) -> None:
    assert bool(_ANY.search(f"\n{text}")) == any(form.search(text) for _, form in _DIRECTIVES)
