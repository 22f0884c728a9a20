// Days and dates, and the words for them. Touches no document.
"use strict";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DOUBT = /** @type {Record<string, string>} */ ({ "": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)" });
const WORDS = /** @type {Map<string, string>} */ (new Map()); // of the dates that inWords cannot read itself
const EPOCH = 719163; // the ordinal of 1970-01-01
const LAST_DAY = 3652059;

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
  const told = WORDS.get(text);
  if (told) return told;
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
