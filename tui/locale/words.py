"""Every word that the dashboard says, as one typed table.

A language is one instance of ``Words``: a forgotten word is an error where the table is made, not a hole on the screen,
and there is nothing to compile. Texts with a number in them carry ``{}`` fields for ``str.format``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.locale.desk import DeskWords
from tui.locale.review import RankingWords, ReviewWords
from tui.locale.site import SiteWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. Headings of columns are at most as wide as the column (Chinese counts double)."""

    title: str
    overview: str
    sites: str
    accounts: str
    ranking: str
    review: str
    help: str
    help_hint: str

    state: str
    states: Mapping[str, str]
    """By ``infra.inspections.State``."""
    verdicts: Mapping[str, str]
    roles: Mapping[str, str]
    as_of: str
    standard: str
    elapsed: str
    eta: str
    age: str
    """The age of what is shown; {} is a duration."""
    lost: str
    """Redis is away; {} is the reason."""
    waiting_for_data: str
    read_only: str

    rate: str
    """{} is a number: pages a second."""
    tasks: str
    known: str
    waiting: str
    leased: str
    done: str
    failed: str
    blocked: str
    dead: str
    backlog: str
    sites_finished: str
    workers: str
    log: str
    failures: str
    kind: str
    task: str
    reason: str
    address: str
    attempts: str
    no_workers: str

    name: str
    role: str
    process: str
    silent: str
    pages_per_second: str
    fetched: str
    memory: str

    code: str
    unit: str
    platform: str
    account_type: str
    time: str
    open: str
    progress: str
    pages: str
    score: str
    range: str
    coverage: str
    vetoes: str
    verdict: str
    shown: str
    """{} of {} rows, sorted by {}."""
    filter_hint: str
    """{} are the names of fields."""
    crawling: str

    start: str
    pause: str
    stop: str
    close: str
    quit: str
    filter: str
    sort: str
    reverse: str
    next_view: str
    back: str
    down: str
    up: str
    page_down: str
    page_up: str
    first: str
    last: str

    commands: str
    palette_hint: str
    theme: str
    export_csv: str
    export_json: str
    exported: str
    """{} rows, {} is the path."""
    export_failed: str
    """{} is the reason."""

    confirm_retry: str
    """{} is how many."""
    confirm_stop: str
    """{} is the inspection."""
    confirm_close: str
    """{} is the inspection."""
    cannot_close: str
    type_to_confirm: str
    """{} is what to type."""
    cancel: str
    refused_read_only: str
    effect: str
    """{} is the command, {} the state read back."""
    no_effect: str
    """{} is the command, {} the state read back."""
    steer: str
    steered: str
    """{} is a site, {} the setting."""
    retry: str
    retried: str
    """{} wait again, {} are left."""
    scale: str
    scaled: str
    """{} is a machine, {} the workers wanted, {} those that run."""
    failed_command: str
    """{} is the command, {} the reason."""
    hold_site: str
    slower: str
    faster: str
    retry_site: str
    more_workers: str
    fewer_workers: str
    new_inspection: str
    inspections: str
    write_report: str
    desk: DeskWords
    """Of what is done from the dashboard: alarms, machines, steering, new inspections, reports."""

    switch_list: str
    copy_address: str
    copy_evidence: str
    copied: str
    """{} is what was copied."""
    nothing_to_copy: str
    next_place: str
    previous_place: str
    site: SiteWords

    confirm: str
    dismiss: str
    clear: str
    appeal: str
    decide: str
    next_group: str
    reviewing: ReviewWords
    ranked: RankingWords
