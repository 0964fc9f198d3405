import { sleep, withDeadline } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import type { Requester } from '../createRequester.ts'
import { latestLedgerIn } from '../latestLedgerIn.ts'
import type { Answer } from '../parseAnswer.ts'
import type { CallOptions } from '../types/requests.ts'
import { type Answered, type AskOptions, askAround, type Read } from './askAround.ts'
import { createPostAround } from './createPostAround.ts'
import type { Endpoint } from './endpoint.ts'
import { readNewest } from './identity.ts'
import type { Pool } from './pool.ts'

export type FailoverOptions = AskOptions & {
  readonly requestTimeoutMs: number
}

/** Time between looks at whether a server has reached a ledger. */
const LEDGER_PAUSE_MS = 500

/**
 * A requester over several servers. Reads go to the best one and over to the next within the time of the call. A form is posted to one server,
 * and to another one only where it is certain that nobody got it.
 */
export function createFailover(options: FailoverOptions): Requester {
  const { pool, clock, requestTimeoutMs } = options
  const postAround = createPostAround(options)
  const closing = new AbortController()

  const get = (path: string, query: Query, call: CallOptions = {}): Promise<Answer> => {
    const only = soleEndpoint(options, call)
    if (only !== undefined) return askOnly(pool, only, () => only.requester.get(path, query, call))
    const { signal, timeoutMs = requestTimeoutMs, minLedger } = call
    const deadlineMs = clock.now() + timeoutMs
    const what = `GET ${pool.endpoints[0]?.base.shown}${path}${minLedger === undefined ? '' : ` of ledger ${minLedger}`}`
    const read = (cut: AbortSignal): Promise<Answer> =>
      readAt(options, { path, query, call, deadlineMs, signal: cut }, closing.signal)
    return withDeadline(read, { clock, timeoutMs, signal, what })
  }
  return {
    get,
    post: (path, form, call = {}) => {
      const { signal, timeoutMs = requestTimeoutMs } = call
      const what = `POST ${pool.endpoints[0]?.base.shown}${path}`
      const deadlineMs = clock.now() + timeoutMs
      const post = (cut: AbortSignal): Promise<Answer> => postAround({ path, form, call, deadlineMs, signal: cut })
      return withDeadline(post, { clock, timeoutMs, signal, what })
    },
    stats: () => {
      const all = pool.endpoints.map(({ requester }) => requester.stats())
      const sum = (count: (stats: (typeof all)[number]) => number): number =>
        all.reduce((total, stats) => total + count(stats), 0)
      return { requests: sum(({ requests }) => requests), errors: sum(({ errors }) => errors) }
    },
    close: () => {
      closing.abort()
      for (const { requester } of pool.endpoints) requester.close()
    },
  }
}

/** The one server of a client, where there is nothing to wait for or to choose: it bounds its requests itself. */
function soleEndpoint({ pool }: FailoverOptions, { minLedger }: CallOptions): Endpoint | undefined {
  if (pool.endpoints.length > 1 || minLedger !== undefined) return undefined
  const [only] = pool.candidates()
  return only?.isVerified(Number.POSITIVE_INFINITY) ? only : undefined
}

function askOnly(pool: Pool, only: Endpoint, ask: () => Promise<Answer>): Promise<Answer> {
  only.health.enter()
  if (pool.current === only) return ask()
  return ask().then((answer) => {
    pool.use(only)
    return answer
  })
}

/** Asks until the answer is of the ledger that is wanted, or a later one. The deadline ends it. */
async function readAt(options: FailoverOptions, read: Read, closing: AbortSignal): Promise<Answer> {
  const { minLedger } = read.call
  const behind = new Set<Endpoint>()
  for (;;) {
    const answered = await askAround(options, read, behind)
    if (minLedger === undefined || (await hasReached(answered, minLedger, read))) return answered.answer
    behind.add(answered.endpoint)
    if (options.pool.candidates().some((endpoint) => !behind.has(endpoint))) continue // it may have it already
    behind.clear()
    const end = AbortSignal.any([read.signal, closing])
    await sleep(options.clock, LEDGER_PAUSE_MS, end).catch(() => read.signal.throwIfAborted()) // a closed requester refuses
  }
}

/** Answers about state tell their ledger; for the others the server is asked how far its history is. */
async function hasReached(
  { endpoint, answer, ledgerBefore }: Answered,
  minLedger: number,
  read: Read,
): Promise<boolean> {
  const told = latestLedgerIn(answer.headers)
  if (told !== undefined) return told >= minLedger
  if (answer.status >= 500 || answer.status === 429) return true // the caller has to know
  if (ledgerBefore >= minLedger) return true
  const { priority } = read.call
  const call = { priority, signal: read.signal }
  const newest = await readNewest(endpoint.requester, call).catch(() => undefined) // whoever is asked next has it, or tells why not
  if (newest !== undefined) endpoint.sawLedger(newest.sequence, true)
  return false // it may have got there only now, after it answered
}
