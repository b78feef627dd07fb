// Draws the board's charts from the tables beside them. The table is the truth: without this
// script, or on paper, it stands alone.
(function () {
  "use strict";
  const TOKENS = ["accent-fill", "breach", "soon", "ink", "ink-muted", "line", "line-strong", "surface"];
  const FILL = { overdue: "breach", breach: "breach", soon: "soon", stopped: "line-strong" };
  const HATCHED = ["overdue", "stopped"];
  const ROW_HEIGHT = 40, LABEL_SIZE = 12, ROOM_FOR_A_LABEL = 24;
  const drawn = new Map(); // box -> chart

  // The canvas knows neither variables nor light-dark(): a probe resolves them, a pixel makes them plain.
  function palette(box) {
    const probe = document.createElement("span"), pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    box.append(probe);
    const found = {};
    TOKENS.forEach((name) => {
      probe.style.color = `var(--${name})`;
      pixel.clearRect(0, 0, 1, 1);
      pixel.fillStyle = getComputedStyle(probe).color;
      pixel.fillRect(0, 0, 1, 1);
      const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
      found[name] = `rgb(${red}, ${green}, ${blue})`;
    });
    found.font = getComputedStyle(probe).fontFamily;
    probe.remove();
    return found;
  }

  function point(cell, row, colours, fill, hatched) {
    return {
      value: cell && !row.hidden ? Number(cell.dataset.value) : null, // nothing is no bar
      name: row.querySelector("th").textContent.trim(),
      text: cell ? cell.textContent.trim() : "",
      url: cell && cell.querySelector("a") ? cell.querySelector("a").href : "",
      itemStyle: { color: fill, decal: hatched ? hatch(colours.surface) : { symbol: "none" } },
    };
  }

  function hatch(colour) {
    return { symbol: "rect", color: colour, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 };
  }

  function label(colours, position) {
    return {
      show: true,
      position,
      distance: 4,
      color: colours.ink,
      fontSize: LABEL_SIZE,
      fontFamily: colours.font,
      formatter: (bar) => bar.data.text,
    };
  }

  function common(box, colours) {
    return {
      animation: false,
      textStyle: { fontFamily: colours.font },
      aria: { enabled: true, label: { description: box.dataset.description }, decal: { show: true } },
    };
  }

  function names(rows, colours, more) {
    return {
      type: "category",
      data: rows.map((row) => row.dataset.short),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours["line-strong"] } },
      axisLabel: { color: colours["ink-muted"], fontSize: LABEL_SIZE, hideOverlap: true, ...more },
    };
  }

  function values(colours, more) {
    return {
      type: "value",
      minInterval: 1,
      axisLabel: { show: false },
      splitLine: { lineStyle: { color: colours.line } },
      ...more,
    };
  }

  // Upright bars, one a row; newest-first tables are read from below.
  function columns(box, rows, colours) {
    const points = rows.map((row) => {
      const tone = row.dataset.tone;
      return point(row.querySelector("[data-value]"), row, colours, colours[FILL[tone] || "accent-fill"], HATCHED.includes(tone));
    });
    const room = box.clientWidth / Math.max(rows.length, 1);
    return {
      ...common(box, colours),
      grid: { left: 4, right: 4, top: 24, bottom: 24 },
      xAxis: names(rows, colours),
      yAxis: values(colours),
      series: [{ type: "bar", data: points, barCategoryGap: "16%", barMaxWidth: 72, barMinHeight: 3, cursor: "pointer", label: { ...label(colours, "top"), show: room >= ROOM_FOR_A_LABEL } }],
    };
  }

  // Two lying bars a service: to receipt, to effect.
  function pairs(box, rows, colours) {
    const series = [["receipt", false], ["effect", true]].map(([name, hatched]) => ({
      type: "bar",
      data: rows.map((row) => point(row.querySelector(`[data-series="${name}"]`), row, colours, colours["accent-fill"], hatched)),
      barMaxWidth: 12,
      barGap: "10%",
      barMinHeight: 3,
      cursor: "pointer",
      label: label(colours, "right"),
    }));
    const width = Math.min(220, box.clientWidth * 0.36);
    return {
      ...common(box, colours),
      grid: { left: width, right: 72, top: 4, bottom: 4 },
      xAxis: values(colours),
      yAxis: { ...names(rows, colours, { width: width - 12, overflow: "truncate", color: colours.ink }), inverse: true },
      series,
    };
  }

  function draw(box) {
    const table = document.getElementById(box.dataset.chart);
    const rows = [...table.querySelectorAll("tbody tr[data-short]")];
    const lying = box.dataset.kind === "pairs";
    if (box.dataset.order === "newest") rows.reverse();
    box.classList.add("is-drawn");
    if (lying) box.style.height = `${rows.length * ROW_HEIGHT + 8}px`;
    if (!drawn.has(box)) drawn.set(box, begin(box));
    const chart = drawn.get(box);
    chart.resize();
    chart.setOption((lying ? pairs : columns)(box, rows, palette(box)), true);
  }

  function begin(box) {
    const chart = window.echarts.init(box);
    const said = () => document.getElementById(`${box.dataset.chart}-said`);
    chart.on("mouseover", (bar) => (said().textContent = `${bar.name}: ${bar.data.text}`));
    chart.on("mouseout", () => (said().textContent = ""));
    chart.on("click", (bar) => bar.data.url && window.location.assign(bar.data.url));
    new ResizeObserver(() => box.isConnected && draw(box)).observe(box);
    return chart;
  }

  function drawAll() {
    drawn.forEach((chart, box) => {
      if (box.isConnected) return;
      chart.dispose();
      drawn.delete(box);
    });
    document.querySelectorAll(".chart-box").forEach(draw);
  }

  // A long table stays where it was scrolled to while the board refreshes itself.
  let scrolled = new Map();
  document.addEventListener("htmx:beforeSwap", () => {
    scrolled = new Map([...document.querySelectorAll(".chart-table")].map((region) => [region.id, region.scrollTop]));
  });
  document.addEventListener("htmx:afterSettle", () => {
    document.querySelectorAll(".chart-table").forEach((region) => (region.scrollTop = scrolled.get(region.id) || 0));
  });

  if (!window.echarts) return;
  drawAll();
  document.addEventListener("htmx:afterSettle", drawAll);
  new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
