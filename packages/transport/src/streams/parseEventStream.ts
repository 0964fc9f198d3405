import { decodeUtf8 } from '../decodeUtf8.ts'
import { concat } from '../readBytes.ts'
import { EventTooLargeError } from './errors.ts'

/** One event of a `text/event-stream` (WHATWG HTML, 9.2), but for `retry`: streams pace themselves. */
export type ServerEvent = {
  /** `message` when the server names none. */
  readonly type: string
  /** Of this event; an earlier event's does not carry over, as it would not say where this one stands. */
  readonly id: string | undefined
  /** Its lines, joined by line feeds; UTF-8. A view of the chunk where it is one line of it. */
  readonly data: Uint8Array
}

const [LF, CR, SPACE, COLON] = [10, 13, 32, 58]
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const field = (name: string): readonly number[] => [...new TextEncoder().encode(name)]
const [DATA, ID, EVENT] = [field('data'), field('id'), field('event')]

/**
 * Makes a parser that takes a stream's bytes however they are cut. Each byte is looked at once; only a line that is spread over
 * chunks is copied.
 *
 * @param onEvent - Called for each event before the parser looks at the next one. An event that the stream ends in is never told.
 * @returns What takes the chunks. @throws EventTooLargeError when an event's data, or a line, is above `maxEventBytes`. What `onEvent`
 * throws passes. The parser is of no more use then.
 */
export function parseEventStream(
  onEvent: (event: ServerEvent) => void,
  { maxEventBytes }: { readonly maxEventBytes: number },
): (chunk: Uint8Array) => void {
  let type = ''
  let id: string | undefined
  let data: Uint8Array | undefined
  let dataBytes = 0
  /** Where lines of data after the first are put; twice as long as need be, so that an event of many lines is not copied for each of them. */
  let joined: Uint8Array | undefined
  /** What came of a line whose end has not. */
  let [parts, partBytes]: [Uint8Array[], number] = [[], 0]
  let isFirstLine = true
  let endedInCr = false

  const checkSize = (lineBytes: number): void => {
    if (dataBytes + lineBytes > maxEventBytes) throw tooLarge(maxEventBytes)
  }
  const dispatch = (): void => {
    const event = data === undefined ? undefined : { type: type === '' ? 'message' : type, id, data }
    type = ''
    id = data = joined = undefined
    dataBytes = 0
    if (event !== undefined) onEvent(event)
  }
  const takeData = (line: Uint8Array): void => {
    if (data === undefined) {
      data = line
      return
    }
    const length = data.length + 1 + line.length
    if (joined === undefined || joined.length < length) {
      joined = new Uint8Array(2 * length)
      joined.set(data)
    }
    joined[data.length] = LF
    joined.set(line, data.length + 1)
    data = joined.subarray(0, length)
  }
  const takeField = (bytes: Uint8Array, start: number, end: number): void => {
    const from = valueStart(bytes, { start, end }, DATA)
    if (from !== undefined) {
      takeData(bytes.subarray(from, end))
      dataBytes += end - start
      return
    }
    const textOf = (name: readonly number[]): string | undefined => {
      const from = valueStart(bytes, { start, end }, name)
      return from === undefined ? undefined : decodeUtf8(bytes.subarray(from, end))
    }
    const newId = textOf(ID)
    if (newId !== undefined) {
      if (!newId.includes('\0')) id = newId
      return
    }
    type = textOf(EVENT) ?? type
  }
  const takeLine = (bytes: Uint8Array, start: number, end: number): void => {
    checkSize(end - start)
    const from = isFirstLine && startsWith(bytes, { start, end }, BYTE_ORDER_MARK) ? start + 3 : start
    isFirstLine = false
    if (from === end) dispatch()
    else takeField(bytes, from, end)
  }
  const takeLineEnd = (chunk: Uint8Array, start: number, end: number): void => {
    if (parts.length === 0) {
      takeLine(chunk, start, end)
      return
    }
    const line = concat([...parts, chunk.subarray(start, end)], partBytes + end - start)
    parts = []
    partBytes = 0
    takeLine(line, 0, line.length)
  }
  return (chunk) => {
    if (chunk.length === 0) return
    let at = endedInCr && chunk[0] === LF ? 1 : 0
    endedInCr = false
    // Horizon ends lines in LF alone: the search for CR runs through a chunk once and finds nothing.
    let nextCr = indexOf(chunk, CR, at)
    while (at < chunk.length) {
      if (nextCr < at) nextCr = indexOf(chunk, CR, at)
      const nextLf = indexOf(chunk, LF, at)
      const end = Math.min(nextLf, nextCr)
      if (end === chunk.length) break
      takeLineEnd(chunk, at, end)
      const isPair = end === nextCr && chunk[end + 1] === LF
      endedInCr = end === nextCr && end + 1 === chunk.length
      at = end + (isPair ? 2 : 1)
    }
    if (at >= chunk.length) return
    parts.push(chunk.subarray(at))
    partBytes += chunk.length - at
    checkSize(partBytes)
  }
}

type Span = { readonly start: number; readonly end: number }

/** Where the value of a line begins, if the line is of that field. */
function valueStart(bytes: Uint8Array, span: Span, name: readonly number[]): number | undefined {
  if (!startsWith(bytes, span, name)) return undefined
  const nameEnd = span.start + name.length
  if (nameEnd === span.end) return span.end
  if (bytes[nameEnd] !== COLON) return undefined
  return nameEnd + 1 < span.end && bytes[nameEnd + 1] === SPACE ? nameEnd + 2 : nameEnd + 1
}

function startsWith(bytes: Uint8Array, { start, end }: Span, prefix: readonly number[]): boolean {
  if (end - start < prefix.length) return false
  for (let index = 0; index < prefix.length; index += 1) if (bytes[start + index] !== prefix[index]) return false
  return true
}

/** The length of the chunk when there is none. */
function indexOf(chunk: Uint8Array, byte: number, from: number): number {
  const index = chunk.indexOf(byte, from)
  return index === -1 ? chunk.length : index
}

function tooLarge(maxEventBytes: number): EventTooLargeError {
  return new EventTooLargeError({
    message: `The server sent an event of more than ${maxEventBytes} bytes.`,
    remedy: 'Check that the URL is that of a Horizon.',
    input: maxEventBytes,
  })
}
