#!/bin/bash
# submit.sh SHARDS STATES TRUTH PREDICTION [OPTION...]: an array of shards, and their merge once all of them have ended.
set -euo pipefail
shards=$1 states=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$states"
array=$(sbatch --parsable --array="1-$shards" "$here/score.sbatch" "$@")
# Not afterok: Slurm counts a task that was killed and requeued as failed. The merge itself refuses where a shard is missing.
sbatch --parsable --dependency="afterany:$array" "$here/merge.sbatch" "$states"
