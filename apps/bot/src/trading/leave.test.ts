import type { StopReport } from '@sdex/order-lifecycle'
import type { Status } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { BehaviorSubject } from 'rxjs'
import { expect, test } from 'vitest'
import type { Exchange } from './exchange.ts'
import { leave } from './leave.ts'

const flat: StopReport = { status: 'flat', ledger: 9, cancels: [] }
const unproved: StopReport = {
  ...{ status: 'unproved', reason: 'aborted', cancels: [] },
  ...{ open: undefined, pending: undefined, refusedUntilMs: undefined },
}

function setUp(first: Status) {
  const clock = createVirtualClock()
  const status$ = new BehaviorSubject<Status>(first)
  let finish = (): void => {}
  const stop: Exchange['stop'] = ({ signal }) =>
    new Promise((resolve) => {
      finish = () => resolve(flat)
      signal.addEventListener('abort', () => resolve(unproved))
    })
  const report = leave({ exchange: { stop, status$ }, clock, timeoutMs: 70_000 })
  return { clock, status$, report, finish: () => finish() }
}

const gone: Status = { state: 'reconnecting', reason: 'refused', sinceMs: 0 }

test('behavior: while the server answers it takes the time that the proof takes', async () => {
  const { clock, status$, report, finish } = setUp({ state: 'live' })
  await clock.advance(40_000)
  status$.next(gone)
  await clock.advance(19_000)
  status$.next({ state: 'live' })
  await clock.advance(10_000)
  finish()
  expect(await report).toEqual(flat)
  expect([clock.timerCount, status$.observed]).toEqual([0, false])
})

test('behavior: a server that is away for 20 s ends it, so that the user is told within 30 s', async () => {
  const { clock, status$, report } = setUp(gone)
  await clock.advance(10_000)
  status$.next({ ...gone, state: 'stale' })
  await clock.advance(9_999)
  let isOver = false
  void report.then(() => (isOver = true))
  await clock.advance(0)
  expect(isOver).toBe(false)
  await clock.advance(1)
  expect(await report).toEqual(unproved)
  expect(clock.timerCount).toBe(0)
})
