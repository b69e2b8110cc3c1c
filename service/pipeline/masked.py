"""What a court had hidden before the text came here: left as it is, and counted.

X.X.   XXXX   *****   NUM000   DIRECCION001   ELIMINADO   [NOMBRE]
"""

import re
from collections.abc import Sequence
from typing import Final

from service.document import Span
from service.pipeline.surfaces import Place, within

#: What Cendoj numbers; any word would let plates and accounts through.
_NUMBERED: Final = (
    "NUM|DIRECCION|CALLE|AVENIDA|PLAZA|LOCALIDAD|PROVINCIA|MUNICIPIO|PARTIDO|BARRIO|LUGAR|PARAJE|EDIFICIO|"
    "URBANIZACION|FINCA|PARCELA|POLIGONO|MATRICULA|TELEFONO|CORREO|EMPRESA|ENTIDAD|BANCO"
)
#: What courts put in brackets, and this service.
_BRACKETED: Final = "nombre|fecha|lugar|id|org|valor|direcci[oó]n|tel[eé]fono|c[eé]dula|placa"
_MASKED: Final = re.compile(
    rf"\*{{3,}}|(?<!\w)(?:X{{3,}}|x{{4,}}|X\.(?:\s?X\.)+|(?:{_NUMBERED})\d{{3}}"
    r"|(?:N\d{1,3}-)?(?:ELIMINAD|SUPRIMID|TESTAD|ANONIMIZAD)[OA]S?"
    rf"|\[(?:NOMBRE|FECHA|LUGAR|ID|ORG)\]|\[(?i:{_BRACKETED})[_ ]?\d{{1,4}}\])(?!\w)"
)
#: Every match holds one of these, which are soon looked for.
_SIGNS: Final = (
    *("***", "XXX", "xxxx", "X.", "[", "ELIMINAD", "SUPRIMID", "TESTAD", "ANONIMIZAD"),
    *_NUMBERED.split("|"),
)


def masked_places(text: str) -> list[Place]:
    """Where `text` hides something already, in order."""
    if not any(sign in text for sign in _SIGNS):
        return []
    return [match.span() for match in _MASKED.finditer(text)]


def unmasked(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` (disjoint, in order) without those that are nothing but hidden already."""
    places = masked_places(text)
    return tuple(span for span in spans if not _is_hidden(text, span, places)) if places else tuple(spans)


def _is_hidden(text: str, span: Span, places: Sequence[Place]) -> bool:
    return all(within(places, i, i + 1) for i in range(span.start, span.end) if text[i].isalnum())
