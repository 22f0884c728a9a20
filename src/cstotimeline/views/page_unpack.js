// Unpacking data: base 85, then LZMA (7-zip's first format, a range coder over matches), which no browser has built in
// and which needs a quarter less room than what browsers have. Touches no document.
"use strict";

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

/** A range decoder: bits with adaptive probabilities of 11 bits. */
class Bits {
  /**
   * @param {Uint8Array} bytes
   * @param {number} from
   */
  constructor(bytes, from) {
    this.bytes = bytes;
    this.place = from;
    this.range = 0xffffffff;
    this.code = 0;
    for (let n = 0; n < 5; n++) this.code = ((this.code << 8) | bytes[this.place++]) >>> 0;
  }

  more() {
    if (this.range >= 0x1000000) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.bytes[this.place++]) >>> 0;
  }

  /**
   * One bit by its probability.
   * @param {Uint16Array} probabilities
   * @param {number} n
   */
  bit(probabilities, n) {
    const bound = (this.range >>> 11) * probabilities[n];
    const isOne = this.code >= bound;
    if (isOne) {
      this.range -= bound;
      this.code -= bound;
      probabilities[n] -= probabilities[n] >> 5;
    } else {
      this.range = bound;
      probabilities[n] += (2048 - probabilities[n]) >> 5;
    }
    this.more();
    return isOne ? 1 : 0;
  }

  /**
   * A number of equally likely bits.
   * @param {number} count
   */
  direct(count) {
    let found = 0;
    for (; count > 0; count--) {
      this.range >>>= 1;
      const isOne = this.code >= this.range;
      if (isOne) this.code -= this.range;
      this.more();
      found = found * 2 + (isOne ? 1 : 0);
    }
    return found;
  }

  /**
   * A number of some bits, the highest first, from a tree of probabilities.
   * @param {Uint16Array} tree
   * @param {number} from
   * @param {number} count
   */
  tree(tree, from, count) {
    let node = 1;
    for (let n = 0; n < count; n++) node = node * 2 + this.bit(tree, from + node);
    return node - (1 << count);
  }

  /**
   * The same, the lowest bit first.
   * @param {Uint16Array} tree
   * @param {number} from
   * @param {number} count
   */
  reverse(tree, from, count) {
    let [node, found] = [1, 0];
    for (let n = 0; n < count; n++) {
      const bit = this.bit(tree, from + node);
      node = node * 2 + bit;
      found |= bit << n;
    }
    return found;
  }
}

/** @param {number} size */
const evens = (size) => new Uint16Array(size).fill(1024);

/** The lengths of matches. */
class Lengths {
  constructor() {
    this.choice = evens(2);
    this.low = evens(128);
    this.middle = evens(128);
    this.high = evens(256);
  }

  /**
   * @param {Bits} bits
   * @param {number} position
   */
  next(bits, position) {
    if (!bits.bit(this.choice, 0)) return bits.tree(this.low, position << 3, 3);
    if (!bits.bit(this.choice, 1)) return 8 + bits.tree(this.middle, position << 3, 3);
    return 16 + bits.tree(this.high, 0, 8);
  }
}

/**
 * What was packed: a header of 13 bytes, in which the length stands, then the matches.
 * @param {Uint8Array} packed
 */
function lzma(packed) {
  const [lc, lp, pb] = [packed[0] % 9, Math.floor(packed[0] / 9) % 5, Math.floor(packed[0] / 45)];
  const size = packed[5] + packed[6] * 256 + packed[7] * 65536 + packed[8] * 16777216;
  const out = new Uint8Array(size);
  const bits = new Bits(packed, 13);
  const [isMatch, isRep0Long] = [evens(192), evens(192)];
  const [isRep, isRep0, isRep1, isRep2] = [evens(12), evens(12), evens(12), evens(12)];
  const [slots, distances, align] = [evens(256), evens(128), evens(16)];
  const literals = evens(0x300 << (lc + lp));
  const [lengths, repeated] = [new Lengths(), new Lengths()];
  let [state, a, b, c, d] = [0, 0, 0, 0, 0];
  let at = 0;
  while (at < size) {
    const position = at & ((1 << pb) - 1);
    if (!bits.bit(isMatch, (state << 4) + position)) {
      const before = at ? out[at - 1] : 0;
      const from = 0x300 * (((at & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
      let symbol = 1;
      if (state >= 7) {
        let match = out[at - a - 1];
        do {
          const expected = (match >> 7) & 1;
          match <<= 1;
          const bit = bits.bit(literals, from + ((1 + expected) << 8) + symbol);
          symbol = symbol * 2 + bit;
          if (bit !== expected) break;
        } while (symbol < 0x100);
      }
      while (symbol < 0x100) symbol = symbol * 2 + bits.bit(literals, from + symbol);
      out[at++] = symbol & 255;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length;
    if (bits.bit(isRep, state)) {
      if (!bits.bit(isRep0, state)) {
        if (!bits.bit(isRep0Long, (state << 4) + position)) {
          state = state < 7 ? 9 : 11;
          out[at] = out[at - a - 1];
          at++;
          continue;
        }
      } else if (!bits.bit(isRep1, state)) [a, b] = [b, a];
      else if (!bits.bit(isRep2, state)) [a, b, c] = [c, a, b];
      else [a, b, c, d] = [d, a, b, c];
      length = repeated.next(bits, position);
      state = state < 7 ? 8 : 11;
    } else {
      [b, c, d] = [a, b, c];
      length = lengths.next(bits, position);
      state = state < 7 ? 7 : 10;
      const slot = bits.tree(slots, Math.min(length, 3) << 6, 6);
      a = slot;
      if (slot >= 4) {
        const count = (slot >> 1) - 1;
        a = (2 | (slot & 1)) << count;
        if (slot < 14) a += bits.reverse(distances, a - slot, count);
        else a += (bits.direct(count - 4) << 4) + bits.reverse(align, 0, 4);
      }
    }
    if (a >= at) throw new RangeError("the data of this page is damaged");
    for (let n = length + 2; n > 0 && at < size; n--, at++) out[at] = out[at - a - 1];
  }
  return out;
}

/**
 * The data that a packed text holds.
 * @param {string} text
 * @returns {any}
 */
function unpacked(text) {
  return JSON.parse(new TextDecoder().decode(lzma(bytesOf(text))));
}
