import type { TrustlineEntry } from '../ledger/entries.ts'
import { maintainsLiabilities } from '../ledger/holdings.ts'
import { revokeHoldings } from '../ledger/revocation.ts'
import { revocationBalanceId } from './balanceIds.ts'
import type { OperationContext } from './rule.ts'

/**
 * Gives a trustline its new flags. One that loses all authorization loses its offers and pool shares first.
 *
 * @remarks stellar-core `TrustFlagsOpFrameBase`.
 */
export function changeAuthorization(
  { state, transaction, index }: OperationContext,
  line: TrustlineEntry,
  flags: number,
): 'lowReserve' | 'tooManySponsoring' | undefined {
  const { accountId: trustor, asset } = line
  if (maintainsLiabilities(line) && !maintainsLiabilities({ flags })) {
    const place = { ...transaction, index }
    const balanceIdOf = (poolId: string, of: string): string => revocationBalanceId(place, { poolId, asset: of })
    const refusal = revokeHoldings(state, { trustor, asset, balanceIdOf })
    if (refusal !== undefined) return refusal
  }
  state.put({ ...(state.trustline(trustor, asset) ?? line), flags })
  return undefined
}
