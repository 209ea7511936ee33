"""The one gate through which the dashboard changes anything: acts go in, what came of them comes out.

An act is a value: what shall be done, to what. The gate refuses every act of a read-only dashboard before it looks at
it, so that no screen can forget to. An act that is let through is carried out by the controls that the command line
uses too, which read its effect back from Redis and leave the audit line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from redis.exceptions import RedisError

from infra.records import Target
from infra.steering import RATES
from tui import query
from tui.control import Command, CommandError, InspectionControl, ReadOnlyError
from tui.failures import FIELDS, matching
from tui.locale.words import Words
from tui.reviewing import ReviewControl, told
from tui.rounds import RoundControl
from tui.scaling import NodeControl, Scaled
from tui.steering import Order, Setting, SiteControl


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What acts are carried out with."""

    inspection: InspectionControl
    sites: SiteControl
    nodes: NodeControl
    review: ReviewControl
    rounds: RoundControl
    rate: float
    """Requests a second to a host for which nothing is set."""
    targets: Callable[[], "Sequence[Target]"]
    """The inspection's targets, as last read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of an act, as read back."""

    told: str
    """One line in the operator's language."""
    confirmed: bool = True
    """False when what was read back is not what was wanted."""
    lines: tuple[str, ...] = ()
    """What more there is to read, such as what is missing."""
    inspection: str = ""
    """The inspection that came of it."""


class Act(Protocol):
    """Something that an operator wants done."""

    def named(self, words: Words) -> str:
        """What people call it."""
        ...

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Do it, and say what came of it. Raises ``CommandError``."""
        ...


class Gate:
    """Carries acts out for one operator, or refuses them all."""

    def __init__(self, hands: Hands, *, read_only: bool = False) -> None:
        self._hands = hands
        self._read_only = read_only

    @property
    def read_only(self) -> bool:
        """True when every act is refused."""
        return self._read_only

    async def do(self, act: Act, words: Words) -> Done:
        """Carry an act out. Raises ``ReadOnlyError``, or ``CommandError`` with one line of why it was not."""
        if self._read_only:
            raise ReadOnlyError(words.refused_read_only.format(act.named(words)))
        try:
            return await act.perform(self._hands, words)
        except (RedisError, OSError, ValueError, LookupError) as error:
            raise CommandError(str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeState:
    """Start, pause, resume, stop or close the inspection."""

    command: Command

    def named(self, words: Words) -> str:
        """What people call it."""
        return words.pause if self.command is Command.RESUME else str(getattr(words, self.command))

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Change the state and read it back."""
        effect = await hands.inspection.run(self.command)
        state = words.states.get(effect.after, effect.after)
        text = words.effect if effect.confirmed else words.no_effect
        return Done(told=text.format(self.named(words), state), confirmed=effect.confirmed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SteerSite:
    """Pause or resume a site, or set its rate, priority or budget."""

    code: str
    order: Order

    def named(self, words: Words) -> str:
        """What people call it."""
        return f"{words.steer} {self.code}"

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Set it and read it back."""
        await hands.sites.steer([_target(hands, self.code)], self.order)
        return Done(told=words.steered.format(self.code, _set(self.order, words)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRate:
    """Ask a site so many times as often as now, within what can be set."""

    code: str
    factor: float

    def named(self, words: Words) -> str:
        """What people call it."""
        return f"{words.steer} {self.code}"

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Read what is set, change it and read it back; what all are asked at is no setting of its own."""
        now = await hands.sites.rate_of(_target(hands, self.code))
        least, most = RATES
        rate = min(most, max(least, (now or hands.rate) * self.factor))
        order = Order(setting=Setting.RATE, value=None if rate == hands.rate else rate)
        return await SteerSite(code=self.code, order=order).perform(hands, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryFailures:
    """Fetch again what was given up: what a filter lets through, or all."""

    filter: str = ""

    def named(self, words: Words) -> str:
        """What people call it."""
        return words.retry

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Let them wait again, and say how many do."""
        names = {target.code: target.name for target in hands.targets()}
        terms = query.parse(self.filter, FIELDS)
        done = await hands.sites.retry(matching(terms, names) if terms else None, which=self.filter.strip())
        return Done(told=words.retried.format(done.retried, done.left))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleNode:
    """Let a machine run more workers, or fewer."""

    node: str
    workers: int

    def named(self, words: Words) -> str:
        """What people call it."""
        return f"{words.scale} {self.node}"

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Set the wanted number and read it back."""
        return _scaled(await hands.nodes.scale(self.node, self.workers), words)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNode:
    """Let a machine run so many workers more than is wanted of it now; fewer where the number is negative."""

    node: str
    by: int

    def named(self, words: Words) -> str:
        """What people call it."""
        return f"{words.scale} {self.node}"

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Read the wanted number, change it and read it back."""
        return _scaled(await hands.nodes.step(self.node, self.by), words)


def _scaled(scaled: Scaled, words: Words) -> Done:
    return Done(told=words.scaled.format(scaled.node, scaled.wanted, scaled.running))


def _target(hands: Hands, code: str) -> Target:
    """Give a target by its code. Raises ``CommandError``."""
    found = next((target for target in hands.targets() if target.code == code), None)
    if found is None:
        msg = f"no site {code!r}"
        raise CommandError(msg)
    return found


def _set(order: Order, words: Words) -> str:
    """Say what was set."""
    settings = words.desk.settings
    if order.setting is Setting.PAUSED:
        return settings["paused" if order.value else "resumed"]
    if order.setting is Setting.RATE:
        return settings["default"] if order.value is None else settings["rate"].format(f"{order.value:g}")
    return settings["other"].format(order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """Say a word (决定) on a finding by its id, or on a clause of a target, as the command ``review`` does."""

    decision: str
    """As ``scoring.review.Decision``."""
    target: str
    """Its code."""
    clause: str
    finding: str = ""
    by: str = ""
    """Who says it; an appeal that names nobody is the unit's."""
    text: str = ""
    until: str = ""
    """The last day of an approval, ``2024-12-31``."""
    points: str = ""
    evidence: str = ""
    """What shows it: a file, which is kept among the evidence, or an address."""

    def named(self, words: Words) -> str:
        """What people call it."""
        return f"{words.reviewing.verbs.get(self.decision, self.decision)} {self.clause}"

    async def perform(self, hands: Hands, words: Words) -> Done:
        """Enter it in the review log, and say what it did to the finding and to the score."""
        cells = {"decision": self.decision, "by": self.by, "text": self.text, "until": self.until}
        about = {} if self.finding else {"target": self.target, "clause": self.clause, "points": self.points}
        outcome = await hands.review.decide({**cells, **about}, finding=self.finding, evidence=self.evidence)
        return Done(told=told(outcome, self.named(words), words.reviewing), confirmed=outcome.entered)
