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
# # 4 · Acronyms: which short forms do our papers use that the lexicon lacks?
#
# **Question.** Offices coin short forms of their own (`TTĐHĐTTM`). Some articles explain them, others do
# not. How many mentions stay unread, and does it help to collect the explanations of the whole archive?
#
# The archive is invented (`samples/archive.py`): five short forms of its own, explained in six articles of
# ten.

# %%
import json
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import civictext
from civictext.acronyms.mining import mine, table
from civictext.corpus import Corpus

sys.path.insert(0, "../samples")
import archive

plt.rcParams["figure.dpi"] = 80
folder = Path(tempfile.mkdtemp())
archive.write(folder)
rows = list(map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines()))


def read(**options):
    nlp = civictext.load(exclude=["indicators", "topics"], **options)
    return Corpus.from_frames(civictext.frames(nlp(row["text"], id=row["id"]) for row in rows))


before = read()
found = before.acronyms().to_pandas()
found.head(8)

# %% [markdown]
# `method` says how a mention was read: from the explanation beside it (`definition`), from one elsewhere in
# the article (`document`), from the lexicon, or not at all (`unknown`). What is not known is left alone,
# never guessed.

# %%
found[found["method"] == "unknown"]

# %% [markdown]
# ## Collect the explanations of the archive
#
# `mine` reads the definitions of a whole corpus and proposes rows for a table of short forms; on the command
# line, `civictext mine-acronyms articles.jsonl -o our-acronyms.tsv` does the same. Here: meanings that at
# least three articles give, for short forms that the lexicon does not know.

# %%
proposals = [p for p in mine((row["text"] for row in rows), min_articles=3) if not p.known]
pd.DataFrame({"short": p.short, "long": p.long, "articles": p.articles} for p in proposals)

# %% [markdown]
# **Read the table before you use it.** It is a text file; comments show where each row comes from.

# %%
path = folder / "our-acronyms.tsv"
path.write_text("\n".join(table(proposals)) + "\n", encoding="utf-8")
print(path.read_text("utf-8")[:1400])

# %% [markdown]
# ## Read the archive again

# %%
after = read(acronyms=path)


def by_method(corpus):
    return corpus.acronyms().to_pandas().groupby("method")["mentions"].sum()


compared = pd.DataFrame({"before": by_method(before), "after": by_method(after)}).fillna(0).astype(int)
compared

# %% [markdown]
# **Answer.** Mentions that could not be read, before and after:

# %%
methods = ["definition", "document", "lexicon", "context", "unknown"]
shown = compared.reindex(methods).fillna(0)
colors = ["#0072b2", "#56b4e9", "#009e73", "#cc79a7", "#d55e00"]
fig, ax = plt.subplots(figsize=(8, 2.4), layout="constrained")
left = pd.Series(0, index=shown.columns)
for method, color in zip(methods, colors, strict=True):
    ax.barh(shown.columns[::-1], shown.loc[method][::-1], left=left[::-1], color=color, label=method)
    left += shown.loc[method]
ax.set_xlabel("mentions")
ax.legend(frameon=False, ncols=5, loc="lower center", bbox_to_anchor=(0.5, 1))
ax.spines[["top", "right"]].set_visible(False)
