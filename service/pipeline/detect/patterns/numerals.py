"""Numbers in words, as courts of Guatemala and Peru write their own."""

from typing import Final

_WORD: Final = (
    r"(?:mil|cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
    r"dieci\w{4,6}|veint\w{1,10}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to)?|"
    r"\w{3,6}cient[oa]s|quinient[oa]s)(?!\w)"
)
_AND: Final = r"\s{1,3}(?:y\s{1,3})?"
NUMERAL: Final = rf"{_WORD}(?:{_AND}{_WORD}){{0,8}}"
#: What parts the number from its year.
_PARTED: Final = r"(?:\s{0,3}[-–/]\s{0,3}|\s{1,3}(?:diagonal|gui[oó]n|raya|del?(?:\s{1,3}año)?)\s{1,3})"

#: "mil doscientos treinta del año dos mil veintidós", "dos diagonal dos mil uno".
IN_WORDS: Final = rf"{NUMERAL}(?:{_PARTED}{NUMERAL}){{1,2}}"
#: "dos mil quinientos cuarenta y siete, treinta y tres mil cuatrocientos cincuenta, cero ciento uno".
GROUPS: Final = rf"{_WORD}(?:{_AND}{_WORD}){{1,9}}(?:,?\s{{1,3}}(?:espacio\s)?{NUMERAL}){{0,3}}"
