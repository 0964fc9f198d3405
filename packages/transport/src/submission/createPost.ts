import type { Requester } from '../createRequester.ts'
import { MalformedBodyError, ResponseTooLargeError } from '../errors.ts'
import { NO_SUCH_ROUTE, readBody, responseError } from '../parseAnswer.ts'
import { type Fields, object, text } from '../wire/fields.ts'
import { parseTransaction } from '../wire/transaction.ts'
import type { PostAnswer, SubmissionPort } from './submissionPort.ts'

/**
 * Posts envelopes: to the route that answers at once, or, where a server does not have it, to the one that waits for the ledger. Nothing is kept of that: it
 * may be one server of several, or a proxy on the way, and asking again costs little.
 *
 * @remarks The 503 of the first is an answer, not a fault: `TRY_AGAIN_LATER` has that status.
 */
export function createPost(requester: Requester): SubmissionPort['post'] {
  const post: SubmissionPort['post'] = async (envelopeXdr, signal) => {
    const call = { signal, priority: 'submission' } as const
    const answer = await requester.post('/transactions_async', { tx: envelopeXdr }, call)
    if (!NO_SUCH_ROUTE.has(answer.status)) return readAsync(answer)
    return readSync(await requester.post('/transactions', { tx: envelopeXdr }, { ...call, timeoutMs: SYNC_TIMEOUT_MS }))
  }
  return async (envelopeXdr, signal) => {
    try {
      return await post(envelopeXdr, signal)
    } catch (error) {
      // There was an answer, which says nothing to whoever cannot read it.
      if (error instanceof MalformedBodyError || error instanceof ResponseTooLargeError) return { type: 'unclear' }
      throw error
    }
  }
}

/** Horizon waits for 30 s before it gives up on a ledger. */
const SYNC_TIMEOUT_MS = 35_000

type Posted = Parameters<typeof responseError>[0]

function readAsync(answer: Posted): PostAnswer {
  const body = answer.json()
  const status = isObject(body) ? body['tx_status'] : undefined
  if (status === 'PENDING' || status === 'DUPLICATE') return { type: 'queued' }
  if (status === 'TRY_AGAIN_LATER') return { type: 'notTaken' }
  if (status === 'ERROR' && isObject(body)) {
    // Horizon up to 22 spells it the other way.
    const resultXdr = body['error_result_xdr'] ?? body['errorResultXdr']
    if (typeof resultXdr === 'string') return { type: 'refused', resultXdr, mayBeInLedger: false }
  }
  return unclear(answer)
}

function readSync(answer: Posted): PostAnswer {
  if (answer.status === 200) return { type: 'inLedger', transaction: readBody(answer, parseTransaction) }
  if (answer.status === 400 && responseError(answer).problem.type === 'transaction_failed') {
    return { type: 'refused', resultXdr: readBody(answer, resultXdrOf), mayBeInLedger: true }
  }
  return unclear(answer)
}

/**
 * A page of a proxy, and half of an answer, say nothing of the envelope, whatever the status. What Horizon has no budget for it has not looked at.
 *
 * @throws HorizonResponseError for what no repetition would change, by Horizon's own word: a malformed or forbidden request.
 */
function unclear(answer: Posted): PostAnswer {
  const error = responseError(answer)
  if (error.status >= 400 && !error.retryable && error.problem.type !== '') throw error
  return { type: error.problem.type === 'rate_limit_exceeded' ? 'notTaken' : 'unclear' }
}

function resultXdrOf(body: unknown): string {
  return text(object(object(body)['extras'], 'extras')['result_xdr'], 'extras.result_xdr')
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
