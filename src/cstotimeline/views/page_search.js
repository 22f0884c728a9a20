// Search: events by text, by a person or place in any spelling, by kind.
"use strict";

const CYRILLIC = /** @type {Record<string, string>} */ ({});
"а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya і i ў u қ k ғ g ҳ h ҷ j ә a ө o ү u ұ u ң n"
  .split(" ")
  .forEach((letter, n, all) => n % 2 || (CYRILLIC[letter] = all[n + 1]));

/**
 * A text as searches compare it: lower case, without accents and signs, Cyrillic in Latin letters.
 * @param {string} text
 */
function folded(text) {
  const latin = text.toLowerCase().replace(/[\u0400-\u04ff]/g, (letter) => CYRILLIC[letter] ?? (/[ьъ]/.test(letter) ? "" : letter));
  const bare = latin.normalize("NFKD").replace(/[\u0300-\u036f'’ʼ]/g, "");
  return ` ${bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
}

/**
 * Every text inside plain data.
 * @param {any} value
 * @returns {string}
 */
function textsIn(value) {
  if (value === null || typeof value !== "object") return String(value);
  return Object.values(value).map(textsIn).join(" ");
}

class Search {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    /** @type {Map<number, string>} */
    this.texts = new Map();
    this.spellings = model.data.spellings.map((/** @type {string[]} */ names) => [names[0], names.map(folded)]);
  }

  /**
   * All that a version of an event says, folded.
   * @param {number} version
   */
  text(version) {
    const found = this.texts.get(version);
    if (found !== undefined) return found;
    const { ids, versions, sources } = this.model.data;
    const cited = versions.sources[version].map(
      (/** @type {number} */ n) => `${sources.publisher[n]} ${sources.title[n]} ${sources.says[n]}`,
    );
    const said = [
      ids[versions.event[version]],
      versions.occurred[version],
      versions.title[version],
      versions.note[version],
      textsIn(versions.data[version]),
      ...cited,
    ];
    const text = folded(said.join(" "));
    this.texts.set(version, text);
    return text;
  }

  /**
   * The names that a text may mean, each with its spellings, folded: a whole name, or one word of it such as a surname.
   * @param {string} text
   * @returns {[string, string[]][]}
   */
  named(text) {
    const asked = folded(text);
    if (asked.trim().length < 3) return [];
    return this.spellings.filter((/** @type {[string, string[]]} */ [, all]) => all.some((one) => one.includes(asked)));
  }

  /**
   * The versions that a search finds, newest first, and the names that were searched for as well.
   * @param {string} text
   * @param {string} kind  empty for all
   * @param {number | null} known
   */
  find(text, kind, known) {
    const { kind: kinds } = this.model.data.versions;
    const terms = folded(text).trim().split(" ").filter(Boolean);
    const names = this.named(text);
    const spellings = names.flatMap(([, all]) => all).filter((one) => one.length > 4);
    const found = this.model.listed(known).filter((version) => {
      if (kind && kinds[version] !== kind) return false;
      const said = this.text(version);
      return terms.every((term) => said.includes(` ${term}`)) || spellings.some((one) => said.includes(one));
    });
    return { found: found.reverse(), names: names.map(([name]) => name) };
  }
}
