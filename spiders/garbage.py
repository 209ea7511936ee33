"""How often Python looks for garbage in cycles: by default after every 700 new objects, which a page makes many times.

Most of what a look walks over is modules, classes and compiled patterns that stay as long as the process. They are set
aside once, and looks come less often: nearly all that a page leaves is freed without any look.
"""

import gc

#: New objects before a look at the youngest, and looks at one generation before one at the next. A page that is well
#: leaves no cycle and one that fails some hundred objects, now and then its answer among them: so that those do not add
#: up, there is a look after some fifty failures.
THRESHOLDS = (5_000, 20, 20)


def settle() -> None:
    """Set aside all that is there now, for good; call it once, when the process has what it needs to work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
