# What the scripts say to the person at the console.

quiet=false

say() { printf '%s\n' "$*"; }

# What goes on meanwhile: left out when only errors are wanted.
note() { [[ $quiet == true ]] || say "$@"; }

# A fault that the caller can mend: one message, exit code 2.
fail() {
    printf 'build.sh: %s\n' "$*" >&2
    exit 2
}

# Runs a command with its output in a log, which is shown only when the command fails.
quietly() {
    local log=$1 status=0
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || status=$?
    [[ $status -eq 0 ]] || { printf '\n' && tail -n 40 "$log"; } >&2
    return "$status"
}
