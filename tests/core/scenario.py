"""Random lives of a plugin manager: what is specified, who implements it, and what happens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

__all__ = ["Act", "Impl", "Plugin", "Scenario", "Spec", "scenarios"]

#: The hooks of every scenario, and which of them the later ones may be called from.
HOOKS = ("alpha", "beta", "gamma")

#: What an implementation does beside noting its arguments.
DEEDS = (
    *("echo", "nothing", "zero", "nothing", "echo", "nothing"),
    *("ValueError", "StopIteration", "KeyboardInterrupt"),
    *("nested", "register", "unregister", "block", "monitor"),
)

#: What a wrapper does before its yield …
BEFORE = ("pass", "pass", "pass", "pass", "ValueError", "StopIteration", "no yield")

#: … and after it.
AFTER = (
    *("pass", "pass", "change", "nothing", "swallow", "replace"),
    *("ValueError", "StopIteration", "SystemExit", "second yield", "stubborn"),
)


@dataclass(frozen=True)
class Spec:
    """One specification: arguments, the last of which may have defaults."""

    name: str
    required: tuple[str, ...]
    defaulted: tuple[str, ...]
    is_first: bool
    is_historic: bool
    is_isolated: bool = False


@dataclass(frozen=True)
class Impl:
    """One implementation: arguments in any order, some with defaults, and what it does."""

    hook: str
    positional: tuple[str, ...]
    named: tuple[str, ...]
    style: str
    order: str
    deed: str
    after: str


#: The implementations of one plugin.
Plugin = tuple[Impl, ...]


@dataclass(frozen=True)
class Act:
    """One thing that happens: to a plugin by number, or a call with some of the arguments."""

    kind: str
    number: int = 0
    hook: str = ""
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A whole life: the first ``early`` acts happen before anything is specified."""

    specs: tuple[Spec, ...]
    plugins: tuple[Plugin, ...]
    acts: tuple[Act, ...]
    early: int


@st.composite
def _specs(draw: st.DrawFn) -> tuple[Spec, ...]:
    specs: list[Spec] = []
    for name in HOOKS:
        names = draw(st.permutations(("a", "b", "c")))[: draw(st.integers(0, 3))]
        split = draw(st.integers(0, len(names)))
        is_historic = name == "gamma" and draw(st.booleans())
        is_first = not is_historic and draw(st.booleans())
        specs.append(Spec(name, tuple(names[:split]), tuple(names[split:]), is_first, is_historic))
    return tuple(specs)


@st.composite
def _impls(draw: st.DrawFn, spec: Spec) -> Impl:
    names = draw(st.permutations((*spec.required, *spec.defaulted)))
    taken = names[: draw(st.integers(0, len(names)))]
    split = draw(st.integers(0, len(taken)))
    # A default for a name that nobody gives is never filled.
    stray = ("stray",) if draw(st.integers(0, 9)) == 0 else ()
    styles = (*("plain",) * 6, *("wrapper",) * 4, "old wrapper")
    style = "plain" if spec.is_historic else draw(st.sampled_from(styles))
    return Impl(
        hook=spec.name,
        positional=tuple(taken[:split]),
        named=(*taken[split:], *stray),
        style=style,
        order=draw(st.sampled_from(("", "", "tryfirst", "trylast"))),
        deed=draw(st.sampled_from(DEEDS if style == "plain" else BEFORE)),
        after=draw(st.sampled_from(AFTER)),
    )


@st.composite
def _acts(draw: st.DrawFn, specs: tuple[Spec, ...], plugins: int) -> Act:
    kind = draw(
        st.sampled_from(
            (
                *("call", "call", "call", "call by chance", "register", "unregister"),
                *("block", "unblock", "monitor", "unmonitor", "unmonitor", "extra", "subset"),
            )
        )
    )
    spec = _drawn(draw, specs)
    names = (*spec.required, *spec.defaulted, "stray")
    if kind == "call by chance":
        given = tuple(name for name in names if draw(st.booleans()))
    else:
        # All that is required, and the first few of the others.
        given = names[: len(spec.required) + draw(st.integers(0, len(spec.defaulted)))]
    return Act(kind, draw(st.integers(0, plugins - 1)), spec.name, given)


def _drawn(draw: st.DrawFn, specs: tuple[Spec, ...]) -> Spec:
    # Most things happen around one hook, or too little would happen around any.
    return draw(
        st.sampled_from(
            [spec for spec, weight in zip(specs, (4, 2, 1), strict=True) for _ in range(weight)]
        )
    )


@st.composite
def _plugins(draw: st.DrawFn, specs: tuple[Spec, ...]) -> Plugin:
    chosen = {_drawn(draw, specs) for _ in range(draw(st.integers(1, 3)))}
    return tuple(draw(_impls(spec)) for spec in sorted(chosen, key=lambda spec: spec.name))


@st.composite
def scenarios(draw: st.DrawFn, *, are_isolated: bool = False) -> Scenario:
    """Draw a scenario.

    :param are_isolated: whether each implementation runs though another raised.
    """
    specs = tuple(replace(spec, is_isolated=are_isolated) for spec in draw(_specs()))
    plugins = tuple(draw(_plugins(specs)) for _ in range(draw(st.integers(1, 5))))
    joins = [Act("register", number) for number in range(len(plugins))]
    acts = draw(st.lists(_acts(specs, len(plugins)), max_size=6))
    early = draw(st.integers(0, len(joins))) if draw(st.integers(0, 3)) == 0 else 0
    # Whatever has happened, each hook is called before and once more at the end.
    last = [Act("call", 0, spec.name, (*spec.required, *spec.defaulted)) for spec in specs]
    return Scenario(specs, plugins, (*joins, *last, *acts, *last), early)
