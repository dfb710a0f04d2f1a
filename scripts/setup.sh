#!/usr/bin/env bash
# Installs what is missing for `make run` (argument: run) or the tests (argument: test).
# Asks nothing. What it cannot install it names in one line, with the way to do it by hand.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
stamp=.venv/.ready-$purpose

has_language() { tesseract --list-langs 2>/dev/null | grep -qx "$1"; }

missing_packages() {
    command -v tesseract >/dev/null || echo tesseract-ocr
    has_language vie || echo tesseract-ocr-vie
    if [ "$purpose" = test ]; then
        has_language eng || echo tesseract-ocr-eng
        [ -e /usr/share/fonts/truetype/croscore ] || echo fonts-croscore
        command -v chromium >/dev/null || command -v google-chrome >/dev/null || echo chromium
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_packages() {
    local packages=$1
    if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null </dev/null; then
        echo "kehoach: install by hand: $packages (Tesseract OCR with Vietnamese data;" \
             "'.venv/bin/kehoach doctor' says how on this system)" >&2
        return 0
    fi
    # Words of the list are package names of ours, without spaces.
    # shellcheck disable=SC2086
    { as_root apt-get update -qq </dev/null &&
      as_root env DEBIAN_FRONTEND=noninteractive \
          apt-get install -y -qq --no-install-recommends $packages </dev/null >/dev/null; } ||
        echo "kehoach: apt could not install: $packages; install them by hand" >&2
}

# Debian's chromium and Tesseract's own data are all that is needed beside the venv.
packages=$(missing_packages | tr '\n' ' ')
[ -z "$packages" ] || install_packages "$packages"

python_of_our_age() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null &&
           "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
        then
            echo "$name"
            return 0
        fi
    done
    echo "kehoach: needs Python 3.11 or newer with venv (Debian: apt install python3-venv)" >&2
    return 1
}

up_to_date() {
    [ -e "$stamp" ] && [ "$stamp" -nt pyproject.toml ] && [ "$stamp" -nt constraints.txt ]
}

if ! up_to_date; then
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 ||
        "$(python_of_our_age)" -m venv .venv
    extra="[notebooks]"
    [ "$purpose" = run ] || extra="[dev]"
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --constraint constraints.txt --editable ".$extra" </dev/null
    touch "$stamp"
    # What the tests need holds what a run needs.
    [ "$purpose" = run ] || touch .venv/.ready-run
fi
