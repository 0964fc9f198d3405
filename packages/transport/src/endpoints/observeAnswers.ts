import { type Clock, TimeoutError } from '@sdex/primitives'
import type { RequestObserver } from '../createRequester.ts'
import { latestLedgerIn } from '../latestLedgerIn.ts'
import { budgetOf } from '../parseAnswer.ts'
import type { Endpoint } from './endpoint.ts'
import type { Health } from './health.ts'

export type Watcher = Pick<Endpoint, 'sawLedger' | 'doubt'> & {
  readonly clock: Clock
  /** A server that did not answer in less time than that may only have been asked in a hurry. */
  readonly fairMs: number
  /** What is told of its health is another. */
  onChange(): void
}

/** Servers behind one URL are some ledgers apart. A ledger that is older than that is of a server that was set back, or of a network that began anew. */
const MAX_BACK_LEDGERS = 8
/** Time between looks at a server that goes on answering so. */
const DOUBT_PAUSE_MS = 5_000

/** What a server's answers tell of it. To a form an error status can be the very answer that was asked for. */
export function observeAnswers(health: Health, watcher: Watcher): RequestObserver {
  const { clock, fairMs, onChange, sawLedger, doubt } = watcher
  let doubtedMs = Number.NEGATIVE_INFINITY

  const wentBack = (): void => {
    if (clock.now() - doubtedMs < DOUBT_PAUSE_MS) return
    doubtedMs = clock.now()
    doubt()
  }
  /** Latencies change by each answer, and are told when something else is. */
  const change = (tell: () => void): void => {
    const { isDown, errorRateFloat, latencyMs } = health
    tell()
    if (health.isDown !== isDown || health.errorRateFloat !== errorRateFloat || latencyMs === undefined) onChange()
  }
  return {
    answered: ({ method, status, headers, latencyMs }) => {
      const isForm = method === 'POST'
      // A form may wait for a ledger, which tells nothing of how fast the server is.
      const tookMs = isForm ? (health.latencyMs ?? latencyMs) : latencyMs
      change(() => health.answered({ isGood: status < 500 || isForm, latencyMs: tookMs }))
      if (status === 429) {
        health.demote()
        health.hold(budgetOf({ status, headers }, 0).retryAfterMs ?? 0)
      }
      const ledger = latestLedgerIn(headers)
      if (ledger === undefined) return
      if (ledger < health.latestLedger - MAX_BACK_LEDGERS) wentBack()
      sawLedger(ledger, true)
    },
    failed: (error, waitedMs) => {
      if (error instanceof TimeoutError && waitedMs < fairMs) {
        health.demote()
        health.leave()
      } else {
        change(() => health.failed(error))
      }
    },
    left: () => health.leave(),
  }
}
