"""score.py SCHEDULER SHARDS PAIRS STATE [OPTION...]: scores on a Dask cluster the pairs of a file of JSON lines.

Every task has the whole list on its standard input and scores its share of it, so that the merge can tell whether one is
missing. States come back as bytes: workers need the masks, and no place to write to.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from distributed import Client


def score(pairs: bytes, index: int, shards: int, options: list[str]) -> bytes:
    share = ["--shard", f"{index}/{shards}", "--threads", "1", "--quiet", "--state", "-"]
    run = subprocess.run(["maskscore", "score", "--pairs", "-", *share, *options], input=pairs, capture_output=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr.decode())
    return run.stdout


def main(scheduler: str, shards: int, pairs: str, state: str, options: list[str]) -> None:
    with Client(scheduler) as client, tempfile.TemporaryDirectory() as folder:
        lines = client.scatter(Path(pairs).read_bytes(), broadcast=True)
        tasks = client.map(lambda i, lines: score(lines, i, shards, options), range(1, shards + 1), lines=lines, retries=2)
        parts = []
        for index, task in enumerate(tasks, 1):
            parts.append(Path(folder) / f"part-{index}.state")
            parts[-1].write_bytes(task.result())
        subprocess.run(["maskscore", "merge", *parts, "--state", state], check=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5:])
