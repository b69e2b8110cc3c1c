"""People by what they are called, in quotation marks after a word that says so."""

from typing import Final

from service.pipeline.detect.patterns.cues import LIKELY, NAMED
from service.pipeline.detect.patterns.form import Form, bounded

_CALLED: Final = (
    r"\s*,?:?\s*(?:(?:el|la|los)\s+)?[\"“«‘']\s?"
    r"(?P<x>(?-i:[A-ZÁÉÍÓÚÑ])[\w’'.-]{1,20}(?:\s[\w’'.-]{1,20}){0,4})\s?[\"”»’'](?!\w)"
)


def _nickname(words: str, heads: str, score: float) -> Form:
    return Form("nickname", "NOMBRE", score, bounded(rf"(?:{words}){_CALLED}"), frozenset(heads.split()))


NICKNAMES: Final = (
    _nickname(
        r"alias|apod(?:os?|ad[oa]s?|an|aban)|sobrenombres?|motes?|a\.|c\.\s?c\.",
        "alias apodo apodos apodado apodada apodados apodadas apodan apodaban sobrenombre sobrenombres mote "
        "motes a c",
        NAMED,
    ),
    _nickname(
        r"conocid[oa]s?\s+(?:como|por)|llamad[oa]s?|llaman|dicen|dec[ií]an|perfil(?:\s+de\s+\w{3,12})?",
        "conocido conocida conocidos conocidas llamado llamada llamados llamadas llaman dicen decían decian "
        "perfil",
        LIKELY,
    ),
)
