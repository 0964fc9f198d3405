import type { Asset, Stroops } from '@sdex/primitives'
import type { CallOptions } from './requests.ts'

/** What to find ways for, of an amount that is sent. */
export type StrictSendPathsOptions = CallOptions & {
  readonly sourceAsset: Asset
  readonly sourceAmount: Stroops
} & (
    | { /** At most 15. */ readonly destinationAssets: readonly Asset[]; readonly destinationAccount?: never }
    | {
        /** Whose trustlines and lumens are the destinations. */ readonly destinationAccount: string
        readonly destinationAssets?: never
      }
  )

/** What to find ways for, of an amount that arrives. */
export type StrictReceivePathsOptions = CallOptions & {
  readonly destinationAsset: Asset
  readonly destinationAmount: Stroops
} & (
    | { /** At most 15. */ readonly sourceAssets: readonly Asset[]; readonly sourceAccount?: never }
    | {
        /** Whose balances are the sources; its own offers are not crossed. */ readonly sourceAccount: string
        readonly sourceAssets?: never
      }
  )

/** A way from one asset to another through books and pools, with what it would give as of its ledger. */
export type PaymentPath = {
  readonly sourceAsset: Asset
  readonly sourceAmount: Stroops
  readonly destinationAsset: Asset
  readonly destinationAmount: Stroops
  /** The assets between them, in the order of payment. */
  readonly path: readonly Asset[]
}
