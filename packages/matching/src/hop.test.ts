import { MAX_STROOPS, type Price } from '@sdex/primitives'
import { anySmallPrice, anySmallStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import type { BookOffer, Verdict } from './crossBook.ts'
import { chooseVenue, convertHop, type HopArgs } from './hop.ts'

const offer = (n: number, d: number, amount: bigint): BookOffer => ({ price: { n, d }, amount })
const pool = (reserveIn: bigint, reserveOut: bigint) => ({ reserveIn, reserveOut })
const unitOffers = (count: number, price: Price): BookOffer[] =>
  Array.from({ length: count }, () => ({ price, amount: 1n }))

function receive(amount: bigint, venues: Partial<HopArgs<BookOffer>>) {
  return convertHop({ rounding: 'strictReceive', amount, offers: [], ...venues })
}

function send(amount: bigint, venues: Partial<HopArgs<BookOffer>>) {
  return convertHop({ rounding: 'strictSend', amount, offers: [], ...venues })
}

describe('pool or book, as recorded from stellar-core', () => {
  test('CASE 84: neither has enough', () => {
    expect(receive(11n, { offers: [offer(1, 1, 10n)] })).toEqual({ type: 'tooFewOffers' })
    expect(send(11n, { offers: [offer(1, 1, 10n)] })).toEqual({ type: 'tooFewOffers' })
    expect(receive(11n, { offers: [offer(1, 1, 10n)], pool: pool(10n, 11n) })).toEqual({ type: 'tooFewOffers' })
  })

  test('CASE 90: the pool yields nothing, and the book is empty', () => {
    expect(send(1n, { pool: pool(1000n, 1000n) })).toEqual({ type: 'tooFewOffers' })
    expect(send(1n, { pool: pool(1000n, 1000n), offers: [offer(1, 1, 5n)] })).toMatchObject({
      type: 'book',
      received: 1n,
    })
  })

  test('CASE 93: the pool is strictly better', () => {
    expect(receive(10n, { pool: pool(1000n, 1000n), offers: [offer(2, 1, 10n)] })).toEqual({
      type: 'pool',
      sent: 11n,
      received: 10n,
      reserves: pool(1011n, 990n),
      offersUsed: 2,
    })
  })

  test('CASE 94: the pool wins a tie', () => {
    const offers = [offer(1, 1, 1n), offer(2, 1, 9n)]
    expect(receive(10n, { pool: pool(1800n, 1000n), offers })).toMatchObject({ type: 'pool', sent: 19n })
    expect(receive(10n, { offers })).toMatchObject({ type: 'book', sent: 19n })
  })

  test('CASE 95: the book is strictly better', () => {
    expect(receive(10n, { pool: pool(2000n, 1000n) })).toMatchObject({ type: 'pool', sent: 21n })
    const offers = [offer(2, 1, 5n), offer(2, 1, 5n)]
    expect(receive(10n, { pool: pool(2000n, 1000n), offers })).toMatchObject({ type: 'book', sent: 20n, offersUsed: 2 })
  })

  test('CASE 96: an own offer in the book is no matter where there is a pool', () => {
    const inspect = (): Verdict => 'crossSelf'
    const venues = { pool: pool(1000n, 1000n), offers: [offer(1, 1, 10n)], inspect }
    expect(send(10n, venues)).toMatchObject({ type: 'pool', reserves: pool(1010n, 991n) })
    expect(receive(9n, venues)).toMatchObject({ type: 'pool', reserves: pool(1010n, 991n) })
    expect(send(10n, { ...venues, pool: undefined })).toEqual({ type: 'crossSelf' })
  })

  test('CASE 97: a pool counts as an offer, and none is left', () => {
    const venues = { pool: pool(1000n, 1000n), offers: [offer(1, 1, 10n)], maxOffers: 0 }
    expect(receive(1n, venues)).toEqual({ type: 'tooManyOffers' })
    expect(receive(1n, { ...venues, offers: [], maxOffers: 1 })).toMatchObject({ type: 'pool', offersUsed: 1 })
  })

  test('CASE 98: from protocol 27 the offers of a rejected book are charged', () => {
    const venues = { pool: pool(1000n, 1000n), offers: unitOffers(9, { n: 9, d: 1 }), maxOffers: 9 }
    expect(receive(9n, venues)).toEqual({ type: 'tooManyOffers' })
    expect(receive(9n, { ...venues, chargesRejectedBook: false })).toMatchObject({ type: 'pool', offersUsed: 1 })
    expect(receive(9n, { ...venues, maxOffers: 10 })).toMatchObject({ type: 'pool', offersUsed: 10 })
  })
})

describe('chooseVenue', () => {
  test.each([
    [{ sent: 10n, received: 10n }, { sent: 10n, received: 11n }, 'book'],
    [{ sent: 10n, received: 10n }, { sent: 10n, received: 10n }, 'pool'],
    [{ sent: 10n, received: 10n }, undefined, 'pool'],
    [undefined, { sent: 10n, received: 1n }, 'book'],
    [undefined, undefined, 'book'],
    [{ sent: MAX_STROOPS, received: MAX_STROOPS - 1n }, { sent: MAX_STROOPS - 1n, received: MAX_STROOPS - 2n }, 'pool'],
  ] as const)('behavior: pool %o, book %o: %s', (poolAmounts, bookAmounts, expected) => {
    expect(chooseVenue(poolAmounts, bookAmounts)).toBe(expected)
  })
})

test('behavior: a strict send of nothing crosses nothing', () => {
  expect(send(0n, { offers: [offer(1, 1, 5n)], pool: pool(1000n, 1000n) })).toMatchObject({
    type: 'book',
    sent: 0n,
    received: 0n,
    offersUsed: 0,
  })
})

test('property: whatever venue is chosen, the other would not have been better', () => {
  const anyOffers = fc
    .array(fc.record({ price: anySmallPrice, amount: anySmallStroops }), { maxLength: 6 })
    .map((offers) =>
      offers
        .map((of) => ({ ...of, amount: adjustOffer(of.price, of.amount, MAX_STROOPS) }))
        .filter((of) => of.amount > 0n)
        .sort((a, b) => a.price.n / a.price.d - b.price.n / b.price.d),
    )
  const side = fc.constantFrom('strictSend' as const, 'strictReceive' as const)
  const reserve = fc.bigInt(1n, 2_000n)
  fc.assert(
    fc.property(anyOffers, reserve, reserve, fc.bigInt(1n, 300n), side, (offers, x, y, amount, rounding) => {
      const [both, book, swap] = [
        convertHop({ rounding, amount, offers, pool: pool(x, y) }),
        convertHop({ rounding, amount, offers }),
        convertHop({ rounding, amount, offers: [], pool: pool(x, y) }),
      ]
      if (both.type !== 'book' && both.type !== 'pool') {
        expect([book.type, swap.type]).toEqual(['tooFewOffers', 'tooFewOffers'])
        return
      }
      for (const other of [book, swap]) {
        if (other.type !== 'book' && other.type !== 'pool') continue
        expect(other.received * both.sent <= both.received * other.sent).toBe(true)
      }
    }),
    { numRuns: 2_000 },
  )
})
