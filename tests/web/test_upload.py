"""Handing rulings in from a real browser: bars, states, refusals, and the anonymized file back."""

import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from service.storage.principals import create_key
from tests.formats.canary import zipped
from tests.formats.docx_files import MEDIA, paragraph, part, relations, run
from tests.web.rulings import DETECT
from tests.web.site import Site
from tests.web.test_access import ZOOMED, faults
from tests.web.test_review import Serve, press

SURE = "Comparece Quirina Albaflor Ruiz y pide amparo."
DOUBTFUL = "Comparece Zenón Candil y pide amparo."


def docx(text: str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MEDIA}wordprocessingml.document.main+xml"/>'
        "</Types>"
    )
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": part("w:document", f"<w:body>{paragraph(run(text))}</w:body>"),
        }
    )


def row(page: Page, name: str) -> Locator:
    return page.locator("#sent li", has=page.get_by_text(name, exact=True))


def policy(page: Page, name: str) -> None:
    page.get_by_label("Política", exact=True).select_option(name)


def logged_in(site: Site, key: str) -> Page:
    """A page of whoever logs in with `key`, with a cookie as people have it."""
    page = site.open("/upload", None)
    page.get_by_label("Clave de acceso").fill(key)
    press(page, "Enter")
    return page


def test_files_go_in_and_come_back_without_names(serve: Serve, tmp_path: Path) -> None:
    site = serve(DETECT)
    key = create_key(site.store, site.tenant, "mesa", roles={"submitter"})
    page = logged_in(site, key)
    page.wait_for_url("**/upload")  # who never reviews is sent here
    expect(page.locator("h1")).to_have_text("Enviar resoluciones")
    good, doubtful, broken = (
        tmp_path / name for name in ("Quirina Albaflor Ruiz, amparo.docx", "duda.txt", "rota.docx")
    )
    good.write_bytes(docx(SURE))
    doubtful.write_text(DOUBTFUL, encoding="utf-8")
    broken.write_bytes(good.read_bytes()[:-100])
    page.get_by_label("Archivos", exact=True).set_input_files([good, broken, doubtful])
    policy(page, "todo")
    page.get_by_label("Número de expediente").fill("C-77-2021")
    press(page, "Enter")

    expect(row(page, doubtful.name)).to_contain_text("A revisión: dudas, 1.")
    expect(row(page, broken.name)).to_contain_text("El archivo está dañado o incompleto")
    expect(row(page, good.name)).to_contain_text("Terminada. Puede descargarla.")
    assert row(page, broken.name).get_by_role("button").count() == 0  # another try would change nothing
    for bar in page.get_by_role("progressbar").all():
        assert bar.evaluate("(bar) => bar.value / bar.max") == 1
    expect(page.locator("#heard")).to_contain_text(doubtful.name)
    assert faults(page) == []
    assert page.get_by_role("link", name="Revisar").count() == 0  # not theirs to review

    page.get_by_role("button", name=f"Descargar anonimizada {good.name}").focus()
    with page.expect_download() as found:
        press(page, "Enter")
    assert found.value.suggested_filename == "[NOMBRE], amparo.docx"
    with zipfile.ZipFile(found.value.path()) as file:
        text = file.read("word/document.xml").decode()
    assert "Comparece [NOMBRE] y pide amparo." in text
    assert "Quirina" not in text
    expect(row(page, good.name)).to_contain_text("Descargada.")


def test_what_is_doubtful_leads_to_its_review_and_is_fetched_later(serve: Serve, tmp_path: Path) -> None:
    site = serve(DETECT)
    page = site.open("/upload?lang=en", viewport=ZOOMED["viewport"])
    path = tmp_path / "doubt.txt"
    path.write_text(DOUBTFUL, encoding="utf-8")
    with page.expect_file_chooser() as asked:
        page.get_by_label("Files", exact=True).focus()
        press(page, "Enter")
    asked.value.set_files(path)
    page.get_by_label("Court", exact=True).fill("Juzgado de Valdeniebla")
    press(page, "Enter")
    expect(row(page, path.name)).to_contain_text("To review: doubts, 1.")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    document = page.get_by_role("link", name=f"Review {path.name}").get_attribute("href")
    assert document is not None
    desk = site.open(document)
    desk.locator("#cast [role=option]").first.wait_for()
    press(desk, "n", "m", "f")
    desk.locator("#dialog[open]").wait_for()
    press(desk, "Enter")
    expect(desk.locator("#alert")).to_be_visible()
    page.get_by_role("button", name="Refresh").click()
    expect(row(page, path.name)).to_contain_text("Finished.")
    with page.expect_download() as found:
        page.get_by_role("button", name="Download anonymized").click()
    assert found.value.path().read_text(encoding="utf-8").startswith("Comparece [NOMBRE_1] y pide amparo.")


def test_files_that_were_dropped_are_chosen_and_a_lost_network_is_told(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.open("/upload")
    policy(page, "todo")
    page.evaluate(
        """(text) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], "soltada.txt"));
            const drop = new DragEvent("drop", { dataTransfer, bubbles: true });
            document.getElementById("files").dispatchEvent(drop);
        }""",
        SURE,
    )
    page.route("**/v1/documents", lambda route: route.abort())
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(row(page, "soltada.txt")).to_contain_text("El servicio no responde.")
    site.complaints.remove("Failed to load resource: net::ERR_FAILED")
    page.unroute("**/v1/documents")
    page.get_by_role("button", name="Enviar otra vez soltada.txt").focus()
    press(page, "Enter")
    expect(row(page, "soltada.txt")).to_be_focused()
    expect(row(page, "soltada.txt")).to_contain_text("Terminada.")


def test_only_who_may_hand_in_sees_it(serve: Serve) -> None:
    site = serve(DETECT)
    reviewer = create_key(site.store, site.tenant, "ana", roles={"reviewer"})
    site.clerk.headers["Authorization"] = f"Bearer {reviewer}"
    assert site.clerk.get("/upload").status_code == 403
    assert "/upload" not in site.clerk.get("/review").text
    del site.clerk.headers["Authorization"]
    assert site.clerk.get("/upload").headers["location"] == "/login"
