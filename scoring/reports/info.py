"""What a notice says that no crawl can know: who issues it, under which number, to whom.

Given by flags or a TOML file. What nobody gave is printed as ×× with a mark to be filled in, never invented.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Self

from infra.plaintext import plain

#: Printed where a field was not given.
BLANK = "××（待填）"
#: 国办秘函〔2019〕19号, the order that every such check goes back to.
BASIS = "《国务院办公厅秘书局关于印发政府网站与政务新媒体检查指标、监管工作年度考核指标的通知》"
_LIMIT = 500


class NoticeInfoError(ValueError):
    """A notice file that cannot be read; one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInfo:
    """The head and the frame of the notice; all texts are plain Chinese."""

    office: str = ""
    """发文机关, in full, as the head prints it."""
    office_short: str = ""
    """As the running text calls it; the full name if empty."""
    number: str = ""
    """发文字号."""
    area: str = ""
    """鄂州市: whose sites these are."""
    period: str = ""
    """2024年第一季度; the quarter of the inspection's time point if empty."""
    addressees: str = ""
    """主送机关, without the colon."""
    basis: str = BASIS
    """根据…: the order, and the province's own if there is one."""
    checked_from: str = ""
    """First day of checking, ISO; empty: the day on which the inspection was started."""
    checked_to: str = ""
    """Last day of checking, ISO; empty: the day on which it finished."""
    contact: str = ""
    """Where a unit gets its detailed report."""
    issued: str = ""
    """成文日期, ISO."""

    def __post_init__(self) -> None:
        """Clean every text and refuse what is no date."""
        for field in fields(self):
            object.__setattr__(self, field.name, plain(str(getattr(self, field.name)), _LIMIT))
        for name in ("checked_from", "checked_to", "issued"):
            text = getattr(self, name)
            try:
                _ = text and date.fromisoformat(text)
            except ValueError:
                msg = f"notice: {name} {text!r} is not a date such as 2024-02-29"
                raise NoticeInfoError(msg) from None

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Read the fields from a TOML file; raises ``NoticeInfoError`` on an unreadable file or an unknown field."""
        try:
            content = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            msg = f"{path.name}: {error}"
            raise NoticeInfoError(msg) from None
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(content) - known):
            msg = f"{path.name}: unknown field {unknown[0]}; known are {', '.join(sorted(known))}"
            raise NoticeInfoError(msg)
        return cls(**content)

    @property
    def short(self) -> str:
        """The office in running text."""
        return self.office_short or self.office or BLANK

    @property
    def scope(self) -> str:
        """全市, 全省, 全县 or 全区, by the last character of the area."""
        return f"全{self.area[-1]}" if self.area[-1:] in set("省市县区州") else "全辖区"


def chinese_day(day: date) -> str:
    """2024年2月29日."""
    return f"{day.year}年{day.month}月{day.day}日"


def quarter(day: date) -> str:
    """2024年第一季度."""
    return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
