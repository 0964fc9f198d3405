import type { Buffer } from 'node:buffer'

/**
 * Bytes as text the way Go reads them: one replacement character for each byte that belongs to no valid UTF-8. The web's decoder, and Node's, put a single
 * one for the beginning of a longer sequence.
 */
export function goText(bytes: Buffer): string {
  const text = bytes.toString()
  if (!text.includes(REPLACEMENT)) return text
  let decoded = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] ?? 0)
    const letter = bytes.toString('utf8', at, at + length)
    const isValid = at + length <= bytes.length && (letter !== REPLACEMENT || isReplacement(bytes, at))
    decoded += isValid && [...letter].length === 1 ? letter : REPLACEMENT
    at += isValid && [...letter].length === 1 ? length : 1
  }
  return decoded
}

const REPLACEMENT = '\ufffd'

/** How many bytes a letter takes, by its first. */
function sequenceLength(first: number): number {
  if (first < 0xc0) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}

/** The replacement character may stand in the text itself. */
function isReplacement(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd
}
