"""What the office's settings declare of themselves is enough to ask people for each of them, in both languages."""

import pytest
from flask_babel import force_locale

from provisioner.office import OfficeRules
from provisioner.office.declared import Kind, declared
from provisioner.office.grounds import DeletionGround
from provisioner.privacy.rules import PERIODS
from provisioner.web.words.office.rules import BY_NAME, TOPICS
from provisioner.web.words.office.settings import CHOICES, SPECIFIC, bounds, said
from provisioner.web.words.paper.grounds import FIELDS
from tests.web.desk import DeskUnderTest

RULES = list(OfficeRules.model_fields)


def test_every_setting_stands_in_one_topic_with_a_label_and_what_it_does() -> None:
    named = [name for topic in TOPICS for name in topic.rules]
    assert sorted(named) == sorted(RULES)
    assert set(FIELDS) == set(DeletionGround.model_fields)


@pytest.mark.parametrize("name", RULES)
def test_every_setting_is_of_a_kind_people_can_be_asked_for(name: str) -> None:
    one = declared(OfficeRules, name)
    if one.kind is Kind.NUMBER:
        assert one.least is not None
        assert one.most is not None
        assert BY_NAME[name].unit, "a number is read with what it counts"
    if one.kind in (Kind.ONE_OF, Kind.SOME_OF):
        assert one.choices
        assert all((name, choice) in SPECIFIC or choice in CHOICES for choice in one.choices)


def test_the_fields_of_a_ground_are_declared_with_their_bounds() -> None:
    assert declared(DeletionGround, "asked_by").choices == ("customer", "attorney", "heir", "office")
    delay = declared(DeletionGround, "delay_days")
    assert (delay.kind, delay.optional, delay.least, delay.most) == (Kind.NUMBER, True, 0, 365)
    assert declared(DeletionGround, "basis").most == 240


def test_a_type_nobody_can_be_asked_for_is_told() -> None:
    class Other(OfficeRules):
        share: float = 0.5

    with pytest.raises(TypeError, match="float"):
        declared(Other, "share")


def test_the_words_of_the_two_languages_differ(small_desk: DeskUnderTest) -> None:
    def words() -> dict[str, tuple[str, str]]:
        rules = {name: (str(one.label), str(one.why)) for name, one in BY_NAME.items()}
        return rules | {topic.key: (str(topic.title), str(topic.title)) for topic in TOPICS}

    with small_desk.app.test_request_context():
        with force_locale("en"):
            english = words()
        with force_locale("pl"):
            polish = words()
    assert [name for name, both in english.items() if both[0] == polish[name][0] or both[1] == polish[name][1]] == []


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_default_is_said_in_words(small_desk: DeskUnderTest, language: str) -> None:
    kept = OfficeRules().model_dump(mode="json")
    with small_desk.app.test_request_context(), force_locale(language):
        for name, value in kept.items():
            text = said(name, value)
            assert text
            assert text != str(value), "never a bare code or number"
            bounds(declared(OfficeRules, name), BY_NAME[name].unit)


def test_polish_counts_in_three_forms(small_desk: DeskUnderTest) -> None:
    with small_desk.app.test_request_context(), force_locale("pl"):
        assert [said("deadline_last_day", n) for n in (1, 2, 5, 22)] == [
            "1 dzień roboczy", "2 dni robocze", "5 dni roboczych", "22 dni robocze",
        ]  # fmt: skip


def test_what_this_version_does_not_know_is_said_as_it_stands(small_desk: DeskUnderTest) -> None:
    with small_desk.app.test_request_context():
        assert said("colour", "blue") == "blue"
        assert said("deadline_last_day", "ż") == "ż"
        assert said("deletion_grounds", None) == "–"


def test_every_period_after_which_data_are_erased_is_a_setting() -> None:
    of_cases, of_the_sealed = set(PERIODS.values()), "retention_sealed_days"
    assert of_cases | {of_the_sealed} == {name for name in RULES if name.startswith("retention_")}
