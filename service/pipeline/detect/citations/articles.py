"""What stands before the name of a norm, and between the words of one."""

from service.pipeline.detect.citations.parts import NUMBER_SIGN, compiled

#: "art. 18, inc. 2 y 3 de la": what is cited of a norm.
_ARTICLE_ITEM = (
    r"(?:\d{1,4}(?!\d)(?:[.-]\d{1,3}(?!\d))?[°º]?|[ivxlc]{1,6}(?!\w)\)?|[a-zñ](?!\w)\)?|(?:bis|ter|qu[aá]ter|"
    r"incs?|incisos?|apartados?|ap|p[aá]rrafos?|p[aá]rr|numeral(?:es)?|n[úu]ms?|literal(?:es)?|letras?|"
    r"ordinal|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|siguientes|sgtes|ss|concordantes|ccs?|"
    r"al)"
    r"(?!\w)\.?)[\"“”«»']?"
)
ARTICLE = compiled(
    rf"(?<!\w)(?:art(?:[ií]culos?|s?\.|s)|incisos?|numeral(?:es)?|arts?) ?{NUMBER_SIGN}\d{{1,4}}(?!\d)[°º]?"
    rf"(?:,? ?[\"“”«»']?{_ARTICLE_ITEM}){{0,12}},? (?:del?|de las?|de los) (?:citad[oa] |referid[oa] |"
    rf"propi[oa] )?\Z"
)

#: Words that join those of a name.
JOINT = r"(?:(?:del?|las?|los|el|lo|y|e|o|en|a|al|con|sobre|para|por|contra|que|se) )"
