// What is seen: the controls, the state of a day, reasons, differences, search, one event. Texts are set as text, never
// as markup; addresses become links only where they are http or https.
"use strict";

const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const LISTED = 200; // how many events of a list are shown at once

/**
 * An element with attributes and children; attributes that are null are left out.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null)} children
 */
function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * An address that may be a link; null for any other.
 * @param {string} address
 */
function safeAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The page: what is looked at, and what shows it. */
class Page {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.search = new Search(model);
    this.day = model.data.last;
    /** @type {number | null} */
    this.known = null;
    /** @type {number | null} */
    this.from = null;
    this.event = "";
    /** @type {Set<string>} */
    this.open = new Set();
    this.timer = 0;
    this.dayAt = (/** @type {number} */ _) => this.day;
  }

  start() {
    const { data } = this.model;
    $("stamp").append(`Made from ${data.stamp}`);
    const clocks = [["known", data.known], ["recorded", data.recorded]].filter(([, at]) => at);
    for (const [clock, at] of clocks) $("stamp").append(`; as ${clock} by ${at}`);
    if (!data.last) {
      $("explorer").replaceChildren(el("p", {}, "This log holds no event: there is nothing to show."));
      $("explorer").hidden = false;
      return;
    }
    this.day = Math.max(data.first, Math.min(data.last, this.newest()));
    const slider = $("slider");
    slider.min = data.first;
    slider.max = data.last;
    for (const id of ["day", "known", "from"]) {
      $(id).min = dayText(Math.min(data.first, 365));
      $(id).max = "9999-12-31";
    }
    this.listen(slider);
    const kinds = [...new Set(data.versions.kind)].sort();
    $("kind").append(...kinds.map((kind) => el("option", { value: kind }, title(kind))));
    const keyed = new Set(data.questions.filter((/** @type {any} */ one) => one[1] !== null).map((/** @type {any} */ one) => one[0]));
    $("lanes").append(...[...keyed].map((name) => el("option", { value: name }, title(/** @type {string} */ (name)))));
    $("explorer").hidden = false;
    this.read();
    this.size();
  }

  /** The last day that the whole log covers: the last end of coverage before the end of the slider. */
  newest() {
    const { coverage, last } = this.model.data;
    const ends = coverage.flatMap((/** @type {any} */ [, , runs]) => runs.map((/** @type {number[]} */ run) => run[1]));
    const inside = ends.filter((/** @type {number} */ end) => end <= last);
    return inside.length ? Math.max(...inside) : last;
  }

  /** @param {any} slider */
  listen(slider) {
    slider.addEventListener("input", () => this.go(+slider.value));
    slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    $("day").addEventListener("change", () => this.go(ordinalOf($("day").value) || this.day));
    $("known").addEventListener("change", () => this.turn(ordinalOf($("known").value) || null));
    $("everything").addEventListener("click", () => this.turn(null));
    $("from").addEventListener("change", () => this.compare(ordinalOf($("from").value) || null));
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.step(/** @type {any} */ (button).dataset.step));
    }
    for (const id of ["years", "lanes"]) $(id).addEventListener("change", () => this.showPicture());
    for (const id of ["text", "kind"]) $(id).addEventListener("input", () => this.later(() => this.showSearch()));
    $("find").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    addEventListener("hashchange", () => this.read());
    addEventListener("resize", () => this.later(() => this.size()));
    $("picture").addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const box = $("picture").getBoundingClientRect();
      this.go(this.dayAt(event.clientX - box.left));
    });
  }

  /** @param {() => void} act */
  later(act) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(act, 120);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { PageUp: "+month", PageDown: "-month", "]": "+change", "[": "-change", "}": "+year", "{": "-year" }[event.key];
    if (step && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      this.step(step);
    }
  }

  /** @param {string} step  such as +day, -year, +change */
  step(step) {
    const sign = step[0] === "+" ? 1 : -1;
    const unit = step.slice(1);
    if (unit === "day") this.go(this.day + sign);
    else if (unit === "change") {
      const [before, after] = this.model.changesAround(this.day, this.known);
      this.go((sign > 0 ? after : before) || this.day);
    } else {
      const [year, month, day] = dayText(this.day).split("-").map(Number);
      const months = year * 12 + month - 1 + sign * (unit === "year" ? 12 : 1);
      const first = ordinalOf(`${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`);
      const length = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
      this.go(first ? first + Math.min(day, length) - 1 : this.day);
    }
  }

  /** @param {number} day */
  go(day) {
    const { first, last } = this.model.data;
    this.day = Math.max(first, Math.min(last, day));
    this.event = "";
    this.show();
    this.write();
  }

  /** @param {number | null} known */
  turn(known) {
    this.known = known;
    this.show();
    this.showSearch();
    this.write();
  }

  /** @param {number | null} from */
  compare(from) {
    this.from = from;
    this.showDifference();
    this.write();
  }

  /** Read the address: a day or the id of an event, then known= and from=. */
  read() {
    let text = location.hash.slice(1);
    try {
      text = decodeURIComponent(text);
    } catch {
      text = "";
    }
    const [place, ...more] = text.split(";");
    const said = new Map(more.map((one) => /** @type {[string, string]} */ (one.split("=", 2))));
    this.known = ordinalOf(said.get("known") ?? "") || null;
    this.from = ordinalOf(said.get("from") ?? "") || null;
    const event = this.model.numbers.get(place);
    const { first, last } = this.model.data;
    this.event = "";
    if (event !== undefined) {
      const status = this.model.status(event, this.known);
      this.day = Math.max(first, Math.min(last, status ? status.low : this.model.took(event)[0]));
      this.event = place;
    } else if (ordinalOf(place)) {
      this.day = Math.max(first, Math.min(last, ordinalOf(place)));
    }
    this.show();
    this.showSearch();
    if (this.event) $("event").focus();
  }

  /** Write the address, a while after the last step, so that a slider held down writes it once. */
  write() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const more = [
        ...(this.known ? [`known=${dayText(this.known)}`] : []),
        ...(this.from ? [`from=${dayText(this.from)}`] : []),
      ];
      history.replaceState(null, "", `#${[this.event || dayText(this.day), ...more].join(";")}`);
    }, 150);
  }

  size() {
    $("spark").replaceChildren(sparkline(this.model, Math.max($("spark").clientWidth, 120)));
    this.showPicture();
  }

  show() {
    const words = inWords(dayText(this.day));
    $("slider").value = this.day;
    $("slider").setAttribute("aria-valuetext", words);
    $("day").value = dayText(this.day);
    $("known").value = this.known ? dayText(this.known) : "";
    $("everything").disabled = this.known === null;
    const seen = this.known ? `, as known on ${inWords(dayText(this.known))}` : "";
    $("when").textContent = `At the end of ${words}${seen}`;
    this.showState();
    this.showPicture();
    this.showDifference();
    this.showEvent();
  }

  showState() {
    const { aspects, lists, initial } = this.model.data;
    const answers = this.model.answers(this.day, this.known);
    const blocks = [];
    const rows = [];
    for (const aspect of aspects) {
      if (aspect in lists) continue;
      const own = answers.filter((one) => one.aspect === aspect);
      const alone = own.filter((one) => one.key === null);
      rows.push(...alone.flatMap((one) => this.rows(title(aspect), one)));
      const keyed = own.filter((one) => one.key !== null);
      if (keyed.length) {
        const before = JSON.stringify(initial[aspect]);
        const [shown, not] = [/** @type {Shown[]} */ ([]), /** @type {Shown[]} */ ([])];
        for (const one of keyed) {
          const idle = "value" in one.data ? JSON.stringify(one.data.value) === before : one.data.holder === null;
          (idle && !(one.data.alternatives ?? []).length ? not : shown).push(one);
        }
        blocks.push(this.block(aspect, shown, not));
      }
    }
    $("offices").replaceChildren(...rows);
    $("keyed").replaceChildren(...blocks, ...this.lists(), this.expectations(), this.undecided());
    const holders = answers.filter((one) => one.key === null && "holder" in one.data);
    $("said").textContent = [
      inWords(dayText(this.day)),
      ...holders.slice(0, 2).map((one) => `${title(one.aspect)}: ${labelOf(one.data)}${doubtInWords(one.data)}`),
    ].join(". ");
  }

  /**
   * The row of an answer: a name, what is said, how sure it is, and the button for its reasons; then these, if shown.
   * @param {string} name
   * @param {Shown} shown
   */
  rows(name, { aspect, key, data, because }) {
    const id = JSON.stringify([aspect, key]);
    const doubt = doubtInWords(data);
    const answer = el("td", { class: "answer" }, ...this.said(data, doubt));
    const sure = data.certain ? "certain" : !data.covered ? "not covered" : "not certain";
    const others = data.alternatives ?? data.undecided ?? [];
    const mark = el("td", { class: "sure" }, el("span", { class: `mark ${sure.replace(" ", "-")}` }, sure));
    if (others.length) {
      const said = others.map((/** @type {any} */ one) => this.brief(one)).join("; ");
      mark.append(el("span", { class: "others" }, ` possible: ${said}`));
    }
    const row = el(
      "tr",
      { "data-aspect": aspect, "data-key": key === null ? "" : keyText(key) },
      el("th", { scope: "row" }, name),
      answer,
      mark,
      el("td", { class: "why" }, this.why(id, because, name)),
    );
    return this.open.has(id) && because.length ? [row, this.reasons(because)] : [row];
  }

  /**
   * What an answer says.
   * @param {any} data
   * @param {string} doubt
   */
  said(data, doubt) {
    if ("holder" in data) {
      const from = data.start === ".." ? "" : `from ${data.start ? inWords(data.start) : "an unknown date"}`;
      const until = data.end === ".." ? "" : `until ${inWords(data.end)}`;
      const span = [from, until].filter(Boolean).join(" ");
      return [el("span", { class: "label" }, labelOf(data) + doubt), span ? el("span", { class: "span" }, ` ${span}`) : null];
    }
    if ("names" in data) {
      const count = data.names.length ? ` (${data.names.length})` : "";
      return [el("span", { class: "label" }, (data.names.join(", ") || "none") + doubt), el("span", { class: "span" }, count)];
    }
    const { name, ...rest } = typeof data.value === "object" && data.value !== null ? data.value : { name: data.value };
    const more = name === undefined || !Object.keys(rest).length ? "" : ` ${this.brief(rest)}`;
    const label = this.brief(name === undefined ? data.value : name);
    return [el("span", { class: "label" }, label + doubt), el("span", { class: "span" }, more)];
  }

  /**
   * A value on one line.
   * @param {any} value
   * @returns {string}
   */
  brief(value) {
    if (value === null || value === "") return "none";
    if (typeof value !== "object") return String(value);
    if (Array.isArray(value)) return value.map((one) => this.brief(one)).join(", ") || "none";
    const said = Object.entries(value).filter(([, one]) => one !== null && one !== "" && one !== false && !(Array.isArray(one) && !one.length));
    return said.map(([name, one]) => (one === true ? name : `${name}: ${this.brief(one)}`).replaceAll("_", " ")).join("; ") || "none";
  }

  /**
   * A value of an event: several things as a list, anything else on one line.
   * @param {any} value
   */
  listed(value) {
    if (!Array.isArray(value) || value.every((one) => typeof one !== "object")) return this.brief(value);
    return el("ul", {}, ...value.map((one) => el("li", {}, this.brief(one))));
  }

  /**
   * The button that shows the events behind an answer below it.
   * @param {string} id
   * @param {number[]} because
   * @param {string} name
   */
  why(id, because, name) {
    if (!because.length) return el("span", { class: "none" }, "no event");
    const count = `${because.length} ${because.length === 1 ? "event" : "events"}`;
    const unseen = el("span", { class: "unseen" }, ` behind ${name}`);
    const button = el("button", { type: "button", "aria-expanded": this.open.has(id) }, "why: ", count, unseen);
    button.addEventListener("click", () => {
      const row = /** @type {Element} */ (button.closest("tr"));
      const isOpen = !this.open.delete(id);
      if (isOpen) {
        this.open.add(id);
        row.after(this.reasons(because));
      } else row.nextElementSibling?.remove();
      button.setAttribute("aria-expanded", String(isOpen));
    });
    return button;
  }

  /** @param {number[]} because */
  reasons(because) {
    return el("tr", { class: "reasons" }, el("td", { colspan: 4 }, el("ul", {}, ...because.map((n) => this.reason(n)))));
  }

  /**
   * Something folded that keeps open from day to day.
   * @param {string} id
   * @param {Node} summary
   * @param {() => Node} content
   */
  details(id, summary, content) {
    const made = /** @type {HTMLDetailsElement} */ (el("details", {}, el("summary", {}, summary)));
    const fill = () => made.childElementCount < 2 && made.append(content());
    if (this.open.has(id)) {
      made.open = true;
      fill();
    }
    made.addEventListener("toggle", () => {
      if (made.open) {
        fill();
        this.open.add(id);
      } else this.open.delete(id);
    });
    return made;
  }

  /** @param {number} event */
  reason(event) {
    const version = this.model.status(event, this.known)?.version ?? event;
    return el("li", {}, this.line(version), el("ul", { class: "sources" }, ...this.sources(version)));
  }

  /**
   * An event on one line: its date, and its title as a link to it.
   * @param {number} version
   */
  line(version) {
    const { versions, ids } = this.model.data;
    const when = el("time", {}, inWords(versions.occurred[version]));
    const id = ids[versions.event[version]];
    const known = this.known ? `;known=${dayText(this.known)}` : "";
    return el("span", {}, when, " ", el("a", { href: `#${encodeURIComponent(id)}${known}` }, versions.title[version]));
  }

  /** @param {number} version */
  sources(version) {
    const { versions, sources } = this.model.data;
    return versions.sources[version].map((/** @type {number} */ n) => {
      const label = [sources.publisher[n], sources.title[n], inWordsOrNone(sources.published[n])].filter(Boolean).join(", ");
      const href = safeAddress(sources.address[n]);
      const rel = "noopener noreferrer nofollow";
      const link = href ? el("a", { href, rel, referrerpolicy: "no-referrer", target: "_blank" }, label) : label;
      return el("li", {}, link, ` (${sources.tier[n]})`, sources.says[n] ? `: ${sources.says[n]}` : "");
    });
  }

  /**
   * The answers of an aspect with keys.
   * @param {string} aspect
   * @param {Shown[]} shown
   * @param {Shown[]} not
   */
  block(aspect, shown, not) {
    const table = (/** @type {Shown[]} */ some) =>
      el("div", { class: "wide" }, el("table", {}, el("caption", { class: "unseen" }, title(aspect)), el("tbody", {}, ...some.flatMap((one) => this.rows(keyText(one.key), one)))));
    const summary = el("span", {}, el("strong", {}, title(aspect)), ` ${shown.length}`, not.length ? `; ${not.length} more with nothing to show` : "");
    return this.details(`block ${aspect}`, summary, () =>
      el("div", {}, shown.length ? table(shown) : el("p", {}, "none"), not.length ? this.details(`not ${aspect}`, el("span", {}, `${not.length} with nothing to show`), () => table(not)) : null),
    );
  }

  /** @returns {Node[]} */
  lists() {
    return Object.keys(this.model.data.lists).map((name) => {
      const found = this.model.occurred(name, this.day, this.known);
      const last = found.at(-1);
      const summary = el("span", {}, el("strong", {}, title(name)), ` ${found.length} by then`);
      const block = this.details(`list ${name}`, summary, () => this.list([...found].reverse()));
      return el("div", { class: "list" }, block, last === undefined ? null : el("p", {}, "The latest: ", this.line(last)));
    });
  }

  /** @param {number[]} versions */
  list(versions) {
    const more = versions.length > LISTED ? el("p", {}, `The first ${LISTED} of ${versions.length} are shown.`) : null;
    return el("div", {}, el("ul", { class: "events" }, ...versions.slice(0, LISTED).map((n) => el("li", {}, this.line(n)))), more);
  }

  expectations() {
    const found = this.model.expected(this.day, this.known);
    return this.details("expected", el("span", {}, el("strong", {}, "Expected"), ` ${found.length}`), () =>
      el("ul", { class: "events" }, ...found.map((/** @type {any} */ one) => {
        const doubt = one.certain ? "" : `, or ${one.alternatives.join(", ")}`;
        const link = el("a", { href: `#${encodeURIComponent(one.id)}` }, one.title);
        return el("li", {}, el("time", {}, inWords(one.date)), " ", link, ` (${one.wording}, announced ${inWords(one.announced)}; ${one.status}${doubt})`);
      })),
    );
  }

  undecided() {
    const found = this.model.undecided(this.day, this.known);
    return this.details("undecided", el("span", {}, el("strong", {}, "Undecided"), ` ${found.length}`), () =>
      el("div", {},
        el("p", {}, "Events whose dates leave open whether they had taken effect by then."),
        this.list(found.map((id) => this.model.status(this.model.numbers.get(id), this.known)?.version ?? 0)),
      ),
    );
  }

  showPicture() {
    const width = Math.max($("picture").clientWidth, 280);
    const { day, known } = this;
    const { made, dayAt } = picture(this.model, { day, known, years: +$("years").value, lanes: $("lanes").value, width });
    this.dayAt = dayAt;
    $("picture").replaceChildren(made);
  }

  showDifference() {
    $("from").value = this.from ? dayText(this.from) : "";
    if (!this.from) {
      $("changes").replaceChildren(el("p", {}, "Choose a day to compare with."));
      return;
    }
    const [since, until] = [Math.min(this.from, this.day), Math.max(this.from, this.day)];
    const { changes, events } = this.model.difference(since, until, this.known);
    const head = `After ${inWords(dayText(since))} and by ${inWords(dayText(until))}: ${changes.length} answers changed, ${events.length} events`;
    const rows = changes.map(({ aspect, key, before, after, certain }) =>
      el("tr", {}, el("th", { scope: "row" }, title(aspect) + (key === null ? "" : `: ${keyText(key)}`)),
        el("td", {}, `${this.brief(before)} → ${this.brief(after)}`), el("td", { class: "sure" }, certain ? "" : "not certain")),
    );
    $("changes").replaceChildren(
      el("p", {}, head),
      rows.length ? el("div", { class: "wide" }, el("table", {}, el("caption", { class: "unseen" }, "What changed"), el("tbody", {}, ...rows))) : "",
      this.details("between", el("span", {}, `${events.length} events between`), () => this.list(events)),
    );
  }

  showSearch() {
    const [text, kind] = [$("text").value, $("kind").value];
    if (!text.trim() && !kind) {
      $("found").replaceChildren();
      return;
    }
    const { found, names } = this.search.find(text, kind, this.known);
    const also = names.length ? ` Searched for in every spelling: ${names.slice(0, 8).join(", ")}${names.length > 8 ? " and others" : ""}.` : "";
    const events = found.length === 1 ? "1 event." : `${found.length} events, the newest first.`;
    $("found").replaceChildren(el("p", { role: "status" }, events + also), this.list(found));
  }

  showEvent() {
    const event = this.model.numbers.get(this.event);
    $("event").hidden = event === undefined;
    if (event === undefined) return;
    const { versions, ids, recordings } = this.model.data;
    const status = this.model.status(event, this.known);
    const version = status?.version ?? event;
    /** @type {[string, any][]} */
    const rows = [["occurred", inWords(versions.occurred[version])], ["kind", title(versions.kind[version])]];
    if (versions.effective[version]) rows.push(["effective", inWords(versions.effective[version])]);
    for (const [name, value] of Object.entries(versions.data[version])) rows.push([name, value]);
    if (versions.note[version]) rows.push(["note", versions.note[version]]);
    if (recordings.length) rows.push(["recorded", recordings[event]]);
    rows.push(["id", ids[event]]);
    const remark = status ? null : el("p", { class: "remark" }, this.known ? "Not listed as known on that day: not public yet, withdrawn, or a claim that lost." : "Not listed: withdrawn, used up by a correction, or a claim that lost.");
    const about = this.model.about[event];
    const close = el("button", { type: "button" }, "close");
    close.addEventListener("click", () => {
      this.go(this.day);
      $("slider").focus();
    });
    $("event").replaceChildren(
      close,
      el("h2", {}, versions.title[version]),
      remark ?? "",
      el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name.replaceAll("_", " ")), el("dd", {}, this.listed(value))])),
      el("h3", {}, "Sources"),
      el("ul", { class: "sources" }, ...this.sources(version)),
      ...(about.length ? [el("h3", {}, "About the same"), el("ul", { class: "events" }, ...about.map((n) => el("li", {}, this.line(n))))] : []),
    );
  }
}

/** @param {string} date */
function inWordsOrNone(date) {
  return date ? inWords(date) : "";
}

/** Unpack the data and show it. */
async function open() {
  if (!("DecompressionStream" in globalThis)) {
    $("failed").hidden = false;
    return;
  }
  const model = new Model(await unpacked($("data").textContent.trim()));
  takeTitles(model, document.querySelector("noscript")?.textContent ?? "");
  const page = new Page(model);
  Object.assign(globalThis, { explorer: { model, page, stateAt: model.stateAt.bind(model) } });
  page.start();
  performance.mark("ready");
}

open();
