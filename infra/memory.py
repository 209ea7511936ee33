"""How much memory a process holds now.

Not ``ru_maxrss``: that is a peak, and begins at the peak of the process that started this one.
"""

import os
from pathlib import Path


def resident_bytes() -> int:
    """Memory of this process in bytes; 0 where the system does not tell (only Linux has /proc)."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
