import { type Clock, withDeadline } from '@sdex/primitives'
import { type Answer, NO_SUCH_ROUTE, responseError } from '../parseAnswer.ts'
import type { CallOptions } from '../types/requests.ts'
import { verifyForUse } from './askAround.ts'
import { type Endpoint, isRefusal } from './endpoint.ts'
import { wasNeverSent } from './neverSent.ts'
import type { Pool } from './pool.ts'

/** A form, and until when it may be posted. */
type Post = {
  readonly path: string
  readonly form: Readonly<Record<string, string>>
  readonly call: CallOptions
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

/** What came of posting a form to one server. Where it may have got there, and nothing tells, the failure is thrown. */
type Outcome =
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'tookNone'; readonly answer: Answer }
  | { readonly type: 'notSent'; readonly failure: unknown }

/** Posts a form to one of the servers, and to the next one only where it is certain that nobody got it. */
export function createPostAround({ pool, clock }: { pool: Pool; clock: Clock }): (post: Post) => Promise<Answer> {
  /** Servers that read well may take no forms: those whose last one had no clear answer come after the others. */
  const unclear = new Set<Endpoint>()

  const postTo = async (endpoint: Endpoint, post: Post, verifyMs: number): Promise<Outcome> => {
    const { path, form, call, signal } = post
    let isSent = false
    try {
      const verify = (): Promise<void> => verifyForUse(pool, endpoint)
      await withDeadline(verify, { clock, timeoutMs: verifyMs, signal, what: `Verifying ${endpoint.base.shown}` })
      endpoint.health.enter()
      isSent = true
      const answer = await endpoint.requester.post(path, form, { ...call, signal })
      if (isClear(answer)) unclear.delete(endpoint)
      else unclear.add(endpoint)
      return { type: takesNone(answer) ? 'tookNone' : 'answered', answer }
    } catch (failure) {
      unclear.add(endpoint)
      if (signal.aborted || (isSent && !wasNeverSent(failure))) throw failure
      return { type: 'notSent', failure }
    }
  }

  return async (post) => {
    const tried = new Set<Endpoint>()
    let failure: unknown
    let none: Answer | undefined
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
      const verifyMs = Math.max(1, (post.deadlineMs - clock.now()) / (others.length + 1)) // a silent server leaves time for the others
      const outcome = await postTo(endpoint, post, verifyMs)
      if (outcome.type === 'answered') return outcome.answer
      if (outcome.type === 'tookNone') none = isBetterToTell(outcome.answer, none) ? outcome.answer : none
      else if (!isRefusal(outcome.failure)) failure = outcome.failure // a server that was refused stays out; the others may be back later
    }
  }
}

/** Which of the answers of servers that took no form is told: best that one lacks the route, as there may be another route. */
function isBetterToTell(answer: Answer, told: Answer | undefined): boolean {
  return told === undefined || isOff(told) || NO_SUCH_ROUTE.has(answer.status)
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
