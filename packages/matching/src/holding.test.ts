import { MAX_STROOPS } from '@sdex/primitives'
import { describe, expect, test } from 'vitest'
import { availableBalance, minimumBalance, receivableBalance } from './balances.ts'
import { canBuyAtMost, canSellAtMost, changeBalance, type Holding } from './holding.ts'

const reserve = 5_000_000n
const held = { balance: 1_000n, sellingLiabilities: 300n, buyingLiabilities: 200n }
const line = (authorization: 'full' | 'maintain' | 'none', limit = 2_000n): Holding => {
  return { type: 'trustline', ...held, limit, authorization }
}

describe('balances', () => {
  test('behavior: the minimum balance counts two reserves, subentries and sponsorship', () => {
    expect(minimumBalance({ subentryCount: 0, numSponsoring: 0, numSponsored: 0 }, reserve)).toBe(10_000_000n)
    expect(minimumBalance({ subentryCount: 3, numSponsoring: 2, numSponsored: 4 }, reserve)).toBe(15_000_000n)
  })

  test('behavior: available is what liabilities and reserve leave, below 0 for an account under its reserve', () => {
    expect(availableBalance(held, 0n)).toBe(700n)
    expect(availableBalance(held, 800n)).toBe(-100n)
  })

  test('behavior: receivable is what the limit leaves, for lumens all there can be', () => {
    expect(receivableBalance(held, 2_000n)).toBe(800n)
    expect(receivableBalance(held)).toBe(MAX_STROOPS - 1_200n)
  })
})

describe('what offers can sell and buy', () => {
  test('behavior: lumens above the reserve; never less than nothing', () => {
    const native = (minimum: bigint): Holding => ({ type: 'native', ...held, minimumBalance: minimum })
    expect([canSellAtMost(native(100n)), canBuyAtMost(native(100n))]).toEqual([600n, MAX_STROOPS - 1_200n])
    expect(canSellAtMost(native(5_000n))).toBe(0n)
  })

  test('behavior: a trustline that maintains liabilities still trades, an unauthorized one does not', () => {
    expect([canSellAtMost(line('full')), canBuyAtMost(line('full'))]).toEqual([700n, 800n])
    expect([canSellAtMost(line('maintain')), canBuyAtMost(line('maintain'))]).toEqual([700n, 800n])
    expect([canSellAtMost(line('none')), canBuyAtMost(line('none'))]).toEqual([0n, 0n])
    expect(canBuyAtMost(line('full', 1_100n))).toBe(0n)
  })

  test('behavior: an issuer has no limit, an account without a trustline nothing', () => {
    expect([canSellAtMost({ type: 'issuer' }), canBuyAtMost({ type: 'issuer' })]).toEqual([MAX_STROOPS, MAX_STROOPS])
    expect([canSellAtMost(undefined), canBuyAtMost(undefined)]).toEqual([0n, 0n])
  })

  test('behavior: what comes in or goes out changes everyone but the issuer', () => {
    const after = changeBalance(line('full'), -50n)
    expect([canSellAtMost(after), canBuyAtMost(after)]).toEqual([650n, 850n])
    expect(changeBalance<Holding>({ type: 'issuer' }, 50n)).toEqual({ type: 'issuer' })
    expect(changeBalance(undefined, 50n)).toBe(undefined)
  })
})
