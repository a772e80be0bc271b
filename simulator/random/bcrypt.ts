/**
 * bcrypt, as the random provider hashes a generated password with it.
 *
 * Node.js has no bcrypt of its own, and a hash that no server accepts would be worse than none: programs hand `bcryptHash` to
 * software that checks passwords against it.
 */
import { randomBytes } from "node:crypto";
import { encipher, expandKey, newState } from "./blowfish";

/** What the real provider uses: the default cost of Go's bcrypt package, https://pkg.go.dev/golang.org/x/crypto/bcrypt. */
const DEFAULT_COST = 10;
/** bcrypt reads no further; the real provider cuts longer passwords here too. */
const LONGEST_KEY_BYTES = 72;
const ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * @param password of which the first 72 bytes count
 * @param cost binary logarithm of the rounds; 10 when left out
 * @param salt 16 bytes; random when left out
 * @returns the hash in the usual form, for example `$2a$10$` followed by 22 characters of salt and 31 of hash
 */
export function bcryptHash(password: string, cost = DEFAULT_COST, salt: Uint8Array = randomBytes(16)): string {
    const key = keyWords(Buffer.from(password).subarray(0, LONGEST_KEY_BYTES));
    const saltWords = bigEndianWords(salt);
    const saltAsKey = Int32Array.from({ length: 18 }, (_, i) => saltWords[i % 4] ?? 0);
    const state = newState();
    expandKey(state, key, saltWords);
    for (let round = 0; round < 2 ** cost; round++) {
        expandKey(state, key);
        expandKey(state, saltAsKey);
    }
    const text = bigEndianWords(Buffer.from("OrpheanBeholderScryDoubt"));
    for (let round = 0; round < 64; round++) {
        for (let at = 0; at < text.length; at += 2) encipher(state, text, at);
    }
    const hash = Buffer.alloc(24);
    text.forEach((word, i) => hash.writeInt32BE(word, i * 4));
    return `$2a$${String(cost).padStart(2, "0")}$${encode(salt)}${encode(hash.subarray(0, 23))}`;
}

/** The password with its closing zero byte, repeated until 18 words are full. */
function keyWords(password: Uint8Array): Int32Array {
    const closed = Buffer.concat([password, Buffer.of(0)]);
    return bigEndianWords(Uint8Array.from({ length: 72 }, (_, i) => closed[i % closed.length] ?? 0));
}

function bigEndianWords(bytes: Uint8Array): Int32Array {
    const buffer = Buffer.from(bytes);
    return Int32Array.from({ length: buffer.length / 4 }, (_, i) => buffer.readInt32BE(i * 4));
}

/** Base64 with bcrypt's own alphabet and without padding. */
function encode(bytes: Uint8Array): string {
    const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    return (bits.match(/.{1,6}/g) ?? []).map((six) => ALPHABET.charAt(Number.parseInt(six.padEnd(6, "0"), 2))).join("");
}
