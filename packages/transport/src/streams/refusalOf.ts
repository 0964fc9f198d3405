import type { HorizonResponseError } from '../errors.ts'
import type { HttpResponse } from '../httpBackend.ts'
import { createAnswer, responseError } from '../parseAnswer.ts'
import { BeforeHistoryError, StreamCutError } from './errors.ts'

const MAX_PROBLEM_BYTES = 1 << 16

export function isEventStream({ status, headers }: HttpResponse): boolean {
  return status === 200 && /^text\/event-stream\b/i.test(headers['content-type'] ?? '')
}

/** What an answer that is no stream stands for. */
export async function refusalOf({ status, headers, body }: HttpResponse, what: string): Promise<Error> {
  const bytes = await readStart(body)
  if (status === 200) {
    const sent = headers['content-type'] ?? 'something'
    return new StreamCutError({
      message: `The server sent ${sent} instead of an event stream. (${what})`,
      remedy: 'Check that the URL is that of a Horizon, and that no proxy answers for it.',
    })
  }
  const error = responseError(createAnswer({ status, headers }, bytes, what))
  return status === 410 ? beforeHistory(error) : error
}

/** As much of a body as a problem could have. */
async function readStart(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes: number[] = []
  for await (const chunk of body) {
    for (const byte of chunk) bytes.push(byte)
    if (bytes.length > MAX_PROBLEM_BYTES) break
  }
  return Uint8Array.from(bytes)
}

function beforeHistory(cause: HorizonResponseError): BeforeHistoryError {
  return new BeforeHistoryError({
    message: 'The server no longer keeps what comes after the cursor.',
    remedy: 'Start from a newer cursor, or ask a server that keeps more.',
    cause,
  })
}
