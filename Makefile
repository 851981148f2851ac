# Thin names for tasks.py; Windows users call `py tasks.py <task>` instead.
PYTHON ?= python3

.PHONY: evaluation batch test setup lab clean forms feedback map documents demo dictionary format lock

evaluation batch test setup lab clean forms feedback map documents demo dictionary format lock:
	@$(PYTHON) tasks.py $@ $(ARGS)
