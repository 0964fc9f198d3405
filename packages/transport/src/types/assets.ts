import type { IssuedAsset } from '@sdex/primitives'
import type { Account } from './accounts.ts'

/** Which assets; all issued ones without. */
export type AssetFilter = { readonly code?: string | undefined; readonly issuer?: string | undefined }

/** An issued asset and where it is held; the issuer's own holdings count nowhere. Amounts are stroops, and sums may exceed 64 bits. */
export type AssetStats = {
  readonly asset: IssuedAsset
  /** Trustlines, empty ones too, and what they hold. */
  readonly trustlines: Readonly<Record<TrustlineState, { readonly count: number; readonly amount: bigint }>>
  readonly claimableBalances: { readonly count: number; readonly amount: bigint }
  readonly liquidityPools: { readonly count: number; readonly amount: bigint }
  readonly contracts: { readonly count: number; readonly amount: bigint }
  /** The asset's own contract, where it is deployed. */
  readonly contractId?: string | undefined
  /** Of the issuer; all false when its account is gone. */
  readonly flags: Account['flags']
}

/** What an issuer lets the holder of a trustline do. */
export type TrustlineState = 'authorized' | 'authorizedToMaintainLiabilities' | 'unauthorized'
