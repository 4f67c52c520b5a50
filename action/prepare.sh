#!/usr/bin/env bash
# Checks the model's name, makes the folder of its reports, and builds maskscore where that has not been done.
set -euo pipefail

refuse() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=maskscore::%s\n' "${text//$'\n'/%0A}"
  exit 2
}

name=$MASKSCORE_NAME
# It is a file, a cache's key and an artifact, which do not take these; the other model of a comparison is "baseline".
case $name in
  "" | . | .. | baseline | *[[:cntrl:]]* | *[\":\<\>\|*?\\/,\[\]]*)
    refuse "name: expected a name without any of \" : < > | * ? \\ / , [ ] and other than baseline, got \"$name\""
    ;;
esac
if [ "${#name}" -gt 100 ]; then refuse "name: expected at most 100 characters, got ${#name}"; fi

found="there is none"
if command -v node >/dev/null; then found="got $(node -p 'parseInt(process.versions.node)')"; fi
case $found in
  "there is none" | "got "[0-9] | "got 1"[0-9])
    refuse "Node 20 or newer is needed, $found: put actions/setup-node before this step"
    ;;
esac
if [ ! -f "$GITHUB_ACTION_PATH/dist/cli/main.js" ]; then
  (cd "$GITHUB_ACTION_PATH" && npm ci --no-audit --no-fund && npm run build --silent)
fi

# The baseline is not among what is uploaded; no model has its folder's name.
folder=$RUNNER_TEMP/maskscore/$name
kept=$RUNNER_TEMP/maskscore/baseline/$name.state
rm -rf -- "$folder" "$kept"
mkdir -p -- "$folder" "$(dirname -- "$kept")"

# The default branch's own runs alone: pull_request_target and others run under its name, on anybody's predictions.
keeps=false
if [ -z "$MASKSCORE_BASELINE" ]; then
  case $GITHUB_EVENT_NAME in
    # Its payload names no repository; it runs on the default branch only.
    schedule) keeps=true ;;
    push | workflow_dispatch)
      if [ "$GITHUB_REF" = "refs/heads/$MASKSCORE_DEFAULT_BRANCH" ]; then keeps=true; fi
      ;;
  esac
fi

{
  printf 'folder=%s\n' "$folder"
  printf 'kept=%s\n' "$kept"
  printf 'keeps=%s\n' "$keeps"
} >>"$GITHUB_OUTPUT"
