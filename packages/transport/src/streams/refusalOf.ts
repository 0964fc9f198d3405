import { BeforeHistoryError, type HorizonResponseError } from '../errors.ts'
import type { HttpResponse } from '../httpBackend.ts'
import { createAnswer, responseError } from '../parseAnswer.ts'
import { readBytes } from '../readBytes.ts'
import { StreamCutError } from './errors.ts'

/** What is longer is none of Horizon's problems, and stands for no more than its status. */
const MAX_PROBLEM_BYTES = 1 << 16
const NOTHING = new Uint8Array(0)

export function isEventStream({ status, headers }: HttpResponse): boolean {
  return status === 200 && /^text\/event-stream\b/i.test(headers['content-type'] ?? '')
}

/** What an answer that is no stream stands for. */
export async function refusalOf({ status, headers, body }: HttpResponse, what: string): Promise<Error> {
  const bytes = (await readBytes(body, MAX_PROBLEM_BYTES)) ?? NOTHING
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

function beforeHistory(cause: HorizonResponseError): BeforeHistoryError {
  return new BeforeHistoryError({
    message: 'The server no longer keeps what comes after the cursor.',
    remedy: 'Start from a newer cursor, or ask a server that keeps more.',
    cause,
  })
}
