/** A place in bytes that are read from front to back. */
export type ByteCursor = { readonly bytes: Uint8Array; readonly view: DataView; at: number }

/** Bytes that have to stand somewhere, also as words of four: looking at them one by one would take twice as long. */
export type Literal = { readonly bytes: Uint8Array; readonly words: Int32Array }

const WORD = 4
const [ZERO, NINE] = [48, 57]

/** A cursor at the first byte. */
export function cursorOf(bytes: Uint8Array): ByteCursor {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }
}

/** The literal of a text in ASCII. */
export function literalOf(text: string): Literal {
  const bytes = new TextEncoder().encode(text)
  const view = new DataView(bytes.buffer)
  const starts = Array.from({ length: Math.floor(bytes.length / WORD) }, (_, index) => index * WORD)
  // The last word ends where the text ends, so it may overlap the one before.
  if (bytes.length > WORD && bytes.length % WORD !== 0) starts.push(bytes.length - WORD)
  return { bytes, words: Int32Array.from(starts, (start) => view.getInt32(start, true)) }
}

/** Goes behind a literal, if it stands here. */
export function take(cursor: ByteCursor, { bytes: expected, words }: Literal): boolean {
  const { bytes, view, at } = cursor
  const { length } = expected
  const lastWord = at + length - WORD
  if (at + length > bytes.length) return false
  if (words.length === 0) {
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== expected[index]) return false
  }
  for (let index = 0, place = at; index < words.length; index += 1, place += WORD) {
    if (view.getInt32(place < lastWord ? place : lastWord, true) !== words[index]) return false
  }
  cursor.at = at + length
  return true
}

/** Goes behind digits, if any stand here. @returns The number that they write, exact up to 15 of them. */
export function takeDigits(cursor: ByteCursor): number {
  const { bytes } = cursor
  let { at } = cursor
  let value = 0
  for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) {
    value = value * 10 + (byte - ZERO)
    at += 1
  }
  cursor.at = at
  return value
}

/** Goes behind letters and digits of ASCII, if any stand here. */
export function takeWord(cursor: ByteCursor): void {
  const { bytes } = cursor
  for (let byte = bytes[cursor.at] ?? 0; isWord(byte); byte = bytes[cursor.at] ?? 0) cursor.at += 1
}

function isWord(byte: number): boolean {
  return (byte >= ZERO && byte <= NINE) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
}
