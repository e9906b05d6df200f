"""Comparing what we own with what stands on the server."""

from provisioner.realm.difference import Change, difference


def test_equal_documents_have_no_difference() -> None:
    assert difference("ibok", {"a": {"b": [1, 2]}}, {"a": {"b": [1, 2]}}) == []


def test_keys_that_are_not_ours_are_left_alone() -> None:
    assert difference("ibok", {"a": 1}, {"a": 1, "theirs": 2, "more": {"x": 1}}) == []


def test_each_difference_names_its_path_the_old_and_the_new_value() -> None:
    assert difference("ibok", {"attributes": {"x": "2"}}, {"attributes": {"x": "1", "y": "0"}}) == [
        Change("ibok / attributes / x", "1", "2")
    ]


def test_lists_are_sets() -> None:
    assert difference("ibok", {"locales": ["pl", "en"]}, {"locales": ["en", "pl"]}) == []


def test_a_missing_list_member_is_a_difference() -> None:
    assert difference("ibok", {"locales": ["pl", "en"]}, {"locales": ["pl"]}) != []


def test_a_secret_that_differs_is_shown_as_stars_only() -> None:
    (change,) = difference("ibok", {"secret": "new-value"}, {"secret": "old-value"})
    assert "***" in str(change)
    assert "value" not in str(change)
    assert "value" not in repr(change)


def test_a_secret_that_is_right_is_no_change() -> None:
    assert difference("ibok", {"secret": "same"}, {"secret": "same"}) == []


def test_null_means_that_nothing_may_stand_there() -> None:
    assert difference("ibok", {"required": None}, {"required": {"roles": ["user"]}}) != []
    assert difference("ibok", {"required": None}, {}) == []


def test_the_mail_server_and_the_service_accounts_rights_are_ours_as_a_whole() -> None:
    for key in ("smtpServer", "service_account", "scope_mappings"):
        assert difference("ibok", {key: {"a": "1"}}, {key: {"a": "1", "surplus": "x"}}) == [
            Change(f"ibok / {key} / surplus", "x", None)
        ]


def test_false_and_missing_are_not_the_same() -> None:
    assert difference("ibok", {"rememberMe": False}, {}) != []


def test_a_change_reads_as_added_removed_or_replaced() -> None:
    assert str(Change("a", None, True)) == "+ a: true"
    assert str(Change("a", "x", None)) == "- a: x"
    assert str(Change("a", ["b", "a"], ["c"])) == "~ a: [a, b] → [c]"
    assert str(Change("a", "x\ny", "z")) == "~ a: x⏎y → z"
