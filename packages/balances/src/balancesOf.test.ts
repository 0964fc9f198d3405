import { MAX_STROOPS, XLM } from '@sdex/primitives'
import { anyIssuedAsset, anyStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountId, line, lumens, snapshotOf, usd } from '../test/accounts.ts'
import { balanceOf, balancesOf } from './balancesOf.ts'

test('behavior: lumens: what is spendable is the balance less the reserve and what offers sell', () => {
  const state = balancesOf(snapshotOf([lumens(100n, 30n, 5n)], { subentryCount: 3, numSponsoring: 1, numSponsored: 2 }))
  expect(state).toMatchObject({ ledger: 7, accountId, minimumBalance: 40n, baseReserve: 10n })
  expect(balanceOf(state, XLM)).toEqual({
    asset: XLM,
    total: 100n,
    lockedInOffers: 30n,
    reserve: 40n,
    spendable: 30n,
    frozen: 0n,
    shortfall: 0n,
    receivable: MAX_STROOPS - 105n,
    incomingFromOffers: 5n,
    limit: undefined,
    authorized: true,
    authorization: 'full',
  })
})

test('behavior: a trustline has a limit and no reserve', () => {
  const state = balancesOf(snapshotOf([line(100n, { sellingLiabilities: 30n, buyingLiabilities: 200n }), lumens(20n)]))
  expect(balanceOf(state, usd)).toMatchObject({
    total: 100n,
    lockedInOffers: 30n,
    reserve: 0n,
    spendable: 70n,
    receivable: 700n,
    incomingFromOffers: 200n,
    limit: 1_000n,
  })
})

test('behavior: an account under its reserve can spend nothing, and the shortfall says how far', () => {
  const state = balancesOf(snapshotOf([lumens(45n, 30n)]))
  expect(balanceOf(state, XLM)).toMatchObject({
    spendable: 0n,
    shortfall: 5n,
    total: 45n,
    lockedInOffers: 30n,
    reserve: 20n,
  })
})

test.each([
  { authorized: false, authorizedToMaintainLiabilities: true, authorization: 'maintain' },
  { authorized: false, authorizedToMaintainLiabilities: false, authorization: 'none' },
])('behavior: with authorization $authorization nothing can be spent or received', ({ authorization, ...flags }) => {
  const state = balancesOf(snapshotOf([line(100n, { sellingLiabilities: 30n, ...flags })]))
  expect(balanceOf(state, usd)).toMatchObject({
    authorized: false,
    authorization,
    spendable: 0n,
    frozen: 70n,
    receivable: 0n,
    lockedInOffers: 30n,
  })
})

test('behavior: a trustline filled beyond its limit by offers receives nothing, never a negative amount', () => {
  const state = balancesOf(snapshotOf([line(900n, { buyingLiabilities: 101n })]))
  expect(balanceOf(state, usd)?.receivable).toBe(0n)
})

test('behavior: no balance of an asset that is not held', () => {
  expect(balanceOf(balancesOf(snapshotOf([lumens(1n)])), usd)).toBeUndefined()
})

const anyBalance = fc.record({
  asset: fc.oneof(fc.constant(XLM), anyIssuedAsset),
  balance: anyStroops,
  limit: anyStroops,
  sellingLiabilities: anyStroops,
  buyingLiabilities: anyStroops,
  authorized: fc.boolean(),
  authorizedToMaintainLiabilities: fc.boolean(),
})
const anyCounts = fc.record({
  subentryCount: fc.nat({ max: 1_000 }),
  numSponsoring: fc.nat({ max: 5_000 }),
  numSponsored: fc.nat({ max: 1_000 }),
})

test('property: every stroop has one place, and nothing but the reserve can be negative', () => {
  fc.assert(
    fc.property(fc.array(anyBalance), anyCounts, (balances, counts) => {
      const state = balancesOf(snapshotOf(balances, counts))
      for (const asset of state.assets) {
        const { total, shortfall, spendable, lockedInOffers, reserve, frozen, receivable } = asset
        expect(total + shortfall).toBe(spendable + lockedInOffers + reserve + frozen)
        expect([spendable, frozen, shortfall, receivable].every((amount) => amount >= 0n)).toBe(true)
        expect(shortfall === 0n || (spendable === 0n && frozen === 0n)).toBe(true)
        expect(spendable === 0n || frozen === 0n).toBe(true)
        expect(asset.asset.type === 'native' ? reserve : 0n).toBe(
          asset.asset.type === 'native' ? state.minimumBalance : reserve,
        )
      }
    }),
  )
})

test('property: what is spent at most leaves the account exactly at its reserve and offers', () => {
  fc.assert(
    fc.property(anyStroops, anyStroops, anyCounts, (balance, sellingLiabilities, counts) => {
      const { account, ...rest } = snapshotOf([lumens(balance, sellingLiabilities)], counts)
      const spendable = balanceOf(balancesOf({ ...rest, account }), XLM)?.spendable ?? -1n
      const balances = [lumens(balance - spendable, sellingLiabilities)]
      const after = balanceOf(balancesOf({ ...rest, account: { ...account, balances } }), XLM)
      expect(after?.spendable).toBe(0n)
      expect(spendable === 0n || after?.shortfall === 0n).toBe(true)
    }),
  )
})
