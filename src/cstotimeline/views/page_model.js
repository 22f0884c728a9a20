// What the page knows: unpacking its data, and looking answers up. Touches no document.
"use strict";

/** @typedef {[number, any][]} Runs  Days from which on something holds, ascending. */
/** @typedef {{aspect: string, key: any, data: any, because: number[], value: any}} Shown  An answer on a day. */

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DOUBT = /** @type {Record<string, string>} */ ({ "": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)" });
const EPOCH = 719163; // the ordinal of 1970-01-01
const LAST_DAY = 3652059;

/**
 * The bytes of a text in base 85, in which "." and "," stand for "<" and "&".
 * @param {string} text
 */
function bytesOf(text) {
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=>?@^_`{|}~";
  const value = new Uint8Array(128);
  for (let n = 0; n < 85; n++) value[digits.charCodeAt(n)] = n;
  const spare = (5 - (text.length % 5)) % 5;
  const padded = text + "~".repeat(spare);
  const bytes = new Uint8Array((padded.length / 5) * 4);
  for (let from = 0, to = 0; from < padded.length; from += 5, to += 4) {
    let word = 0;
    for (let n = 0; n < 5; n++) word = word * 85 + value[padded.charCodeAt(from + n)];
    for (let n = 3; n >= 0; n--, word = Math.floor(word / 256)) bytes[to + n] = word % 256;
  }
  return bytes.subarray(0, bytes.length - spare);
}

/**
 * The data that a packed text holds.
 * @param {string} text
 * @returns {Promise<any>}
 */
async function unpacked(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/**
 * The day with an ordinal, as 2019-11-20.
 * @param {number} ordinal
 */
function dayText(ordinal) {
  const text = new Date((ordinal - EPOCH) * 864e5).toISOString();
  return text.slice(0, text.indexOf("T"));
}

/**
 * The ordinal of a day such as 2019-11-20; 0 where the text is none.
 * @param {string} text
 */
function ordinalOf(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return 0;
  const milliseconds = Date.parse(text + "T00:00:00Z");
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text) return 0;
  return milliseconds / 864e5 + EPOCH;
}

/**
 * A date in EDTF as a sentence has it.
 * @param {string} text
 */
function inWords(text) {
  if (text === "..") return "an open date";
  if (!text) return "an unknown date";
  const mark = "?~%".includes(text.slice(-1)) ? text.slice(-1) : "";
  const bare = mark ? text.slice(0, -1) : text;
  const doubt = DOUBT[mark];
  const parsed = /^(\d{3}[\dX]|\d{2}XX|\dXXX)(?:-([\dX]{2}))?(?:-([\dX]{2}))?(?:T(.*))?$/.exec(bare);
  if (!parsed) return text;
  const [, year, month, day, clock] = parsed;
  if (!month && /^\d{3}X$/.test(year)) return `the ${year.replace("X", "0")}s${doubt}`;
  if (!month && year.includes("X")) {
    return `some year from ${year.replaceAll("X", "0")} to ${year.replaceAll("X", "9")}${doubt}`;
  }
  if (year.includes("X")) return text;
  if (bare.slice(5).includes("X")) {
    if (month && !month.includes("X") && (day ?? "XX") === "XX") return `${MONTHS[+month - 1]} ${year}${doubt}`;
    const known = month.includes("X") ? year : `${MONTHS[+month - 1]} ${year}`;
    return `${day ? "a day of " : ""}${known} (${text})`;
  }
  if (!month) return year + doubt;
  const words = `${MONTHS[+month - 1]} ${year}`;
  return (day ? `${+day} ${words}` : words) + (clock ? `, ${clock}` : "") + doubt;
}

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
 * Why an answer is less than sure, as it follows a name; empty where nothing stands against it.
 * @param {any} data
 */
function doubtInWords(data) {
  if (data.decided) return " (as decided)";
  if (data.covered) return data.gave_up ? " (too many coarse dates overlap to tell)" : "";
  return data.last_known ? ` (last known, ${inWords(data.last_known)})` : " (not covered)";
}

/**
 * Who holds an office, or why nobody does.
 * @param {any} data
 */
function labelOf(data) {
  if (data.holder === null) return data.absence;
  return data.holder + (data.acting ? " (acting)" : "");
}

/**
 * Give the events their titles, where these stand in the chronicle alone.
 * @param {Model} model
 * @param {string} chronicle  the HTML that is read without a script
 */
function takeTitles(model, chronicle) {
  const signs = /** @type {Record<string, string>} */ ({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" });
  const lines = chronicle.split("\n").filter((line) => line.startsWith("<li>"));
  const { title } = model.data.versions;
  model.listed(null).forEach((version, n) => {
    const line = lines[n] ?? "";
    const text = line.slice(line.indexOf(" ") + 1);
    title[version] ||= text.replace(/&(amp|lt|gt|quot|#x27);/g, (sign) => signs[sign]);
  });
}

/** The answers and events of a page. */
class Model {
  /** @param {any} data  see views/page_data.py */
  constructor(data) {
    this.data = data;
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
