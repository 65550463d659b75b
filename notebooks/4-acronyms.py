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
# For each short form that is not in the lexicon: the long forms that articles give, and in how many
# articles. On the command line, `civictext mine-acronyms` does this over a corpus of any size.

# %%
unknown = set(found.loc[found["method"] == "unknown", "short"])
defined = found[(found["method"] == "definition") & found["short"].isin(unknown)]
defined = defined.sort_values(["short", "articles"], ascending=[True, False])
defined["share"] = defined["articles"] / defined.groupby("short")["articles"].transform("sum")
defined[["short", "long", "articles", "share"]]

# %% [markdown]
# ## Keep what articles agree on
#
# A row goes into the table if at least three articles give it and nine in ten agree. **Read the table
# before you use it**: it is a text file, one line for each short form.

# %%
table = defined[(defined["articles"] >= 3) & (defined["share"] >= 0.9)]
path = folder / "our-acronyms.tsv"
table[["short", "long"]].to_csv(path, sep="\t", index=False)
print(path.read_text("utf-8"))

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
