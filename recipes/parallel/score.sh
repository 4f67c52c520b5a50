#!/bin/bash
# score.sh SHARDS STATES TRUTH PREDICTION [OPTION...], with GNU parallel: on this machine, or with --sshlogin on several.
set -euo pipefail
shards=$1 states=$2
shift 2
mkdir -p "$states"
# A job that is tried again keeps its number, and with it its shard; {} is that number, too.
seq "$shards" | parallel --quote --retries 3 maskscore score "$@" \
  --shard "auto/$shards" --threads 1 --resume "$states/part-{}.state" --quiet > "$states/score.log"
maskscore merge "$states"/part-*.state --state "$states/whole.state"
