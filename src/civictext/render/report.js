"use strict";
// The table of figures: filter, sort, page, and open the sentence of a figure. Everything from an article
// goes into the page as text, never as markup.
(() => {
  const { columns, rows, sentences, articles } = JSON.parse(document.getElementById("data").textContent);
  const at = Object.fromEntries(columns.map((name, i) => [name, i]));
  const SHOWN = ["value", "unit", "kind", "subject", "period", "place", "status", "sure", "article"];
  const NUMERIC = new Set(["value", "sure"]);
  const PAGE = 100;
  const collator = new Intl.Collator("vi", { numeric: true });
  const element = (id) => document.getElementById(id);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const state = { sort: null, down: false, page: 0, found: rows.map((_, i) => i), open: new Set(), chosen: null };
  let folded = null;

  const cell = (row, name) => {
    if (name === "article") return articles[row[at.article]].name;
    return row[at[name]];
  };
  const written = (row, name) => {
    if (name === "value") return row[at.written];
    if (name === "kind") return row[at.kind] + ({ up: " ↑", down: " ↓" }[row[at.direction]] || "");
    if (name === "sure") return `${row[at.sure]}%`;
    const value = cell(row, name);
    return value === null ? "" : value;
  };
  const haystack = () => {
    folded ??= rows.map((row) =>
      fold(["subject", "period", "place", "unit"].map((name) => row[at[name]] || "").join(" ")
        + " " + sentences[row[at.sentence]] + " " + articles[row[at.article]].name));
    return folded;
  };

  function filter() {
    const words = fold(element("words").value).split(/\s+/).filter(Boolean);
    const texts = words.length ? haystack() : [];
    const chosen = ["unit", "kind", "status"].map((name) => [at[name], element(`by-${name}`).value]);
    state.found = rows.flatMap((row, i) =>
      words.every((word) => texts[i].includes(word)) && chosen.every(([c, v]) => !v || row[c] === v) ? [i] : []);
    state.page = 0;
    sort();
  }

  function sort() {
    const name = state.sort;
    const sign = state.down ? -1 : 1;
    state.found.sort((a, b) => {
      if (name) {
        const [x, y] = [cell(rows[a], name), cell(rows[b], name)];
        if (x === null || y === null) { if (x !== y) return x === null ? 1 : -1; }
        else {
          const order = NUMERIC.has(name) ? x - y : collator.compare(x, y);
          if (order) return sign * order;
        }
      }
      return a - b;
    });
    draw();
  }

  function sentenceRow(row) {
    const line = document.createElement("tr");
    line.className = "sentence";
    const td = line.appendChild(document.createElement("td"));
    td.colSpan = SHOWN.length;
    const letters = Array.from(sentences[row[at.sentence]]);
    const [start, end] = [row[at.start], row[at.end]];
    td.append(letters.slice(0, start).join(""));
    td.appendChild(document.createElement("mark")).textContent = letters.slice(start, end).join("");
    td.append(letters.slice(end).join(""));
    const article = articles[row[at.article]];
    const source = td.appendChild(document.createElement("p")).appendChild(document.createElement("small"));
    source.append([article.name, article.id, article.date].filter(Boolean).join(" · "));
    if (article.url) {
      source.append(" · ");
      const link = source.appendChild(document.createElement("a"));
      link.href = article.url;
      link.rel = "noreferrer noopener";
      link.textContent = "source";
    }
    return line;
  }

  function figureRow(i) {
    const row = rows[i];
    const line = document.createElement("tr");
    line.id = `figure-${i}`;
    if (state.chosen === i) line.className = "chosen";
    for (const name of SHOWN) {
      const td = line.appendChild(document.createElement("td"));
      td.dataset.label = name;
      if (NUMERIC.has(name)) td.className = "number";
      if (name === "value") {
        const button = td.appendChild(document.createElement("button"));
        button.type = "button";
        button.textContent = written(row, name);
        button.setAttribute("aria-expanded", String(state.open.has(i)));
        button.addEventListener("click", () => {
          if (!state.open.delete(i)) state.open.add(i);
          draw();
          document.querySelector(`#figure-${i} button`).focus();
        });
      } else td.textContent = written(row, name);
    }
    return line;
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(state.found.length / PAGE));
    const first = state.page * PAGE;
    const shown = state.found.slice(first, first + PAGE);
    element("rows").replaceChildren(
      ...shown.flatMap((i) => (state.open.has(i) ? [figureRow(i), sentenceRow(rows[i])] : [figureRow(i)])));
    element("status").textContent =
      `${state.found.length.toLocaleString("vi")} of ${rows.length.toLocaleString("vi")} figures`
      + `, page ${state.page + 1} of ${pages}`;
    element("before").disabled = state.page === 0;
    element("after").disabled = state.page + 1 >= pages;
    for (const th of document.querySelectorAll("#figures th")) {
      th.setAttribute("aria-sort",
        th.dataset.name !== state.sort ? "none" : state.down ? "descending" : "ascending");
    }
  }

  function show(i) {
    if (!state.found.includes(i)) {
      for (const id of ["words", "by-unit", "by-kind", "by-status"]) element(id).value = "";
      filter();
    }
    state.page = Math.floor(state.found.indexOf(i) / PAGE);
    state.open.add(i);
    state.chosen = i;
    draw();
    const line = element(`figure-${i}`);
    line.scrollIntoView({ block: "center" });
    line.querySelector("button").focus({ preventScroll: true });
  }
  function follow() {
    const match = /^#figure-(\d+)$/.exec(location.hash);
    if (match && Number(match[1]) < rows.length) show(Number(match[1]));
  }

  for (const name of ["unit", "kind", "status"]) {
    const select = element(`by-${name}`);
    const counts = new Map();
    for (const row of rows) {
      const value = row[at[name]];
      if (value) counts.set(value, (counts.get(value) || 0) + 1);
    }
    for (const [value] of [...counts].sort((a, b) => b[1] - a[1] || collator.compare(a[0], b[0]))) {
      select.append(new Option(value, value));
    }
    select.addEventListener("change", filter);
  }
  let typing;
  element("words").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(filter, 150); });
  for (const th of document.querySelectorAll("#figures th")) {
    th.querySelector("button").addEventListener("click", () => {
      state.down = state.sort === th.dataset.name && !state.down;
      state.sort = th.dataset.name;
      state.page = 0;
      sort();
    });
  }
  element("before").addEventListener("click", () => { state.page -= 1; draw(); });
  element("after").addEventListener("click", () => { state.page += 1; draw(); });
  // A second click on the link of the same figure changes no hash, so listen to clicks as well.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#figure-']");
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  addEventListener("hashchange", follow);
  draw();
  follow();
})();
