"""What peers that work in memory share: their own time, and their rows in a file."""

import os
import time

# Before a library asks how many threads there are.
os.environ["POLARS_MAX_THREADS"] = "2"

QUARTILES = (0.25, 0.5, 0.75)


def timed(work):
    """What `work` gives; prints the seconds of wall clock and of CPU it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    print(f"own {time.perf_counter() - wall:.6f} {time.process_time() - cpu:.6f}")
    return result
