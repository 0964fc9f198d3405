import { Buffer } from 'node:buffer'

/*
 * Account ids as text and back (SEP-23). Every entry and every result names several, so this is the ledger's most frequent conversion; it is written for
 * keys that are known to be sound, and tests nothing.
 */

const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')
const VERSION = 6 << 3 // 'G' in the first letter
const KEY_BYTES = 32
const ID_BYTES = 35
const ID_LETTERS = 56

/** The value of each letter's code. */
const VALUES: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => Math.max(ALPHABET.indexOf(code), 0))

/** CRC16-XModem of each byte that leaves the register. */
const CRC: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021
  return crc
})

/** The account id of an ed25519 public key. */
export function accountIdFromKey(key: Uint8Array): string {
  const bytes = new Uint8Array(ID_BYTES)
  bytes[0] = VERSION
  bytes.set(key, 1)
  let crc = 0
  for (let at = 0; at <= KEY_BYTES; at += 1)
    crc = ((crc << 8) ^ (CRC[((crc >> 8) ^ (bytes[at] ?? 0)) & 0xff] ?? 0)) & 0xffff
  bytes[33] = crc & 0xff
  bytes[34] = crc >> 8
  const letters = Buffer.allocUnsafe(ID_LETTERS)
  let [buffer, bits, letter] = [0, 0, 0]
  for (let at = 0; at < ID_BYTES; at += 1) {
    buffer = ((buffer << 8) | (bytes[at] ?? 0)) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      letters[letter] = ALPHABET[(buffer >> bits) & 31] ?? 0
      letter += 1
    }
  }
  return letters.toString('latin1')
}

/** The ed25519 public key of an account id. */
export function keyFromAccountId(accountId: string): Uint8Array {
  const key = new Uint8Array(KEY_BYTES)
  let [buffer, bits, at] = [0, 0, -1] // the first byte is the version
  for (let letter = 0; at < KEY_BYTES; letter += 1) {
    buffer = ((buffer << 5) | (VALUES[accountId.charCodeAt(letter)] ?? 0)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    if (at >= 0) key[at] = (buffer >> bits) & 0xff
    at += 1
  }
  return key
}
