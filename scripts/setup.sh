#!/usr/bin/env bash
# Installs what is missing for `make run` (argument: run) or the tests (argument: test).
# Asks nothing and says one line for each thing it does, nothing where all is there. What it
# cannot install it names, with the way to do it by hand.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
stamp=.venv/.ready-$purpose

say() { echo "kehoach: $*" >&2; }

has_language() { tesseract --list-langs 2>/dev/null | grep -qx "$1"; }

missing_packages() {
    command -v tesseract >/dev/null || echo tesseract-ocr
    has_language vie || echo tesseract-ocr-vie
    # A larger model, for the words that the first one doubts; scans are read without it too.
    has_language Vietnamese || has_language script/Vietnamese || echo tesseract-ocr-script-viet
    if [ "$purpose" = test ]; then
        has_language eng || echo tesseract-ocr-eng
        [ -e /usr/share/fonts/truetype/croscore ] || echo fonts-croscore
        command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo chromium
    fi
}

# Runs a command without a word; where it fails, the last of what it said.
quietly() {
    local said
    said=$(mktemp)
    if "$@" >"$said" 2>&1 </dev/null; then
        rm -f "$said"
        return 0
    fi
    tail -n 5 "$said" >&2
    rm -f "$said"
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@"
}

by_hand() {
    say "install by hand: $* (Debian, Ubuntu: sudo apt-get install $*; elsewhere Tesseract OCR" \
        "with its Vietnamese data: '.venv/bin/kehoach doctor' says how)"
}

install_packages() {
    if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null </dev/null; then
        by_hand "$@"
        return 0
    fi
    say "installing $* (half a minute to two)"
    if ! { quietly as_root apt-get update -qq && apt_install "$@"; }; then
        local package left=()
        for package in "$@"; do  # one that is not to be had must not keep the others away
            apt_install "$package" || left+=("$package")
        done
        [ ${#left[@]} = 0 ] || by_hand "${left[@]}"
    fi
}

# Words of the list are package names of ours, without spaces.
# shellcheck disable=SC2046
set -- $(missing_packages)
[ $# = 0 ] || install_packages "$@"

python_of_our_age() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null &&
           "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
        then
            echo "$name"
            return 0
        fi
    done
    say "needs Python 3.11 or newer with venv (Debian, Ubuntu: sudo apt-get install python3-venv)"
    return 1
}

up_to_date() {
    [ -e "$stamp" ] && [ "$stamp" -nt pyproject.toml ] && [ "$stamp" -nt constraints.txt ]
}

make_venv() {
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    local python
    python=$(python_of_our_age)
    say "making .venv with $("$python" --version) (some seconds)"
    "$python" -m venv .venv
}

if ! up_to_date; then
    make_venv
    extra="[notebooks]"
    [ "$purpose" = run ] || extra="[dev]"
    say "installing the Python packages for '$purpose' at the versions of constraints.txt" \
        "(one to five minutes)"
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --constraint constraints.txt --editable ".$extra" </dev/null
    touch "$stamp"
    # What the tests need holds what a run needs.
    [ "$purpose" = run ] || touch .venv/.ready-run
fi
