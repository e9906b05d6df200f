"""What a mistyped word may have meant, and what is read of what somebody asks the search for."""

from hypothesis import given
from hypothesis import strategies as st

from provisioner.applications.terms import case_number, readings
from provisioner.cases.finding.spelling import LONGER, distance, keys, mistakes
from provisioner.cases.finding.words import place_words, words_in

NAMES = st.text("aeiklnorstwyz", min_size=3, max_size=14)
MISTAKES = st.tuples(st.sampled_from(["wrong", "missing", "too many", "swapped"]), st.integers(0, 13))
ANYTHING = st.text(max_size=200) | st.text("0123456789 +-/().pl#@%_\"'*", max_size=60)


def mistyped(word: str, mistake: tuple[str, int]) -> str:
    kind, place = mistake[0], mistake[1] % len(word)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if kind == "swapped":
        return before + after[:1] + letter + after[1:]
    return before + {"wrong": "q", "missing": "", "too many": letter + "q"}[kind] + after


@given(NAMES, st.lists(MISTAKES, min_size=1, max_size=2))
def test_two_words_that_differ_by_no_more_mistakes_than_are_forgiven_have_a_key_in_common(
    word: str, made: list[tuple[str, int]]
) -> None:
    other = word
    for mistake in made:
        other = mistyped(other, mistake)
    if distance(word, other) <= min(mistakes(word), mistakes(other)):
        assert keys(word) & keys(other)


@given(NAMES, MISTAKES)
def test_one_mistake_is_one(word: str, made: tuple[str, int]) -> None:
    assert distance(word, mistyped(word, made)) <= 1


def test_short_words_are_forgiven_less_and_numbers_nothing() -> None:
    assert [mistakes(word) for word in ("ab", "lis", "nowak", "n" * LONGER, "104233", "a@b.pl", "kowalska-nowak")] == [
        0, 1, 1, 2, 0, 0, 0
    ]  # fmt: skip
    assert distance("kowlaski", "kowalski") == 1
    assert len(keys("chrzaszczyrzewoszyce")) == 29


@given(ANYTHING)
def test_whatever_is_asked_is_read(text: str) -> None:
    for terms in readings(text):
        assert all(form for term in terms for form in term.forms)
    case_number(text)
    words_in([text, place_words(text)])


def test_digits_in_groups_are_read_as_one_number_first() -> None:
    assert [[term.word for term in terms] for terms in readings("Nowak, +48 600-100-200")] == [
        ["nowak", "+48600100200"], ["nowak", "+48", "600-100-200"]
    ]  # fmt: skip
    assert "600100200" in readings("+48 600-100-200")[0][0].forms
    assert [[term.word for term in terms] for terms in readings("07-300 Ostrów")] == [["07-300", "ostrow"]]


def test_an_address_is_kept_apart_from_other_numbers() -> None:
    assert words_in([place_words("ul. Długa 5/7", "07-300", "Ostrów Maz.")]) == {
        "ul", "dluga", "#5/7", "##07-300", "ostrow", "maz"
    }  # fmt: skip


def test_an_e_mail_address_is_found_by_what_stands_before_and_after_the_at() -> None:
    assert words_in(["Jan.Kowalski-2@wp.pl"]) == {
        "jan.kowalski-2@wp.pl", "kowalski-2@wp.pl", "2@wp.pl", "wp.pl"
    }  # fmt: skip


def test_the_number_of_a_case_is_known_in_every_way_it_is_said() -> None:
    said = ("2026/000123", "2026/123", "26/123", "123/2026", "123", "000123", "2026-123", "0", "1/2/3", "x")
    whole, any_year = ("2026", "/000123"), ("", "/000123")
    assert [case_number(one) for one in said] == [whole] * 4 + [any_year] * 2 + [whole, None, None, None]
