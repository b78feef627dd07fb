// Files of evidence by drag and drop, and pictures by paste. Without it they are chosen as ever.
(function () {
  "use strict";
  const CARRIES = "Files";
  let pasted = 0;

  const inputOf = (zone) => zone.querySelector("input[type=file]");
  const isShown = (zone) => zone.offsetParent !== null;
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes(CARRIES);

  function put(zone, files) {
    const input = inputOf(zone);
    const all = new DataTransfer();
    files.forEach((file) => all.items.add(file));
    input.files = all.files;
    show(zone);
  }

  function add(zone, files) {
    const known = [...inputOf(zone).files];
    const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    put(zone, [...known, ...files.filter((file) => !known.some((each) => same(each, file)))]);
  }

  function show(zone) {
    const list = zone.querySelector("[data-drop-list]");
    const files = [...inputOf(zone).files];
    list.replaceChildren(...files.map((file, place) => line(zone, file, place)));
  }

  function line(zone, file, place) {
    const row = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const size = document.createElement("span");
    size.className = "muted";
    size.textContent = ` ${Math.max(1, Math.round(file.size / 1024)).toLocaleString(document.documentElement.lang)} KB `;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "btn btn-sm btn-quiet";
    away.textContent = "×";
    away.setAttribute("aria-label", `${zone.dataset.remove}: ${file.name}`);
    away.addEventListener("click", () => {
      put(zone, [...inputOf(zone).files].filter((_, other) => other !== place));
      inputOf(zone).focus();
    });
    row.append(name, size, away);
    return row;
  }

  // What is dropped beside a zone opens nothing: the form would be lost.
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event) || !document.querySelector("[data-drop]")) return;
    event.preventDefault();
    const over = event.target.closest("[data-drop]");
    event.dataTransfer.dropEffect = over ? "copy" : "none";
    document.querySelectorAll("[data-drop]").forEach((zone) => zone.classList.toggle("is-over", zone === over));
  });
  ["dragleave", "dragend", "drop"].forEach((name) => {
    document.addEventListener(name, (event) => {
      if (name === "dragleave" && event.relatedTarget) return;
      document.querySelectorAll("[data-drop].is-over").forEach((zone) => zone.classList.remove("is-over"));
    });
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    const zone = event.target.closest("[data-drop]");
    if (zone || document.querySelector("[data-drop]")) event.preventDefault();
    if (zone) add(zone, [...event.dataTransfer.files]);
  });

  document.addEventListener("paste", (event) => {
    const pictures = [...(event.clipboardData ? event.clipboardData.files : [])].filter((file) => file.type.startsWith("image/"));
    const zone = [...document.querySelectorAll("[data-drop]")].find(isShown);
    if (!pictures.length || !zone) return;
    event.preventDefault();
    // A clipboard calls every picture alike.
    add(zone, pictures.map((file) => {
      pasted += 1;
      const ending = file.type.split("/")[1].replace("jpeg", "jpg");
      return new File([file], `${zone.dataset.pasted}-${pasted}.${ending}`, { type: file.type, lastModified: Date.now() + pasted });
    }));
  });

  document.addEventListener("change", (event) => {
    const zone = event.target.closest("[data-drop]");
    if (zone && event.target === inputOf(zone)) show(zone);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-drop]").forEach(show));
})();
