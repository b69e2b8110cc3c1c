"""Fictional rulings for the page's tests, and detectors that find in them what each test says."""

import re
from collections.abc import Sequence

from service.document import Label, Role, Span
from tests.web.site import Detector

Found = tuple[str, Label, float, Role | None]


def finding(*found: Found) -> Detector:
    """A detector of regular expressions, each with the label, score and role of what it finds."""

    def detect(text: str) -> Sequence[Span]:
        return [
            Span(match.start(), match.end(), label, score, "model:test", role=role)
            for pattern, label, score, role in found
            for match in re.finditer(pattern, text)
        ]

    return detect


RULING = (
    "JUZGADO DE VALDENIEBLA\n\nComparece Quirina Albaflor Ruiz, DNI 99.999.999, y dice que Teobaldo Marjal, "
    "a quien en Las Afueras llaman el Tuerto Chico, la amenazó el 3 de mayo de 2021.\n\n"
    "Albaflor añade que Marjal volvió el 7 de mayo. Así lo vio Zenón Candil, vecino.\n\n"
    "Por ello, condeno a Teobaldo Marjal (art. 171 del Código Penal). Lo dijo Ofelia Quimera, "
    "«Tratado de las amenazas».\n\nNota: fuentes del barrio sitúan a Chico lejos.\n"
)
DETECT = finding(
    (r"Quirina Albaflor Ruiz", "NOMBRE", 0.99, "parte"),
    (r"Teobaldo Marjal", "NOMBRE", 0.99, "parte"),
    (r"Zenón Candil", "NOMBRE", 0.62, "parte"),
    (r"Ofelia Quimera", "NOMBRE", 0.5, "cita"),
    (r"\d\d\.\d{3}\.\d{3}", "ID", 0.99, None),
    (r"3 de mayo de 2021|7 de mayo", "FECHA", 0.99, None),
    (r"Las Afueras", "LUGAR", 0.3, None),
)
#: As a careful reviewer leaves it.
FINAL = (
    "JUZGADO DE VALDENIEBLA\n\nComparece [NOMBRE], DNI [ID], y dice que [NOMBRE], "
    "a quien en Las Afueras llaman el [NOMBRE], la amenazó el [FECHA].\n\n"
    "[NOMBRE] añade que [NOMBRE] volvió el [FECHA]. Así lo vio [NOMBRE], vecino.\n\n"
    "Por ello, condeno a [NOMBRE] (art. 171 del Código Penal). Lo dijo Ofelia Quimera, "
    "«Tratado de las amenazas».\n\nNota: fuentes del barrio sitúan a [NOMBRE] lejos.\n"
)
