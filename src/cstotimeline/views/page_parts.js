// Parts of what is seen: rows of answers, reasons, events and their sources. Texts are set as text, never as markup;
// addresses become links only where they are http or https.
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

/** @param {string} date */
function inWordsOrNone(date) {
  return date ? inWords(date) : "";
}

/** Makes the parts of the page. */
class Parts {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {number | null} */
    this.known = null;
    /** @type {Set<string>} what is unfolded, by its name */
    this.open = new Set();
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

  /** @param {number[]} versions */
  list(versions) {
    const more = versions.length > LISTED ? el("p", {}, `The first ${LISTED} of ${versions.length} are shown.`) : null;
    return el("div", {}, el("ul", { class: "events" }, ...versions.slice(0, LISTED).map((n) => el("li", {}, this.line(n)))), more);
  }
}
