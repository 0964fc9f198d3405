import { MAX_STROOPS, type Stroops } from '@sdex/primitives'

/** What decides the reserve of an account. */
export type ReserveCounts = {
  /** Trustlines, offers, signers and data entries; a pool-share trustline counts 2. */
  readonly subentryCount: number
  /** Reserves this account pays for others. */
  readonly numSponsoring: number
  /** Reserves others pay for this account. */
  readonly numSponsored: number
}

/** A balance with what its offers have reserved, in stroops. */
export type Balance = {
  readonly balance: Stroops
  readonly sellingLiabilities: Stroops
  readonly buyingLiabilities: Stroops
}

/**
 * What an account must keep in lumens.
 *
 * @remarks stellar-core `getMinBalance`: (2 + subentries + sponsoring - sponsored) * base reserve.
 * @param baseReserve - Of the ledger header, in stroops.
 * @example
 * ```ts
 * minimumBalance({ subentryCount: 1, numSponsoring: 0, numSponsored: 0 }, 5_000_000n) // 15_000_000n
 * ```
 */
export function minimumBalance(counts: ReserveCounts, baseReserve: Stroops): Stroops {
  return BigInt(2 + counts.subentryCount + counts.numSponsoring - counts.numSponsored) * baseReserve
}

/**
 * What can be spent or newly offered: the balance less its selling liabilities and, for lumens, less the minimum balance. Below 0 when an
 * account is under its reserve.
 *
 * @remarks stellar-core `getAvailableBalance`.
 * @param minimum - {@link minimumBalance} for lumens, 0 for a trustline.
 * @example
 * ```ts
 * availableBalance({ balance: 100n, sellingLiabilities: 30n, buyingLiabilities: 0n }, 0n) // 70n
 * ```
 */
export function availableBalance(held: Balance, minimum: Stroops): Stroops {
  return held.balance - minimum - held.sellingLiabilities
}

/**
 * What can still be received: the limit less the balance and less what resting offers may bring in.
 *
 * @remarks stellar-core `getMaxAmountReceive`.
 * @param limit - The trustline's limit; for lumens {@link MAX_STROOPS}, the default.
 * @example
 * ```ts
 * receivableBalance({ balance: 10n, sellingLiabilities: 0n, buyingLiabilities: 5n }, 100n) // 85n
 * ```
 */
export function receivableBalance(held: Balance, limit: Stroops = MAX_STROOPS): Stroops {
  return limit - held.balance - held.buyingLiabilities
}
