import { createAsset, type IssuedAsset, type Stroops, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import type { Account, AccountSnapshot, Balance } from '@sdex/transport'

export const accountId: string = accountIdOf('trader')
export const usd: IssuedAsset = createAsset('USD', accountIdOf('issuer'))

/** Lumens, in stroops. */
export function lumens(balance: Stroops, sellingLiabilities = 0n, buyingLiabilities = 0n): Balance {
  return {
    asset: XLM,
    balance,
    sellingLiabilities,
    buyingLiabilities,
    authorized: true,
    authorizedToMaintainLiabilities: true,
  }
}

/** A trustline for USD with a limit of 1,000 stroops, unless told otherwise. */
export function line(balance: Stroops, other: Partial<Balance> = {}): Balance {
  return {
    asset: usd,
    balance,
    limit: 1_000n,
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    authorized: true,
    authorizedToMaintainLiabilities: true,
    ...other,
  }
}

/** An account of ledger 7 with a base reserve of 10 stroops. */
export function snapshotOf(balances: readonly Balance[], other: Partial<Account> = {}): AccountSnapshot {
  const account: Account = {
    id: accountId,
    sequence: 1n,
    subentryCount: 0,
    numSponsoring: 0,
    numSponsored: 0,
    lastModifiedLedger: 7,
    thresholds: { low: 0, medium: 0, high: 0 },
    flags: { authRequired: false, authRevocable: false, authImmutable: false, authClawbackEnabled: false },
    signers: [],
    balances,
    poolShares: [],
    ...other,
  }
  return { ledger: 7, closedAtMs: 7_000, baseReserve: 10n, account }
}
