import { type Holding, previewOrder } from '@sdex/matching'
import { createAsset, MAX_STROOPS, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { accountId, line, lumens, snapshotOf, usd } from '../test/accounts.ts'
import { holdingOf } from './holdingOf.ts'

const { account, baseReserve } = snapshotOf([line(50n, { buyingLiabilities: 4n }), lumens(100n, 30n)], {
  subentryCount: 1,
})

test('behavior: lumens, a trustline, the own asset and one without a trustline', () => {
  const own = createAsset('OWN', accountId)
  const other = createAsset('EUR', usd.issuer)
  expect([XLM, usd, own, other].map((asset) => holdingOf(account, asset, baseReserve))).toEqual<
    (Holding | undefined)[]
  >([
    { type: 'native', balance: 100n, minimumBalance: 30n, sellingLiabilities: 30n, buyingLiabilities: 0n },
    {
      type: 'trustline',
      balance: 50n,
      limit: 1_000n,
      sellingLiabilities: 0n,
      buyingLiabilities: 4n,
      authorization: 'full',
    },
    { type: 'issuer' },
    undefined,
  ])
})

test('behavior: fits into a preview: an order beyond what is spendable is refused as the ledger would', () => {
  const holdings = { selling: holdingOf(account, XLM, baseReserve), buying: holdingOf(account, usd, baseReserve) }
  const order = (amount: bigint) => ({ type: 'sell', amount, price: { n: 1, d: 1 } }) as const
  const preview = (amount: bigint) => previewOrder({ order: order(amount), offers: [], holdings }).type
  expect([preview(40n), preview(41n)]).toEqual(['placed', 'underfunded'])
})

test('behavior: a trustline whose source tells no limit is taken as unlimited', () => {
  const { account: holder } = snapshotOf([line(1n, { limit: undefined })])
  expect(holdingOf(holder, usd, baseReserve)).toMatchObject({ limit: MAX_STROOPS })
})
