import { expect, test } from 'vitest'
import { type Status, statusesEqual } from './status.ts'

const stale = (reason: string, sinceMs = 0): Status => ({ state: 'stale', reason, sinceMs })

test.each([
  [{ state: 'live' }, { state: 'live' }, true],
  [{ state: 'live' }, { state: 'closed' }, false],
  [stale('no ledger'), stale('no ledger', 5), true],
  [stale('no ledger'), stale('timeout'), false],
  [stale('no ledger'), { ...stale('no ledger'), lagLedgers: 3 }, false],
  [stale('no ledger'), { ...stale('no ledger'), code: 'SDEX_NETWORK_RESET' }, false],
  [stale('no ledger'), { ...stale('no ledger'), code: undefined }, true],
  [stale('no ledger'), { state: 'reconnecting', reason: 'no ledger', sinceMs: 0 }, false],
] as [Status, Status, boolean][])('behavior: %o and %o', (a, b, expected) => {
  expect(statusesEqual(a, b)).toBe(expected)
})
