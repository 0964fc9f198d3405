import { expect } from 'vitest'
import type { SubmissionResult } from '../../src/types/submission.ts'
import type { Kind } from './call.ts'
import type { FaultStage, Submittable } from './faultStage.ts'
import { consistentRead, historyRead, pageWalk, stateRead } from './readCalls.ts'
import { account, books, ledgers, offers, trades } from './streamCalls.ts'

/** Milliseconds that a read may take. */
export const TIMEOUT_MS = 20_000

const submission: Kind = ({ stage, client }) => {
  const sent = stage.payment(120_000)
  const before = stage.received.length
  return {
    name: 'submit',
    targets: [
      { path: '/transactions_async', method: 'POST', stream: false },
      { path: `/transactions/${sent.hash}`, stream: false },
    ],
    ready: async () => {},
    work: async () => checkEnd(stage, sent, await client.submit(sent.envelopeXdr)),
    finish: async () => {
      expect(new Set(stage.received.slice(before))).toEqual(new Set([sent.hash]))
    },
  }
}

/** Every kind of call. */
export const callKinds: readonly Kind[] = [
  stateRead,
  historyRead,
  pageWalk,
  consistentRead,
  ledgers,
  books,
  trades,
  account,
  offers,
  submission,
]

/** A submission's end is what the ledger says. */
export function checkEnd(stage: FaultStage, sent: Submittable, end: SubmissionResult): void {
  expect(end.hash).toBe(sent.hash)
  const holding = [...stage.truth.values()].find(({ hashes }) => hashes.has(sent.hash))
  if (end.status === 'applied') expect(end.ledger).toBe(holding?.sequence)
  else {
    expect([end.status, holding?.sequence]).toEqual(['expired', undefined])
    if (end.status !== 'expired') return
    expect(stage.truth.get(end.provenAtLedger)?.closedAtMs).toBeGreaterThan(sent.maxTimeMs)
  }
}
