"""Runs a command once: measured.py COMMAND ARGUMENT... prints {"seconds", "maxRssBytes", "status", "stdout"} as JSON.

The kernel keeps a child's largest resident size, so that nothing has to be sampled while it runs. One command a process:
what is kept is the largest of all children.
"""

import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
ran = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
seconds = time.perf_counter() - start
max_rss = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(
    json.dumps(
        {
            "seconds": seconds,
            # KiB, but for macOS.
            "maxRssBytes": max_rss if sys.platform == "darwin" else max_rss * 1024,
            "status": ran.returncode,
            "stdout": ran.stdout,
        }
    )
)
