import { InvalidAssetError } from './errors.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
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
 * @throws {@link InvalidAssetError} when the text is no account id.
 * @example
 * ```ts
 * decodeAccountId('GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF').length // 32
 * ```
 */
export function decodeAccountId(text: string): Uint8Array {
  const key = decode(text)
  if (key !== undefined) return key
  throw new InvalidAssetError({
    message: `${JSON.stringify(text)} is not an account id.`,
    remedy: 'Write the 56 characters of a Stellar public key, beginning with G.',
    input: text,
  })
}

function decode(text: string): Uint8Array | undefined {
  if (text.length !== 56 || text[0] !== 'G') return undefined
  const bytes = base32(text)
  if (bytes === undefined || bytes[0] !== accountIdVersion) return undefined
  const checksum = (bytes[33] ?? 0) | ((bytes[34] ?? 0) << 8)
  return crc16(bytes.subarray(0, 33)) === checksum ? bytes.slice(1, 33) : undefined
}

function base32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array((text.length * 5) >> 3)
  let buffer = 0
  let bits = 0
  let at = 0
  for (const letter of text) {
    const value = alphabet.indexOf(letter)
    if (value === -1) return undefined
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at] = (buffer >> bits) & 0xff
    at += 1
  }
  return bytes
}

/** CRC16-XModem, which SEP-23 appends in little-endian order. */
function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc
}
