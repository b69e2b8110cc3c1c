"""The review page in a real browser, from the queue to the final text."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Clock
from tests.web.rulings import DETECT, FINAL, RULING, finding
from tests.web.site import Site

Serve = Callable[..., Site]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def row(page: Page, words: str) -> Locator:
    """What the cast says of the one whose forms have `words`."""
    return page.locator("#cast [role=option]", has=page.locator(".forms", has_text=words))


def chosen(page: Page) -> Locator:
    return page.locator("[role=listbox]:visible [aria-selected=true]")


def look_at(page: Page, words: str) -> None:
    """Move down the cast, by keyboard, to the one whose forms have `words`."""
    press(page, "r", "Home")
    option = page.locator("#cast [aria-selected=true] .forms", has_text=words)
    for _ in range(page.locator("#cast [role=option]").count()):
        if option.count():
            return
        press(page, "ArrowDown")
    raise AssertionError(words)


def hide_doubts(page: Page) -> None:
    """Hide every doubt, one after the other."""
    for _ in range(20):
        if page.locator("#progress").inner_text() == "Sin dudas":
            return
        press(page, "n", "m")
    raise AssertionError(page.locator("#progress").inner_text())


def finish(page: Page) -> None:
    press(page, "f")
    page.locator("#dialog[open]").wait_for()
    press(page, "Enter")
    expect(page.locator("#alert")).to_contain_text("Revisión terminada")


def test_a_ruling_by_keyboard_alone(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING, court="Juzgado de Valdeniebla", matter="penal")
    page = site.open("/review")
    expect(page.locator("tbody tr")).to_have_text(
        re.compile(r"Juzgado de Valdeniebla.*penal.*todo", re.DOTALL)
    )
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#progress")).to_have_text("Dudas: 5 · Por decidir: 5")
    expect(page.locator("#lease")).to_have_text("Reserva: 15 min")

    expect(row(page, "Zenón Candil")).to_contain_text("modelo 62 %")
    expect(row(page, "Quirina Albaflor Ruiz")).to_contain_text("palabra suelta")
    for words in ("Quirina Albaflor", "Teobaldo Marjal", "Zenón Candil"):
        expect(chosen(page)).to_contain_text(words)
        press(page, "Enter")  # hides, and goes on to the next doubt
    expect(chosen(page)).to_contain_text("Ofelia Quimera")
    press(page, "p")
    expect(page.locator("#dialog")).to_contain_text("¿Por qué se publica?")
    press(page, "3")  # a cited author: of the question, not the role of that number
    expect(row(page, "Ofelia Quimera")).to_contain_text("cita")
    expect(page.locator("#progress")).to_have_text("Dudas: 1 · Por decidir: 1")
    press(page, "n")
    expect(chosen(page)).to_contain_text("Las Afueras")
    press(page, "x")
    expect(page.locator("#progress")).to_have_text("Sin dudas")

    press(page, "b")
    page.keyboard.type("tuerto")
    press(page, "Enter", *["Shift+ArrowRight"] * 6, "a")  # the caret's selection grows by « Chico»
    expect(page.locator("#dialog .quoted")).to_have_text("Tuerto Chico")
    press(page, "n")
    expect(page.locator("#original mark.here")).to_have_text("Tuerto Chico")
    hide(page, "Chico")
    expect(page.locator("#result")).to_contain_text("sitúan a [NOMBRE] lejos")
    expect(page.locator("#saved")).to_have_text("Guardado")
    finish(page)
    done = site.final(document)
    assert (done["state"], done["text"]) == ("finished", FINAL)
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("No hay nada por revisar.")


def hide(page: Page, words: str) -> None:
    """Hide all of `words` from the list of what stays visible, by keyboard."""
    press(page, "v", "Home")
    option = page.locator("#visible [aria-selected=true] .forms", has_text=re.compile(f"^{words}$"))
    for _ in range(page.locator("#visible [role=option]").count()):
        if option.count():
            press(page, "m")
            return
        press(page, "ArrowDown")
    raise AssertionError(words)


def test_a_nickname_that_nobody_found_is_found_by_what_stays_visible(serve: Serve) -> None:
    text = (
        "La sentencia oyó a Quirina Albaflor.\n\n"
        + "Consta en autos.\n" * 30
        + "1 Le dicen Pulga.\nLa Pulga huyó.\n"
    )
    site = serve(finding((r"Quirina Albaflor", "NOMBRE", 0.5, "parte")))
    document = site.send(text)
    page = site.desk(document)
    expect(page.locator("#count")).to_have_text("4")  # La, Consta, Le, Pulga
    press(page, "Enter")
    hide(page, "Pulga")
    expect(page.locator("#count")).to_have_text("3")
    finish(page)
    done = site.final(document)
    assert "Pulga" not in done["text"]
    assert done["text"].endswith("1 Le dicen [NOMBRE].\nLa [NOMBRE] huyó.\n")


def test_a_selection_lands_where_it_was_made(serve: Serve) -> None:
    """Across CRLF, letters outside of the BMP, combining marks and what cannot be seen."""
    text = "𝔘𝔫𝔬 y 😀\r\nDijo Jose\u0301 Nin\u0303o\r\nde 𝔅erlín\u00ad, y calló. Lo oyó Quirina Albaflor.\r\n"
    site = serve(finding((r"Quirina Albaflor", "NOMBRE", 0.5, "parte")))
    document = site.send(text)
    page = site.desk(document)
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("original"), NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const holding = (words) => nodes.find((node) => node.data.includes(words));
          const [first, last] = [holding("Jose"), holding("erlín")];
          const [from, to] = [first.data.indexOf("Jose"), last.data.indexOf("erlín") + 5];
          getSelection().setBaseAndExtent(first, from, last, to);
        }"""
    )
    press(page, "a")
    page.locator("#dialog[open]").wait_for()
    press(page, "n")
    expect(page.locator("#cast [role=option]")).to_have_count(2)
    press(page, "r")
    look_at(page, "Quirina")
    press(page, "Enter")
    finish(page)
    done = site.final(document)
    assert done["text"] == "𝔘𝔫𝔬 y 😀\r\nDijo [NOMBRE]\u00ad, y calló. Lo oyó [NOMBRE].\r\n"
    [span] = [span for span in done["spans"] if span["source"] == "reviewer"]
    surface = "Jose\u0301 Nin\u0303o\r\nde 𝔅erlín"
    assert (span["start"], span["end"]) == (text.index(surface), text.index(surface) + len(surface))


def test_one_surname_of_five_is_decided_five_times(serve: Serve) -> None:
    text = (
        "Ante el juez Aurelio Pérez, el acusado Teobaldo Pérez, empleado de Transportes Pérez S.L., con "
        "domicilio en calle Pérez 12. El acusado Pérez calló. Doctrina del caso Pérez. Firma el juez Pérez.\n"
    )
    site = serve(
        finding(
            (r"Aurelio Pérez", "NOMBRE", 0.99, "autoridad"),
            (r"Teobaldo Pérez", "NOMBRE", 0.99, "parte"),
            (r"Transportes Pérez S\.L\.", "ORG", 0.99, None),
            (r"calle Pérez 12", "LUGAR", 0.99, None),
            (r"(?<=acusado )Pérez|(?<=caso )Pérez|(?<=juez )Pérez", "NOMBRE", 0.5, "parte"),
        )
    )
    document = site.send(text)
    page = site.desk(document)
    # The bare surnames share a row, whoever is meant: each is taken out, by its context.
    press(page, "n")
    expect(page.locator("#cast [aria-selected=true] .context b")).to_have_text("Pérez")
    for words, key in (("acusado ", "Teobaldo"), ("juez ", "Aurelio")):
        find_mention(page, words)
        press(page, "Shift+S")
        press(page, "j")
        look_at(page, key)
        press(page, "j")
    find_mention(page, "caso ")
    press(page, "4", "p", "3")
    look_at(page, "Aurelio Pérez")
    press(page, "p", "1")
    look_at(page, "Teobaldo Pérez")
    press(page, "Enter")
    finish(page)
    done = site.final(document)
    assert done["text"] == (
        "Ante el juez Aurelio Pérez, el acusado [NOMBRE], empleado de Transportes Pérez S.L., con "
        "domicilio en [LUGAR]. El acusado [NOMBRE] calló. Doctrina del caso Pérez. Firma el juez Pérez.\n"
    )
    accused = {
        span["entity"] for span in done["spans"] if span["decision"] == "mask" and span["label"] == "NOMBRE"
    }
    assert len(accused) == 1


def find_mention(page: Page, before: str) -> None:
    """Go from doubt to doubt, to the one before which `before` stands."""
    for _ in range(10):
        context = page.locator("#cast [aria-selected=true] .context")
        if context.evaluate("shown => shown.firstChild.textContent").endswith(before):
            return
        press(page, "n")
    raise AssertionError(before)


def test_undo_and_redo_have_no_end(serve: Serve) -> None:
    site = serve(DETECT)
    page = site.desk(site.send(RULING))
    states = [cast(page)]
    look_at(page, "Zenón Candil")
    for key in ("m", "2", "x"):
        press(page, key)
        states.append(cast(page))
    assert len({*states}) == 4
    for state in states[-2::-1]:
        press(page, "u")
        assert cast(page) == state
    press(page, "u")
    for _ in range(4):
        press(page, "Shift+U")
    assert cast(page) == states[-1]


def test_undo_and_redo_outlive_the_page(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    states = [rows_of(page)]
    look_at(page, "Ofelia Quimera")
    for key in ("m", "2", "x"):
        press(page, key)
        states.append(rows_of(page))
    press(page, "u")
    expect(page.locator("#saved")).to_have_text("Guardado")
    page.close()  # nothing of it is in the browser
    page = site.desk(document)
    expect(page.locator("#told")).to_have_text("Se ha recuperado su borrador.")
    assert rows_of(page) == states[2]
    press(page, "Shift+U")
    assert rows_of(page) == states[3]
    for state in states[2::-1]:
        press(page, "u")
        assert rows_of(page) == state
    press(page, "u", "Shift+U", "Shift+U")
    assert rows_of(page) == states[2]
    expect(page.locator("#saved")).to_have_text("Guardado")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    hide_doubts(page)
    finish(page)
    assert "Lo dijo [NOMBRE]" in site.final(document)["text"]


def rows_of(page: Page) -> list[str]:
    """What each row of the cast says, in whatever order they were first seen."""
    return sorted(page.locator("#cast [role=option]").all_text_contents())


def test_more_steps_than_can_be_kept_keep_what_they_came_to(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    page.route("**/draft", lambda route: (
        route.fulfill(status=413, json={"code": "body_too_large", "status": 413})
        if len(route.request.post_data_json["state"]["steps"]) > 1 else route.continue_()
    ) if route.request.method == "PUT" else route.continue_())  # fmt: skip
    press(page, "n", "m", "n", "m")
    expect(page.locator("#saved")).to_have_text("Guardado")
    page.close()
    page = site.desk(document)
    expect(page.locator("#progress")).to_have_text("Dudas: 3 · Por decidir: 3")
    press(page, "u")
    expect(page.locator("#progress")).to_have_text("Dudas: 5 · Por decidir: 5")


def cast(page: Page) -> str:
    """All that the cast says, on the screen or scrolled away."""
    return page.locator("#cast").text_content() or ""


def test_of_two_that_race_one_is_told_that_the_other_was_faster(serve: Serve, clock: Clock) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    ana = site.desk(document, "ana")
    berto = site.open(f"/review/{document}", "berto")
    expect(berto.locator("#alert")).to_contain_text("La tiene ahora otra persona")
    assert "Quirina" not in berto.content()
    clock.advance(timedelta(minutes=16))
    berto.keyboard.press("Enter")  # take it again
    berto.locator("#cast [role=option]").first.wait_for()
    for page in (ana, berto):
        hide_doubts(page)
    finish(berto)
    press(ana, "f", "Enter")
    expect(ana.locator("#alert")).to_contain_text("Su reserva venció")
    press(ana, "Enter")
    expect(ana.locator("#alert")).to_contain_text("Otra persona terminó esta resolución")
    assert site.final(document)["revision"] == 1


def test_a_lease_that_runs_out_in_mid_edit_loses_nothing(serve: Serve, clock: Clock) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    press(page, "n", "m")
    clock.advance(timedelta(minutes=16))
    hide_doubts(page)  # after its end
    expect(page.locator("#saved")).to_have_text("Guardado")
    press(page, "f", "Enter")
    expect(page.locator("#alert")).to_contain_text("Su reserva venció")
    before = cast(page)
    page.close()  # nothing of it is in the browser
    again = site.desk(document)
    expect(again.locator("#told")).to_have_text("Se ha recuperado su borrador.")
    expect(again.locator("#progress")).to_have_text("Sin dudas")
    assert again.locator("#cast [role=option]").count() == before.count("Se oculta")
    assert again.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    finish(again)
    assert "Zenón" not in site.final(document)["text"]


def test_a_lease_is_renewed_while_somebody_works_and_no_longer(serve: Serve, clock: Clock) -> None:
    site = serve(DETECT)
    page = site.desk(site.send(RULING), timed=True)
    clock.advance(timedelta(minutes=6))
    press(page, "ArrowDown")
    page.clock.fast_forward("06:00")
    expect(page.locator("#lease")).to_have_text("Reserva: 15 min")  # from then on
    page.clock.fast_forward("13:30")
    expect(page.locator("#lease")).to_have_text(re.compile(r"Reserva: \d+ s"))
    page.clock.fast_forward("02:00")
    expect(page.locator("#alert")).to_contain_text("Su reserva venció")
    press(page, "Enter")
    expect(page.locator("#alert")).to_be_hidden()
    expect(page.locator("#lease")).to_have_text("Reserva: 15 min")


def test_a_verdict_that_would_leak_comes_back_as_doubts(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    hide_doubts(page)
    look_at(page, "Teobaldo Marjal")
    press(page, "n")  # none left
    expect(page.locator("#told")).to_have_text("No quedan dudas.")
    press(page, "ArrowLeft", "Shift+X")  # one mention forgotten
    press(page, "f", "Enter")
    expect(page.locator("#told")).to_contain_text("quedaría a la vista (lugares: 1)")
    expect(page.locator("#progress")).to_have_text("Dudas: 1 · Por decidir: 1")
    press(page, "m")
    finish(page)
    assert "Marjal" not in site.final(document)["text"]


def test_whoever_is_nobody_logs_in_first(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.open("/review", None)
    expect(page.locator("h1")).to_have_text("Innominado")
    page.keyboard.type(site.key("ana"))
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Cola de revisión")
    page.wait_for_load_state()
    press(page, "ArrowDown", "Enter")
    page.locator("#cast [role=option]").first.wait_for()
    hide_doubts(page)
    finish(page)
    assert site.final(document)["state"] == "finished"
    press(page, "Enter")
    page.get_by_role("button", name="Salir").click()
    page.wait_for_url("**/login")
    page.goto(site.url + "/review")
    expect(page.locator("h1")).to_have_text("Innominado")


def test_what_is_given_back_is_another_s(serve: Serve) -> None:
    site = serve(DETECT)
    document = site.send(RULING)
    page = site.desk(document)
    press(page, "d")
    expect(page.locator("h1")).to_have_text("Cola de revisión")
    expect(site.desk(document, "berto").locator("#lease")).to_have_text("Reserva: 15 min")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_what_a_ruling_says_is_never_markup(serve: Serve, lang: str) -> None:
    text = "</script><script>throw 1</script><img src=x onerror=alert(1)> Quirina <b>Albaflor</b>.\n"
    site = serve(finding((r"Quirina <b>Albaflor</b>", "NOMBRE", 0.5, "parte")))
    document = site.send(text, court="<i>Juzgado</i>", matter="</script>{{ 7 * 7 }}")
    queue = site.open(f"/review?lang={lang}")
    expect(queue.locator("tbody")).to_contain_text("<i>Juzgado</i>")
    page = site.open(f"/review/{document}?lang={lang}")
    page.locator("#cast [role=option]").first.wait_for()
    expect(page.locator("#original")).to_contain_text("<script>throw 1</script>")
    assert page.locator("#original img, #original script, #original b, h1 i").count() == 0
