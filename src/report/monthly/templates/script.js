"use strict";
(() => {
  const unknown = Symbol("unknown");
  const collator = new Intl.Collator("en", { numeric: true });

  // The first amount of a cell: "$0.40 to $4.00" sorts by its low end, words without a figure come last.
  const amount = (text) => {
    const found = text.replace(/,/g, "").match(/(-?)<?\$?(\d+(?:\.\d+)?)/);
    return found ? (found[1] ? -1 : 1) * Number(found[2]) : unknown;
  };
  const keyOf = (cell, numeric) => {
    if (!cell) return unknown;
    if (cell.dataset.v !== undefined) return cell.dataset.v === "" ? unknown : Number(cell.dataset.v);
    const text = cell.textContent.trim();
    return numeric ? amount(text) : text;
  };
  const compare = (one, other, direction) => {
    if (one === unknown || other === unknown) return (one === unknown) - (other === unknown);
    return direction * (typeof one === "number" ? one - other : collator.compare(one, other));
  };

  // A table's rows, or its bodies where each holds a row and its evidence.
  const movable = (table) => (table.tBodies.length > 1 ? [...table.tBodies] : [...table.tBodies[0].rows]);

  const sortable = (table, after) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const numeric = head.classList.contains("n");
        const was = head.getAttribute("aria-sort");
        const now = was ? (was === "ascending" ? "descending" : "ascending") : numeric ? "descending" : "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", now);
        const direction = now === "ascending" ? 1 : -1;
        const parts = movable(table).map((part) => {
          const row = part.rows ? part.rows[0] : part;
          return [keyOf(row.cells[column], numeric), part];
        });
        parts.sort((one, other) => compare(one[0], other[0], direction));
        const parent = parts.length ? parts[0][1].parentNode : table;
        const foot = parent === table ? table.tFoot : null;
        const all = document.createDocumentFragment();
        for (const [, part] of parts) all.append(part);
        parent.insertBefore(all, foot);
        if (after) after();
      });
    });
  };

  const recommendations = document.getElementById("recs");
  const page = 50;
  const filtered = (table) => {
    const form = document.querySelector(".filter");
    const status = document.getElementById("shown");
    const more = document.querySelector(".more");
    const { text, expand } = form.elements;
    const selects = [...form.querySelectorAll("select")];
    const words = new Map();
    let limit = page;
    const wordsOf = (body) => {
      if (!words.has(body)) words.set(body, body.textContent.toLowerCase());
      return words.get(body);
    };
    const matches = (body, sought) =>
      selects.every((select, facet) => select.value === "" || body.dataset.k.split(".")[facet] === select.value) &&
      sought.every((word) => wordsOf(body).includes(word));
    const show = () => {
      const sought = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      for (const body of table.tBodies) {
        const fits = matches(body, sought);
        if (fits) found += 1;
        body.hidden = !fits || found > limit;
      }
      const shown = Math.min(found, limit);
      const count = (number) => number.toLocaleString("en");
      const of = found === table.tBodies.length ? count(found) : `${count(found)} found of ${count(table.tBodies.length)}`;
      status.textContent = found === 0 ? "Nothing found." : `${count(shown)} of ${of} shown.`;
      more.hidden = found <= limit;
    };
    const again = () => { limit = page; show(); };
    form.addEventListener("input", again);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(again));
    expand.addEventListener("click", () => {
      const open = expand.getAttribute("aria-pressed") !== "true";
      expand.setAttribute("aria-pressed", String(open));
      expand.textContent = open ? "Collapse all" : "Expand all";
      for (const details of table.querySelectorAll("tbody:not([hidden]) details")) details.open = open;
    });
    more.addEventListener("click", (event) => {
      if (!event.target.name) return;
      limit = event.target.name === "all" ? Infinity : limit + page;
      show();
    });
    // A numbered note is written out where it is opened.
    table.addEventListener("toggle", (event) => {
      const detail = event.target.closest("tbody").rows[1];
      for (const link of event.target.open ? detail.querySelectorAll("a[href^='#n']") : []) {
        const note = document.getElementById(link.hash.slice(1));
        if (note) link.replaceWith(note.textContent);
      }
    }, true);
    form.hidden = false;
    sortable(table, show);
    show();
  };

  for (const table of document.querySelectorAll("table[data-sort]")) {
    if (table === recommendations) filtered(table);
    else sortable(table);
  }
  // What scrolls sideways can be scrolled by keyboard.
  const reach = () => {
    for (const box of document.querySelectorAll(".scroll")) {
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", box.querySelector("caption").textContent);
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);
  reach();
})();
