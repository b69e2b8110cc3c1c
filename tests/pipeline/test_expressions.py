"""Every regular expression compiles, though each is compiled only where a text first asks it."""

import re
from collections.abc import Iterator

import pytest

from service.pipeline.detect.citations import _RULES
from service.pipeline.detect.expression import Expression, by_initial
from service.pipeline.detect.patterns import FORMS


def expressions() -> Iterator[Expression]:
    for rule in {id(rule): rule for rules in _RULES.values() for rule in rules}.values():
        yield from filter(
            None, (rule.pattern, rule.lead, rule.close, rule.needs, rule.unless, rule.unless_then)
        )
    for form in FORMS:
        yield from filter(None, (form.pattern, form.more, form.unless))


def test_all_of_them_compile() -> None:
    different = {expression.pattern: expression for expression in expressions()}
    assert len(different) > 500
    for expression in different.values():
        expression.search("Comparece Quirina Albaflor.")
        expression.opens("Comparece Quirina Albaflor.")


def test_it_answers_as_its_pattern_does() -> None:
    text = "Comparece quirina y Quirina."
    for flags in (re.IGNORECASE, 0):
        lazy, eager = Expression("Quirina", flags), re.compile("Quirina", flags)
        assert [m.span() for m in lazy.finditer(text)] == [m.span() for m in eager.finditer(text)]
        assert lazy.search(text, 12).span() == eager.search(text, 12).span()  # type: ignore[union-attr]
        assert bool(lazy.match(text, 10)) == bool(eager.match(text, 10))


def test_one_that_does_not_open_is_not_compiled() -> None:
    expression = Expression("quirina (", opening="quirina ")
    assert not expression.opens("Quirino Albaflor")
    assert expression.opens("Quirina (Albaflor)")
    with pytest.raises(re.error):
        expression.match("Quirina (Albaflor)")


def test_what_opens_is_the_beginning_of_a_whole_match_or_of_none() -> None:
    for opening in ("quirina ", ""):
        expression = Expression("quirina albaflor", opening=opening)
        for text, end in (("y Quirina Albaflor.", 18), ("y Quirina Marjal.", None)):
            begun = expression.opens(text, 2)
            whole = begun and expression.whole(begun)
            assert (whole and whole.end()) == end


def test_one_without_an_opening_opens_where_it_matches() -> None:
    expression = Expression("quirina")
    assert expression.opens("y Quirina", 2)
    assert not expression.opens("y Quirina", 0)


def test_once_it_is_compiled_the_whole_says_whether_it_opens() -> None:
    expression = Expression("quirina albaflor", opening="quirina ")
    assert expression.opens("Quirina Marjal")
    assert not expression.match("Quirina Marjal")
    assert not expression.opens("Quirina Marjal")


def test_an_opening_is_how_its_pattern_begins() -> None:
    with pytest.raises(ValueError, match="opening"):
        Expression("quirina albaflor", opening="albaflor")


def test_one_that_is_no_expression_says_so() -> None:
    with pytest.raises(re.error):
        Expression("(").search("")


def test_alternatives_by_their_initial_are_the_same_alternatives() -> None:
    given = r"calles?|c\.\s?c|plaza(?:s|(?:o|uela)s?)?|avda?|pasaje|c[oó]digo|a\|b"
    grouped = by_initial(given)
    assert grouped == r"c(?:alles?|\.\s?c|[oó]digo)|p(?:laza(?:s|(?:o|uela)s?)?|asaje)|a(?:vda?|\|b)"
    for word in ("calle", "c.c", "plazuela", "plazos", "avd", "pasajes", "código", "A|b", "b", "paza", ""):
        one, other = (re.fullmatch(each, word, re.IGNORECASE) for each in (given, grouped))
        assert bool(one) == bool(other)


@pytest.mark.parametrize("given", ["[cs]asa", "s?alto", "mar|(?:sol|luz)", "mar||sol", "mar|(sol|luz"])
def test_an_alternative_without_an_initial_has_no_place_among_them(given: str) -> None:
    with pytest.raises(ValueError, match="alternative"):
        by_initial(given)
