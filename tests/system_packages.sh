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
# What tests the endpoint from outside: npm's client, in the virtual environment's folder.
npm_client=fetch-sparql-endpoint@7.2.0
here=$(dirname "$(dirname "$python")")
command -v npm >/dev/null 2>&1 || { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq npm curl >/dev/null; } || echo "npm is missing (apt-get install npm): the test of npm's client will fail"
if command -v npm >/dev/null 2>&1; then
    npm install --prefix "$here/npm" --no-audit --no-fund --ignore-scripts --silent "$npm_client" || echo "npm could not install $npm_client: its test will fail"
fi
# What opens our PowerPoint and Word files, and what reads our tables in R. Without them the tests say at their end what was not run, and fail with CI=true.
{ command -v soffice && command -v Rscript; } >/dev/null 2>&1 || { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-impress-nogui libreoffice-writer-nogui r-base-core r-cran-haven >/dev/null; } || echo "LibreOffice and R are missing (libreoffice-impress-nogui libreoffice-writer-nogui r-base-core r-cran-haven): tests/test_other_tools.py will not run"
# A second SPARQL engine with other habits. Without it the tests say at their end what was not run, and fail with CI=true.
command -v virtuoso-t >/dev/null 2>&1 || { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq virtuoso-opensource >/dev/null; } || echo "virtuoso-opensource is missing: the store tests on Virtuoso will not run"
