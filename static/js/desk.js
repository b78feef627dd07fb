// Small courtesies of every page. Nothing here is needed for a page to work.
(function () {
  "use strict";
  const POPUPS = "details.menu[open], details.why[open]";
  const SENT_AGAIN_AFTER = 8000;

  // A menu closes when one looks elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll(POPUPS).forEach((popup) => {
      if (!popup.contains(event.target)) popup.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll(POPUPS).forEach((popup) => {
        popup.open = false;
        popup.querySelector("summary").focus();
      });
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });

  // A second click on "Send" says nothing new.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || "download" in form.dataset) return;
    if (Date.now() - Number(form.dataset.sentAt || 0) < SENT_AGAIN_AFTER) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = Date.now();
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent-at]").forEach((form) => {
      delete form.dataset.sentAt;
      form.removeAttribute("aria-busy");
    });
  });

  // A row whose version changed fades once.
  let seen = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    seen = new Map([...document.querySelectorAll("[id][data-version]")].map((row) => [row.id, row.dataset.version]));
  });
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll("[id][data-version]").forEach((row) => {
      if (seen.size && seen.get(row.id) !== row.dataset.version) row.classList.add("is-changed");
    });
    seen = new Map();
  });

  // A page that could not be refreshed says so, until it can.
  function refreshed(yes) {
    const notice = document.getElementById("not-refreshed");
    if (notice) notice.hidden = yes;
  }
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, () => refreshed(false));
  });
  document.addEventListener("htmx:afterOnLoad", () => refreshed(true));
})();
