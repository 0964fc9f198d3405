import type { Asset, Clock, Closeable, Status, Stroops } from '@sdex/primitives'
import type { AccountSnapshot, PoolShare } from '@sdex/transport'
import type { Observable } from 'rxjs'

/** What an account has of one asset, in stroops. Always `total + shortfall = spendable + lockedInOffers + reserve + frozen`. */
export type AssetBalance = {
  readonly asset: Asset
  readonly total: Stroops
  /** What open offers may sell: the selling liabilities. */
  readonly lockedInOffers: Stroops
  /** Lumens that the ledger makes the account keep, the minimum balance; 0 for other assets. */
  readonly reserve: Stroops
  /** What can be paid or newly offered now. Never below 0. */
  readonly spendable: Stroops
  /** What would be spendable if the issuer had authorized the trustline in full. */
  readonly frozen: Stroops
  /** How far lumens are below reserve and offers together, as fees or a raised base reserve can leave them; nothing is spendable then. */
  readonly shortfall: Stroops
  /** What can still come in by payments or new offers: limit less balance less what open offers may buy. Never below 0. */
  readonly receivable: Stroops
  /** What open offers may buy: the buying liabilities. */
  readonly incomingFromOffers: Stroops
  /** The trustline's limit; undefined for lumens. */
  readonly limit: Stroops | undefined
  /** Whether the issuer authorized it in full. Always for lumens. */
  readonly authorized: boolean
  /** `maintain`: open offers stay and trade, all else is refused. `none`: nothing moves. */
  readonly authorization: 'full' | 'maintain' | 'none'
}

/** What an account has, of one ledger. */
export type BalancesState = {
  readonly ledger: number
  readonly accountId: string
  /** Lumens that the account has to keep, in stroops: (2 + entries + sponsoring - sponsored) base reserves. */
  readonly minimumBalance: Stroops
  /** What each further offer, trustline or signer adds to it, in stroops. */
  readonly baseReserve: Stroops
  /** Every asset the account holds, in the order of the source. An account's own issued assets are not among them: it holds them without limit. */
  readonly assets: readonly AssetBalance[]
  /** Shares in liquidity pools. */
  readonly poolShares: readonly PoolShare[]
}

/** Port: where accounts come from. A `HorizonClient` is one, the connector's view of a ledger is another. */
export type AccountSource = {
  accountStream(accountId: string): {
    /** The account each time it has changed; no value is kept for late subscribers. */
    readonly records$: Observable<AccountSnapshot>
    /** Replays the latest. */
    readonly status$: Observable<Status>
  }
}

/** Whose balances to follow. */
export type BalancesOptions = {
  readonly accountId: string
  /** How long the stream stays open after the last subscriber left, in ms. @defaultValue 1_000 */
  readonly lingerMs?: number | undefined
  /** @defaultValue `systemClock` */
  readonly clock?: Clock | undefined
}

/** One account's live balances. */
export type Balances = Closeable & {
  readonly accountId: string
  /**
   * Cold until the first subscriber, then shared; a later subscriber gets the latest state at once. Two equal states in a row are one. It keeps its
   * value while the stream is down, and completes on close.
   */
  readonly balances$: Observable<BalancesState>
  /** The stream's status, the latest at once; ends in `closed` on close. */
  readonly status$: Observable<Status>
}
