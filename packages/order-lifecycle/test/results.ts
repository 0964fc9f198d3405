import { type Asset, decodeAccountId, type Price, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { xdr } from '@stellar/stellar-sdk/base'
import { toSdkAsset } from '../src/sdkAsset.ts'

/** An offer of a result. */
export type ResultOffer = {
  readonly id: bigint
  readonly selling: Asset
  readonly buying: Asset
  readonly amount: bigint
  readonly price: Price
}

/** What one operation came to. */
export type OperationOutcome = {
  readonly type?: 'sell' | 'buy' | undefined
  readonly claims?: readonly { readonly sold: bigint; readonly bought: bigint; readonly offerId?: bigint }[] | undefined
  readonly created?: ResultOffer | undefined
  readonly updated?: ResultOffer | undefined
}

const usd = { type: 'issued', code: 'USD', issuer: accountIdOf('issuer') } as const

/** A TransactionResult of manage offer operations that all succeeded, base64; an operation that names no offer left nothing. */
export function successXdr(outcomes: readonly OperationOutcome[]): string {
  return resultXdr(xdr.TransactionResultResult.txSuccess(outcomes.map(operationResult)))
}

/** Any TransactionResult, base64. */
export function resultXdr(result: xdr.TransactionResultResult): string {
  const ext = xdr.TransactionResultExt.v0()
  return new xdr.TransactionResult({ feeCharged: 100n, result, ext }).toXdr('base64')
}

function operationResult({ type = 'sell', claims = [], created, updated }: OperationOutcome): xdr.OperationResult {
  const offersClaimed = claims.map(claimAtom)
  const success = new xdr.ManageOfferSuccessResult({ offersClaimed, offer: offerResult(created, updated) })
  const tr =
    type === 'sell'
      ? xdr.OperationResultTr.manageSellOffer(xdr.ManageSellOfferResult.manageSellOfferSuccess(success))
      : xdr.OperationResultTr.manageBuyOffer(xdr.ManageBuyOfferResult.manageBuyOfferSuccess(success))
  return xdr.OperationResult.opInner(tr)
}

function offerResult(created?: ResultOffer, updated?: ResultOffer): xdr.ManageOfferSuccessResultOffer {
  if (created !== undefined) return xdr.ManageOfferSuccessResultOffer.manageOfferCreated(entry(created))
  if (updated !== undefined) return xdr.ManageOfferSuccessResultOffer.manageOfferUpdated(entry(updated))
  return xdr.ManageOfferSuccessResultOffer.manageOfferDeleted()
}

function entry({ id, selling, buying, amount, price }: ResultOffer): xdr.OfferEntry {
  return new xdr.OfferEntry({
    sellerId: publicKey('seller'),
    offerId: id,
    selling: toSdkAsset(selling).toXdrObject(),
    buying: toSdkAsset(buying).toXdrObject(),
    amount,
    price: new xdr.Price({ n: price.n, d: price.d }),
    flags: 0,
    ext: xdr.OfferEntryExt.v0(),
  })
}

/** A claimed offer sold USD for XLM. */
function claimAtom({ sold, bought, offerId = 9n }: { sold: bigint; bought: bigint; offerId?: bigint }): xdr.ClaimAtom {
  return xdr.ClaimAtom.claimAtomTypeOrderBook(
    new xdr.ClaimOfferAtom({
      sellerId: publicKey('maker'),
      offerId,
      assetSold: toSdkAsset(usd).toXdrObject(),
      amountSold: sold,
      assetBought: toSdkAsset(XLM).toXdrObject(),
      amountBought: bought,
    }),
  )
}

function publicKey(name: string): xdr.PublicKey {
  return xdr.PublicKey.publicKeyTypeEd25519(decodeAccountId(accountIdOf(name)))
}
