// Draws a chart from the data of cadre.ui.charts.Chart, in the colours of the page. Loaded only by pages that show one.
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

const MINUS = "−";
const STEPS = {
  "zh-hant": [[1e8, "億", " "], [1e4, "萬", " "]],
  "zh-hans": [[1e8, "亿", " "], [1e4, "万", " "]],
  en: [[1e9, "B", ""], [1e6, "M", ""], [1e3, "K", ""]],
};

function colours() {
  const probe = document.body.appendChild(document.createElement("i"));
  const read = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const found = {
    ink: read("--c-ink"), ink2: read("--c-ink-2"), grid: read("--c-grid"), line: read("--c-line-2"), raised: read("--c-raised"), ground: read("--c-surface"),
    ok: read("--c-ok"), bad: read("--c-bad"), compare: read("--c-0"), main: read("--c-1"),
    category: [1, 2, 3, 4, 5].map((n) => read(`--c-${n}`)),
  };
  probe.remove();
  return found;
}

const exact = (value, data) =>
  (data.percent ? `${(value * 100).toFixed(data.places)}%` : value.toLocaleString("en-US", { minimumFractionDigits: data.places, maximumFractionDigits: data.places })).replace("-", MINUS);

function short(value, data) {
  if (data.percent) return `${Math.round(value * 100)}%`;
  const step = (STEPS[data.language] ?? STEPS.en).find(([size]) => Math.abs(value) >= size);
  if (!step) return value.toLocaleString("en-US").replace("-", MINUS);
  const scaled = value / step[0];
  return `${scaled.toLocaleString("en-US", { maximumFractionDigits: Number.isInteger(scaled) ? 0 : 1 })}${step[2]}${step[1]}`.replace("-", MINUS);
}

function looks(series, index, c) {
  if (series.role === "compare") return { color: c.compare, width: 1.5 };
  if (series.role === "plan") return { color: c.ink2, width: 1.5, type: [4, 4] };
  if (series.role === "category") return { color: c.category[index % 5], width: 2 };
  return { color: c.main, width: 2.5 };
}

function lineSeries(data, c, label) {
  return data.series.map((series, index) => {
    const look = looks(series, index, c);
    const lastAt = series.values.reduce((last, value, at) => (value === null ? last : at), -1);
    const isPoint = series.values.filter((value) => value !== null).length === 1; // one step alone draws no line
    return {
      type: "line", name: series.name, data: series.values, showSymbol: isPoint, symbol: "circle", symbolSize: 6, connectNulls: false,
      lineStyle: look, itemStyle: { color: look.color }, emphasis: { disabled: true },
      animation: series.values[0] !== null, // the name at the end cannot travel from a point that is none
      areaStyle: series.role === "main" && data.series.length > 1 ? { color: look.color, opacity: 0.07 } : undefined,
      endLabel: { show: true, formatter: series.name, ...label, color: c.ink2, distance: 6, textBorderColor: c.ground, textBorderWidth: 4 }, // another line may run through it
      markPoint: undefined, z: series.role === "main" ? 3 : 2, endAt: lastAt,
    };
  });
}

function barSeries(data, c, label) {
  const flat = data.kind === "bar";
  const stacked = data.kind === "stacked";
  return data.series.map((series, index) => {
    const look = looks(stacked && series.role !== "compare" ? { ...series, role: "category" } : series, index, c);
    const round = stacked ? 0 : flat ? [0, 3, 3, 0] : [3, 3, 0, 0];
    return {
      type: "bar", name: series.name, data: series.values, stack: stacked ? "all" : undefined,
      barMaxWidth: flat ? 11 : 28, barGap: "15%", itemStyle: { color: look.color, borderRadius: round }, emphasis: { disabled: true },
      label: { show: flat && index === 0 && !stacked, position: "right", formatter: (p) => exact(p.value ?? 0, data), ...label, color: c.ink },
      labelLayout: flat && index === 0 && data.series.length > 1 ? beyondTheGroup(data) : undefined,
    };
  });
}

// Several bars lie close: the figure of the first stands behind the longest of its group, not on the others
function beyondTheGroup(data) {
  let perUnit = 0;
  return ({ dataIndex, rect }) => {
    const group = data.series.map((series) => series.values[dataIndex] ?? 0);
    if (group[0] > 0) perUnit = rect.width / group[0];
    return { x: rect.x + perUnit * Math.max(...group) + 5 };
  };
}

function waterfallSeries(data, c, label) {
  const values = data.series[0].values;
  let sum = 0;
  const base = [], up = [], down = [], total = [];
  values.forEach((value, index) => {
    const isEnd = index === 0 || index === values.length - 1;
    if (isEnd) { base.push(0); total.push(value); up.push(null); down.push(null); sum = value; return; }
    base.push(value >= 0 ? sum : sum + value);
    up.push(value >= 0 ? value : null);
    down.push(value < 0 ? -value : null);
    total.push(null);
    sum += value;
  });
  const part = (name, list, color, sign) => ({
    type: "bar", stack: "w", name, data: list, barMaxWidth: 36, itemStyle: { color, borderRadius: 3 },
    label: { show: true, position: "top", ...label, color: c.ink, formatter: (p) => (p.value === null || p.value === undefined ? "" : sign + short(p.value, data)) },
  });
  return [
    { type: "bar", stack: "w", data: base, itemStyle: { color: "transparent" }, silent: true, tooltip: { show: false } },
    part("=", total, c.main, ""), part("+", up, c.ok, "+"), part(MINUS, down, c.bad, MINUS),
  ];
}

// The names at the ends of the lines need room: a Chinese character is about 12 px wide, a Latin one 7
const roomFor = (data) => 16 + Math.max(...data.series.map(({ name }) => [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 12 : 7), 0)));

// Lines bear their names; what stands side by side or on one another is named above, in the picture that is saved, too
function legend(data, label) {
  const show = ["bar", "column", "stacked"].includes(data.kind) && data.series.length > 1;
  return { show, type: "scroll", top: 0, left: 4, padding: 0, itemWidth: 10, itemHeight: 10, itemGap: 12, icon: "roundRect", selectedMode: false, textStyle: label, pageTextStyle: label };
}

function option(data, c, font) {
  const label = { color: c.ink2, fontSize: 12, fontFamily: font };
  const names = { type: "category", data: data.labels, axisLine: { lineStyle: { color: c.line } }, axisTick: { show: false }, axisLabel: { ...label, hideOverlap: true }, splitLine: { show: false } };
  const values = { type: "value", splitNumber: 3, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...label, formatter: (v) => short(v, data) }, splitLine: { lineStyle: { color: c.grid } } };
  const flat = data.kind === "bar";
  const top = data.percent ? Math.max(...data.series.flatMap((series) => series.values)) : 0;
  if (top > 0.75 && top <= 1) { values.max = 1; values.interval = 0.25; } // a share has no 120%
  if (flat) { names.inverse = true; names.axisLine.show = false; values.show = false; }
  else names.boundaryGap = data.kind !== "line";
  const make = { line: lineSeries, bar: barSeries, column: barSeries, stacked: barSeries, waterfall: waterfallSeries }[data.kind] ?? lineSeries;
  const series = make(data, c, label);
  const key = legend(data, label);
  if (data.mark !== null && data.mark !== undefined && series[0]) {
    series[0].markLine = { silent: true, symbol: "none", data: [{ xAxis: data.mark }], lineStyle: { color: c.line, type: "solid" }, label: { formatter: data.markText, ...label, color: c.ink } };
  }
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, animationDuration: 240, textStyle: { fontFamily: font },
    grid: { left: 4, right: data.kind === "line" ? roomFor(data) : flat ? 72 : 8, top: data.kind === "waterfall" ? 24 : key.show ? 32 : 12, bottom: 4, containLabel: true },
    legend: key,
    tooltip: {
      trigger: flat || data.kind === "waterfall" ? "item" : "axis", renderMode: "richText", confine: true, backgroundColor: c.raised, borderColor: c.line, borderWidth: 1, padding: [8, 12],
      textStyle: { color: c.ink, fontSize: 12, fontFamily: font }, valueFormatter: (v) => (v === null || v === undefined ? "—" : exact(v, data)), axisPointer: { lineStyle: { color: c.line } },
    },
    xAxis: flat ? values : names, yAxis: flat ? names : values, series,
  };
}

// Lines that end beside each other: each name gets a line of its own, in the order of the ends
function partNames(chart, data) {
  if (data.kind !== "line") return;
  const lastOf = (values) => values.reduce((last, value, at) => (value === null ? last : at), -1);
  const ends = data.series.map(({ values }, index) => ({ index, at: lastOf(values), values })).filter(({ at }) => at >= 0);
  for (const end of ends) end.y = chart.convertToPixel({ seriesIndex: end.index }, [end.at, end.values[end.at]])[1];
  const above = {}, offsets = data.series.map(() => [0, 0]);
  for (const { index, at, y } of ends.sort((one, other) => one.y - other.y)) {
    const place = Math.max(y, (above[at] ?? -Infinity) + 14);
    offsets[index] = [0, place - y];
    above[at] = place;
  }
  chart.setOption({ series: offsets.map((offset) => ({ endLabel: { offset } })) });
}

/** Draw `data` into `element`; drawn anew when the theme changes, resized with its card, and a bar leads to its rows. */
export function draw(element, data) {
  const chart = echarts.init(element, null, { renderer: "svg" });
  const paint = () => {
    chart.setOption(option(data, colours(), getComputedStyle(document.body).fontFamily), true);
    partNames(chart, data);
  };
  paint();
  new ResizeObserver(() => { if (element.offsetWidth) { chart.resize(); partNames(chart, data); } }).observe(element);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  chart.on("click", (event) => { const link = data.links?.[event.dataIndex]; if (link) location.assign(link); });
}
