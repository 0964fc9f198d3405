import type { Asset, Stroops } from '@sdex/primitives'

/** Which pools; all of them without. */
export type LiquidityPoolFilter =
  | {
      /** Holds all of these, one or two. */
      readonly reserves?: readonly Asset[] | undefined
      readonly account?: never
    }
  | {
      /** Has a trustline to the pool's shares. */
      readonly account: string
      readonly reserves?: never
    }

/** A pool as the ledger keeps it. */
export type LiquidityPool = {
  readonly id: string
  /** Hundredths of a percent. */
  readonly feeBp: number
  /** `constant_product`, the one kind that there is. */
  readonly type: string
  readonly trustlineCount: number
  /** In stroops. */
  readonly totalShares: Stroops
  /** In the ledger's order of assets. */
  readonly reserves: readonly PoolReserve[]
  /** Absent where an effect shows the pool. */
  readonly lastModifiedLedger?: number | undefined
}

/** What a pool holds, gives or takes of one asset, in stroops. */
export type PoolReserve = { readonly asset: Asset; readonly amount: Stroops }
