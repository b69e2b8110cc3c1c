"""What a ruling's review has to do with others: who is asked, what was decided elsewhere, what changed."""

import re
from dataclasses import replace

from playwright.sync_api import Locator, Page, expect

from tests.web.rulings import DETECT, RULING, finding
from tests.web.test_review import Serve, chosen, finish, hide_doubts, look_at, press, row


def rows(page: Page) -> int:
    return page.locator("#cast [role=option]").count()


def row_of(page: Page, words: str) -> Locator:
    return page.locator("#cast [role=option]", has=page.locator(".forms", has_text=words))


def test_a_question_parks_the_ruling_until_it_is_answered(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    press(page, "n", "m")
    look_at(page, "Zenón Candil")
    press(page, "?")
    expect(page.locator("#dialog .quoted")).to_have_text("Zenón Candil")
    page.keyboard.type("¿Es vecino o testigo protegido?")
    press(page, "Tab", "Enter")  # the judge
    expect(page.locator("#alert")).to_contain_text("Consulta enviada")
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("Esperan respuesta a una consulta: 1.")
    expect(page.locator("main")).to_contain_text("No hay nada por revisar.")
    expect(site.open(f"/review/{document}", "berto").locator("#alert")).to_contain_text("Espera la respuesta")

    judge = site.open("/review/questions", "jueza")
    expect(judge.locator("form")).to_contain_text("¿Es vecino o testigo protegido?")
    press(judge, "Tab", "Tab", "Tab", "Tab", "Tab")
    judge.get_by_label("Respuesta").press_sequentially("Protegido: ocúltelo.")
    press(judge, "Tab", "Enter")
    expect(judge.locator("form")).to_contain_text("Enviada")

    site.send(RULING, deadline="2026-03-02T10:00:00Z")
    page.reload()
    expect(page.locator("tbody tr").first).to_contain_text("respondida")
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#news")).to_contain_text("Protegido: ocúltelo.")
    expect(page.locator("#told")).to_have_text("Se ha recuperado su borrador.")
    hide_doubts(page)
    finish(page)
    assert site.final(document)["state"] == "finished"


def test_of_a_date_the_year_may_stay(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    hide_doubts(page)
    look_at(page, "3 de mayo de 2021")
    unseen = page.locator("#count").inner_text()
    press(page, "g")
    expect(page.locator("#dialog")).to_contain_text("el año: 2021")
    press(page, "1")
    expect(page.locator("#result")).to_contain_text("la amenazó el [FECHA] de 2021.")
    expect(page.locator("#count")).to_have_text(unseen)  # what is left of it was decided
    look_at(page, "7 de mayo")
    press(page, "g")
    expect(page.locator("#told")).to_have_text("No tiene una forma general que se pueda dejar.")
    finish(page)
    assert "la amenazó el [FECHA] de 2021.\n" in site.final(document)["text"]


def test_a_persons_attributes_are_shown_and_set(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    look_at(page, "Zenón Candil")
    for key, told in (("1", "parte, mayor de edad"), ("2", "parte, menor"), ("3", "parte, menor, víctima")):
        press(page, "e")
        page.locator("#dialog[open]").wait_for()
        press(page, key)
        expect(row_of(page, "Zenón Candil")).to_contain_text(told)
    press(page, "c")
    page.locator("#dialog[open]").wait_for()
    page.keyboard.type("lo dice el acta")
    press(page, "Control+Enter")
    expect(row_of(page, "Zenón Candil")).to_contain_text("lo dice el acta")
    hide_doubts(page)
    press(page, "f")
    expect(page.locator("#dialog textarea")).to_have_value("«Zenón Candil»: lo dice el acta")
    page.get_by_role("button", name="Aceptar").click()
    expect(page.locator("#alert")).to_contain_text("Revisión terminada")
    [zenon] = [span for span in site.final(document)["spans"] if "victim" in span["attributes"]]
    assert (zenon["attributes"], zenon["source"]) == (["minor", "victim"], "reviewer")


def test_a_submission_is_taken_back_and_mended(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    hide_doubts(page)
    finish(page)
    press(page, "Tab", "Enter")  # take it back
    expect(page.locator("#news")).to_contain_text("Usted la retiró para corregirla.")
    page.locator("#cast [role=option]").first.wait_for()
    assert site.final(document)["state"] == "in_review"
    look_at(page, "Ofelia Quimera")
    press(page, "p", "3")
    finish(page)
    assert "Lo dijo Ofelia Quimera" in site.final(document)["text"]
    press(page, "Enter")
    again = page.get_by_role("button", name="Retirar")
    expect(again).to_be_visible()
    again.click()
    page.wait_for_url(f"**/review/{document}?lang=es")
    expect(page.locator("#progress")).to_have_text("Sin dudas")


def test_what_was_decided_in_a_ruling_is_carried_to_the_next_of_its_case(serve: Serve) -> None:
    site = serve(DETECT)
    first = site.send(RULING, docket="12/2021")
    second = site.send(RULING, docket="12 / 2021")
    queue = site.open("/review")
    expect(queue.locator("tbody tr.sister")).to_have_count(1)
    page = site.desk(first)
    look_at(page, "Ofelia Quimera")
    press(page, "p", "3")
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("original"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf("Tuerto Chico");
            const node = walker.currentNode;
            if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + 12);
          }
        }"""
    )
    press(page, "a")
    page.locator("#dialog[open]").wait_for()
    press(page, "n")
    hide_doubts(page)
    finish(page)

    page = site.desk(second, "berto")
    expect(page.locator("#told")).to_contain_text("Se ha traído lo decidido")
    expect(row(page, "Ofelia Quimera")).to_contain_text("publicado en otra resolución")
    expect(row(page, "Tuerto Chico")).to_contain_text("oculto en otra resolución")
    expect(page.locator("#progress")).to_have_text("Dudas: 2 · Por decidir: 2")
    press(page, "u")
    expect(page.locator("#progress")).to_have_text("Dudas: 5 · Por decidir: 5")
    press(page, "Shift+U")
    for words in ("Tuerto Chico", "Ofelia Quimera"):
        look_at(page, words)
        press(page, "Enter")
    finish(page)
    assert site.final(second)["text"] == site.final(first)["text"]


def test_after_another_policy_only_what_changed_is_shown(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING.replace("\n\nNota:", "\nConsta en autos.\n" * 12 + "\nNota:"))
    page = site.desk(document)
    hide_doubts(page)
    whole = rows(page)
    finish(page)
    changed = site.clerk.post(f"/v1/documents/{document}/policy", json={"policy": "uy"}).json()
    page = site.desk(document)
    expect(page.locator("#news")).to_contain_text("Cambió la política.")
    expect(page.locator("#news")).to_contain_text(re.compile(r"Se muestra solo lo que cambió \(\d+\)"))
    assert 0 < rows(page) < whole
    expect(page.locator("#cast")).to_contain_text("la política nueva lo publica")
    folded = page.locator("#original .line.folded")
    assert folded.count() > 0
    toggle = page.get_by_role("button", name="Solo lo que cambió")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    press(page, "b")
    page.keyboard.type("lejos")
    press(page, "Enter")  # what is looked for is unfolded
    expect(page.locator("#original .line", has_text="lejos")).to_be_in_viewport()
    toggle.click()
    expect(folded).to_have_count(0)
    expect(toggle).to_have_attribute("aria-pressed", "false")
    assert rows(page) == whole
    hide_doubts(page)
    finish(page)
    assert site.final(document)["revision"] == changed["revision"] + 1


def test_after_a_leak_only_what_leaked_is_shown(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    hide_doubts(page)
    whole = rows(page)
    finish(page)
    said = {"kind": "leak", "ground": "Al acusado le dicen así.", "surface": "Tuerto Chico"}
    site.clerk.post("/v1/requests", json={**said, "document": document})
    page = site.desk(document, "berto")
    expect(page.locator("#news")).to_contain_text("Se avisó de una fuga. Se muestra solo lo que cambió (1)")
    expect(page.locator("#news")).to_contain_text("Al acusado le dicen así.")
    assert rows(page) == 1
    expect(row(page, "Tuerto Chico")).to_contain_text("Tuerto Chico")
    press(page, "k")
    assert rows(page) == whole + 1
    hide_doubts(page)
    finish(page)
    assert "Tuerto Chico" not in site.final(document)["text"]


def test_after_a_new_model_only_what_changed_is_shown(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    look_at(page, "Ofelia Quimera")
    press(page, "p", "3")
    hide_doubts(page)
    whole = rows(page)
    finish(page)
    use = site.app.state.resources
    sharper = finding((r"Ofelia Quimera|Tuerto Chico", "NOMBRE", 0.99, "parte"))
    engine = replace(use.engine, detectors=(*use.engine.detectors, sharper), version="sharper")
    site.app.state.resources = replace(use, engine=engine)
    found = site.clerk.post(f"/v1/documents/{document}/model").json()
    assert (found["state"], found["doubts"], found["revision"]) == ("in_review", 2, 2)
    queue = site.open("/review", "berto")
    expect(queue.locator("tbody tr")).to_contain_text("modelo nuevo")

    page = site.desk(document, "berto")
    expect(page.locator("#news")).to_contain_text("Hay un modelo nuevo, y ve otra cosa.")
    expect(row(page, "Tuerto Chico")).to_contain_text("modelo nuevo: lo oculta")
    assert rows(page) == 1  # what ana published stays published
    press(page, "k")
    assert rows(page) == whole + 1
    expect(row(page, "Ofelia Quimera")).to_contain_text("autor o precedente citado")
    hide_doubts(page)
    finish(page)
    assert "el [NOMBRE], la amenazó" in site.final(document)["text"]
    assert "Lo dijo Ofelia Quimera" in site.final(document)["text"]


def test_what_went_out_by_itself_is_looked_at_and_mended(serve: Serve) -> None:
    site = serve(finding((r"Quirina Albaflor", "NOMBRE", 0.99, "parte")), look_share=1)
    document = site.send("Quirina Albaflor y Teobaldo Marjal firman.\n")
    assert site.final(document)["state"] == "finished"
    page = site.open("/review")
    expect(page.locator("tbody tr")).to_contain_text("al azar")
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#news")).to_contain_text("Ya salió: lo que usted corrija reemplaza lo publicado.")
    press(page, "b")
    page.keyboard.type("teobaldo marjal")
    press(page, "Enter", "a")
    page.locator("#dialog[open]").wait_for()
    press(page, "n")
    finish(page)
    done = site.final(document)
    assert (done["state"], done["text"]) == ("finished", "[NOMBRE] y [NOMBRE] firman.\n")
    assert [item["kind"] for item in site.clerk.get("/v1/events").json()["items"]] == ["ready", "replaced"]
    [mark] = site.clerk.get("/v1/stats").json()["reviews"]
    assert (mark["kind"], mark["hits"], mark["total"]) == ("sample", 0, 1)


def test_who_else_it_could_be_is_shown_and_joined(serve: Serve) -> None:
    text = "Los acusados Aurelio Pérez y Teobaldo Pérez callaron. Pérez firmó.\n"
    site = serve(
        finding(
            (r"Aurelio Pérez|Teobaldo Pérez", "NOMBRE", 0.99, "parte"),
            (r"Pérez(?= firmó)", "NOMBRE", 0.5, "parte"),
        )
    )
    document = site.send(text)
    page = site.desk(document)
    press(page, "n")
    expect(chosen(page)).to_contain_text("podría ser también: Aurelio Pérez, Teobaldo Pérez")
    press(page, "j")
    expect(page.locator("#dialog")).to_contain_text("Teobaldo Pérez")
    press(page, "2")
    expect(page.locator("#told")).to_have_text("Unidas.")
    assert rows(page) == 2
    press(page, "Enter")
    finish(page)
    spans = site.final(document)["spans"]
    assert spans[0]["entity"] != spans[1]["entity"] == spans[2]["entity"]
