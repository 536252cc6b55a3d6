"""Made-up values of all types that sessions keep."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st
from markupsafe import Markup

__all__ = ["values"]

_leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.binary(),
    st.uuids(),
    st.text().map(Markup),
    st.datetimes(
        min_value=datetime(1000, 1, 1),  # noqa: DTZ001 - the strategy adds the time zone
        max_value=datetime(9999, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ).map(lambda moment: moment.replace(microsecond=0)),
)
_keys = st.one_of(st.text(), st.sampled_from([" t", " b", " m", " u", " d", " di"]))
values = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(_keys, inner, max_size=3)
    ),
    max_leaves=10,
)
