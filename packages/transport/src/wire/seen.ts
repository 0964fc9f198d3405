import type { IssuedAsset } from '@sdex/primitives'

/**
 * What one body named so far. A page names few accounts and assets, each many times: comparing with one that was checked takes a tenth of checking
 * another time, and equal assets become one object.
 */
export type Seen = { readonly accounts: string[]; readonly assets: IssuedAsset[] }

/** With more of them looking would cost more than checking. */
export const MAX_SEEN = 4

/** For one body. */
export function createSeen(): Seen {
  return { accounts: [], assets: [] }
}
