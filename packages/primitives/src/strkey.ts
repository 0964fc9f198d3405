import { InvalidAccountIdError } from './errors.ts'
import { quoteInput } from './quoteInput.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** By the code of its character; 255 for what is no letter of it. Looked up, as programs check an id for each thing that they ask for. */
const letterValues = new Uint8Array(256).fill(255)
for (let value = 0; value < alphabet.length; value += 1) letterValues[alphabet.charCodeAt(value)] = value
const keyEnd = 33
const accountIdVersion = 6 << 3 // 'G' in the first letter (SEP-23)

/**
 * Whether a text is a Stellar account id: `G`, 56 letters, checksum right (SEP-23).
 *
 * @example
 * ```ts
 * isAccountId('GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF') // true
 * ```
 */
export function isAccountId(text: string): boolean {
  return decode(text) !== undefined
}

/**
 * The 32 bytes of the public key that an account id stands for.
 *
 * @throws {@link InvalidAccountIdError} when the text is no account id.
 * @example
 * ```ts
 * decodeAccountId('GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF').length // 32
 * ```
 */
export function decodeAccountId(text: string): Uint8Array {
  const bytes = decode(text)
  if (bytes !== undefined) return bytes.slice(1, keyEnd)
  throw new InvalidAccountIdError({
    message: `${quoteInput(text)} is not an account id.`,
    remedy: 'Write the 56 characters of a Stellar public key, beginning with G.',
    input: text,
  })
}

/**
 * The account id of a public key.
 *
 * @param key - The 32 bytes of an ed25519 public key.
 * @throws {@link InvalidAccountIdError} when there are not 32 of them.
 * @example
 * ```ts
 * encodeAccountId(new Uint8Array(32)) // 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'
 * ```
 */
export function encodeAccountId(key: Uint8Array): string {
  if (key.length !== 32) {
    const message = `A public key has 32 bytes, not ${key.length}.`
    throw new InvalidAccountIdError({ message, remedy: 'Pass the raw ed25519 key.', input: key.length })
  }
  const bytes = new Uint8Array(35)
  bytes[0] = accountIdVersion
  bytes.set(key, 1)
  const checksum = crc16(bytes, keyEnd)
  bytes[keyEnd] = checksum & 0xff
  bytes[keyEnd + 1] = checksum >> 8
  return toBase32(bytes)
}

/** Version, key and checksum. */
function decode(text: string): Uint8Array | undefined {
  if (typeof text !== 'string' || text.length !== 56 || text[0] !== 'G') return undefined
  const bytes = fromBase32(text)
  if (bytes === undefined || bytes[0] !== accountIdVersion) return undefined
  const checksum = (bytes[keyEnd] ?? 0) | ((bytes[keyEnd + 1] ?? 0) << 8)
  return crc16(bytes, keyEnd) === checksum ? bytes : undefined
}

/** RFC 4648, for texts whose bits fill whole bytes. */
function fromBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array((text.length * 5) >> 3)
  let buffer = 0
  let bits = 0
  let at = 0
  for (let index = 0; index < text.length; index += 1) {
    const value = letterValues[text.charCodeAt(index)] ?? 255
    if (value === 255) return undefined
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at] = (buffer >> bits) & 0xff
    at += 1
  }
  return bytes
}

/** RFC 4648, for bytes whose bits fill whole letters: no padding. */
function toBase32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((buffer >> bits) & 31)
    }
  }
  return text
}

/** CRC16-XModem of the bytes before `end`, which SEP-23 appends in little-endian order. */
function crc16(bytes: Uint8Array, end: number): number {
  let crc = 0
  for (let at = 0; at < end; at += 1) {
    crc ^= (bytes[at] ?? 0) << 8
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc
}
