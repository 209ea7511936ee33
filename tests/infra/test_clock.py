"""Days count to their end, and everything is Beijing time."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.clock import BEIJING, end_of_day, moment_of_ms, parse_as_of, parse_moment


def test_a_bare_day_means_its_last_second() -> None:
    assert parse_as_of("2024-02-29") == datetime(2024, 2, 29, 23, 59, 59, tzinfo=BEIJING)


def test_a_time_point_with_a_time_is_kept_and_moved_to_beijing() -> None:
    assert parse_as_of("2024-02-29T10:00:00+00:00") == datetime(2024, 2, 29, 18, 0, tzinfo=BEIJING)
    assert parse_as_of("2024-02-29T18:00").isoformat() == "2024-02-29T18:00:00+08:00"


@pytest.mark.parametrize("text", ["", "yesterday", "2024-02-30", "29.02.2024"])
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date such as"):
        parse_as_of(text)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_moment_survives_its_record(moment: datetime) -> None:
    aware = moment.replace(tzinfo=BEIJING)
    assert parse_moment(aware.isoformat()) == aware
    assert end_of_day(aware) >= aware
    assert end_of_day(aware).date() == aware.date()


def test_epoch_milliseconds_are_read_in_beijing() -> None:
    assert moment_of_ms(0).isoformat() == "1970-01-01T08:00:00+08:00"
