import { type Clock, isSdexError, withDeadline } from '@sdex/primitives'
import type { Query } from '../baseUrl.ts'
import { HorizonResponseError } from '../errors.ts'
import type { Answer } from '../parseAnswer.ts'
import type { CallOptions } from '../types/requests.ts'
import { type Endpoint, isRefusal } from './endpoint.ts'
import { hedge } from './hedge.ts'
import type { Pool } from './pool.ts'

/** A read, and the bounds of all its tries together. */
export type Read = {
  readonly path: string
  readonly query: Query
  readonly call: CallOptions
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

/** Who answered, and what. */
export type Answered = {
  readonly endpoint: Endpoint
  readonly answer: Answer
  /** The newest ledger that the server had by what was told last when it was asked. */
  readonly ledgerBefore: number
}

export type AskOptions = {
  readonly pool: Pool
  readonly clock: Clock
  /** Milliseconds after which a second server is asked too; `undefined`: never. */
  readonly hedgeAfterMs: number | undefined
}

/** A server that was verified longer ago is verified again before requests change over to it. */
export const VERIFIED_FOR_MS = 60_000

/** Resolves when a server may be asked: of the one in use any verification counts, of one that requests change over to only one of the last minute. */
export function verifyForUse({ current, endpoints }: Pool, endpoint: Endpoint): Promise<void> {
  const isChange = endpoint !== current && endpoints.length > 1
  return endpoint.verify(isChange ? VERIFIED_FOR_MS : Number.POSITIVE_INFINITY)
}

/**
 * Asks the best server and, where it does not answer in its part of the time, or by a 5xx, a 429 or something that is no JSON, the next one.
 *
 * @param behind - Servers that were found without the ledger that is wanted: they come last.
 * @returns The first good answer, or the last bad one when all were bad. Rejects with the last error when none answered.
 */
export async function askAround(
  options: AskOptions,
  read: Read,
  behind: ReadonlySet<Endpoint> = new Set(),
): Promise<Answered> {
  const { pool, clock } = options
  const tried = new Set<Endpoint>()
  let end = (): Answered => {
    throw pool.unavailable()
  }
  for (;;) {
    const left = preferLedger(
      pool.candidates(read.call.priority === 'submission').filter((endpoint) => !tried.has(endpoint)),
      { minLedger: read.call.minLedger, behind },
    )
    const [first] = left
    if (first === undefined) return end()
    // What is left of the time is shared by those who are left, so that the call can still be answered after each of them was silent.
    const timeoutMs = left.length === 1 ? undefined : Math.max(1, (read.deadlineMs - clock.now()) / left.length)
    const outcome = await askOne(options, { read, timeoutMs, left, tried })
    if (isGood(outcome)) {
      pool.use(outcome.endpoint)
      return outcome
    }
    // That one is of another network tells nothing of the others, which may be back later.
    if ('error' in outcome && isRefusal(outcome.error)) continue
    end = () => {
      if ('error' in outcome) throw outcome.error
      return outcome
    }
  }
}

/** What a server answered, or a failure after which another server may be asked. */
type Outcome = Answered | { readonly error: unknown }

type Turn = {
  readonly read: Read
  readonly timeoutMs: number | undefined
  readonly left: readonly Endpoint[]
  /** Is told who was asked. */
  readonly tried: Set<Endpoint>
}

function askOne({ pool, clock, hedgeAfterMs }: AskOptions, { read, timeoutMs, left, tried }: Turn): Promise<Outcome> {
  const ask = async (endpoint: Endpoint, signal: AbortSignal): Promise<Answered> => {
    await verifyForUse(pool, endpoint)
    endpoint.health.enter()
    const ledgerBefore = endpoint.health.toldLedger
    const answer = await endpoint.requester.get(read.path, read.query, { ...read.call, signal })
    return { endpoint, answer, ledgerBefore }
  }
  const bounded = (endpoint: Endpoint, signal: AbortSignal): Promise<Answered> => {
    if (timeoutMs === undefined) return ask(endpoint, signal)
    const what = `GET ${endpoint.base.shown}${read.path}`
    return withDeadline((cut) => ask(endpoint, cut), { clock, timeoutMs, signal, what })
  }
  // Judged here, where it is known whose failure it is.
  const attempt = (endpoint: Endpoint) => async (signal: AbortSignal) => {
    tried.add(endpoint)
    try {
      return await bounded(endpoint, signal)
    } catch (error) {
      if (signal.aborted || !isPassing(error, endpoint)) throw error
      return { error }
    }
  }
  const [first, second] = left
  if (first === undefined) throw new TypeError('Somebody has to be asked')
  if (second === undefined || hedgeAfterMs === undefined) return attempt(first)(read.signal)
  return hedge<Outcome>(attempt(first), attempt(second), {
    clock,
    afterMs: hedgeAfterMs,
    signal: read.signal,
    isGood,
  })
}

/** Those known to have a ledger come first; what is known of the others may be old. */
function preferLedger(
  endpoints: readonly Endpoint[],
  { minLedger, behind }: { readonly minLedger: number | undefined; readonly behind: ReadonlySet<Endpoint> },
): readonly Endpoint[] {
  if (minLedger === undefined || endpoints.length < 2) return endpoints
  const place = (endpoint: Endpoint): number => {
    if (behind.has(endpoint)) return 2
    return endpoint.health.latestLedger >= minLedger ? 0 : 1
  }
  return endpoints.toSorted((a, b) => place(a) - place(b))
}

/** Whether another server would not answer better. */
function isGood(outcome: Outcome): outcome is Answered {
  if ('error' in outcome) return false
  const { status, bytes } = outcome.answer
  return status < 500 && status !== 429 && isObject(bytes)
}

/** Whether a body begins and ends as each of Horizon's does. Who reads it off its bytes is spared its parsing. */
function isObject(bytes: Uint8Array): boolean {
  const isInk = (byte: number): boolean => byte > SPACE
  return bytes.find(isInk) === OPEN_BRACE && bytes.findLast(isInk) === CLOSE_BRACE
}

const [SPACE, OPEN_BRACE, CLOSE_BRACE] = [0x20, 0x7b, 0x7d]

/** Whether the next server may be asked after a failure of this one: also of a look at it, which a proxy's page may answer. */
function isPassing(error: unknown, { refusal }: Endpoint): boolean {
  if (refusal !== undefined || error instanceof HorizonResponseError) return true
  return isSdexError(error) && error.retryable
}
