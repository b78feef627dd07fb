// Sets the theme before the first paint: the reader's choice, else the device's.
// Without this script the style sheet follows the device by itself.
(function () {
  "use strict";
  const root = document.documentElement;
  const device = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      return window.localStorage.getItem("theme") || "auto";
    } catch {
      return "auto";
    }
  }

  function apply() {
    const chosen = choice();
    const dark = chosen === "dark" || (chosen === "auto" && device.matches);
    root.setAttribute("data-bs-theme", dark ? "dark" : "light");
    document.querySelectorAll("[data-choose-theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === chosen));
    });
  }

  root.classList.add("js");
  apply();
  device.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose-theme]");
    if (!button) return;
    try {
      window.localStorage.setItem("theme", button.dataset.chooseTheme);
    } catch {
      return; // no storage: the device's theme stays
    }
    apply();
    document.dispatchEvent(new CustomEvent("desk:theme"));
  });
})();
