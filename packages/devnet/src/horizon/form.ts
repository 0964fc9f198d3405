import type { IncomingMessage } from 'node:http'
import { type Problem, ProblemError, unsupportedMediaType } from './problem.ts'

/** Horizon's `MAX_HTTP_REQUEST_SIZE`. */
const MAX_BODY_BYTES = 200 * 1024

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data']

const tooLarge: Problem = {
  slug: 'payload_too_large',
  title: 'Payload Too Large',
  status: 413,
  detail: 'The request body is larger than this server accepts.',
}

/** The fields of a form, urlencoded or multipart. What the query says counts where the form does not say it. */
export async function readForm(request: IncomingMessage, query: URLSearchParams): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? ''
  const mediaType = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType !== '' && !FORM_TYPES.includes(mediaType)) throw new ProblemError(unsupportedMediaType)
  const body = await readBody(request)
  const fields = new URLSearchParams(query)
  for (const [name, value] of await parseForm(mediaType, { type, body })) fields.set(name, value)
  return fields
}

async function parseForm(
  mediaType: string,
  { type, body }: { readonly type: string; readonly body: Buffer<ArrayBuffer> },
): Promise<Iterable<readonly [string, string]>> {
  if (mediaType === '') return []
  if (mediaType === FORM_TYPES[0]) return new URLSearchParams(body.toString())
  // A form that cannot be read has no fields, as in Go; what was asked for is then found missing.
  const form = await new Response(body, { headers: { 'Content-Type': type } }).formData().catch(() => new FormData())
  return [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
}

/** A body that is too large is read to its end and forgotten: a connection with unread bytes in it would serve no further request. */
async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) throw new ProblemError(tooLarge)
  return Buffer.concat(chunks)
}
