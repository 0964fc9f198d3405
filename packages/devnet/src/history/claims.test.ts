import type { xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { accountIdFromKey } from '../ledger/accountIds.ts'
import { claimsOf, receivedAmount, sentAmount } from './claims.ts'

const native = { type: 0 } as const
const ed25519 = new Uint8Array(32)
const issued = (code: string): xdr.AssetWire => ({
  type: 1,
  alphaNum4: { assetCode: Buffer.from(code.padEnd(4, '\0')), issuer: { type: 0, ed25519 } },
})
const issuer = accountIdFromKey(ed25519)

function claim(bought: xdr.AssetWire, amountBought: bigint): xdr.ClaimAtomWire {
  const sold = { assetSold: issued('EUR'), amountSold: 1n }
  return {
    type: 1,
    orderBook: { sellerId: { type: 0, ed25519 }, offerId: 7n, ...sold, assetBought: bought, amountBought },
  }
}

function received(...offers: xdr.ClaimAtomWire[]): xdr.OperationResultTrWire {
  const last = { destination: { type: 0, ed25519 }, asset: native, amount: 5n } as const
  return { type: 2, pathPaymentStrictReceiveResult: { code: 0, success: { offers, last } } }
}

test('behavior: what was sent is what the first conversion was paid, or the amount itself', () => {
  const sent = { sendAsset: 'native', destAmount: 99n }
  expect(
    sentAmount(received(claim(native, 3n), claim(native, 4n), claim(issued('EUR'), 5n), claim(native, 6n)), sent),
  ).toBe(7n)
  expect(sentAmount(received(), sent)).toBe(99n)
})

test('behavior: what arrived is told by the result, of a failure 0', () => {
  const last = { destination: { type: 0, ed25519 }, asset: native, amount: 5n } as const
  expect(receivedAmount({ type: 13, pathPaymentStrictSendResult: { code: 0, success: { offers: [], last } } })).toBe(5n)
  expect(receivedAmount(undefined)).toBe(0n)
})

test('behavior: claims are read from each arm that may hold them, the oldest form too', () => {
  const assets = { assetSold: issued('USD'), amountSold: 1n, assetBought: native, amountBought: 2n }
  const success: xdr.ManageOfferSuccessResultWire = {
    offersClaimed: [
      { type: 0, v0: { sellerEd25519: ed25519, offerId: 3n, ...assets } },
      { type: 2, liquidityPool: { liquidityPoolId: new Uint8Array(32), ...assets } },
    ],
    offer: { effect: 2 },
  }
  const amounts = { sold: `USD:${issuer}`, amountSold: 1n, bought: 'native', amountBought: 2n }
  const expected = [
    { type: 'offer', seller: issuer, offerId: 3n, ...amounts },
    { type: 'pool', poolId: '00'.repeat(32), ...amounts },
  ]
  for (const result of [
    { type: 3, manageSellOfferResult: { code: 0, success } },
    { type: 4, createPassiveSellOfferResult: { code: 0, success } },
    { type: 12, manageBuyOfferResult: { code: 0, success } },
  ] as const)
    expect(claimsOf(result)).toEqual(expected)
  expect(claimsOf({ type: 3, manageSellOfferResult: { code: -1 } })).toEqual([])
})
