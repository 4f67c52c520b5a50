#!/usr/bin/env bash
# Scores a model, compares it with the baseline, and tells both. Ends with the exit code of what failed first, after all is told.
set -uo pipefail
# One stream, so that a log has its lines in their order.
exec 2>&1

folder=$MASKSCORE_FOLDER
name=$MASKSCORE_NAME
baseline=$MASKSCORE_BASELINE
export MASKSCORE_SCORED="" MASKSCORE_COMPARED="" MASKSCORE_FAULT=""

# Writes summary, annotations and outputs, and ends with a code.
end() {
  node "$GITHUB_ACTION_PATH/action/tell.mjs" || { [ "$1" -ne 0 ] || exit 1; }
  exit "$1"
}

refuse() {
  MASKSCORE_FAULT=$1
  end 2
}

# Splits a text at spaces as a shell would, and expands nothing in it; leaves "words".
split() {
  words=()
  local word
  if ! printf '%s\n' "$2" | xargs -r printf '%s\0' >"$folder/words"; then
    refuse "$1: expected words in quotes that match, got $2"
  fi
  while IFS= read -r -d '' word; do words+=("$word"); done <"$folder/words"
  rm -- "$folder/words"
}

# Runs the command, keeps what it says beside its results in a file, and leaves "status". It lets no name that it prints pass
# for a command to the runner.
run() {
  local log=$1
  shift
  {
    node "$GITHUB_ACTION_PATH/dist/cli/main.js" "$@" 2>&1 >&3 3>&- | tee -- "$log"
    status=${PIPESTATUS[0]}
  } 3>&1
}

# GitHub does not ask for inputs that are required.
if [ -z "$MASKSCORE_TRUTH" ]; then refuse "truth: expected a path, got nothing"; fi
if [ -z "$MASKSCORE_PREDICTION" ]; then refuse "prediction: expected a path, got nothing"; fi
case $MASKSCORE_FAIL_WORSE in
  true | false) ;;
  *) refuse "fail-worse: expected true or false, got $MASKSCORE_FAIL_WORSE" ;;
esac
case $baseline in
  none) old= ;;
  "") if [ -f "$MASKSCORE_KEPT" ]; then old=$MASKSCORE_KEPT; else old=; fi ;;
  *) if [ -f "$baseline" ]; then old=$baseline; else refuse "baseline: there is no file $baseline"; fi ;;
esac
split compare-options "$MASKSCORE_COMPARE_OPTIONS"
compare_words=(${words[@]+"${words[@]}"})
split options "$MASKSCORE_OPTIONS"
if [ -n "$MASKSCORE_FAIL_UNDER" ]; then words+=(--fail-under "$MASKSCORE_FAIL_UNDER"); fi

state=$folder/$name.state
run "$folder/score.log" score ${words[@]+"${words[@]}"} --state "$state" --html "$folder/report.html" \
  --json="$folder/scores.json" --junit="$folder/scores.xml" --markdown="$folder/scores.md" \
  -- "$MASKSCORE_TRUTH" "$MASKSCORE_PREDICTION"
MASKSCORE_SCORED=$status
code=$status
# 3: some files failed, 4: below a threshold; there are scores all the same.
case $status in 0 | 3 | 4) ;; *) end "$status" ;; esac

if [ -n "$old" ]; then
  # Models are called as their files are.
  mkdir -p -- "$folder/compared"
  cp -- "$old" "$folder/compared/baseline"
  cp -- "$state" "$folder/compared/$name"
  if [ "$MASKSCORE_FAIL_WORSE" = true ]; then compare_words+=(--fail-worse); fi
  run "$folder/compare.log" compare ${compare_words[@]+"${compare_words[@]}"} \
    --json="$folder/comparison.json" --junit="$folder/comparison.xml" --markdown="$folder/comparison.md" \
    -- "$folder/compared/baseline" "$folder/compared/$name"
  rm -r -- "$folder/compared"
  MASKSCORE_COMPARED=$status
  # Where it is no gate, a baseline that cannot be compared is a warning; a wrong command line never is.
  if [ "$code" -eq 0 ] && { [ "$MASKSCORE_FAIL_WORSE" = true ] || [ "$status" -ne 1 ]; }; then code=$status; fi
fi

# Also of a model that fails, for what the default branch holds is what the next one is compared with; but not of a part of the
# images.
if [ "$MASKSCORE_KEEPS" = true ] && [ "$MASKSCORE_SCORED" -ne 3 ]; then
  cp -- "$state" "$MASKSCORE_KEPT"
  printf 'kept=true\n' >>"$GITHUB_OUTPUT"
fi
end "$code"
