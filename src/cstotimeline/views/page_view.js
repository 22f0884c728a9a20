// What is seen: the controls, the state of a day, differences, search, one event.
"use strict";

/** The page: what is looked at, and what shows it. */
class Page extends Parts {
  /** @param {Model} model */
  constructor(model) {
    super(model);
    this.search = new Search(model);
    this.day = model.data.last;
    /** @type {number | null} */
    this.from = null;
    this.event = "";
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

/** Unpack the data and show it. */
function open() {
  const model = new Model(unpacked($("data").textContent.trim()));
  takeTitles(model, document.querySelector("noscript")?.textContent ?? "");
  const page = new Page(model);
  Object.assign(globalThis, { explorer: { model, page, stateAt: model.stateAt.bind(model) } });
  page.start();
  performance.mark("ready");
}

open();
