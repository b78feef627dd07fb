// Small courtesies of every page. Nothing here is needed for a page to work.
(function () {
  "use strict";
  const POPUPS = "details.menu[open], details.why[open]";
  const SENT_AGAIN_AFTER = 8000, SIGNED_OUT = 401;

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
  function signedIn(yes) {
    const notice = document.getElementById("signed-out");
    if (!notice || notice.hidden === yes) return;
    if (yes) renew(notice.dataset.renew).then(() => (notice.hidden = true));
    else notice.hidden = false;
  }

  // Who signed in again in another tab goes on here: the forms get the token of the new session.
  async function renew(address) {
    const answer = await fetch(address), page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headers = page.body.getAttribute("hx-headers");
    document.body.setAttribute("hx-headers", headers);
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = JSON.parse(headers)["X-CSRFToken"]));
  }
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => refreshed(false)));
  document.addEventListener("htmx:responseError", (event) => (event.detail.xhr.status === SIGNED_OUT ? signedIn : refreshed)(false));
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (!event.detail.successful) return;
    refreshed(true);
    signedIn(true);
  });
  window.addEventListener("offline", () => refreshed(false));
  window.addEventListener("online", () => document.body.dispatchEvent(new Event("desk:wake")));
})();
