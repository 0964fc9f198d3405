import type { SubmissionResult } from '@sdex/transport'
import type { SignedTransaction } from './buildTransaction.ts'
import type { AccountLedger } from './ports.ts'

/** How far an account's own transactions have got: what the next one may be built upon. */
export type Progress = {
  /** Whether a ledger has all that was proved. A view can lag behind the proof, which comes from elsewhere. */
  isRecent(view: AccountLedger): boolean
  /** The next sequence number that is free. */
  nextSequence(view: AccountLedger): bigint
  /** Takes note of a proved end. `ledger`: the one that it was built upon. */
  record(result: SubmissionResult, sent: Sent): void
  /**
   * Until when, in ms since 1970, a rejected transaction could still be applied should the server that rejected it not be all the network; `undefined`
   * once this ledger shows that it cannot.
   */
  refusedUntilMs(view: AccountLedger): number | undefined
}

type Sent = Pick<SignedTransaction, 'sequence' | 'validUntilMs'> & { readonly ledger: number }

/** Makes the progress of an account that has sent nothing. */
export function createProgress(): Progress {
  let provenLedger = 0
  let usedSequence = 0n
  let refused: Pick<Sent, 'sequence' | 'validUntilMs'> | undefined

  return {
    isRecent: ({ ledger }) => ledger >= provenLedger,
    nextSequence: ({ account }) => larger(account.sequence, usedSequence) + 1n,
    record(result, sent) {
      switch (result.status) {
        case 'applied':
        case 'failed':
          usedSequence = larger(usedSequence, sent.sequence)
          provenLedger = Math.max(provenLedger, result.ledger)
          return
        case 'expired':
          provenLedger = Math.max(provenLedger, result.provenAtLedger)
          return
        case 'rejected':
          // The account may not be what was seen. And upon the same ledger the same batch would be the same bytes: one hash with two ends.
          provenLedger = Math.max(provenLedger, sent.ledger + 1)
          refused = {
            sequence: larger(refused?.sequence ?? 0n, sent.sequence),
            validUntilMs: Math.max(refused?.validUntilMs ?? 0, sent.validUntilMs),
          }
      }
    },
    refusedUntilMs({ account, closedAtMs }) {
      if (refused === undefined) return undefined
      const isDead = account.sequence >= refused.sequence || closedAtMs > refused.validUntilMs
      return isDead ? undefined : refused.validUntilMs
    },
  }
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
