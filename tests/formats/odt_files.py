"""ODT files written by hand, with the canary in every corner that the format has."""

from tests.formats.canary import CANARY, FIRST, LAST, zipped

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = (
    " ".join(
        f'xmlns:{prefix}="{ODF}{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "style": "style",
            "meta": "meta",
            "svg": "svg-compatible",
            "fo": "xsl-fo-compatible",
            "form": "form",
            "script": "script",
            "config": "config",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def says(where: str) -> str:
    return f"<text:p>{where}: {CANARY}.</text:p>"


BODY = (
    f'<office:forms><form:form form:name="{CANARY}"/></office:forms>'
    f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>{CANARY}</dc:creator></office:change-info>'
    f"{says('borrado')}</text:deletion></text:changed-region></text:tracked-changes>"
    f'<text:user-field-decls><text:user-field-decl text:name="{FIRST}" office:string-value="{CANARY}"/></text:user-field-decls>'
    f'<text:p>Y VISTOS: <text:span>{FIRST[:3]}</text:span><text:span>{FIRST[3:]}</text:span><text:s/>{LAST[:2]}<text:bookmark text:name="{CANARY}"/>{LAST[2:]}, en autos.</text:p>'
    f'<text:p>Sigue {FIRST}<text:tab/><text:span>{LAST}</text:span> aquí<text:change text:change-id="c1"/>.</text:p>'
    f'<table:table table:name="{CANARY}"><table:table-row><table:table-cell office:value-type="string" office:string-value="{CANARY}" table:formula="{CANARY}">{says("celda")}</table:table-cell></table:table-row></table:table>'
    f'<text:p>Nota<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{says("nota al pie")}</text:note-body></text:note> sigue.</text:p>'
    f'<text:p>Comentado<office:annotation office:name="{CANARY}"><dc:creator>{CANARY}</dc:creator>{says("comentario")}</office:annotation> aquí<office:annotation-end office:name="{CANARY}"/>.</text:p>'
    f'<text:p><text:a xlink:href="mailto:{FIRST}.{LAST}@example.com" office:title="{CANARY}">enlace</text:a>, <text:author-name>{CANARY}</text:author-name>, '
    f'<text:user-field-get text:name="{FIRST}">campo</text:user-field-get>, <text:hidden-text text:string-value="{CANARY}" text:condition="x">h</text:hidden-text>, <text:page-number>3</text:page-number></text:p>'
    f'<text:section text:name="{CANARY}">{says("sección")}</text:section>'
    f'<text:p><loext:content-control loext:alias="{CANARY}">control {CANARY}</loext:content-control></text:p>'
    f'<text:p><draw:frame draw:name="{CANARY}"><draw:text-box>{says("cuadro")}</draw:text-box><svg:title>{CANARY}</svg:title><svg:desc>{CANARY}</svg:desc></draw:frame></text:p>'
    f'<text:p><draw:frame draw:name="imagen"><draw:image xlink:href="Pictures/{FIRST}.png"/></draw:frame>'
    f'<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
)


def content(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.3"><office:scripts><script:event-listener xlink:href="{CANARY}"/></office:scripts><office:body><office:text>{body}</office:text></office:body></office:document-content>'


def odt(body: str = BODY) -> bytes:
    styles = (
        f'<office:document-styles {SPACES} office:version="1.3"><office:styles><style:style style:name="Standard" style:display-name="{CANARY}" style:family="paragraph"/></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="pm1"/></office:automatic-styles>'
        f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header>{says("encabezado")}</style:header>'
        f"<style:footer>{says('pie')}</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )
    meta = f"<office:document-meta {SPACES}><office:meta><dc:creator>{CANARY}</dc:creator><meta:user-defined>{CANARY}</meta:user-defined></office:meta></office:document-meta>"
    return zipped(
        {
            "mimetype": MIMETYPE,
            "content.xml": content(body),
            "styles.xml": styles,
            "meta.xml": meta,
            "settings.xml": f"<office:document-settings {SPACES}><config:config-item>{CANARY}</config:config-item></office:document-settings>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0"/>',
            f"Pictures/{FIRST}.png": CANARY.encode(),
            "Object 1/content.xml": content(says("objeto")),
            "Thumbnails/thumbnail.png": CANARY.encode(),
            "Basic/Standard/Module1.xml": CANARY,
            "manifest.rdf": CANARY,
        },
        stored="mimetype",
    )
