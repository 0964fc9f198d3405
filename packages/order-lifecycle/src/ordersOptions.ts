import type { Clock, Market, Stroops } from '@sdex/primitives'
import type { OrdersSource, Signer, Submitter } from './ports.ts'

/** What `createOrders` works with. The ports are borrowed: closing leaves them open. */
export type OrdersOptions = {
  readonly signer: Signer
  readonly submitter: Submitter
  readonly source: OrdersSource
  readonly networkPassphrase: string
  /**
   * How long after the last ledger's close a transaction may be applied, in ms; at least 10 000, two ledgers of the public network, which takes
   * nothing shorter. Default 30 000.
   */
  readonly validForMs?: number | undefined
  /** The most to pay for an operation, in stroops; at least 100. What is charged is the ledger's own fee, mostly 100. Default 5 000. */
  readonly maxFeePerOperation?: Stroops | undefined
  /** Commands that may wait behind the one under way. Default 16. */
  readonly maxQueued?: number | undefined
  /** Which way round `orders$` shows offers. An offer of other assets shows as a sale. Default none. */
  readonly markets?: readonly Market[] | undefined
  /** The `cursor` of a fill: `fills$` begins after it. Default: after the first ledger that `source.account$` gives. */
  readonly fillsAfter?: string | undefined
  /** Default: the machine's. */
  readonly clock?: Clock | undefined
}
