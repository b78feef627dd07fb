// Ticks the chips of time left by the server's clock; the server owns the truth.
(function () {
  "use strict";
  const root = document.documentElement;
  const patterns = JSON.parse(root.dataset.durations || "{}");
  const MINUTE = 60, HOUR = 3600, DAY = 86400, SKEW_TOLD_FROM = 60000, JUMP = 5000;
  let skew = 0, last = Date.now();

  function follow(server, client) {
    skew = server - client;
    const notice = document.getElementById("clock-skew");
    if (notice) notice.hidden = Math.abs(skew) < SKEW_TOLD_FROM;
  }

  function words(milliseconds) {
    const s = Math.floor(Math.abs(milliseconds) / 1000);
    const days = Math.floor(s / DAY), hours = Math.floor(s / HOUR), minutes = Math.floor((s % HOUR) / MINUTE);
    const value = { days, hours, minutes, seconds: s };
    let name = "seconds";
    if (s >= 2 * DAY) {
      value.hours = Math.floor((s % DAY) / HOUR);
      name = s >= 10 * DAY || !value.hours ? "days" : "days_hours";
    } else if (s >= HOUR) {
      value.minutes = String(minutes).padStart(2, "0");
      name = minutes ? "hours_minutes" : "hours";
    } else if (s >= MINUTE) {
      name = "minutes";
    }
    const text = patterns[name].replace(/%\((\w+)\)s/g, (_, key) => value[key]);
    return milliseconds < 0 ? "\u2212 " + text : text;
  }

  function tick() {
    const now = Date.now() + skew; // Date.now() goes on while the device sleeps
    document.querySelectorAll(".tl[data-due-at]").forEach((chip) => {
      const left = Date.parse(chip.dataset.dueAt) - now, soon = chip.dataset.soon * 1000;
      const tone = left < 0 ? "breach" : left <= soon ? "soon" : "calm", text = words(left);
      const label = chip.querySelector(".tl-text"), ring = chip.querySelector(".tl-ring-left");
      if (label.textContent !== text) label.textContent = text;
      if (chip.dataset.tone !== tone) chip.dataset.tone = tone;
      if (tone === "soon") ring.setAttribute("stroke-dasharray", Math.round((100 * left) / soon) + " 100");
    });
  }

  // The device slept, or its clock was set: what the desk's clock says now is asked anew. Set back is
  // surely no sleep, and is made good at once.
  function everySecond() {
    const at = Date.now(), passed = at - last;
    last = at;
    if (passed < 0) skew -= passed - 1000;
    tick();
    if (!document.hidden && (passed < 0 || passed > JUMP)) ask();
  }

  function ask() {
    document.body.dispatchEvent(new Event("desk:wake"));
  }

  const visit = performance.getEntriesByType("navigation")[0] || {};
  // A page taken back from the browser's cache carries an old instant: then the device's clock serves.
  if (root.dataset.now && visit.type !== "back_forward") {
    follow(Date.parse(root.dataset.now), visit.responseStart ? performance.timeOrigin + visit.responseStart : Date.now());
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const server = Date.parse(event.detail.xhr.getResponseHeader("Date"));
    if (!server) return;
    follow(server + 500, Date.now()); // the header is cut to the second
    tick();
  });
  document.addEventListener("htmx:afterSettle", tick);
  document.addEventListener("visibilitychange", () => document.hidden || (tick(), ask()));
  window.addEventListener("pageshow", (event) => event.persisted && (tick(), ask()));
  setInterval(everySecond, 1000);
  tick();
})();
