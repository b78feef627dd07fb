// What makes the queue better than it is without scripts. Nothing here is needed for it to work.
(function () {
  "use strict";
  const rows = () => document.getElementById("rows");
  const ticks = (within) => [...within.querySelectorAll('tbody input[name="case"]')];
  let fresh = null; // what came while somebody's hand was in the table
  let wanted = false;

  // What is kept under a name is what is shown now, not what was when the page came.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-save-queue]");
    if (link) link.search = window.location.search;
    if (event.target.closest("[data-show-new]")) {
      wanted = true;
      document.body.dispatchEvent(new Event("desk:wake"));
    }
  });

  // Ticks: one, all, or with Shift all between.
  let last = null;
  document.addEventListener("click", (event) => {
    const tick = event.target;
    if (!tick.matches || !tick.matches('#rows input[type="checkbox"]')) return;
    const all = ticks(rows());
    if ("tickAll" in tick.dataset) all.forEach((each) => { each.checked = tick.checked; });
    else if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(tick)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((each) => { each.checked = tick.checked; });
    }
    last = tick;
    count();
  });

  function count() {
    const here = rows(), words = here && here.querySelector(".bulk-count");
    if (!words) return;
    const all = ticks(here), ticked = all.filter((tick) => tick.checked).length;
    words.textContent = words.dataset.ticked.replace("#", ticked);
    const every = here.querySelector("[data-tick-all]");
    every.checked = ticked > 0 && ticked === all.length;
    every.indeterminate = ticked > 0 && ticked < all.length;
  }

  // A refresh steals neither focus, scroll nor a half-ticked selection: while a row is ticked or has
  // the focus, rows change where they stand, and new ones wait behind a button.
  function busy(here) {
    const focused = document.activeElement;
    return ticks(here).some((tick) => tick.checked) || Boolean(focused && focused.closest("#rows tbody"));
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const here = rows(), detail = event.detail;
    if (!here || detail.target !== here || detail.requestConfig.elt !== here) return;
    if (wanted || !busy(here) || detail.xhr.status !== 200) {
      wanted = false;
      return;
    }
    const page = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
    fresh = page.getElementById("rows");
    if (!fresh || !fresh.querySelector("tbody")) return;
    detail.shouldSwap = false;
    inPlace(here);
    page.querySelectorAll("[hx-swap-oob]").forEach((part) => {
      const old = document.getElementById(part.id);
      if (old && !old.contains(document.activeElement)) old.replaceChildren(...part.childNodes);
    });
  });

  function inPlace(here) {
    const focused = document.activeElement, known = new Set();
    here.querySelectorAll("tbody > tr[id]").forEach((row) => {
      known.add(row.id);
      const now = fresh.querySelector("#" + CSS.escape(row.id));
      row.classList.toggle("is-gone", !now);
      if (!now || now.cells.length !== row.cells.length) return;
      row.classList.toggle("is-changed", row.dataset.version !== now.dataset.version);
      row.dataset.version = now.dataset.version;
      [...row.cells].forEach((cell, place) => {
        if (cell.matches(".cell-tick") || cell.contains(focused)) return;
        if (cell.innerHTML !== now.cells[place].innerHTML) cell.innerHTML = now.cells[place].innerHTML;
      });
    });
    const added = [...fresh.querySelectorAll("tbody > tr[id]")].filter((row) => !known.has(row.id)).length;
    const button = here.querySelector("[data-show-new]");
    if (!button) return;
    button.hidden = added === 0;
    button.querySelector("span").textContent = button.dataset.showNew.replace("#", added);
  }

  // What is swapped all the same keeps its focus by the ids of its links; ticks are gone then by choice.
  document.addEventListener("htmx:afterSwap", count);
  document.addEventListener("DOMContentLoaded", count);
  window.addEventListener("pageshow", count);
})();
