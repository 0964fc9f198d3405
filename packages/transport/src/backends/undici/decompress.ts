import { promisify } from 'node:util'
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
} from 'node:zlib'
import { ConnectionError, ResponseTooLargeError } from '../../errors.ts'
import { readBytes } from '../../readBytes.ts'
import { BODY_END } from '../bodyEnd.ts'

/** What is asked for, the cheapest to undo first. */
export const ACCEPT_ENCODING = 'gzip, br, deflate'

type Bound = { readonly maxOutputLength: number }
type Codec = {
  sync(bytes: Uint8Array, bound: Bound): Uint8Array
  async(bytes: Uint8Array, bound: Bound): Promise<Uint8Array>
}

const GZIP: Codec = { sync: gunzipSync, async: promisify<Uint8Array, Bound, Uint8Array>(gunzip) }
const BROTLI: Codec = { sync: brotliDecompressSync, async: promisify<Uint8Array, Bound, Uint8Array>(brotliDecompress) }
const ZLIB: Codec = { sync: inflateSync, async: promisify<Uint8Array, Bound, Uint8Array>(inflate) }
const RAW: Codec = { sync: inflateRawSync, async: promisify<Uint8Array, Bound, Uint8Array>(inflateRaw) }

/** Up to here it is undone at once: 0.04 ms for a book of 30 kB, where a thread takes 0.15 ms, and never more than about 3 ms. */
const [SYNC_INPUT_BYTES, SYNC_OUTPUT_BYTES] = [1 << 16, 1 << 20]

/** Whether a `Content-Encoding` means that something has to be undone. */
export function isCompressed(encoding: string | undefined): encoding is string {
  return encoding !== undefined && encoding !== '' && encoding.toLowerCase() !== 'identity'
}

/**
 * A body with its `Content-Encoding` undone, in one chunk.
 *
 * @param maxBytes - Bound of the compressed and of the whole body: a small body that grows without end is a `ResponseTooLargeError`.
 */
export function decompress(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  let isDone = false
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    if (isDone) return BODY_END
    isDone = true
    const bytes = await readBytes({ [Symbol.asyncIterator]: () => iterator }, maxBytes)
    if (bytes === undefined) throw tooLarge(maxBytes)
    return bytes.length === 0 ? BODY_END : { done: false, value: await undo(bytes, codecOf(encoding, bytes), maxBytes) }
  }
  const leave = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    isDone = true
    await iterator.return?.()
    return BODY_END
  }
  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) }
}

async function undo(bytes: Uint8Array, codec: Codec, maxBytes: number): Promise<Uint8Array> {
  try {
    if (bytes.length <= SYNC_INPUT_BYTES) {
      const grown = undoSmall(bytes, codec, Math.min(maxBytes, SYNC_OUTPUT_BYTES))
      if (grown !== undefined) return grown
    }
    return await codec.async(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    throw isOverflow(error) ? tooLarge(maxBytes) : damaged(error)
  }
}

/** `undefined` when it grows beyond what may be done at once. */
function undoSmall(bytes: Uint8Array, codec: Codec, maxOutputLength: number): Uint8Array | undefined {
  try {
    return codec.sync(bytes, { maxOutputLength })
  } catch (error) {
    if (isOverflow(error)) return undefined
    throw error
  }
}

function codecOf(encoding: string, bytes: Uint8Array): Codec {
  const name = encoding.trim().toLowerCase()
  if (name === 'gzip' || name === 'x-gzip') return GZIP
  if (name === 'br') return BROTLI
  // RFC 9110 section 8.4.1.2 means zlib's format; some servers send the bare one.
  if (name === 'deflate') return ((bytes[0] ?? 0) & 0x0f) === 8 ? ZLIB : RAW
  throw new ConnectionError({
    fault: 'other',
    message: 'The server compressed its answer in a way that it was not asked for.',
    remedy: 'Check that no proxy changes the answers.',
    input: name,
  })
}

function isOverflow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

function tooLarge(maxBytes: number): ResponseTooLargeError {
  return new ResponseTooLargeError({
    message: `A compressed answer is larger than ${maxBytes} bytes.`,
    remedy: 'Ask for a smaller page, or raise `maxResponseBytes`.',
    input: maxBytes,
  })
}

function damaged(cause: unknown): ConnectionError {
  return new ConnectionError({
    fault: 'other',
    message: 'The compressed answer is damaged.',
    remedy: 'Try again, or turn `compression` off.',
    cause,
  })
}
