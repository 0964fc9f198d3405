import type { Clock, Random } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { HorizonClient } from '../types/client.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { Transaction } from '../types/transactions.ts'

/** What tells the end of a transaction. */
export type ProofReads = Pick<HorizonClient, 'account' | 'ledger' | 'network' | 'transaction' | 'transactions'>

/** What submission needs of the client. All of it is borrowed. */
export type SubmissionPort = ProofReads & {
  readonly accountData: HorizonClient['accountData']
  /** Hands an envelope to the server. Rejects when the answer did not come: it may have got there all the same. */
  post(envelopeXdr: string, signal: AbortSignal): Promise<PostAnswer>
  /** Servers that stand in for each other: where one gave no clear answer, the same bytes go to the next at once. */
  readonly serverCount: number
  /** Reads of each server that may be asked now, for itself. */
  eachReads(): readonly ProofReads[]
  /** Ledgers as they close; silent while the server is away. */
  readonly ledgerTicks$: Observable<Ledger>
  /** Emits when the client closes, to late subscribers too. */
  readonly closed$: Observable<unknown>
  readonly clock: Clock
  readonly random: Random
}

/**
 * What a server said of an envelope: queued, now or before; not taken now (another one of the account waits, the hash is banned, the queue
 * is full); refused with a result; already in a ledger; or nothing that can be understood.
 */
export type PostAnswer =
  | { readonly type: 'queued' | 'notTaken' | 'unclear' }
  | {
      readonly type: 'refused'
      readonly resultXdr: string
      /** The route that waits tells a failure in the ledger and a refusal before it in the same words. */
      readonly mayBeInLedger: boolean
    }
  | { readonly type: 'inLedger'; readonly transaction: Transaction }
