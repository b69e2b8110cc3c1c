"""Files of the text formats with the canary in every corner that they have."""

from tests.formats.canary import CANARY, FIRST, LAST

HTML = f"""<!DOCTYPE html>
<html lang="es"><head><title>Fallo {CANARY}</title><meta name="author" content="{CANARY}">
<link rel="author" href="https://example.com/{FIRST}"><base href="https://example.com/{LAST}/">
<style>p {{ color: red }} h1::after {{ content: "{CANARY}" }}</style><script>var actora = "{CANARY}"</script></head>
<body onload="saluda('{CANARY}')" data-actora="{CANARY}"><!-- {CANARY} --><h1 id="{FIRST}" class="{LAST}">Y vistos</h1>
<p style="color: red" title="{CANARY}">Comparece <b>{FIRST[:3]}</b><u>{FIRST[3:]}</u> <i>{LAST}</i>, con
<img alt="{CANARY}" src="{FIRST}.png"> otra.<br>Fin &amp; más &lt;x&gt; de ñandúes</p>
<table><tr><td>{CANARY}<td>otra celda</table><a href="mailto:{FIRST}@example.com">escribir</a>
<form><input value="{CANARY}"><textarea>{CANARY}</textarea></form><svg><title>{CANARY}</title></svg>
<custom-name foo="{CANARY}">suelta {CANARY}</custom-name><?php {CANARY} ?><template>{CANARY}</template>
</body></html>""".encode()

XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="{FIRST}.xsl"?>
<fallo autor="{CANARY}" sala="II"><!-- {CANARY} --><caratulado>{CANARY} c/ Banco</caratulado>
<texto>Comparece <hi rend="b">{FIRST}</hi> {LAST} ante mí.</texto><clave>locación</clave>
<clave>{CANARY}</clave><dato><![CDATA[de {CANARY} & otra]]></dato></fallo>""".encode()

JSON_LINES = (
    '{"id": 12, "texto": "Comparece \\u0051uirina Albaflor\\nhoy", "monto": 1.50, "otro": null}\n'
    f'{{"id":13, "{CANARY}": [true, "{CANARY}", {{"nombre":"{CANARY}"}}]}}\n'
).encode()

JSON = f'[\n  {{"texto": "{CANARY} \\u00f1"}},\n  7\n]'.encode()

CSV = f'id;nombre;nota\r\n1;"{CANARY}";"dijo ""hola""; y"\r\n2;{CANARY};ñu\r\n'.encode("cp1252")

OLD_TEXT = f"La señora {CANARY} declaró en el año 1999 sobre la acción.\r\nSegún la cédula.".encode("cp1252")
