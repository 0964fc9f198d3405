import type { Asset } from '@sdex/primitives'

/** What a trustline is to: an asset, or the shares of a pool. */
export type TrustlineAsset = Asset | { readonly type: 'pool'; readonly poolId: string }

/** A body of Horizon that the types know nothing of, as it came. */
export type OtherFields = Readonly<Record<string, unknown>>
