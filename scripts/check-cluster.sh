#!/usr/bin/env bash
# Runs the recipes of docs/cluster.md on the bundled sample: Slurm (an array, a task killed and requeued, the merge that waits
# for it), Snakemake, GNU parallel, Dask, and what the Kubernetes and AWS Batch manifests tell their containers to run. The
# merged state of each must be the single run's, byte for byte. What is missing is installed where that is possible; what cannot
# be started here is skipped with a loud line, what was started and went wrong fails.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
work=$(mktemp -d "${TMPDIR:-/tmp}/maskscore-cluster-XXXXXX")
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2> /dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2> /dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

failures=0
passed() { echo "ok       $*"; }
skipped() { printf '\n!!!!!!!! SKIPPED, NOT RUN: %s\n\n' "$*" >&2; }
failed() {
  printf '\n!!!!!!!! FAILED: %s\n\n' "$*" >&2
  failures=$((failures + 1))
}

install_missing() {
  local missing=()
  command -v slurmctld > /dev/null && command -v slurmd > /dev/null || missing+=(slurm-wlm)
  command -v munged > /dev/null || missing+=(munge)
  command -v snakemake > /dev/null || missing+=(snakemake)
  command -v parallel > /dev/null || missing+=(parallel)
  /usr/bin/python3 -c 'import distributed, yaml' 2> /dev/null || missing+=(python3-distributed python3-yaml)
  ((${#missing[@]} == 0)) && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then return; fi
  apt-get update -qq > /dev/null || true
  for package in "${missing[@]}"; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" > /dev/null 2>&1 || true
  done
}

# Whether a merged state is there and is the single run's.
same() {
  local name=$1 state=$2 reference=${3:-$work/whole.state}
  if [ -s "$state" ] && cmp -s "$state" "$reference"; then passed "$name: the same bytes as one run"; else failed "$name: $state is not what one run gives"; fi
}

start_slurm() {
  local host base
  host=$(hostname -s)
  base=$((20000 + RANDOM % 20000))
  mkdir -p "$work/slurm/"{state,spool,munge}
  chmod 700 "$work/slurm/munge"
  head -c 1024 /dev/urandom > "$work/slurm/munge/key"
  chmod 400 "$work/slurm/munge/key"
  cat > "$work/slurm/slurm.conf" <<CONF
ClusterName=check
SlurmctldHost=$host
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/slurm/munge/socket,cred_expire=3
SlurmctldPort=$base
SlurmdPort=$((base + 1))
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
RequeueExit=137
SchedulerParameters=sched_interval=2,batch_sched_delay=1,bf_interval=2
MailProg=/bin/true
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
  export SLURM_CONF=$work/slurm/slurm.conf
  munged --foreground --force --key-file="$work/slurm/munge/key" --socket="$work/slurm/munge/socket" \
    --pid-file="$work/slurm/munge/pid" --log-file="$work/slurm/munge/log" --seed-file="$work/slurm/munge/seed" > /dev/null 2>&1 &
  started+=($!)
  wait_for 10 test -S "$work/slurm/munge/socket" || return 1
  slurmctld -D > "$work/slurm/slurmctld.log" 2>&1 &
  started+=($!)
  slurmd -D -N "$host" > "$work/slurm/slurmd.log" 2>&1 &
  started+=($!)
  wait_for 60 node_is_up
}
node_is_up() { [[ $(sinfo -h -o %T 2> /dev/null) == @(idle|mixed|allocated) ]]; }
wait_for() {
  local seconds=$1
  shift
  for ((tries = 0; tries < seconds * 2; tries++)); do
    if "$@"; then return 0; fi
    sleep 0.5
  done
  return 1
}
queue_is_empty() { [ -z "$(squeue -h 2> /dev/null)" ]; }

# The first attempt of task 2 is killed when it is about to put its state in its place; Slurm begins it again (RequeueExit).
check_slurm() {
  if ! command -v slurmctld > /dev/null || ! command -v munged > /dev/null; then
    skipped "Slurm: slurm-wlm or munge is not there"
    return
  fi
  if ! start_slurm; then
    tail -n 3 "$work/slurm/"*.log "$work/slurm/munge/log" >&2 2> /dev/null || true
    skipped "Slurm: no node came up here"
    return
  fi
  local bin=$work/slurm/bin
  mkdir -p "$bin"
  cat > "$bin/maskscore" <<KILLED
#!/bin/bash
if [ "\${SLURM_ARRAY_TASK_ID:-}" = 2 ] && [ "\${SLURM_RESTART_COUNT:-0}" = 0 ]; then
  echo killed > "$work/slurm/killed"
  export NODE_OPTIONS="--import $project/test/helpers/faultyFiles.mjs" MASKSCORE_FAULT="kill renameSync 1"
fi
exec "$work/bin/maskscore" "\$@"
KILLED
  chmod +x "$bin/maskscore"
  (cd "$work/sample" && PATH=$bin:$PATH "$project/recipes/slurm/submit.sh" 4 "$work/slurm/states" truth fine --classes classes.json > /dev/null)
  if ! wait_for 180 queue_is_empty; then
    squeue >&2
    failed "Slurm: the jobs have not ended after three minutes"
    return
  fi
  [ -e "$work/slurm/killed" ] || failed "Slurm: no task was killed"
  [[ $(scontrol show job -o 2> /dev/null) == *"ArrayTaskId=2 "*"Restarts=1 "* ]] || failed "Slurm: the killed task was not requeued"
  same "Slurm, an array of 4 with a task killed and requeued" "$work/slurm/states/whole.state"
  # Again, alone: the shard that it had.
  rm "$work/slurm/states/part-3.state" "$work/slurm/states/whole.state"
  (cd "$work/sample" && sbatch --array=3 "$project/recipes/slurm/score.sbatch" 4 "$work/slurm/states" truth fine --classes classes.json > /dev/null)
  wait_for 60 queue_is_empty || failed "Slurm: task 3 alone has not ended"
  maskscore merge "$work/slurm/states/"part-*.state --state "$work/slurm/states/whole.state" > /dev/null || true
  same "Slurm, task 3 submitted again alone" "$work/slurm/states/whole.state"
}

check_snakemake() {
  if ! command -v snakemake > /dev/null; then skipped "Snakemake: it is not there"; return; fi
  if ! snakemake --version > /dev/null 2>&1; then skipped "Snakemake: it does not start"; return; fi
  local folder=$work/snakemake
  cp -r "$work/sample" "$folder"
  (cd "$folder" && HOME=$work snakemake --snakefile "$project/recipes/snakemake/Snakefile" --cores 2 --quiet all --config shards=4 \
    truth=truth prediction=fine 'options=--classes classes.json' > "$folder.log" 2>&1) || tail -n 20 "$folder.log" >&2
  same "Snakemake, 4 shards" "$folder/states/whole.state"
}

check_parallel() {
  if ! parallel --version 2> /dev/null | grep -q GNU; then skipped "GNU parallel: it is not there"; return; fi
  (cd "$work/sample" && HOME=$work "$project/recipes/parallel/score.sh" 4 "$work/parallel" truth fine --classes classes.json > /dev/null) || true
  same "GNU parallel, 4 shards" "$work/parallel/whole.state"
}

check_dask() {
  if ! /usr/bin/python3 -c 'import distributed' 2> /dev/null; then skipped "Dask: python3-distributed is not there"; return; fi
  local address=$work/dask.json
  (cd "$work/sample" && exec /usr/bin/python3 -m distributed.cli.dask_scheduler --port 0 --no-dashboard --scheduler-file "$address") > "$work/dask.log" 2>&1 &
  started+=($!)
  if ! wait_for 60 test -s "$address"; then tail -n 5 "$work/dask.log" >&2; skipped "Dask: no scheduler came up here"; return; fi
  (cd "$work/sample" && exec /usr/bin/python3 -m distributed.cli.dask_worker --scheduler-file "$address" --nthreads 2 --no-nanny \
    --no-dashboard --local-directory "$work/dask") > "$work/dask-worker.log" 2>&1 &
  started+=($!)
  (
    cd "$work/sample"
    for mask in truth/*.png; do printf '{"truth": "%s", "prediction": "%s"}\n' "$mask" "fine/${mask#truth/}"; done > "$work/pairs.jsonl"
    maskscore score --pairs - --classes classes.json --state - < "$work/pairs.jsonl" > "$work/whole-pairs.state" 2> /dev/null
    scheduler=$(/usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$address")
    timeout 120 /usr/bin/python3 "$project/recipes/dask/score.py" "$scheduler" 3 "$work/pairs.jsonl" "$work/dask.state" \
      --classes classes.json > /dev/null
  ) || true
  same "Dask, 3 tasks, pairs on standard input and states on standard output" "$work/dask.state" "$work/whole-pairs.state"
}

# What the manifests tell containers to run, as their schedulers would, index by index.
check_manifests() {
  if ! /usr/bin/python3 -c 'import yaml' 2> /dev/null; then skipped "Kubernetes and AWS Batch: no YAML parser (python3-yaml)"; return; fi
  cp -r "$work/sample" "$work/data"
  mv "$work/data/fine" "$work/data/prediction"
  maskscore score "$work/data/truth" "$work/data/prediction" --classes "$work/data/classes.json" --state "$work/whole-data.state" > /dev/null
  local scheduler
  for scheduler in kubernetes aws-batch; do
    mkdir -p "$work/$scheduler"
    /usr/bin/python3 scripts/run-manifest.py "$scheduler" "$work/data" "$work/$scheduler" > "$work/$scheduler.log" 2>&1 || tail -n 5 "$work/$scheduler.log" >&2
    same "$scheduler, the manifest's commands (no cluster of it ran)" "$work/$scheduler/whole.state" "$work/whole-data.state"
  done
}

[ -e dist/cli/main.js ] || npm run build
install_missing
mkdir -p "$work/bin"
printf '#!/bin/sh\nexec "%s" "%s/dist/cli/main.js" "$@"\n' "$(command -v node)" "$project" > "$work/bin/maskscore"
chmod +x "$work/bin/maskscore"
export PATH=$work/bin:$PATH
cp -r samples/streets "$work/sample"
(cd "$work/sample" && maskscore score truth fine --classes classes.json --state "$work/whole.state" > /dev/null)

check_slurm
check_snakemake
check_parallel
check_dask
check_manifests
if ((failures > 0)); then exit 1; fi
