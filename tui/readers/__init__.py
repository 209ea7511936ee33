"""Readers of topics, one a file: what only one screen shows, read while it is up."""

from collections.abc import Mapping

from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.settings import Settings
from tui.readers.failures import FailuresReader, FailuresTopic
from tui.readers.finding import FindingReader, FindingTopic
from tui.readers.inspections import InspectionsReader, InspectionsTopic
from tui.readers.overview import OverviewReader, OverviewTopic
from tui.readers.ranking import RankingReader, RankingTopic
from tui.readers.review import ReviewReader, ReviewTopic
from tui.readers.site import SiteReader, SiteTopic
from tui.readers.sites import SitesReader, SitesTopic
from tui.topics import Reader, Topic


def readers(redis: Redis, inspection: str, frontier: Frontier, settings: Settings) -> Mapping[type[Topic], Reader]:
    """Give a reader for each kind of topic."""
    return {
        FailuresTopic: FailuresReader(redis, inspection, frontier),
        SiteTopic: SiteReader(redis, inspection, frontier),
        FindingTopic: FindingReader(redis, inspection, settings.data_dir),
        ReviewTopic: ReviewReader(redis, inspection),
        RankingTopic: RankingReader(redis, inspection),
        InspectionsTopic: InspectionsReader(redis),
        OverviewTopic: OverviewReader(redis, frontier, settings.backlog_limit),
        SitesTopic: SitesReader(frontier),
    }
