#!/usr/bin/env bash
# Copyright (c) 2026 The boxlink authors
# Distributed under the Boost Software License, Version 1.0. See LICENSE.
#
# The report of a bulk job in a browser that nobody here wrote: Chromium. It is whole, fits wide and narrow screens, is light
# and dark, needs nothing but itself, and breaks no rule of its own.
# usage: browser.sh SAMPLE [FOLDER]: the screenshots stay in the folder
set -euo pipefail
CDPATH='' here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
sample=$1

browser=$(command -v chromium || command -v chromium-browser) || { echo "skipped: chromium is not installed"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${2:-$work}
fail() { echo "FAILED: $*" >&2; exit 1; }

for kind in full small empty; do
    "$sample" "$work/$kind.html" "$kind"
done

# browse [option…] URL: a browser of its own, that reaches nobody; what pages complain of is in $work/said
browse() {
    HOME=$work timeout --kill-after=10 120 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --user-data-dir="$work/profile" --no-first-run --disable-background-networking --disable-dev-shm-usage \
        --proxy-server=http://127.0.0.1:9 --enable-logging=stderr --log-level=0 --force-device-scale-factor=1 \
        "$@" 2>"$work/said" || fail "chromium ended with status $?: $(tail -5 "$work/said")"
    ! grep -E 'CONSOLE' "$work/said" >&2 || fail "the page complains"
}

# The page that looks at reports is another one: a report runs no script, not even ours.
cp "$here/look.html" "$work/look.html"

# look SCHEME: reports in frames of 360 and 1200 pixels; prints what is wrong, and the colour of each page
look() {
    local blink=1
    [[ $1 == light ]] || blink=0
    browse --blink-settings=preferredColorScheme=$blink --allow-file-access-from-files --window-size=1300,900 \
        --virtual-time-budget=20000 --dump-dom "file://$work/look.html" >"$work/$1.dom"
    grep -q '<pre id="verdict">done' "$work/$1.dom" || fail "$1: the check did not come to its end: $(head -c 2000 "$work/$1.dom")"
    ! grep -E '^wrong: ' "$work/$1.dom" >&2 || fail "$1: see above"
    grep -E '^colour: ' "$work/$1.dom"
}
light=$(look light)
dark=$(look dark)
[[ $light == "colour: rgb(252, 252, 250)" ]] || fail "the light page is $light"
[[ $dark == "colour: rgb(21, 24, 27)" ]] || fail "the dark page is $dark"

# The size that a PNG says it has: two numbers of four bytes after the signature and the name of the first chunk.
size_of() { od --address-radix=n --format=u1 --skip-bytes=16 --read-bytes=8 "$1" | awk '{ print $3 * 256 + $4 "x" $7 * 256 + $8 }'; }

for scheme in light dark; do
    blink=1
    [[ $scheme == light ]] || blink=0
    browse --blink-settings=preferredColorScheme=$blink --window-size=1200,2400 \
        --screenshot="$shots/$scheme.png" "file://$work/full.html" >&2
    [[ $(head -c 8 "$shots/$scheme.png" | od --address-radix=n --format=x1 | tr -d ' ') == 89504e470d0a1a0a ]] ||
        fail "$scheme: the screenshot is no PNG"
    [[ $(size_of "$shots/$scheme.png") == 1200x2400 ]] || fail "$scheme: the screenshot is $(size_of "$shots/$scheme.png")"
done
! cmp --silent "$shots/light.png" "$shots/dark.png" || fail "light and dark look the same"
echo "passed"
