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
# # 5 · A province's papers: from run to report
#
# **Question.** Three years of articles of a province: did the budgets of its districts grow, and which
# figures contradict each other?
#
# The archive is invented (`samples/archive.py`), so the truth is known: at the end we can count what was
# recovered.

# %%
import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import civictext
from civictext.corpus.view import span_of_dates
from civictext.render import plots
from civictext.render.report import report_html

sys.path.insert(0, "../samples")
import archive

plt.rcParams["figure.dpi"] = 80
work = Path(tempfile.mkdtemp())
print(archive.write(work), "articles written")

# %% [markdown]
# ## The run
#
# The same as `civictext run articles.jsonl -o out` on the command line: resumable, on as many cores as you
# have, and with the same result whatever their number.

# %%
run = civictext.corpus.run(work / "articles.jsonl", work / "out", workers=0, progress="off")
corpus = civictext.corpus.open(work / "out")
print(corpus.table("articles").num_rows, "articles,", len(corpus.indicators()), "figures")
print("published", *map(str, span_of_dates(corpus)))

# %% [markdown]
# ## What is it about?

# %%
names = {row["topic"]: row["name"] for row in corpus.table("topics").to_pylist()}
_ = plots.plot_topics(corpus.topics_over_time("year"), names=names)
# %% [markdown]
# ## Budgets over the years

# %%
budget = corpus.series("tổng thu ngân sách nhà nước", unit="VND", every="year", status="actual")
fig, ax = plt.subplots(figsize=(9, 5), layout="constrained")
_ = budget.plot(ax)
# %% [markdown]
# Place by place in one year. The thin line on a bar joins figures that disagree.

# %%
compared = corpus.compare("tổng thu ngân sách nhà nước", period="2023", unit="VND", status="actual")
_ = plots.plot_comparison(compared, title="Tổng thu ngân sách nhà nước, 2023")
# %% [markdown]
# ## Which figures contradict each other?

# %%
conflicts = corpus.conflicts(status=("actual", "estimate"))
pd.DataFrame(
    {
        "subject": c.subject,
        "place": c.place,
        "period": c.period,
        "values": " | ".join(f"{p.value:,f} [{p.id}]" for p in c.points),
        "differ by": f"{c.spread:.0%}",
    }
    for c in conflicts
)

# %% [markdown]
# Each can be looked up in its sentence:

# %%
for point in conflicts[0].points if conflicts else []:
    print(f"[{point.id}] {point.sentence}")

# %% [markdown]
# ## The report
#
# One page, without network or server: `civictext report out -o report.html`. Every figure leads to its
# sentence.

# %%
page = work / "report.html"
page.write_text(report_html(corpus, title="Lam Giang 2022–2024 (invented)"), encoding="utf-8")
print(f"{page.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# ## How much of the truth was recovered?
#
# The truth holds every budget that an article was given. Recovered means: the same value for the same
# place, period and status, and no other value that nobody planted.

# %%
truth = json.loads((work / "truth.json").read_text("utf-8"))
planted = {
    (f["place"], f["period"], f["status"], Decimal(f["value"]))
    for f in truth
    if f["measure"] == "budget" and f["kind"] == "level"
}
points = corpus.points(subject="tổng thu ngân sách nhà nước", unit="VND", kind="level")
recovered = {(p.place, p.period, p.status, p.value) for p in points}
print(f"planted {len(planted)}, recovered {len(planted & recovered)}, not planted {len(recovered - planted)}")
