import { xdr } from '@stellar/stellar-sdk/base'
import type { OrderChange } from './orderChange.ts'
import { fromXdrAsset } from './sdkAsset.ts'
import type { ChangeOutcome, Claim, RestingOffer } from './settlement.ts'

/**
 * What came of each change of a batch that was applied.
 *
 * @param resultXdr - A TransactionResult, base64.
 * @returns `undecoded` for all of them when it is not the result of such a batch: that it was applied is proved, whatever can be read of it.
 */
export function decodeOutcomes(resultXdr: string, changes: readonly OrderChange[]): readonly ChangeOutcome[] {
  try {
    const { result } = xdr.TransactionResult.fromXdr(resultXdr, 'base64')
    if (result.type === 'txSuccess' && result.results.length === changes.length) {
      return changes.map((change, at) => outcomeOf(change, result.results[at]))
    }
  } catch {
    // Told as undecoded.
  }
  return changes.map((change) => ({ change, status: 'undecoded' }))
}

function outcomeOf(change: OrderChange, result: xdr.OperationResult | undefined): ChangeOutcome {
  const success = successOf(result)
  if (success === undefined) return { change, status: 'undecoded' }
  if (change.type === 'cancel') return { change, status: 'cancelled' }
  const claims = success.offersClaimed.map(claimOf)
  if (success.offer.type !== 'manageOfferDeleted') {
    const created = success.offer.type === 'manageOfferCreated'
    return { change, status: 'resting', created, offer: restingOf(success.offer.offer), claims }
  }
  const traded = claims.some(({ received, paid }) => received.amount > 0n || paid.amount > 0n)
  return traded ? { change, status: 'filled', claims } : { change, status: 'vanished' }
}

function successOf(result: xdr.OperationResult | undefined): xdr.ManageOfferSuccessResult | undefined {
  if (result?.type !== 'opInner') return undefined
  const { tr } = result
  if (tr.type !== 'manageSellOffer' && tr.type !== 'manageBuyOffer') return undefined
  return tr.value.type === 'manageSellOfferSuccess' || tr.value.type === 'manageBuyOfferSuccess'
    ? tr.value.success
    : undefined
}

function restingOf({ offerId, selling, buying, amount, price }: xdr.OfferEntry): RestingOffer {
  const terms = { n: price.n, d: price.d }
  return { id: offerId, selling: fromXdrAsset(selling), buying: fromXdrAsset(buying), amount, price: terms }
}

/** A claim names what its offer's owner sold: that is what this account received. */
function claimOf(atom: xdr.ClaimAtom): Claim {
  const { assetSold, amountSold, assetBought, amountBought } = atom.value
  return {
    offerId: atom.type === 'claimAtomTypeLiquidityPool' ? undefined : atom.value.offerId,
    received: { asset: fromXdrAsset(assetSold), amount: amountSold },
    paid: { asset: fromXdrAsset(assetBought), amount: amountBought },
  }
}
