// Two pictures: how much of the record was looked through, and who held what around a day.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element of a picture.
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 */
function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * The share of the aspects that the log covers on a day; of an aspect with keys, the share of these counts.
 * @param {Model} model
 * @param {number} day
 */
function coverageOn(model, day) {
  /** @type {Map<string, [number, number]>} */
  const counts = new Map();
  for (const [aspect, , runs] of model.data.coverage) {
    const [covered, all] = counts.get(aspect) ?? [0, 0];
    const isCovered = runs.some((/** @type {[number, number]} */ [low, high]) => low <= day && day <= high);
    counts.set(aspect, [covered + Number(isCovered), all + 1]);
  }
  let sum = 0;
  for (const [covered, all] of counts.values()) sum += covered / all;
  return sum / Math.max(counts.size, 1);
}

/**
 * The share of the aspects that the log covers, along the slider.
 * @param {Model} model
 * @param {number} width
 */
function sparkline(model, width) {
  const { first, last } = model.data;
  const height = 24;
  const days = last - first + 1;
  let path = `M0 ${height}`;
  for (let x = 0; x < width; x += 2) {
    const day = first + Math.floor((x / width) * days);
    const y = (height - coverageOn(model, day) * (height - 2)).toFixed(1);
    path += `L${x} ${y}L${x + 2} ${y}`;
  }
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width: "100%", height, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { d: `${path}L${width} ${height}Z`, class: "spark" }),
  );
}

/**
 * What a bar says: the holder, the number of names, or the value in a word.
 * @param {Shown} shown
 */
function barText({ data }) {
  if ("holder" in data) return data.holder === null ? "" : labelOf(data);
  if ("names" in data) return data.names.length ? `${data.names.length}: ${data.names.join(", ")}` : "";
  return "";
}

/**
 * The bars of a question between two days: runs of days on which it says the same, as sure.
 * @param {Model} model
 * @param {any} question
 * @param {number} from
 * @param {number} to
 * @param {number | null} known
 */
function barsOf(model, question, from, to, known) {
  const [, , rows, , after] = question;
  const starts = new Set([from]);
  for (const [day] of rows) if (day > from && day <= to) starts.add(day);
  if (known !== null) {
    for (const day of [known, known + 1, ...held(after, known).map((/** @type {any} */ run) => run[0])]) {
      if (day > from && day <= to) starts.add(day);
    }
  }
  /** @type {{from: number, to: number, text: string, sort: string, words: string}[]} */
  const bars = [];
  const days = [...starts].sort((one, other) => one - other);
  days.forEach((day, n) => {
    const shown = model.answer(question, day, known);
    const text = shown ? barText(shown) : "";
    const end = (days[n + 1] ?? to + 1) - 1;
    if (!shown || !text) return;
    const { data } = shown;
    const sort = data.certain ? "sure" : data.covered && !data.decided ? "unsure" : "beyond";
    const others = data.alternatives ?? data.undecided ?? [];
    const doubt = data.certain ? "" : doubtInWords(data) || " (not certain)";
    const words = text + doubt + (others.length ? `; possible: ${others.join(", ")}` : "");
    const last = bars.at(-1);
    if (last && last.to === day - 1 && last.text === text && last.sort === sort) last.to = end;
    else bars.push({ from: day, to: end, text, sort, words });
  });
  return bars;
}

/**
 * A picture of the years around a day.
 * @param {Model} model
 * @param {{day: number, known: number | null, years: number, lanes: string, width: number}} view
 */
function picture(model, { day, known, years, lanes, width }) {
  const { data } = model;
  const half = Math.round(years * 182.62);
  const from = years ? Math.max(day - half, 1) : data.first;
  const to = years ? Math.min(day + half, LAST_DAY) : data.last;
  const chosen = data.questions.filter((/** @type {any} */ [aspect, key]) =>
    lanes ? aspect === lanes : key === null,
  );
  const gutter = width < 560 ? 0 : 150;
  const row = gutter ? 30 : 46;
  const top = 22;
  const height = top + chosen.length * row + 22;
  const place = (/** @type {number} */ at) =>
    gutter + (Math.min(Math.max(at - from, 0), to - from + 1) / (to - from + 1)) * (width - gutter);
  const said = lanes ? title(lanes) : "offices and groups";
  const label = `Picture: ${said} from ${inWords(dayText(from))} to ${inWords(dayText(to))}; the table above tells the same`;
  const made = svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label },
    svg(
      "defs",
      {},
      svg(
        "pattern",
        { id: "hatched", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("rect", { width: 6, height: 6, class: "ground" }),
        svg("rect", { width: 2, height: 6, class: "hatch" }),
      ),
    ),
  );
  const [firstYear, lastYear] = [from, to].map((at) => +dayText(at).slice(0, 4));
  const each = Math.ceil(((lastYear - firstYear + 1) * 44) / Math.max(width - gutter, 1));
  for (let year = firstYear; year <= lastYear; year++) {
    const at = ordinalOf(`${String(year).padStart(4, "0")}-01-01`);
    if (year % each || at < from) continue;
    const x = place(at);
    made.append(svg("line", { x1: x, x2: x, y1: top - 4, y2: height - 18, class: "grid" }));
    if (x < width - 34) made.append(svg("text", { x: x + 3, y: 12, class: "year" }, String(year)));
  }
  chosen.forEach((/** @type {any} */ question, /** @type {number} */ n) => {
    const y = top + n * row;
    const name = question[1] === null ? title(question[0]) : keyText(question[1]);
    const size = gutter ? Math.floor(gutter / 7.4) : Math.floor(width / 7.4);
    made.append(
      gutter
        ? svg("text", { x: 0, y: y + 17, class: "lane" }, fitting(name, size))
        : svg("text", { x: 0, y: y + 11, class: "lane" }, fitting(name, size)),
    );
    const y1 = gutter ? y + 2 : y + 16;
    for (const bar of barsOf(model, question, from, to, known)) {
      const [x, until] = [place(bar.from), place(bar.to + 1)];
      const wide = Math.max(until - x, 1.5);
      const text = fitting(bar.text, Math.floor((wide - 8) / 7.2));
      made.append(
        svg(
          "g",
          {},
          svg("title", {}, bar.words),
          svg("rect", { x, y: y1, width: wide, height: 22, rx: 2, class: `bar ${bar.sort}` }),
          ...(text.length > 2 ? [svg("text", { x: x + 5, y: y1 + 15, class: `said ${bar.sort}` }, text)] : []),
        ),
      );
    }
  });
  for (const version of model.listed(known)) {
    const [low] = model.took(version);
    if (low < from || low > to || !model.counts(data.versions.event[version])) continue;
    const x = place(low);
    made.append(svg("line", { x1: x, x2: x, y1: height - 16, y2: height - 6, class: "tick" }));
  }
  for (const [at, sort] of [[known, "known"], [day, "now"]]) {
    if (typeof at !== "number" || at < from || at > to) continue;
    const x = place(at + 0.5);
    made.append(svg("line", { x1: x, x2: x, y1: 0, y2: height, class: `${sort}` }));
  }
  return { made, dayAt: (/** @type {number} */ x) => Math.round(from + ((x - gutter) / (width - gutter)) * (to - from)) };
}

/**
 * A text of at most some letters.
 * @param {string} text
 * @param {number} letters
 */
function fitting(text, letters) {
  const all = [...text];
  return all.length <= letters ? text : all.slice(0, Math.max(letters - 1, 0)).join("") + "…";
}

/**
 * The name of an aspect as a person writes it.
 * @param {string} name
 */
function title(name) {
  const words = name.replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/**
 * A key as text.
 * @param {any} key
 * @returns {string}
 */
function keyText(key) {
  return Array.isArray(key) ? key.map(keyText).join(" / ") : String(key);
}
