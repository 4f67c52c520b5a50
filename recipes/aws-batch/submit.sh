#!/bin/bash
# submit.sh QUEUE SHARDS (2 to 10,000): an array job, and the merge once all of its children have succeeded.
set -euo pipefail
queue=$1 shards=$2
aws batch register-job-definition --cli-input-json "file://$(dirname "$0")/job-definition.json" > /dev/null
array=$(aws batch submit-job --job-name maskscore --job-queue "$queue" --job-definition maskscore \
  --array-properties "size=$shards" --query jobId --output text)
aws batch submit-job --job-name maskscore-merge --job-queue "$queue" --job-definition maskscore \
  --depends-on "jobId=$array" --container-overrides \
  '{"command": ["sh", "-c", "exec maskscore merge \"$STATES\"/part-*.state --state \"$STATES/whole.state\""]}'
