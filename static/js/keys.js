// Keys: a letter presses what visibly carries it (data-key), j and k move the marked row, ? lists
// them all. They rest while one types and with modifiers, and can be turned off in the profile.
(function () {
  "use strict";
  const root = document.documentElement, dialog = document.getElementById("keys");
  if (root.dataset.keys === "off" || !dialog) return;
  const PREFIX_LASTS = 1500;
  const NOT_TYPED_IN = ["checkbox", "radio", "button", "submit", "reset", "file", "image"];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const isTyped = (element) => element.matches(`textarea, select, input${NOT_TYPED_IN.map((type) => `:not([type=${type}])`).join("")}`);
  let marked = ""; // the address of the marked row, which outlives a refresh of the list
  let prefix = "", since = 0;

  // The marked row: real focus on its link, and said to screen readers that read by row.
  const rowOf = (element) => {
    const row = element.closest("tr");
    return row && row.querySelector(".row-link") ? row : null;
  };
  const rowLinks = () => [...document.querySelectorAll(".row-link")].filter(isShown);
  const markedLink = () => rowLinks().find((link) => link.getAttribute("href") === marked);

  function mark() {
    const link = markedLink(), row = link && rowOf(link);
    document.querySelectorAll("tr[aria-current]").forEach((other) => other !== row && other.removeAttribute("aria-current"));
    if (row) row.setAttribute("aria-current", "true");
    return row;
  }

  function move(by) {
    const links = rowLinks(), at = links.indexOf(markedLink());
    if (!links.length) return false;
    const last = links.length - 1;
    const next = links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), last)];
    next.focus({ preventScroll: true });
    rowOf(next).scrollIntoView({ block: "nearest" });
    return true;
  }

  function open() {
    const link = markedLink();
    if (link) link.click();
    return Boolean(link);
  }

  function tick() {
    const row = mark(), box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
    return Boolean(box);
  }

  // What carries a key: in the marked row before elsewhere, never in a row that is not marked.
  function carriers() {
    const row = mark(), found = new Map();
    document.querySelectorAll("[data-key]").forEach((element) => {
      const home = rowOf(element), key = element.dataset.key;
      const goes = key.includes(" "); // a way leads on from behind a closed menu too
      if (element.disabled || (!goes && !isShown(element)) || (home && home !== row)) return;
      if (!found.has(key) || home) found.set(key, element);
    });
    return found;
  }

  function press(element) {
    element.focus();
    if (isTyped(element)) {
      if (element.select) element.select();
    } else {
      element.click();
    }
    return true;
  }

  // The list, from what the page offers now.
  function word(element) {
    const said = element.dataset.keyLabel || element.getAttribute("aria-label") || (element.labels && element.labels.length ? element.labels[0].textContent : element.textContent);
    return said.replace(/\s+/g, " ").trim();
  }

  function line(keys, text) {
    const pair = document.createElement("div"), term = document.createElement("dt"), what = document.createElement("dd");
    keys.split(" ").forEach((key, place) => {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(...(place ? [" ", cap] : [cap]));
    });
    what.textContent = text;
    pair.append(term, what);
    return pair;
  }

  function fill(name, lines) {
    const part = dialog.querySelector(`[data-keys-of=${name}]`);
    part.hidden = !lines.length;
    part.querySelector("dl").replaceChildren(...lines.map(([keys, element]) => line(keys, word(element))));
  }

  function list() {
    const found = [...carriers()], links = rowLinks();
    fill("page", found.filter(([keys]) => !keys.includes(" ")));
    fill("ways", found.filter(([keys]) => keys.includes(" ")));
    dialog.querySelector("[data-keys-of=rows]").hidden = !links.length;
    dialog.querySelector("[data-needs=tick]").hidden = !links.some((link) => rowOf(link).querySelector("input[type=checkbox]"));
    dialog.showModal();
    return true;
  }

  const MOVES = { j: () => move(1), k: () => move(-1) };
  const OWN = { ...MOVES, o: open, x: tick, "?": list };

  function act(keys, repeated) {
    if (repeated && !(keys in MOVES)) return false; // a key that is held acts once
    const element = carriers().get(keys);
    return element ? press(element) : keys in OWN && OWN[keys]();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length !== 1 || event.target.isContentEditable || (event.target.matches && isTyped(event.target))) return;
    if (document.querySelector("dialog[open]")) {
      if (event.key === "?" && dialog.open) dialog.close();
      return;
    }
    const key = event.shiftKey ? event.key : event.key.toLowerCase(); // whatever Caps Lock says
    const led = prefix && Date.now() - since < PREFIX_LASTS ? `${prefix} ${key}` : key;
    prefix = "";
    if (act(led, event.repeat)) {
      event.preventDefault();
    } else if (led === key && [...carriers().keys()].some((keys) => keys.startsWith(`${key} `))) {
      prefix = key;
      since = Date.now();
    }
  });

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });

  // A row that gets the focus in whatever way is the marked one.
  document.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    marked = row.querySelector(".row-link").getAttribute("href");
    mark();
  });

  // A list that is exchanged keeps its mark, and the focus where it stood on the marked link.
  let stood = false;
  document.addEventListener("htmx:beforeSwap", () => (stood = document.activeElement !== null && document.activeElement === markedLink()));
  document.addEventListener("htmx:afterSettle", () => {
    mark();
    const link = markedLink();
    if (stood && link && document.activeElement === document.body) link.focus({ preventScroll: true });
    stood = false;
    say();
  });

  function say() {
    document.querySelectorAll("[data-key]:not([data-key*=' '])").forEach((element) => element.setAttribute("aria-keyshortcuts", element.dataset.key));
  }
  say();
})();
