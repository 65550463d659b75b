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
# # 3 · Topics: train on your own labels, and see how far to trust the result
#
# **Question.** My office labels articles by desk. Can a model learn our labels, how sure may I be of its
# probabilities, and does it still work when all I have is the first words of an article?
#
# The labels here are those of an invented archive (`samples/archive.py`): the papers of a province that
# does not exist, 2022–2024. Its articles follow a dozen patterns, so they are **much easier than real
# news**. What carries over to yours is the way, not the score: train on the past, test on the year after,
# look at the errors.

# %%
import json
import random
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import civictext
from civictext.topics.classifier import TopicClassifier
from civictext.topics.training import calibration_error

sys.path.insert(0, "../samples")
import archive

plt.rcParams["figure.dpi"] = 80
folder = Path(tempfile.mkdtemp())
archive.write(folder)
rows = pd.DataFrame(map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines()))
rows["year"] = rows["date"].str[:4]
rows.groupby(["topic", "year"]).size().unstack()

# %% [markdown]
# ## Train on 2022 and 2023, test on 2024
#
# Never on articles of the same week: the same text may run twice. Times of day and places are the same in
# all years here, so this split is fair.

# %%
train, test = rows[rows["year"] < "2024"], rows[rows["year"] == "2024"]
model = TopicClassifier(min_df=2).fit(train["text"].tolist(), train["topic"].tolist())
whole = model.predict(test["text"].tolist())
print(f"whole articles: {np.mean(whole == test['topic']):.1%} of {len(test)} right")

# %% [markdown]
# ## How many words does it need?
#
# Cut every test article to its first *n* words. The share of right answers is drawn against what the model
# itself expects: the mean of its best probability. Where the two part, its probabilities cannot be trusted.
# One model was trained on whole articles only, the other also on articles cut at random.


# %%
def first_words(texts, n):
    return [" ".join(text.split()[:n]) for text in texts]


lengths = [4, 6, 8, 12, 16, 24, 40, 80]
chance = random.Random(0)
cut = [" ".join(text.split()[: chance.choice(lengths)]) for text in train["text"] for _ in range(3)]
labels = train["topic"].tolist()
on_cut = TopicClassifier(min_df=2).fit(
    train["text"].tolist() + cut, labels + [label for label in labels for _ in range(3)]
)
models = {"trained on whole articles": model, "also on cut ones": on_cut}

fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
results = {}
for ax, (name, fitted) in zip(axes, models.items(), strict=True):
    probability = {n: fitted.predict_proba(first_words(test["text"], n)) for n in lengths}
    hits = {n: fitted.classes_[p.argmax(axis=1)] == test["topic"].to_numpy() for n, p in probability.items()}
    results[name] = (probability, hits)
    ax.plot(lengths, [hits[n].mean() for n in lengths], "o-", color="#0072b2", label="right")
    ax.plot(
        lengths,
        [probability[n].max(axis=1).mean() for n in lengths],
        "o--",
        color="#d55e00",
        label="expected",
    )
    ax.set_xscale("log", base=2)
    ax.set_xticks(lengths, lengths)
    ax.set_xlabel("words that the model sees")
    ax.set_title(name, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
axes[0].set_ylim(0, 1.03)
_ = axes[0].legend(frameon=False)
# %% [markdown]
# **Answer.** Train on what you will have. A model that has only ever seen whole articles is wrong about
# beginnings, and, which is worse, sure of it: its probabilities were calibrated on whole articles.

# %% [markdown]
# ## Calibration in one number
#
# The mean gap between probability and share of right answers (expected calibration error), all lengths
# together.

# %%
pd.Series(
    {
        name: calibration_error(np.concatenate(list(probability.values())), np.concatenate(list(hits.values())))
        for name, (probability, hits) in results.items()
    }
).round(3).to_frame("calibration error")

# %% [markdown]
# ## The errors
#
# Which topics are taken for which when eight words are seen?

# %%
short = on_cut.predict(first_words(test["text"], 8))
wrong = pd.DataFrame({"truth": test["topic"].to_numpy(), "taken for": short})
wrong = wrong[wrong["truth"] != wrong["taken for"]]
wrong.value_counts().head(8).to_frame("articles")

# %% [markdown]
# ## Use the model
#
# A saved model is a folder with a manifest and arrays, no pickle. `load(model=…)` puts it into the
# pipeline; `abstain_below` leaves the topic open where the probability is low.

# %%
model.save(folder / "model", data="invented archive of civictext, seed 7")
nlp = civictext.load(model=folder / "model", abstain_below=0.5)
doc = nlp("Huyện Đông Lạc: số người tham gia bảo hiểm y tế tiếp tục tăng, người dân mua thẻ BHYT tại xã.")
[(topic.id, round(topic.score, 2)) for topic in doc.topics[:3]]
