"""Tags of an application's own: sessions keep further types."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from pegboard_hookspecs.session_kit import UnkeepableError
from pegboard_sessions import JSONTag, TaggedJSON
from tests.hookspecs.session_kit.kept_values import values
from tests.plugins.sessions.site import Site, cookie_of


class SetTag(JSONTag):
    key = " s"

    def check(self, value: Any) -> bool:
        return isinstance(value, set)

    def to_json(self, value: Any) -> Any:
        return [self.serializer.tag(item) for item in sorted(value)]

    def to_python(self, value: Any) -> Any:
        return set(value)


class OrderedTag(JSONTag):
    key = " od"

    def check(self, value: Any) -> bool:
        return isinstance(value, OrderedDict)

    def to_json(self, value: Any) -> Any:
        return [[key, self.serializer.tag(part)] for key, part in value.items()]

    def to_python(self, value: Any) -> Any:
        return OrderedDict(value)


class DateTag(JSONTag):
    """Takes the place of the tag for datetimes, and keeps dates in ISO 8601."""

    key = " d"

    def check(self, value: Any) -> bool:
        return isinstance(value, date)

    def to_json(self, value: Any) -> Any:
        return value.isoformat()

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value)


class PlainDateTag(DateTag):
    """Writes dates as text, which stays text."""

    key = ""


class Unfinished(JSONTag):
    key = " x"

    def check(self, value: Any) -> bool:
        return False


@pytest.fixture
def tagged() -> TaggedJSON:
    """Give a serializer that knows sets."""
    serializer = TaggedJSON()
    serializer.register(SetTag)
    return serializer


@pytest.mark.item("A11.7")
def test_a_type_is_kept(tagged: TaggedJSON) -> None:
    """A registered type comes back, whatever it is in and whatever is in it."""
    value = {"a": [{(1, 2), (3, 4)}], "b": ({1},)}

    assert tagged.loads(tagged.dumps(value)) == value
    assert tagged.dumps({(1,)}) == '{" s":[{" t":[1]}]}'


@given(values)
def test_the_others_are_kept_as_before(value: object) -> None:
    """A further tag changes nothing for values that are not its own."""
    serializer = TaggedJSON()
    serializer.register(SetTag)

    assert serializer.dumps(value) == TaggedJSON().dumps(value)
    assert serializer.loads(serializer.dumps(value)) == value


def test_a_key_without_a_blank_is_found() -> None:
    """A tag may have any key."""

    class Bare(SetTag):
        key = "set"

    serializer = TaggedJSON()
    serializer.register(Bare)

    assert serializer.loads(serializer.dumps({1})) == {1}
    assert serializer.loads(serializer.dumps({"set": [1]})) == {"set": [1]}


@pytest.mark.item("A11.6")
def test_the_order_decides() -> None:
    """A tag in front of the others is asked first; behind them it is too late for a subclass."""
    first, last = TaggedJSON(), TaggedJSON()
    first.register(OrderedTag, index=0)
    last.register(OrderedTag)
    value = OrderedDict([("b", (1,)), ("a", 2)])

    assert first.loads(first.dumps(value)) == value
    assert isinstance(first.loads(first.dumps(value)), OrderedDict)
    assert last.dumps(value) == '{"b":{" t":[1]},"a":2}'
    assert (first.order[0].key, last.order[-1].key) == (" od", " od")


@pytest.mark.item("A11.6")
@pytest.mark.parametrize("key", [" s", " t", " di"])
def test_a_key_is_taken_once(tagged: TaggedJSON, key: str) -> None:
    """A second tag of one key is refused, with the key and the cure."""
    other = type("Other", (SetTag,), {"key": key})

    with pytest.raises(KeyError, match=rf"The tag '{key}' is taken by .* force=True"):
        tagged.register(other)


@pytest.mark.item("A11.6")
def test_a_tag_is_replaced() -> None:
    """A tag that is forced takes key and place of the other; with an index only its key."""
    serializer, moved = TaggedJSON(), TaggedJSON()
    serializer.register(DateTag, force=True)
    moved.register(DateTag, force=True, index=0)

    assert serializer.loads(serializer.dumps([date(2026, 5, 4)])) == [date(2026, 5, 4)]
    assert [tag.key for tag in serializer.order] == [tag.key for tag in TaggedJSON().order]
    assert [tag.key for tag in moved.order].index(" d") == 0


def test_a_tag_may_have_no_key() -> None:
    """What a tag without a key writes has nothing around it, and stays what JSON makes of it."""
    serializer = TaggedJSON()
    serializer.register(PlainDateTag)

    assert serializer.dumps(date(2026, 5, 4)) == '"2026-05-04"'
    assert serializer.tags.keys() == TaggedJSON().tags.keys()


def test_what_json_has_is_itself() -> None:
    """Built-in tags without a key give back what they are given."""
    value: list[object] = []
    plain = [tag for tag in TaggedJSON().order if not tag.key]

    assert [tag.to_python(value) for tag in plain] == [value, value]


@pytest.mark.item("A11.7")
def test_an_unfinished_tag_is_refused() -> None:
    """A class that lacks a method is refused when it is registered, not when a value comes."""
    with pytest.raises(TypeError, match=r"Unfinished.*to_json.*to_python"):
        TaggedJSON().register(Unfinished)  # type: ignore[type-abstract]  # it is what is refused


@pytest.mark.item("A11.6")
def test_one_value_is_tagged() -> None:
    """``tag`` and ``untag`` work on one value; what is no tag is itself."""
    serializer = TaggedJSON()

    assert serializer.tag((1,)) == {" t": [1]}
    assert serializer.tag(1) == 1
    assert serializer.untag({" t": [1]}) == (1,)
    assert serializer.untag({"a": 1}) == {"a": 1}
    assert serializer.untag({}) == {}
    assert serializer.untag({" t": 1, "b": 2}) == {" t": 1, "b": 2}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param({"a": [0, object()]}, r"^session\['a'\]\[1\] is of type object", id="type"),
        pytest.param({"a": {(1, 2): 3}}, r"^session\['a'\] has the key \(1, 2\)", id="key"),
        pytest.param({" t": object()}, r"^session\[' t'\] is of type object", id="like-a-tag"),
        pytest.param({"a": [{float("nan")}]}, r"^session\['a'\]\[0\] is nan", id="in-a-tag"),
        pytest.param({"a": 1, "b": 10**5000}, r"^session\['b'\] cannot be written", id="huge"),
    ],
)
def test_what_cannot_be_kept_is_named(tagged: TaggedJSON, value: object, said: str) -> None:
    """With further tags too, the error says where the value is and what is wrong."""
    with pytest.raises(UnkeepableError, match=said):
        tagged.dumps(value)


def _nested(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = (value,)
    return value


def _circle() -> object:
    value: list[object] = []
    value.append(value)
    return value


def test_depth_is_limited(tagged: TaggedJSON) -> None:
    """With further tags too, values may be a hundred levels deep, and endless ones are refused."""
    assert tagged.loads(tagged.dumps(_nested(100))) == _nested(100)
    for value in (_nested(101), _circle()):
        with pytest.raises(UnkeepableError, match="100 levels deep, or holds itself"):
            tagged.dumps(value)


def _fill(session: Any) -> None:
    session["seen"] = {1, 2}


@pytest.mark.item("A11.7")
def test_a_tag_has_a_key_and_methods(tagged: TaggedJSON) -> None:
    """A tag knows its own values, and both of their forms."""
    tag = tagged.tags[" s"]

    assert (tag.check({1}), tag.check([1])) == (True, False)
    assert (tag.to_json({1}), tag.tag({1}), tag.to_python([1])) == ([1], {" s": [1]}, {1})


def test_an_application_keeps_a_type() -> None:
    """A tag is registered with the provider: its type is kept from request to request."""
    site = Site()
    site.app.slot("sessions").provider.serializer.register(SetTag)
    cookie = cookie_of(site.visit(_fill))

    assert site.read(cookie) == {"seen": {1, 2}}
    assert cookie_of(site.visit(_fill, cookie=cookie))


def test_another_application_does_not() -> None:
    """Tags belong to one application; in another the assignment is refused."""
    site, other = Site(), Site(TESTING=True)
    site.app.slot("sessions").provider.serializer.register(SetTag)

    with pytest.raises(UnkeepableError, match=r"session\['seen'\] is of type set"):
        other.visit(_fill)
