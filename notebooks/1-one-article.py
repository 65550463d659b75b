# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1 · First steps: what does one article report?
#
# **Question.** An article says that revenue reached so many billions and so many per cent of two different
# plans. Which figures are these exactly, what is each compared with, and where in the text does it stand?
#
# The article is one of the samples, written for civictext about a province that does not exist.

# %%
from pathlib import Path

import matplotlib.pyplot as plt

import civictext

text = Path("../samples/articles/02-thu-ngan-sach.txt").read_text(encoding="utf-8")
nlp = civictext.load()  # offline; everything is in the package
doc = nlp(text, id="02-thu-ngan-sach", date="2024-10-04")

# %% [markdown]
# A document shows itself. Point at a figure or an acronym to see what it means; click a figure to find its
# row in the table below the text, and the row to get back.

# %%
doc

# %% [markdown]
# ## The figures as a table
#
# `civictext.frames` makes Arrow tables of one document or of many; pandas, polars and DuckDB read them.

# %%
tables = civictext.frames(doc)
table = tables.indicators.to_pandas()
table[["text", "unit", "kind", "direction", "status", "subject", "baseline", "period", "place"]].head(12)

# %% [markdown]
# ## Every figure can be traced
#
# Spans are positions in `doc.text`, the normalised text; `doc.to_source` gives them in the text that was
# given in. `rule` names the functions or table rows that made the result, `confidence` how sure it is.

# %%
figure = doc.indicators[2]
start, end = doc.to_source(figure.span)
print("in the source:", repr(doc.source[start:end]), "at", (start, end))
print("sentence:     ", doc.text[slice(*figure.sentence)])
print("rule:         ", figure.rule)
print(f"confidence:    {figure.confidence:.0%}")

# %% [markdown]
# Numbers that are no figures are kept too, with the reason, so that the refusal can be checked.

# %%
[(r.text, r.reason) for r in doc.rejected]

# %% [markdown]
# ## Acronyms

# %%
{a.short: (a.long, a.method, round(a.confidence, 2)) for a in doc.acronyms}

# %%
print("\n".join(doc.expanded.splitlines()[1:4]))

# %% [markdown]
# ## The answer
#
# How much of each plan was reached? One bar for every attainment, named by what it is compared with.

# %%
reached = table[table["kind"] == "attainment"].iloc[::-1]
names = reached["subject"].fillna("?").str.slice(0, 45) + "\n" + reached["baseline"].fillna("?")
fig, ax = plt.subplots(figsize=(8, 0.6 + 0.62 * len(reached)), layout="constrained", dpi=80)
ax.barh(names, reached["value"], color="#0072b2")
ax.axvline(100, color="#1b1b1b", linewidth=1)
ax.set_xlabel("% of the plan")
ax.spines[["top", "right"]].set_visible(False)
