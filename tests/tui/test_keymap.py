import pytest

from tui.keymap import Keymap, KeymapError
from tui.keys import KEYS, Scope


def keys_for(keymap: Keymap, word: str) -> set[str]:
    return {key.keys for key in keymap.keys if key.word == word}


def test_without_a_table_the_keys_are_the_usual_ones() -> None:
    assert Keymap.of({}).keys == KEYS
    assert Keymap.of({}).of_scopes(Scope.TABLE) == tuple(key for key in KEYS if key.scope is Scope.TABLE)


@pytest.mark.parametrize(
    ("word", "wanted", "name", "shown"),
    [
        ("filter", "f", "f", "f"),
        ("help", "!", "exclamation_mark", "!"),
        ("quit", "ctrl+x", "ctrl+x", "ctrl+x"),
        ("sites", "f2", "f2", "f2"),
        ("down", "h, pagedown", "h,pagedown", "h"),
        ("first", "left_square_bracket", "left_square_bracket", "left_square_bracket"),
    ],
)
def test_an_action_has_the_key_it_was_given_and_no_other(word: str, wanted: str, name: str, shown: str) -> None:
    others = {"page_down": "ctrl+f"} if "pagedown" in wanted else {}
    keymap = Keymap.of({word: wanted, **others})
    assert keys_for(keymap, word) == {name}
    assert {key.shown for key in keymap.keys if key.word == word} == {shown}
    assert [key.word for key in keymap.keys] == [key.word for key in KEYS]


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ({"frob": "f"}, "no action 'frob': one of "),
        ({"filter": "nokey"}, "filter: no key 'nokey'"),
        ({"filter": ""}, "filter: no key ''"),
        ({"filter": "  "}, "filter: no key ''"),
        ({"filter": "f,"}, "filter: no key ''"),
        ({"filter": "hold+f"}, "no key 'hold+f'"),
        ({"filter": "escape"}, "filter: escape closes dialogs"),
        ({"filter": "q"}, "q would be both filter and quit"),
        ({"quit": "j"}, "j would be both quit and down"),
        ({"quit": "f9", "help": "f9"}, "f9 would be both help and quit"),
        ({"appeal": "y"}, "y would be both copy_address and appeal"),
        ({"confirm": "N"}, "N would be both previous_place and confirm"),
    ],
)
def test_what_cannot_work_is_one_line(table: dict[str, str], part: str) -> None:
    with pytest.raises(KeymapError) as refused:
        Keymap.of(table)
    assert part in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_actions_may_change_their_keys_with_each_other() -> None:
    keymap = Keymap.of({"quit": "slash", "filter": "q"})
    assert (keys_for(keymap, "quit"), keys_for(keymap, "filter")) == ({"slash"}, {"q"})
