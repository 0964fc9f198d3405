import { type Clock, sleep, withDeadline } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import type { Requester } from '../createRequester.ts'
import { latestLedgerIn } from '../latestLedgerIn.ts'
import { type Answer, NO_SUCH_ROUTE, responseError } from '../parseAnswer.ts'
import type { CallOptions } from '../types/requests.ts'
import { type Answered, type AskOptions, askAround, type Read, verifyForUse } from './askAround.ts'
import { type Endpoint, isRefusal } from './endpoint.ts'
import { readNewest } from './identity.ts'
import { wasNeverSent } from './neverSent.ts'
import type { Pool } from './pool.ts'

export type FailoverOptions = AskOptions & {
  readonly clock: Clock
  readonly requestTimeoutMs: number
}

type Post = {
  readonly path: string
  readonly form: Readonly<Record<string, string>>
  readonly call: CallOptions
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

/** Time between looks at whether a server has reached a ledger. */
const LEDGER_PAUSE_MS = 500

/**
 * A requester over several servers. Reads go to the best one and over to the next within the time of the call. A form is posted to one server,
 * and to another one only where it is certain that nobody got it.
 */
export function createFailover(options: FailoverOptions): Requester {
  const { pool, clock, requestTimeoutMs } = options
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
  /** Servers that read well may take no forms: those whose last one had no clear answer come after the others. */
  const unclear = new Set<Endpoint>()
  const postAround = async ({ path, form, call, deadlineMs, signal }: Post): Promise<Answer> => {
    const tried = new Set<Endpoint>()
    let failure: unknown // why one was not asked
    let none: Answer | undefined // what one said that took none: best that it lacks the route, as there may be another one
    for (;;) {
      const [endpoint, ...others] = pool
        .candidates(true)
        .filter((candidate) => !tried.has(candidate))
        .toSorted((a, b) => Number(unclear.has(a)) - Number(unclear.has(b)))
      if (endpoint === undefined) {
        const isOneAway = failure !== undefined || pool.endpoints.some((it) => it.health.isDown && !tried.has(it))
        if (none === undefined || (isOff(none) && isOneAway)) throw failure ?? pool.unavailable()
        return none
      }
      tried.add(endpoint)
      let isSent = false
      try {
        // A silent server leaves time for the others.
        const timeoutMs = Math.max(1, (deadlineMs - clock.now()) / (others.length + 1))
        const verify = (): Promise<void> => verifyForUse(pool, endpoint)
        await withDeadline(verify, { clock, timeoutMs, signal, what: `Verifying ${endpoint.base.shown}` })
        endpoint.health.enter()
        isSent = true
        const answer = await endpoint.requester.post(path, form, { ...call, signal })
        if (isClear(answer)) unclear.delete(endpoint)
        else unclear.add(endpoint)
        if (!takesNone(answer)) return answer
        if (none === undefined || isOff(none) || NO_SUCH_ROUTE.has(answer.status)) none = answer
      } catch (error) {
        unclear.add(endpoint)
        if (signal.aborted || (isSent && !wasNeverSent(error))) throw error
        if (!isRefusal(error)) failure = error // the others may be back later
      }
    }
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

/** Whether a server said what it did with a form: TRY_AGAIN_LATER has the status 503. */
function isClear({ status, json }: Answer): boolean {
  const body = json()
  if (typeof body !== 'object' || body === null) return false
  return 'tx_status' in body || (status < 500 && status !== 429 && !NO_SUCH_ROUTE.has(status))
}

/** Whether a server certainly did not take a form, so that another one may: it lacks the route, submission is off there, or its budget is used up. */
function takesNone(answer: Answer): boolean {
  if (NO_SUCH_ROUTE.has(answer.status) || isOff(answer)) return true
  return answer.status === 429 && responseError(answer).problem.type === 'rate_limit_exceeded'
}

/** Whether submission is switched off (Horizon's DISABLE_TX_SUB). */
function isOff(answer: Answer): boolean {
  return answer.status === 403 && responseError(answer).problem.type === 'transaction_submission_disabled'
}
