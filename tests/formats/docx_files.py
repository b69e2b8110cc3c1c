"""DOCX files written by hand, with the canary in every corner that the format has."""

from tests.formats.canary import CANARY, FIRST, LAST, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
MEDIA = "application/vnd.openxmlformats-officedocument."


def run(text: str, properties: str = "") -> str:
    return f'<w:r w:rsidR="00AB12CD">{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f'<w:p w14:paraId="1A2B3C4D" w:rsidR="00AB12CD">{"".join(runs)}</w:p>'


def says(where: str) -> str:
    """A paragraph that tells where it stands and holds the name."""
    return paragraph(run(f"{where}: {CANARY}."))


def field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawing(graphic: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="1" name="{CANARY}" descr="{CANARY}" title="{CANARY}"/>'
        f'<a:graphic><a:graphicData uri="x">{graphic}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


BOLD = "<w:rPr><w:b/></w:rPr>"
#: The name split over ten runs, of several looks, with a proofing mark and a bookmark amid.
TEN_RUNS = "".join(
    run(CANARY[n : n + 2] if n < 18 else CANARY[n:], BOLD if n % 4 else "")
    + ('<w:proofErr w:type="spellStart"/>' if n == 4 else "")
    for n in range(0, 18, 2)
)
BODY = "".join(
    (
        paragraph(run("Y VISTOS: "), TEN_RUNS, run(", en autos.")),
        paragraph(run("Sigue "), run(f"{FIRST} ", BOLD), "<w:r><w:tab/></w:r>", run(LAST), run(" aquí.")),
        "<w:tbl><w:tr><w:tc>"
        + says("celda")
        + "</w:tc><w:tc>"
        + paragraph(run("Otra celda"))
        + "</w:tc></w:tr></w:tbl>",
        paragraph(
            run("Nota"),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            f'<w:bookmarkStart w:id="1" w:name="{FIRST}_{LAST}"/>',
        ),
        paragraph(
            f'<w:ins w:id="3" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z">{run("Agregado. ")}</w:ins>'
        ),
        paragraph(
            f'<w:del w:id="4" w:author="{CANARY}"><w:r><w:delText>Borrado {CANARY}</w:delText></w:r></w:del>',
            run("Queda."),
        ),
        paragraph(
            f'<w:commentRangeStart w:id="0"/>{run("Comentado")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        ),
        paragraph(
            field(f' MERGEFIELD "{CANARY}" ', f"Actora {CANARY}"), field(" PAGE \\* MERGEFORMAT ", "7")
        ),
        paragraph(f'<w:fldSimple w:instr=" AUTHOR {CANARY} ">{run("autor " + CANARY)}</w:fldSimple>'),
        paragraph(
            f'<w:hyperlink r:id="rId20" w:tooltip="{CANARY}" w:anchor="{FIRST}">{run("enlace")}</w:hyperlink>'
        ),
        f'<w:sdt><w:sdtPr><w:alias w:val="{CANARY}"/><w:tag w:val="{CANARY}"/><w:text/></w:sdtPr><w:sdtContent>{says("control")}</w:sdtContent></w:sdt>',
        paragraph(
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
            f'<wp:docPr id="3" name="{CANARY}"/><a:graphic><a:graphicData uri="wps"><wps:wsp><wps:txbx><w:txbxContent>'
            f"{says('cuadro')}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
            f'<mc:Fallback><w:pict><v:shape alt="{CANARY}"><v:textbox><w:txbxContent>{says("cuadro")}</w:txbxContent>'
            "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        paragraph(
            f'<w:r><w:pict><v:shape alt="{CANARY}" o:title="{CANARY}"><v:textpath string="{CANARY}"/></v:shape></w:pict></w:r>'
        ),
        paragraph(
            drawing(
                f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="{CANARY}.png" descr="{CANARY}"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId21"/></pic:blipFill></pic:pic>'
            )
        ),
        paragraph(drawing('<c:chart r:id="rId22"/>')),
        paragraph(drawing('<dgm:relIds r:dm="rId23" r:lo="rId24" r:qs="rId25" r:cs="rId26"/>')),
        paragraph('<w:r><w:object><o:OLEObject ProgID="Excel" r:id="rId27"/></w:object></w:r>'),
        paragraph(run("Oculto "), run(CANARY, "<w:rPr><w:vanish/></w:rPr>")),
        '<w:sectPr w:rsidR="00AB12CD"><w:headerReference w:type="default" r:id="rId10"/><w:footerReference w:type="default" r:id="rId11"/></w:sectPr>',
    )
)


def part(tag: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!-- {CANARY} --><{tag} {SPACES}>{inside}</{tag}>'


def relations(*known: tuple[str, str, str], base: str = f"{R}/") -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind if ":" in kind else base + kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for key, kind, target in known
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def docx(body: str = BODY, settings: str = "") -> bytes:
    """The package, with the canary wherever Word and others put such things."""
    name = f"{FIRST}-{LAST}"
    chart = (
        f"<c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{CANARY} en el título</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f'<c:cat><c:strRef><c:f>{CANARY}!A1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{CANARY}</c:v></c:pt></c:strCache></c:strRef></c:cat>'
        '<c:val><c:numRef><c:f>A!B1</c:f><c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>4</c:v></c:pt></c:numCache></c:numRef></c:val>'
        '</c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx>'
        '</c:plotArea></c:chart><c:externalData r:id="rId1"/>'
    )
    diagram = f'<dgm:ptLst><dgm:pt><dgm:prSet phldrT="{CANARY}"/><dgm:t><a:p><a:r><a:t>{CANARY} en el esquema</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst>'
    return zipped(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{MEDIA}wordprocessingml.document.main+xml"/></Types>'
            ),
            "_rels/.rels": relations(
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "extended-properties", "docProps/app.xml"),
                ("rId3", "custom-properties", "docProps/custom.xml"),
                (
                    "rId4",
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ),
            "docProps/core.xml": f"<x>{CANARY}</x>",
            "docProps/app.xml": f"<x>{CANARY}</x>",
            "docProps/custom.xml": f"<x>{CANARY}</x>",
            "docProps/thumbnail.jpeg": CANARY.encode(),
            "customXml/item1.xml": f"<x>{CANARY}</x>",
            "word/people.xml": f"<x>{CANARY}</x>",
            "word/comments.xml": part(
                "w:comments",
                f'<w:comment w:id="0" w:author="{CANARY}" w:initials="QA">{says("comentario")}</w:comment>',
            ),
            "word/document.xml": part("w:document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(
                ("rId10", "header", f"{name}.xml"),
                ("rId11", "footer", "footer9.xml"),
                ("rId12", "footnotes", "footnotes.xml"),
                ("rId13", "endnotes", "endnotes.xml"),
                ("rId14", "comments", "comments.xml"),
                ("rId15", "settings", "settings.xml"),
                ("rId16", "styles", "styles.xml"),
                ("rId17", "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
                ("rId18", "customXml", "../customXml/item1.xml"),
                (
                    "rId19",
                    "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                    "vbaProject.bin",
                ),
                ("rId20", "hyperlink", f"https://example.com/{FIRST}-{LAST}"),
                ("rId21", "image", "media/image1.png"),
                ("rId22", "chart", "charts/chart1.xml"),
                ("rId23", "diagramData", "diagrams/data1.xml"),
                ("rId24", "diagramLayout", "diagrams/layout1.xml"),
                ("rId25", "diagramQuickStyle", "diagrams/quickStyle1.xml"),
                ("rId26", "diagramColors", "diagrams/colors1.xml"),
                ("rId27", "oleObject", "embeddings/oleObject1.bin"),
            ),
            f"word/{name}.xml": part("w:hdr", says("encabezado")),
            "word/footer9.xml": part("w:ftr", says("pie")),
            "word/footnotes.xml": part(
                "w:footnotes", f'<w:footnote w:id="2">{says("nota al pie")}</w:footnote>'
            ),
            "word/endnotes.xml": part("w:endnotes", f'<w:endnote w:id="2">{says("nota final")}</w:endnote>'),
            "word/settings.xml": part(
                "w:settings",
                f'<w:defaultTabStop w:val="708"/><w:docVars><w:docVar w:name="actor" w:val="{CANARY}"/></w:docVars>'
                f'<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>{settings}',
            ),
            "word/styles.xml": part(
                "w:styles",
                '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
            ),
            "word/vbaProject.bin": CANARY.encode(),
            "word/media/image1.png": CANARY.encode(),
            "word/embeddings/oleObject1.bin": CANARY.encode("utf-16-le"),
            "word/charts/chart1.xml": part("c:chartSpace", chart),
            "word/charts/_rels/chart1.xml.rels": relations(("rId1", "package", "../embeddings/book.xlsx")),
            "word/embeddings/book.xlsx": CANARY.encode(),
            "word/diagrams/data1.xml": part("dgm:dataModel", diagram),
            "word/diagrams/layout1.xml": part("dgm:layoutDef", ""),
            "word/diagrams/quickStyle1.xml": part("dgm:styleDef", ""),
            "word/diagrams/colors1.xml": part("dgm:colorsDef", ""),
        }
    )
