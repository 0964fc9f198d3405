import { type Clock, TimeoutError, waitUntil } from '@sdex/primitives'
import type { HttpRequest } from './httpBackend.ts'
import type { Answer } from './parseAnswer.ts'
import type { CallOptions, RequestPriority } from './types/requests.ts'

/** GETs under way: those of one URL at the same time are one request. */
export type SharedGets = {
  /** The answer of a request under way where the call may have that one, of another one otherwise. */
  get(url: string, call: CallOptions, what: string): Promise<Answer>
}

/** Sends a request, and sets `isSent` once it has left the budget's queue. */
export type Send = (request: HttpRequest, call: CallOptions, what: string, sending: Sending) => Promise<Answer>

/** What ends a request, and whether it has left the budget's queue. */
export type Sending = { readonly abort: AbortController; isSent: boolean }

export type SharedGetsOptions = {
  readonly send: Send
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether requests wait for a budget before they are sent. */
  readonly isQueued: boolean
  /** The bounds of one call. */
  boundsOf(call: CallOptions): {
    readonly clock: Clock
    readonly timeoutMs: number
    readonly signal: AbortSignal | undefined
  }
}

/** A GET under way, and how many wait for it. */
type SharedGet = {
  readonly answer: Promise<Answer>
  readonly sending: Sending
  /** 0 for the most urgent. */
  readonly rank: number
  sharers: number
}

const RANKS: Readonly<Record<RequestPriority, number>> = { submission: 0, account: 1, market: 2, background: 3 }
export const DEFAULT_PRIORITY = 'background'

export function createSharedGets({ send, headers, isQueued, boundsOf }: SharedGetsOptions): SharedGets {
  const underWay = new Map<string, SharedGet>()

  const start = (url: string, call: CallOptions, what: string): SharedGet => {
    const sending = { abort: new AbortController(), isSent: !isQueued }
    const answer = send({ method: 'GET', url, headers, signal: sending.abort.signal }, call, what, sending)
    const request = { answer, sending, rank: rankOf(call), sharers: 0 }
    const forget = (): void => {
      if (underWay.get(url) === request) underWay.delete(url)
    }
    answer.then(forget, forget)
    underWay.set(url, request)
    return request
  }
  const join = (url: string, call: CallOptions, what: string): SharedGet => {
    const known = underWay.get(url)
    // One that was sent before a ledger was known of may have been answered before it.
    const isAnyAge = call.minLedger === undefined
    // Who is in a hurry does not wait for the budget behind who is not.
    const isSoon = known !== undefined && isAnyAge && (known.sending.isSent || known.rank <= rankOf(call))
    const request = isSoon ? known : start(url, call, what)
    request.sharers += 1
    return request
  }
  /** Whoever leaves leaves the others; the last one ends the request. */
  const leave = (request: SharedGet | undefined, url: string, reason: Error): void => {
    if (request === undefined) return
    request.sharers -= 1
    // Nobody joins what went without answer for a caller's whole time: who comes later and later would keep it for ever.
    const isStuck = request.sending.isSent && isTimeUp(reason)
    if ((isStuck || request.sharers === 0) && underWay.get(url) === request) underWay.delete(url)
    if (request.sharers === 0) request.sending.abort.abort(reason)
  }
  return {
    get: (url, call, what) => {
      let request: SharedGet | undefined
      const joined = (): Promise<Answer> => {
        request = join(url, call, what)
        return request.answer
      }
      return waitUntil(joined, { ...boundsOf(call), what, leave: (reason) => leave(request, url, reason) })
    },
  }
}

/** Also of a call around this one. */
function isTimeUp(reason: Error): boolean {
  return reason instanceof TimeoutError || reason.cause instanceof TimeoutError
}

function rankOf({ priority = DEFAULT_PRIORITY }: CallOptions): number {
  return RANKS[priority]
}
