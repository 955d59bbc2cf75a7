#!/usr/bin/env bash
# Builds everything, runs every test and counts them.
#   ./test.sh                    all
#   ./test.sh Language Cli       only tests/Lumina.Language.Tests and tests/Lumina.Cli.Tests; Robustness is tests/Lumina.Robustness
#   ./test.sh --no-format        without looking at the formatting
# The last line is the result: "N passed, N failed" (and ", N skipped"); the exit code is 0 only when nothing failed.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

timeout_seconds=${LUMINA_TEST_TIMEOUT:-900}
results=artifacts/test-results
format=true
only=()
for argument in "$@"; do
  case $argument in
    --no-format) format=false ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "test.sh: unknown option $argument; see ./test.sh --help" >&2; exit 2 ;;
    *)
      [[ -d tests/Lumina.$argument.Tests || $argument == Robustness ]] || { echo "test.sh: there is no tests/Lumina.$argument.Tests" >&2; exit 2; }
      only+=("$argument") ;;
  esac
done

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Nothing that dotnet starts for its own sake stays behind.
build_alone=(-nodeReuse:false -property:UseSharedCompilation=false)

passed=0 failed=0 skipped=0

step() { printf '── %s\n' "$*"; }

# Something that is not a test but has to hold all the same: counts only when it fails.
check() {
  local name=$1
  shift
  step "$name"
  "$@" >"$results/$name.txt" 2>&1 && return
  failed=$((failed + 1))
  tail -n 60 "$results/$name.txt"
}

# Ends what tests have left running, and counts that as a failure. It is known by a variable that all of it inherits;
# what is just about to end gets half a minute (a silo takes its leave of nobody, slowly).
stop_leftovers() {
  local running=() attempt
  for attempt in {1..60}; do
    # Those that look carry no mark themselves, or they would find each other.
    mapfile -t running < <(
      mark=LUMINA_TEST_RUN=$LUMINA_TEST_RUN
      unset LUMINA_TEST_RUN
      grep -lszx "$mark" /proc/[0-9]*/environ | grep -oE '[0-9]+'
    )
    ((${#running[@]} == 0)) && return
    ((attempt == 60)) || sleep 0.5
  done
  failed=$((failed + 1))
  echo "left running by the tests, ended now:"
  ps -o pid=,args= -p "$(IFS=,; echo "${running[*]}")" || true
  kill -KILL "${running[@]}" 2>/dev/null || true
}

finish() {
  local line="$passed passed, $failed failed"
  ((skipped == 0)) || line+=", $skipped skipped"
  echo "$line"
  ((failed == 0))
}

# The analysis is tested against a real Prometheus, which is fetched when it isn't installed.
need_prometheus() {
  [[ ${#only[@]} -eq 0 || " ${only[*]} " == *" Analysis "* ]] || return 0
  tests/testbed/prometheus >"$results/prometheus.txt" 2>&1 && return
  tail -n 5 "$results/prometheus.txt"
  echo "test.sh: there is no prometheus, and Debian's package could not be fetched: install it and run again" >&2
  exit 2
}

# The journal, the store, the host and the cluster are tested against a real PostgreSQL, which is installed when it isn't there.
need_postgres() {
  [[ ${#only[@]} -eq 0 || " ${only[*]} " =~ \ (Journal|Storage|Host|Robustness)\  ]] || return 0
  tests/testbed/postgres find >"$results/postgres.txt" 2>&1 && return
  tail -n 5 "$results/postgres.txt"
  echo "test.sh: there is no PostgreSQL, and Debian's package could not be installed: install it and run again" >&2
  exit 2
}

# Policy and its verbs are tested against a real OPA, which is built from Debian's package of its source when there is none; that takes some minutes, once.
need_opa() {
  [[ ${#only[@]} -eq 0 || " ${only[*]} " =~ \ (Policy|Cli|EndToEnd)\  ]] || return 0
  step "opa"
  tests/testbed/opa >"$results/opa.txt" 2>&1 && return
  tail -n 5 "$results/opa.txt"
  echo "test.sh: there is no OPA, and none could be built: name one with LUMINA_TEST_OPA and run again" >&2
  exit 2
}

need_servers() {
  need_prometheus
  need_postgres
  need_opa
}

need_tools() {
  local tool missing=()
  declare -A package=([curl]=curl [wrk]=wrk [ps]=procps [timeout]=coreutils [flock]=util-linux [node]=nodejs [npm]=npm)
  for tool in "${!package[@]}"; do
    command -v "$tool" >/dev/null || missing+=("${package[$tool]}")
  done
  ((${#missing[@]} == 0)) && { need_servers; return; }
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    step "installing ${missing[*]}"
    { apt-get install -y -q "${missing[@]}" || { apt-get update -q && apt-get install -y -q "${missing[@]}"; }; } >"$results/packages.txt" 2>&1 && { need_servers; return; }
    tail -n 5 "$results/packages.txt"
  fi
  echo "test.sh: these packages are missing, install them and run again: ${missing[*]}" >&2
  exit 2
}

# Runs one test project and adds its numbers.
run_tests() {
  # What runs for long is named, so that a test without an end can be told from the output.
  count_tests "$1" "artifacts/bin/$1/debug/$1" -noColor -diagnostics -longRunning 60
}

# Builds VS Code's extension and runs its tests, which drive the server that the build has made.
run_extension_tests() {
  local folder=dsl/vscode
  step "extension"
  if ! npm ci --prefix "$folder" --no-audit --no-fund >"$results/npm.txt" 2>&1 || ! npm run build --prefix "$folder" >>"$results/npm.txt" 2>&1; then
    failed=$((failed + 1))
    tail -n 40 "$results/npm.txt"
    return
  fi
  count_tests lumina.vscode node "$folder/out/test/run.js"
}

# Runs a test program and adds the numbers of its summary. One that crashes, hangs or prints no summary counts as one failure.
count_tests() {
  local name=$1 output=$results/$1.txt code=0 summary
  shift
  timeout --kill-after=10 "$timeout_seconds" "$@" >"$output" 2>&1 </dev/null || code=$?
  summary=$(grep -E 'Total: *[0-9]+, *Errors: *[0-9]+, *Failed: *[0-9]+, *Skipped: *[0-9]+' "$output" | tail -n 1 || true)
  if [[ ! $summary =~ Total:\ *([0-9]+),\ *Errors:\ *([0-9]+),\ *Failed:\ *([0-9]+),\ *Skipped:\ *([0-9]+) ]]; then
    failed=$((failed + 1))
    tail -n 60 "$output"
    ((code == 124)) && echo "$name: gave no result within $timeout_seconds s" || echo "$name: ended without a summary (exit $code)"
    return
  fi

  local total=${BASH_REMATCH[1]} bad=$((BASH_REMATCH[2] + BASH_REMATCH[3])) left=${BASH_REMATCH[4]}
  passed=$((passed + total - BASH_REMATCH[3] - left))
  skipped=$((skipped + left))
  if ((total == 0)); then
    bad=1
    echo "$name: ran no test"
  elif ((code != 0 && bad == 0)); then
    bad=1
    echo "$name: all tests passed, and yet it ended with exit $code"
  fi
  failed=$((failed + bad))
  printf '%-34s %4d passed  %s\n' "$name" $((total - BASH_REMATCH[3] - left)) "$(grep -oE 'Time: .*' <<<"$summary")"
  ((bad == 0)) || tail -n 200 "$output"
}

mkdir -p "$results"
rm -f "$results"/*.txt
need_tools

step "build"
if ! dotnet build Lumina.Modular.sln --nologo -verbosity:quiet "${build_alone[@]}" >"$results/build.txt" 2>&1; then
  grep -E 'error' "$results/build.txt" | sort -u | head -n 50 || tail -n 50 "$results/build.txt"
  failed=1
  finish
fi

[[ $format == true && ${#only[@]} -eq 0 ]] && check format dotnet format Lumina.Modular.sln --no-restore --verify-no-changes
if command -v shellcheck >/dev/null; then
  check shellcheck shellcheck lumina test.sh .ci/run examples/services/run tests/testbed/prometheus tests/testbed/postgres tests/testbed/opa
fi
check published ./lumina --version

step "tests"
export LUMINA_TEST_RUN=$$
for project in tests/*.Tests tests/Lumina.Robustness; do
  name=${project##*/}
  short=${name#Lumina.}
  short=${short%.Tests}
  [[ ${#only[@]} -eq 0 || " ${only[*]} " == *" $short "* ]] || continue
  # A project that nobody has written into yet.
  find "$project" -name '*.cs' -print -quit | grep -q . || continue
  run_tests "$name"
done
[[ ${#only[@]} -gt 0 ]] || run_extension_tests
stop_leftovers

finish
