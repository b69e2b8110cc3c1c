"""What the words before a FECHA say it is the date of: a birth, a hearing, the facts …"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

from service.pipeline.dates import WEEKDAYS, bare, each, plain, stem, stems

DateKind = Literal["birth", "death", "marriage", "hearing", "ruling", "filing", "notice", "facts", "contract"]

#: Characters before a date in which a cue is looked for.
REACH: Final = 80


def _kinds(rows: dict[DateKind, str]) -> dict[str, DateKind]:
    return {stem: kind for kind, words in rows.items() for stem in stems(words)}


#: What happened on the date, even with a few words between.
_EVENTS: Final = _kinds(
    {
        "birth": "nacido nacio nacieron nacimiento",
        "death": "fallecido fallecio fallecieron fallecimiento murio murieron defuncion deceso obito",
        "marriage": "casaron",
        "ruling": "dicto dictaron",
        "filing": "interpuesto interpuso interpusieron incoado dedujo promovio denuncio",
        "notice": "notificado notifico notificaron notificacion emplazado emplazo",
        "facts": "ocurrido ocurrio ocurrieron acaecido acaecio sucedido sucedio suscitado cometido",
    }
)
#: What bears the date where a word of `_BEARS` leads to it: "notificada la sentencia el" is a notice's.
_PAPERS: Final = _kinds(
    {
        "hearing": "audiencia vista juicio debate comparecencia",
        "ruling": "sentencia auto resolucion resoluciones fallo providencia veredicto laudo",
        "filing": "demanda denuncia querella recurso escrito",
        "contract": "contrato escritura convenio boleto",
        "marriage": "matrimonio nupcias boda",
        "facts": "hecho accidente siniestro delito",
    }
)
_DONE: Final = stems(
    "dictado pronunciado emitido recaido celebrado contraido realizado suscrito suscripto firmado otorgado "
    "presentado formulado promovido radicado"
)
_BEARS: Final = _DONE | stems("de del fecha fechado autorizado para :")
#: "celebraron la audiencia el": with one of these before it, the paper bears the date after all.
_HELD: Final = _DONE | stems(
    "celebro celebraron contrajo contrajeron realizo firmo firmaron suscribio suscribieron otorgo otorgaron "
    "presento presentaron formulo formularon radico"
)
_ARTICLES: Final = each(f"el los dia dias , {WEEKDAYS}")
#: Words that put nothing between a cue and its date, and words after which it is another's.
_BETWEEN: Final = _ARTICLES | each("la las en a al con por ante n primera segunda instancia publica . ( )")
_STOPS: Final = each(
    "que quien cuando donde desde hasta entre antes despues partir y pero expedida autos vistos ; ! ?"
)
_ABBREVIATED: Final = each("sr sra srta dr dra sta sto av avda art nro num no expte exp gral prov pcia dpto")
_COURTS: Final = each("provincial nacional territorial")  # "Audiencia Provincial" is no hearing
_VERBS: Final = ("ó", "aron", "ieron")
_PARTICIPLES: Final = tuple(vowel + ending for vowel in "ai" for ending in ("do", "da", "dos", "das"))
_SPACE: Final = re.compile(r"\s")
_BORN: Final = re.compile(r"(?<!\w)(?:n\.\s?el|nac(?:\.?\s?el)?)\W*$")
_CUE_WORD: Final = re.compile(r"\n[ \t\r]*\n|[^\W_]+|[.,;:!?()]")


def kind_of(before: str) -> DateKind | None:
    """What `before`, the text that ends where a date begins, says it is the date of; None if
    it does not. Only its last `REACH` characters count, and of them the last sentence.

    The nearest cue wins, if not too many words in lower case stand between: the names of
    places and people, in capitals, do not matter.
    """
    window = before[-REACH:]
    if len(before) > REACH:
        window = _SPACE.split(window, maxsplit=1)[-1]  # its first word may be cut
    window = plain(unicodedata.normalize("NFC", window))
    if _BORN.search(bare(window)):
        return "birth"
    words = _CUE_WORD.findall(window)
    leads = ""  # to the date: the last word before it, or "dictada" in "dictada en Niebla el"
    held: DateKind | None = None
    between = 0
    for at in reversed(range(len(words))):
        word = bare(words[at])
        stemmed = stem(word)
        if between > 4 or word in _STOPS or _ends_sentence(words, at):
            return None
        if stemmed in _EVENTS:
            return _EVENTS[stemmed]
        if stemmed in _HELD and held:
            return held
        if stemmed in _PAPERS and not _COURTS.intersection(map(bare, words[at + 1 : at + 2])):
            if leads in _BEARS and between <= 2:
                return _PAPERS[stemmed]
            held = held or _PAPERS[stemmed]
        elif stemmed not in _BEARS and _elsewhere(words, at):
            return None
        if not leads or (stemmed in _DONE and not leads.endswith(("ad", "id"))):
            leads = "" if word in _ARTICLES else stemmed
        between += words[at].islower() and word not in _BETWEEN and stemmed not in _BEARS
    return None


def _ends_sentence(words: Sequence[str], at: int) -> bool:
    """Whether a sentence ends at `at`: a blank line, a full stop before a capital or the date, a
    colon that is not a form's."""
    last = at + 1 == len(words)
    if words[at] != ".":
        return words[at].isspace() or (words[at] == ":" and not last)
    abbreviated = at > 0 and (len(words[at - 1]) == 1 or bare(words[at - 1]) in _ABBREVIATED)
    return not abbreviated and (last or words[at + 1][0].isupper())


def _elsewhere(words: Sequence[str], at: int) -> bool:
    """Whether another thing happened at `at`: "condenó", or ", detenido" after a comma."""
    verb = words[at].lower().endswith(_VERBS)
    participle = words[at].islower() and words[at].endswith(_PARTICIPLES)
    return verb or (participle and words[at - 1 : at] == [","])
