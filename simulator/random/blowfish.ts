/**
 * The Blowfish cipher's state, as bcrypt needs it.
 *
 * Its initial state is the fraction of pi in binary (https://www.schneier.com/academic/archives/1994/09/description_of_a_new.html).
 * It is computed here instead of being listed: 1042 constants cannot be proof-read, a formula can.
 */

const SUBKEYS = 18;
const BOX_ENTRIES = 256;
const STATE_WORDS = SUBKEYS + 4 * BOX_ENTRIES;

/** 18 subkeys, then four boxes of 256 entries each; 32-bit words. */
export type BlowfishState = Int32Array;

let initialState: BlowfishState | undefined;

/** A fresh copy of the state that Blowfish starts from. */
export function newState(): BlowfishState {
    initialState ??= Int32Array.from({ length: STATE_WORDS }, wordsOfPi());
    return initialState.slice();
}

/**
 * Enciphers one block in place.
 *
 * @param state subkeys and boxes
 * @param block words that hold the block
 * @param at index of the block's first word
 */
export function encipher(state: BlowfishState, block: Int32Array | Uint32Array, at: number): void {
    let left = (block[at] ?? 0) ^ (state[0] ?? 0);
    let right = block[at + 1] ?? 0;
    for (let round = 1; round <= 16; round += 2) {
        right ^= scramble(state, left) ^ (state[round] ?? 0);
        left ^= scramble(state, right) ^ (state[round + 1] ?? 0);
    }
    block[at] = right ^ (state[17] ?? 0);
    block[at + 1] = left;
}

/**
 * Mixes a key, and optionally a salt, into the state: bcrypt's ExpandKey.
 *
 * @param key 18 words
 * @param salt four words, or undefined for a salt of zeroes
 */
export function expandKey(state: BlowfishState, key: Int32Array, salt?: Int32Array): void {
    for (let i = 0; i < SUBKEYS; i++) state[i] = (state[i] ?? 0) ^ (key[i] ?? 0);
    const block = new Int32Array(2);
    for (let i = 0; i < STATE_WORDS; i += 2) {
        if (salt !== undefined) {
            block[0] = (block[0] ?? 0) ^ (salt[i % 4] ?? 0);
            block[1] = (block[1] ?? 0) ^ (salt[(i % 4) + 1] ?? 0);
        }
        encipher(state, block, 0);
        state.set(block, i);
    }
}

function scramble(state: BlowfishState, word: number): number {
    const first = state[SUBKEYS + (word >>> 24)] ?? 0;
    const second = state[SUBKEYS + BOX_ENTRIES + ((word >>> 16) & 0xff)] ?? 0;
    const third = state[SUBKEYS + 2 * BOX_ENTRIES + ((word >>> 8) & 0xff)] ?? 0;
    const fourth = state[SUBKEYS + 3 * BOX_ENTRIES + (word & 0xff)] ?? 0;
    return (((first + second) ^ third) + fourth) | 0;
}

/** The n-th 32-bit word of the fraction of pi, by Machin's formula: pi/4 = 4 atan(1/5) - atan(1/239). */
function wordsOfPi(): (_: unknown, n: number) => number {
    const guardBits = 64;
    const bits = STATE_WORDS * 32;
    const one = 1n << BigInt(bits + guardBits);
    const pi = 4n * (4n * arcTangentOfInverse(5n, one) - arcTangentOfInverse(239n, one));
    const fraction = (pi & (one - 1n)) >> BigInt(guardBits);
    const digits = fraction.toString(16).padStart(bits / 4, "0");
    return (_, n) => Number.parseInt(digits.slice(n * 8, n * 8 + 8), 16);
}

function arcTangentOfInverse(x: bigint, one: bigint): bigint {
    let power = one / x;
    let sum = power;
    for (let divisor = 3n, sign = -1n; power > 0n; divisor += 2n, sign = -sign) {
        power /= x * x;
        sum += (sign * power) / divisor;
    }
    return sum;
}
