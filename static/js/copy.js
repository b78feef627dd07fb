// Copies what a button carries; says so beside the pointer and to screen readers.
(function () {
  "use strict";

  function copyWithoutPermission(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "visually-hidden";
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    return copied;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyWithoutPermission(text); // plain http, or permission denied
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !(await copy(button.dataset.copy))) return;
    button.focus();
    button.classList.add("is-copied");
    document.getElementById("live").textContent = button.dataset.copied;
    setTimeout(() => {
      button.classList.remove("is-copied");
      document.getElementById("live").textContent = "";
    }, 1600);
  });
})();
