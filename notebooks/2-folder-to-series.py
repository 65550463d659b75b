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
# # 2 · From a folder of text files to a table and a series
#
# **Question.** I have a folder of articles. What do they report most, and how did it move over the years?
#
# To use your own articles, change the path below: any folder of `.txt` files works (also `.jsonl`, `.csv`,
# `.parquet`). Nothing else in this notebook needs to change.

# %%
FOLDER = "../samples/articles"

# %%
import matplotlib.pyplot as plt

import civictext
from civictext.corpus import Corpus, read_rows
from civictext.corpus.records import BadRow
from civictext.corpus.subjects import core

plt.rcParams["figure.dpi"] = 80
nlp = civictext.load()
docs, refused = [], []
for row in read_rows(FOLDER):
    if isinstance(row, BadRow):
        refused.append(str(row))
    else:
        docs.append(nlp(row.text, id=row.id, title=row.title, date=row.date, url=row.url))
print(f"{len(docs)} articles, {sum(len(d.indicators) for d in docs)} figures, {len(refused)} rows refused")

# %% [markdown]
# ## A table of all figures

# %%
corpus = Corpus.from_frames(civictext.frames(docs))
figures = corpus.indicators().to_pandas()
figures[["id", "text", "unit", "kind", "status", "subject", "period", "place"]].sample(
    min(10, len(figures)), random_state=1
)

# %% [markdown]
# ## What is reported most?
#
# Subjects that seem to mean the same are put together by the words they share. Nothing is hidden: each
# group lists its members as written, with how similar they are; `threshold=1` puts together only the same
# words.

# %%
for group in corpus.subjects(kind=("level", "share"))[:12]:
    members = "; ".join(f"{m.subject} ({m.count}×, {m.similarity:.2f})" for m in group.members[:4])
    print(f"{group.count:3d}  {members}")

# %% [markdown]
# ## One indicator over time
#
# The subject of several words that one place reports for the most periods is drawn. Filled marks are
# actuals, half-filled ones estimates, hollow ones targets; the line joins what most articles state. To
# choose yourself: `corpus.series("tỷ lệ hộ nghèo", place="tỉnh Lam Giang")`.


# %%
def longest(series):
    return max((len({p.period for p in points}), place) for place, points in series.by_place().items())


named = [g.subject for g in corpus.subjects(kind=("level", "share")) if len(core(g.subject)) > 2]
found = [series for series in map(corpus.series, named[:300]) if series.points]
best = max(found, key=lambda series: longest(series)[0])
series = corpus.series(best.subject, every=best.every, place=longest(best)[1] or None)
print(series.subject, "·", series.every, "·", dict(series.members))
_ = series.plot()
# %% [markdown]
# Behind each point stands a sentence:

# %%
for point in series.points:
    print(f"{point.period}  {point.value}  {point.place}  [{point.id}]\n    … {point.sentence[:160]} …")

# %% [markdown]
# ## Topics

# %%
counts = corpus.table("articles", ["topic"]).to_pandas()["topic"].value_counts()
counts

# %% [markdown]
# ## Take it away
#
# The tables go anywhere: `to_pandas()`, `to_polars()`, `duckdb()`, or a file.

# %%
corpus.indicators(kind="attainment").duckdb().sql(
    "select subject, value, baseline, period from figures order by value desc limit 8"
).df()
