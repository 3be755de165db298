#!/bin/sh
# What the tests need of the system: a Chromium. By apt-get where we are root on a Debian, else one that is there, else Playwright's own.
set -eu
python=$1
if command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; then
    echo "browser tests use the Chromium that is here: $(command -v chromium || command -v google-chrome)"
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's chromium for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
    echo "no Chromium and no right to install one: asking Playwright for its own"
    "$python" -m playwright install chromium
fi
command -v pdffonts >/dev/null 2>&1 || { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq poppler-utils >/dev/null; } || echo "pdffonts (poppler-utils) is missing: the tests that read our PDFs will fail"
