import { type Clock, ClosedError, type Market, type Stroops } from '@sdex/primitives'
import type { Orders } from './orders.ts'
import type { OrdersSource, Signer, Submitter } from './ports.ts'

/** What {@link createOrders} works with. Ports are borrowed: closing leaves them open. */
export type OrdersOptions = {
  readonly signer: Signer
  readonly submitter: Submitter
  readonly source: OrdersSource
  readonly networkPassphrase: string
  /** How long after the last ledger's close a transaction may be applied, in ms; at least two ledgers. Default 30 000. */
  readonly validForMs?: number | undefined
  /** The most to pay for an operation, in stroops. What is charged is the ledger's own fee, mostly 100. Default 5 000. */
  readonly maxFeePerOperation?: Stroops | undefined
  /** Commands that may wait behind the one under way. Default 16. */
  readonly maxQueued?: number | undefined
  /** Which way round `orders$` shows offers. An offer of other assets shows as a sale. Default none. */
  readonly markets?: readonly Market[] | undefined
  /** A {@link Fill.cursor}: `fills$` begins after it. Default: after the first ledger that `source.account$` gives. */
  readonly fillsAfter?: string | undefined
  readonly clock?: Clock | undefined
}

/** See README. */
export function createOrders(_options: OrdersOptions): Orders {
  throw new ClosedError({ message: 'Not built yet.', remedy: 'Wait for it.' })
}
