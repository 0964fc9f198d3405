import type { IncomingMessage } from 'node:http'
import { type Problem, ProblemError, unsupportedMediaType } from './problem.ts'
import { readBody } from './readBody.ts'

/** Horizon's `MAX_HTTP_REQUEST_SIZE`. */
const MAX_BODY_BYTES = 200 * 1024

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data']

/** A guess: that there is a limit is known, but not what Horizon says beyond it. */
const tooLarge: Problem = {
  slug: 'payload_too_large',
  title: 'Payload Too Large',
  status: 413,
  detail: 'The request body is larger than this server accepts.',
}

/**
 * The fields of a form, urlencoded or multipart. What the query says counts where the form does not say it.
 *
 * @throws ProblemError for another type, or a body that is too large.
 * @throws ClientGoneError when the body does not come to its end.
 */
export async function readForm(request: IncomingMessage, query: URLSearchParams): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? ''
  const mediaType = type.split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType !== '' && !FORM_TYPES.includes(mediaType)) throw new ProblemError(unsupportedMediaType)
  const body = await readBody(request, MAX_BODY_BYTES)
  if (body === undefined) throw new ProblemError(tooLarge)
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
