import { decodeUtf8 } from '../decodeUtf8.ts'
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
const LINE_FEED = Uint8Array.of(LF)
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const field = (name: string): readonly number[] => [...new TextEncoder().encode(name)]
const [DATA, ID, EVENT] = [field('data'), field('id'), field('event')]

/** What came of an event, and of a line, whose end has not. A record with functions beside it: a program has a thousand streams. */
type Parser = {
  readonly onEvent: (event: ServerEvent) => void
  readonly maxEventBytes: number
  type: string
  id: string | undefined
  data: Uint8Array | undefined
  dataBytes: number
  /** Where an event's lines of data are joined, once there are two. */
  joined: Uint8Array | undefined
  /** Holds a line of which the end has not come; a copy, as views would keep every chunk of it. */
  line: Uint8Array | undefined
  lineBytes: number
  isFirstLine: boolean
  endedInCr: boolean
}

/**
 * Makes a parser that takes a stream's bytes however they are cut, in time that grows with their number alone. Only a line that is spread over
 * chunks is copied, and no chunk is kept.
 *
 * @param onEvent - Called for each event before the parser looks at the next one. An event that the stream ends in is never told.
 * @returns What takes the chunks. @throws EventTooLargeError when an event's data, or a line, is above `maxEventBytes`. What `onEvent`
 * throws passes. The parser is of no more use then.
 */
export function parseEventStream(
  onEvent: (event: ServerEvent) => void,
  { maxEventBytes }: { readonly maxEventBytes: number },
): (chunk: Uint8Array) => void {
  const parser: Parser = {
    onEvent,
    maxEventBytes,
    type: '',
    id: undefined,
    data: undefined,
    dataBytes: 0,
    joined: undefined,
    line: undefined,
    lineBytes: 0,
    isFirstLine: true,
    endedInCr: false,
  }
  return (chunk) => takeChunk(parser, chunk)
}

function takeChunk(parser: Parser, chunk: Uint8Array): void {
  if (chunk.length === 0) return
  let at = parser.endedInCr && chunk[0] === LF ? 1 : 0
  parser.endedInCr = false
  // Kept over the lines: Horizon ends them in LF alone, and the search for CR runs through a chunk once and finds nothing.
  let nextCr = indexOf(chunk, CR, at)
  let nextLf = indexOf(chunk, LF, at)
  while (at < chunk.length) {
    if (nextCr < at) nextCr = indexOf(chunk, CR, at)
    if (nextLf < at) nextLf = indexOf(chunk, LF, at)
    const end = Math.min(nextLf, nextCr)
    if (end === chunk.length) break
    takeLineEnd(parser, chunk, { start: at, end })
    const isPair = end === nextCr && chunk[end + 1] === LF
    parser.endedInCr = end === nextCr && end + 1 === chunk.length
    at = end + (isPair ? 2 : 1)
  }
  if (at >= chunk.length) return
  checkSize(parser, parser.lineBytes + chunk.length - at)
  keepLine(parser, chunk.subarray(at))
}

function keepLine(parser: Parser, bytes: Uint8Array): void {
  parser.line = append(parser.line, parser.lineBytes, bytes)
  parser.lineBytes += bytes.length
}

function takeLineEnd(parser: Parser, chunk: Uint8Array, span: Span): void {
  if (parser.line === undefined) {
    takeLine(parser, chunk, span)
    return
  }
  keepLine(parser, chunk.subarray(span.start, span.end))
  const { line, lineBytes } = parser
  parser.line = undefined
  parser.lineBytes = 0
  takeLine(parser, line, { start: 0, end: lineBytes })
}

function takeLine(parser: Parser, bytes: Uint8Array, span: Span): void {
  checkSize(parser, span.end - span.start)
  const start = parser.isFirstLine && startsWith(bytes, span, BYTE_ORDER_MARK) ? span.start + 3 : span.start
  parser.isFirstLine = false
  if (start === span.end) dispatch(parser)
  else takeField(parser, bytes, { start, end: span.end })
}

function takeField(parser: Parser, bytes: Uint8Array, span: Span): void {
  const { start, end } = span
  const from = valueStart(bytes, span, DATA)
  if (from !== undefined) {
    takeData(parser, bytes.subarray(from, end))
    parser.dataBytes += end - start
    return
  }
  const id = textOf(bytes, span, ID)
  if (id === undefined) parser.type = textOf(bytes, span, EVENT) ?? parser.type
  else if (!id.includes('\0')) parser.id = id
}

function takeData(parser: Parser, line: Uint8Array): void {
  const { data } = parser
  if (data === undefined) {
    parser.data = line
    return
  }
  const joined = append(parser.joined ?? append(undefined, 0, data), data.length, LINE_FEED)
  parser.joined = append(joined, data.length + 1, line)
  parser.data = parser.joined.subarray(0, data.length + 1 + line.length)
}

/** Puts bytes behind the first `length` of a buffer. One that is too small gives way to one twice as long as need be: what comes in many pieces is not copied for each. */
function append(buffer: Uint8Array | undefined, length: number, bytes: Uint8Array): Uint8Array {
  const needed = length + bytes.length
  if (buffer !== undefined && buffer.length >= needed) {
    buffer.set(bytes, length)
    return buffer
  }
  const longer = new Uint8Array(2 * needed)
  if (buffer !== undefined) longer.set(buffer.subarray(0, length))
  longer.set(bytes, length)
  return longer
}

function dispatch(parser: Parser): void {
  const { type, id, data } = parser
  parser.type = ''
  parser.id = undefined
  parser.data = undefined
  parser.joined = undefined
  parser.dataBytes = 0
  if (data !== undefined) parser.onEvent({ type: type === '' ? 'message' : type, id, data })
}

function checkSize({ dataBytes, maxEventBytes }: Parser, lineBytes: number): void {
  if (dataBytes + lineBytes > maxEventBytes) throw tooLarge(maxEventBytes)
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

function textOf(bytes: Uint8Array, span: Span, name: readonly number[]): string | undefined {
  const from = valueStart(bytes, span, name)
  return from === undefined ? undefined : decodeUtf8(bytes.subarray(from, span.end))
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
