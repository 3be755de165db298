# make run · make test: both set up what is missing. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/.done-run
DEV    := $(VENV)/.done-dev
GOLD   ?= data/gold
TEXTS  ?= data/plans
STORE  ?= data/store
PORT   ?= 8501
OUT    ?= build
CORPUS ?= ../shared/corpus/biz_env_2023.jsonl
export STREAMLIT_BROWSER_GATHER_USAGE_STATS = false

.PHONY: help setup run test browser lint eval eval-swapped eval-loo eval-baselines train bench graph screenshots codebook clean

help: ## what there is to do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(STAMP): requirements.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install -q --disable-pip-version-check -r requirements.txt
	$(PY) -m views.fonts
	touch $@

$(DEV): requirements-dev.txt requirements-cluster.txt requirements.txt tests/system_packages.sh $(STAMP)
	$(PY) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	sh tests/system_packages.sh $(PY)
	touch $@

setup: $(STAMP) $(DEV) ## the virtual environment, the font of the pages, what the tests need

$(STORE)/.built: $(STAMP) $(wildcard data/plans/* extract/*.py extract/*/*.py data/lexicon/* data/model/*)
	$(PY) -m extract data/plans --store $(STORE)
	touch $@

graph: $(STORE)/.built ## the graph of the shipped plan in data/store

run: $(STORE)/.built ## the app on http://127.0.0.1:8501 with the shipped plan in it
	$(PY) -m streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

test: $(DEV) ## every test, the fast ones first
	$(PY) -m pytest -m "not browser and not slow and not server"
	$(PY) -m pytest -m "(slow or server) and not browser"
	$(PY) -m pytest -m browser

browser: $(DEV) ## only the tests in a real browser
	$(PY) -m pytest -m browser

lint: $(DEV) ## style and types
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: $(DEV) ## speed, growth, memory, processes, and the explorer, on CORPUS (a .jsonl of papers)
	$(PY) -m tests.bench $(CORPUS)
	$(PY) -m tests.bench_graph $(CORPUS) -o $(OUT)/growth
	$(PY) -W ignore -m tests.bench_explorer $(CORPUS) -o $(OUT)/explorer.md

eval: $(STAMP) ## P, R, F1 of the shipped plan (or GOLD=… TEXTS=…) against its marks, with the errors
	$(PY) -m extract $(TEXTS) -o $(OUT)/eval/
	$(PY) -m extract.evaluate $(GOLD) $(OUT)/eval --errors
	@echo "The shipped models were trained on these papers: a guard against regressions, no forecast (docs/evaluation.md; make eval-loo)."

eval-swapped: $(STAMP) ## the same with every name, number, issuer and place replaced by an invented one
	$(PY) -m extract.swap $(GOLD) $(TEXTS) $(OUT)/swapped

train: $(STAMP) ## train the learned parts on GOLD and TEXTS (each a list of folders), the shipped plan with invented names beside it
	$(PY) -m extract.train --gold $(GOLD) --texts $(TEXTS) --swapped data/gold data/plans

eval-loo: $(STAMP) ## leave one paper out: rules alone against rules and learned, over GOLD and TEXTS
	$(PY) -m extract.train --gold $(GOLD) --texts $(TEXTS) --leave-one-out

eval-baselines: $(DEV) ## what jieba, cutword and a few regular expressions find on the same papers
	$(PY) -m pip install -q --disable-pip-version-check -r requirements-baselines.txt
	$(PY) -m tests.baselines $(GOLD) $(TEXTS)

clean: ## what the commands above made, the virtual environment apart
	rm -rf $(STORE) $(OUT)

codebook: $(STAMP) ## docs/codebook.md from ontology.ttl
	$(PY) -m graph.codebook > docs/codebook.md

screenshots: $(DEV) ## docs/screenshots, from an app of its own
	$(PY) -m tests.screenshots
