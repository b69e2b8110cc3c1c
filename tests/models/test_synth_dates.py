"""Every written form of a date comes, exists in the calendar, and changes without changing its form."""

import datetime
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.synth import dates
from models.synth.redating import Calendar, redated
from models.synth.words import in_words

MONTH = "(?:" + "|".join((*dates.MONTHS, "setiembre")) + ")"
FORMS = {
    "long": rf"\d{{1,2}} de {MONTH} de \d{{4}}",
    "slashed": r"\d{2}/\d{2}/\d{4}",
    "dashed, short": r"\d{1,2}-\d{1,2}-\d{2}",
    "iso": r"\d{4}-\d{2}-\d{2}",
    "roman": r"\d{1,2}\.[IVX]+\.\d{4}",
    "month and year": rf"{MONTH} de \d{{4}}",
    "day and month": rf"\d{{1,2}} de {MONTH}",
    "year": r"\d{4}",
    "words": rf"[a-zé ]+ de {MONTH} de (?:dos )?mil[a-zéó ]*",
    "words and figures": rf"[a-zéóí ]+ \(\d{{1,2}}\) de {MONTH} de [a-zéó ]+(?: \(\d{{4}}\))?",
    "year said": rf"\d{{1,2}} de {MONTH} del año \d{{4}}",
    "two days": rf"\d{{1,2}} y \d{{1,2}} de {MONTH} de \d{{4}}",
    "days of a stretch": rf"\d{{1,2}} al \d{{1,2}} de {MONTH} de \d{{4}}",
    "first": rf"1[º°] de {MONTH} de \d{{4}}",
    "solemn": rf"[a-zéóí]+ días del mes de {MONTH} de [a-zéóí ]+",
    "stamp": r"\d{2} [A-Z]{3} \d{4}",
    "capitals": rf"\d{{1,2}} DE {MONTH.upper()} DE \d{{4}}",
}


def written(count: int = 6000) -> list[str]:
    dice = random.Random(1)
    return [dates.written_date(dice, "AR") for _ in range(count)]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes(form: str) -> None:
    assert any(re.fullmatch(FORMS[form], date) for date in written())


def test_a_date_is_a_span_that_the_rules_of_annotation_allow() -> None:
    for date in written(1500):
        assert date == date.strip(" ,;:")
        assert not re.search(r"lunes|martes|miércoles|jueves|viernes|sábado|domingo", date.lower())


def test_figures_are_dates_of_the_calendar() -> None:
    for date in written(2000):
        if found := re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", date):
            day, month, year = map(int, found.groups())
            datetime.date(year, month, day)


@pytest.mark.parametrize("make", [dates.header_date, dates.worded_date, dates.birth_date])
def test_whole_dates_name_day_month_and_year(make: object) -> None:
    assert callable(make)
    dice = random.Random(2)
    for country in ("AR", "CL", "EC", "ES", "MX"):
        for _ in range(50):
            assert re.search(rf"{MONTH}.*(?:\d{{2}}|mil)|\d+\D\d+\D\d+", make(dice, country).lower())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "cero"),
        (21, "veintiuno"),
        (100, "cien"),
        (1998, "mil novecientos noventa y ocho"),
        (2016, "dos mil dieciséis"),
        (2023, "dos mil veintitrés"),
        (21_000, "veintiún mil"),
        (31_500, "treinta y un mil quinientos"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


def test_a_number_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="999999"):
        in_words(1_000_000)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("02/03/2015", "05/07/2011"),
        ("2015-03-02", "2011-07-05"),
        ("2 de marzo de 2015", "5 de julio de 2011"),
        ("2 DE MARZO\nDE 2.015", "5 DE JULIO\nDE 2.011"),
        ("dos (2) de marzo de dos mil quince (2015)", "cinco (5) de julio de dos mil once (2011)"),
        ("2.III.2015", "5.VII.2011"),
        ("02 MAR 15", "05 JUL 11"),
        ("1º de marzo", "1º de julio"),
        ("3/2015", "7/2011"),
        ("2015", "2011"),
        ("veinte y dos de marzo de dos mil veinte y cuatro", "quince de julio de dos mil veinte"),
    ],
)
def test_a_date_changes_and_its_form_stays(before: str, after: str) -> None:
    calendar = Calendar(-4, days={2: 5, 22: 15}, months={3: 7})
    assert redated(before, calendar) == after


@settings(max_examples=120)
@given(st.integers(0, 2**32))
def test_a_date_never_stays_what_it_was(seed: int) -> None:
    dice = random.Random(seed)
    date = dates.written_date(dice, dice.choice(("AR", "CL", "EC", "ES")))
    changed = redated(date, Calendar.draw(dice))
    assert changed != date
    assert len(re.findall(r"\d", changed)) == len(re.findall(r"\d", date))
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", changed):
        datetime.date(int(found[3]), int(found[2]), min(int(found[1]), 28))
        assert 1 <= int(found[1]) <= 31
