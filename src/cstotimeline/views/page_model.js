// What the page knows: looking answers and events up in its data. Touches no document.
"use strict";

/** @typedef {[number, any][]} Runs  Days from which on something holds, ascending. */
/** @typedef {{aspect: string, key: any, data: any, because: number[], value: any}} Shown  An answer on a day. */

/**
 * What holds on a day, of what begins on some days.
 * @param {Runs} runs
 * @param {number} day
 */
function held(runs, day) {
  let low = 0;
  let high = runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (runs[middle][0] <= day) low = middle;
    else high = middle - 1;
  }
  return runs[low][1];
}

/**
 * Give the events their titles, where these stand in the chronicle alone.
 * @param {Model} model
 * @param {string} chronicle  the HTML that is read without a script
 */
function takeTitles(model, chronicle) {
  const signs = /** @type {Record<string, string>} */ ({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" });
  const lines = chronicle.split("\n").filter((line) => line.startsWith("<li>"));
  const { title, event } = model.data.versions;
  model.listed(null).forEach((version, n) => {
    const line = lines[n] ?? "";
    const text = line.slice(line.indexOf(" ") + 1);
    title[version] ||= text.replace(/&(amp|lt|gt|quot|#x27);/g, (sign) => signs[sign]);
  });
  title.forEach((/** @type {string} */ text, /** @type {number} */ version) => {
    const now = model.status(event[version], null);
    if (!text && now) title[version] = title[now.version]; // another version with the same title
  });
}

/** The answers and events of a page. */
class Model {
  /** @param {any} data  see views/page_data.py */
  constructor(data) {
    this.data = data;
    for (const [text, words] of Object.entries(data.words)) WORDS.set(text, words);
    this.numbers = new Map(data.ids.map((/** @type {string} */ id, /** @type {number} */ n) => [id, n]));
    /** @type {number[][]} for each event, the events about it */
    this.about = data.ids.map(() => []);
    /** @type {Map<string, number[]>} */
    const claims = new Map();
    data.ids.forEach((/** @type {string} */ _, /** @type {number} */ n) => {
      const said = data.versions.data[n];
      for (const link of [said.target, said.announcement]) {
        if (typeof link === "string" && this.numbers.has(link)) this.about[this.numbers.get(link)].push(n);
      }
      if (said.claim) claims.set(said.claim, [...(claims.get(said.claim) ?? []), n]);
    });
    for (const rivals of claims.values()) {
      for (const one of rivals) this.about[one].push(...rivals.filter((other) => other !== one));
    }
    this.expectedTables = data.expected;
  }

  /**
   * The cell of a question on a day, as known by another; without the latter, as known now.
   * @param {any} question
   * @param {number} day
   * @param {number | null} known
   */
  cell(question, day, known) {
    const [before, same, after] = question;
    if (known === null) return held(before, day).at(-1)[1];
    if (day < known) return held(held(before, day), known);
    return day === known ? held(same, known) : held(held(after, known), day);
  }

  /**
   * The answer that a cell of a question stands for; null where a snapshot has none.
   * @param {any} question
   * @param {number} day
   * @param {number | null} known
   * @returns {Shown | null}
   */
  answer(question, day, known) {
    const [aspect, key, ...tables] = question;
    const [answer, reasons, value] = this.data.cells[this.cell(tables, day, known)];
    if (answer < 0) return null;
    const data = this.data.answers[answer];
    return { aspect, key, data, because: this.data.reasons[reasons], value: this.compared(value, data) };
  }

  /**
   * What a difference of two days compares: whether it is certain, what is said, and the whole state.
   * @param {number} number
   * @param {any} data
   */
  compared(number, data) {
    if (number < 0) return null;
    const [certain, said, state] = this.data.values[number];
    const shown = said === undefined ? data.value : said;
    return { certain: Boolean(certain), said: shown, state: JSON.stringify(state === undefined ? shown : state) };
  }

  /**
   * Every answer on a day.
   * @param {number} day
   * @param {number | null} known
   * @returns {Shown[]}
   */
  answers(day, known) {
    return this.data.questions
      .map((/** @type {any} */ question) => this.answer(question, day, known))
      .filter((/** @type {Shown | null} */ shown) => shown !== null);
  }

  /**
   * The status of an event as known by a day: the number of its version, and between which days it took effect, 0 for
   * both where it does not count for the state of the world; null where it is not listed.
   * @param {number} event
   * @param {number | null} known
   * @returns {{version: number, low: number, high: number} | null}
   */
  status(event, known) {
    const kept = this.data.statuses[event];
    const day = known ?? LAST_DAY;
    if (kept === 0) {
      if (day < this.happened(event)[1]) return null;
      const [low, high] = this.took(event);
      return { version: event, low, high };
    }
    let found = kept[0];
    for (const run of kept) if (run[0] <= day) found = run;
    if (found.length < 2) return null;
    const [low, high] = found.length > 2 ? found.slice(2) : this.took(found[1]);
    return { version: found[1], low, high };
  }

  /**
   * Between which days a version of an event took effect.
   * @param {number} version
   * @returns {[number, number]}
   */
  took(version) {
    const { took, effective, occurred } = this.data.versions;
    return took[version] || this.exact(effective[version] || occurred[version]);
  }

  /**
   * Between which days a version of an event occurred.
   * @param {number} version
   * @returns {[number, number]}
   */
  happened(version) {
    return this.data.versions.happened[version] || this.exact(this.data.versions.occurred[version]);
  }

  /**
   * @param {string} text
   * @returns {[number, number]}
   */
  exact(text) {
    const day = ordinalOf(text);
    return [day, day];
  }

  /**
   * The versions of the events that are listed as known by a day, by the date on which they occurred.
   * @param {number | null} known
   * @returns {number[]}
   */
  listed(known) {
    const found = this.data.ids
      .map((/** @type {string} */ _, /** @type {number} */ n) => this.status(n, known)?.version)
      .filter((/** @type {number | undefined} */ version) => version !== undefined);
    return this.inOrder(found);
  }

  /** @param {number[]} versions */
  inOrder(versions) {
    const { rank } = this.data.versions;
    return versions.sort((one, other) => rank[one] - rank[other]);
  }

  /**
   * The events of a list that have surely occurred by the end of a day.
   * @param {string} name
   * @param {number} day
   * @param {number | null} known
   * @returns {number[]}
   */
  occurred(name, day, known) {
    const { event } = this.data.versions;
    const found = this.data.lists[name].filter(
      (/** @type {number} */ version) =>
        this.happened(version)[1] <= day && this.status(event[version], known)?.version === version,
    );
    return this.inOrder(found);
  }

  /**
   * The ids of the events whose dates leave open whether they had taken effect by the end of a day, sorted.
   * @param {number} day
   * @param {number | null} known
   * @returns {string[]}
   */
  undecided(day, known) {
    return this.data.ids
      .filter((/** @type {string} */ _, /** @type {number} */ n) => {
        const status = this.status(n, known);
        return status !== null && status.low <= day && day < status.high && this.counts(n);
      })
      .sort();
  }

  /**
   * Whether an event is about the world, and not about expectations or the log.
   * @param {number} event
   */
  counts(event) {
    const { kind } = this.data.versions;
    return !["event_announced", "announcement_settled", "coverage_declared"].includes(kind[event]);
  }

  /**
   * What was expected on a day, the next expected first.
   * @param {number} day
   * @param {number | null} known
   */
  expected(day, known) {
    const { versions, expectations, ids } = this.data;
    const found = this.expectedTables
      .map((/** @type {any} */ tables) => this.cell(tables, day, known))
      .filter((/** @type {number} */ cell) => cell >= 0)
      .map((/** @type {number} */ cell) => {
        const [because, status, alternatives] = expectations[cell];
        const version = this.status(because[0], known)?.version ?? because[0];
        const { expects, wording = "expected" } = versions.data[version];
        return {
          id: ids[because[0]],
          announced: versions.occurred[version],
          wording,
          expects: expects.kind,
          title: expects.title,
          date: expects.effective ?? expects.occurred,
          status,
          certain: !alternatives.length,
          alternatives,
          because: because.map((/** @type {number} */ n) => ids[n]),
          rank: versions.expects[version],
        };
      });
    found.sort((/** @type {any} */ one, /** @type {any} */ other) => one.rank - other.rank);
    return found.map((/** @type {any} */ { rank, ...rest }) => rest);
  }

  /**
   * What changed in the world between the ends of two days: answers that differ, and the events between.
   * @param {number} since
   * @param {number} until
   * @param {number | null} known
   */
  difference(since, until, known) {
    const changes = [];
    for (const question of this.data.questions) {
      const [aspect, key, ...tables] = question;
      const [before, after] = [since, until].map((day) => {
        const [answer, , value] = this.data.cells[this.cell(tables, day, known)];
        return this.compared(value, answer < 0 ? {} : this.data.answers[answer]);
      });
      if (before && after && before.state !== after.state) {
        changes.push({ aspect, key, before: before.said, after: after.said, certain: before.certain && after.certain });
      }
    }
    const between = [];
    for (let event = 0; event < this.data.ids.length; event++) {
      const status = this.status(event, known);
      if (status === null || !this.counts(event)) continue;
      const [low, high] = this.took(status.version);
      if (high > since && low <= until) between.push(status.version);
    }
    return { changes, events: this.inOrder(between) };
  }

  /**
   * The days around one on which an answer changes: the last one before and the first one after; 0 for none.
   * @param {number} day
   * @param {number | null} known
   * @returns {[number, number]}
   */
  changesAround(day, known) {
    let before = 0;
    let after = 0;
    for (const [, , rows, , late] of this.data.questions) {
      const starts = known !== null && day >= known ? [...rows, ...held(late, known)] : rows;
      for (const [start] of starts) {
        if (start < day && start > before) before = start;
        if (start > day && (!after || start < after)) after = start;
      }
    }
    return [before, after];
  }

  /**
   * What `at` gives as plain data, for the questions and for what is expected and undecided.
   * @param {string} day
   * @param {string | null} [known]
   */
  stateAt(day, known = null) {
    const [at, by] = [ordinalOf(day), known === null ? null : ordinalOf(known)];
    const { ids, aspects, lists, versions } = this.data;
    const found = /** @type {any} */ ({});
    for (const { aspect, key, data, because } of this.answers(at, by)) {
      const whole = { ...data, because: because.map((n) => ids[n]) };
      if (key === null) found[aspect] = whole;
      else (found[aspect] ??= []).push([key, whole]);
    }
    for (const aspect of aspects) {
      if (aspect in lists) found[aspect] = this.occurred(aspect, at, by).map((n) => ids[versions.event[n]]);
    }
    return { ...found, expected: this.expected(at, by), undecided: this.undecided(at, by) };
  }
}
