import { MAX_STROOPS, type Price } from '@sdex/primitives'
import { anySmallPrice, anySmallStroops } from '@sdex/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjustOffer } from './adjustOffer.ts'
import { type BookCrossing, type CrossBookArgs, crossBook } from './crossBook.ts'
import { isWithinLimit } from './limitPrice.ts'
import { compareOffers } from './offer.ts'

type TestOffer = { readonly id: bigint; readonly price: Price; readonly amount: bigint; readonly seller?: string }

const offer = (id: bigint, n: number, d: number, amount: bigint): TestOffer => ({ id, price: { n, d }, amount })

function cross(offers: Iterable<TestOffer>, args: Partial<CrossBookArgs<TestOffer>>): BookCrossing<TestOffer> {
  return crossBook({ offers, maxSheepSend: MAX_STROOPS, maxWheatReceive: MAX_STROOPS, rounding: 'normal', ...args })
}

/** Claims as [offer, wheat, sheep, remaining]. */
function claims(crossing: BookCrossing<TestOffer>): unknown[] {
  return crossing.changes.map((change) =>
    change.type === 'crossed'
      ? [change.offer.id, change.wheatReceived, change.sheepSent, change.remaining]
      : [change.offer.id, 'removed'],
  )
}

/** The filter of a manage-offer operation whose own price is wheat per sheep. */
const upTo = (n: number, d: number, passive = false) => ({
  inspect: ({ price }: TestOffer) =>
    (isWithinLimit(price, { price: { n, d }, passive }) ? 'take' : 'badPrice') as 'take' | 'badPrice',
})

describe('books as in stellar-core', () => {
  test('CASE 36: two offers at one price, the first used up', () => {
    const book = [offer(1n, 3, 2, 100n), offer(2n, 3, 2, 100n)]
    const crossing = cross(book, { maxSheepSend: 225n, ...upTo(2, 3) })
    expect(crossing).toMatchObject({ end: 'filled', wheatReceived: 150n, sheepSent: 225n, crossedCount: 2 })
    expect(claims(crossing)).toEqual([
      [1n, 100n, 150n, 0n],
      [2n, 50n, 75n, 50n],
    ])
  })

  test('CASE 37: a buy over two price levels', () => {
    const crossing = cross([offer(1n, 3, 2, 100n), offer(2n, 8, 5, 100n)], { maxWheatReceive: 150n, ...upTo(5, 8) })
    expect(crossing.end).toBe('filled')
    expect(claims(crossing)).toEqual([
      [1n, 100n, 150n, 0n],
      [2n, 50n, 80n, 50n],
    ])
  })

  test('CASE 38: the second level is beyond the limit; the rest of the buy may rest', () => {
    const crossing = cross([offer(1n, 3, 2, 100n), offer(2n, 8, 5, 100n)], { maxWheatReceive: 150n, ...upTo(100, 155) })
    expect(crossing).toMatchObject({ end: 'badPrice', wheatReceived: 100n, sheepSent: 150n })
    expect(adjustOffer({ n: 100, d: 155 }, MAX_STROOPS, 50n)).toBe(78n)
  })

  test('CASE 29: an offer beyond the exact limit stands in front of one within it, and stops the order', () => {
    const front = offer(5n, 2147483646, 2147483645, 100n)
    const behind = offer(7n, 2147483647, 2147483646, 100n)
    const book = [behind, front].sort(compareOffers)
    const crossing = cross(book, upTo(2147483646, 2147483647))
    expect(isWithinLimit(behind.price, { price: { n: 2147483646, d: 2147483647 }, passive: false })).toBe(true)
    expect(crossing).toMatchObject({ end: 'badPrice', changes: [] })
  })

  test('CASE 30, CASE 31: rounding of large offers', () => {
    const bid = cross([offer(1n, 500, 2061, 8224563625n)], { maxSheepSend: 2000000000n, ...upTo(2551, 625) })
    expect(bid).toMatchObject({ end: 'partial', wheatReceived: 8224563625n, sheepSent: 1995284722n })
    expect(adjustOffer({ n: 2551, d: 625 }, 2000000000n - 1995284722n, MAX_STROOPS)).toBe(4715278n)
    const ask = cross([offer(1n, 2551, 625, 2000000000n)], { maxSheepSend: 8224563625n, ...upTo(500, 2061) })
    expect(ask).toMatchObject({ end: 'partial', wheatReceived: 2000000000n, sheepSent: 8163200000n })
    expect(adjustOffer({ n: 500, d: 2061 }, 8224563625n - 8163200000n, MAX_STROOPS)).toBe(61363625n)
  })

  test('CASE 39, CASE 40: a passive order leaves its own price alone, and takes a better one', () => {
    const book = [offer(1n, 1, 1, 100n)]
    expect(cross(book, { maxSheepSend: 100n, ...upTo(1, 1, true) })).toMatchObject({ end: 'badPrice', changes: [] })
    expect(claims(cross(book, { maxSheepSend: 100n, ...upTo(99, 100, true) }))).toEqual([[1n, 100n, 100n, 0n]])
  })

  test('CASE 64: a remainder that adjusts to nothing does not rest', () => {
    const crossing = cross([offer(1n, 1, 3, 3n)], { maxWheatReceive: 4n, ...upTo(3, 1) })
    expect(claims(crossing)).toEqual([[1n, 3n, 1n, 0n]])
    expect(adjustOffer({ n: 3, d: 1 }, MAX_STROOPS, 1n)).toBe(0n)
  })

  test('CASE 75: a strict receive over two offers; the second keeps what is worth a sheep', () => {
    const book = [offer(1n, 1, 1000, 5000n), offer(2n, 1, 1000, 5000n)]
    expect(claims(cross(book, { maxWheatReceive: 6001n, rounding: 'strictReceive' }))).toEqual([
      [1n, 5000n, 5n, 0n],
      [2n, 1001n, 2n, 3000n],
    ])
  })

  test('CASE 58, CASE 59: an own offer stops the order when it is reached, and only then', () => {
    const own = { ...offer(2n, 1, 1, 100n), seller: 'me' }
    const inspect = ({ seller }: TestOffer) => (seller === 'me' ? 'crossSelf' : 'take') as 'crossSelf' | 'take'
    expect(cross([own], { maxSheepSend: 1n, inspect }).end).toBe('crossSelf')
    const book = [offer(1n, 1, 1, 100n), own]
    expect(cross(book, { maxSheepSend: 100n, inspect }).end).toBe('filled')
    expect(cross(book, { maxSheepSend: 101n, inspect })).toMatchObject({ end: 'crossSelf', wheatReceived: 100n })
  })

  test('CASE 67, CASE 68: the 1001st offer is too many, unless its price ends the crossing before', () => {
    const units = Array.from({ length: 1001 }, (_, at) => offer(BigInt(at), 1, 1, 1n))
    expect(cross(units, {})).toMatchObject({ end: 'tooMany', crossedCount: 1000 })
    expect(cross(units, { maxSheepSend: 1000n })).toMatchObject({ end: 'filled', crossedCount: 1000 })
    const dearAtLast = [...units.slice(0, 1000), offer(1000n, 2, 1, 1n)]
    expect(cross(dearAtLast, upTo(1, 1))).toMatchObject({ end: 'badPrice', crossedCount: 1000 })
  })
})

describe('the loop', () => {
  test('behavior: wanting nothing is filled at once, without reading the book, even with no offers left to cross', () => {
    const unread: Iterable<TestOffer> = {
      [Symbol.iterator]: () => expect.fail('read'),
    }
    expect(cross(unread, { maxSheepSend: 0n, maxOffers: 0 }).end).toBe('filled')
    expect(cross(unread, { maxWheatReceive: 0n }).end).toBe('filled')
    expect(cross(unread, { maxOffers: 0 }).end).toBe('tooMany')
  })

  test('behavior: offers to be removed make no claim and do not count against the limit', () => {
    const book = [offer(1n, 1, 1, 5n), offer(2n, 1, 1, 5n), offer(3n, 1, 1, 5n)]
    const crossing = cross(book, { maxOffers: 2, inspect: ({ id }) => (id === 2n ? 'remove' : 'take') })
    expect(claims(crossing)).toEqual([
      [1n, 5n, 5n, 0n],
      [2n, 'removed'],
      [3n, 5n, 5n, 0n],
    ])
    expect(crossing).toMatchObject({ end: 'partial', crossedCount: 2 })
  })

  test('behavior: each change is told before the next offer is read, so that the caller can keep the book', () => {
    const book = [offer(1n, 1, 1, 5n), offer(2n, 1, 1, 5n)]
    function* front(): Generator<TestOffer> {
      for (let best = book[0]; best !== undefined; best = book[0]) yield best
    }
    const crossing = cross(front(), { onChange: () => void book.shift() })
    expect(claims(crossing).length).toBe(2)
    expect(book).toEqual([])
  })

  test('behavior: a reader that holds something open is let go when the taker is satisfied', () => {
    let released = false
    function* offers(): Generator<TestOffer> {
      try {
        yield offer(1n, 1, 1, 5n)
        yield offer(2n, 1, 1, 5n)
      } finally {
        released = true
      }
    }
    cross(offers(), { maxSheepSend: 5n })
    expect(released).toBe(true)
  })

  test('behavior: owners are asked for what they hold when their offer is reached', () => {
    const line = {
      type: 'trustline',
      limit: 100n,
      sellingLiabilities: 0n,
      buyingLiabilities: 0n,
      authorization: 'full',
    } as const
    const ownerOf = ({ id }: TestOffer) => ({ wheat: { ...line, balance: id }, sheep: { ...line, balance: 0n } })
    expect(claims(cross([offer(3n, 1, 1, 5n), offer(0n, 1, 1, 5n)], { ownerOf }))).toEqual([
      [3n, 3n, 3n, 0n],
      [0n, 0n, 0n, 0n],
    ])
  })
})

const anyBook: fc.Arbitrary<TestOffer[]> = fc
  .array(fc.record({ price: anySmallPrice, amount: anySmallStroops }), { maxLength: 8 })
  .map((offers) => {
    const resting = offers.map(({ price, amount }, at) => ({
      id: BigInt(at),
      price,
      amount: adjustOffer(price, amount, MAX_STROOPS),
    }))
    return resting.filter(({ amount }) => amount > 0n).sort(compareOffers)
  })

describe('any book', () => {
  test('property: the sums are those of the claims, no limit is exceeded, all but the last offer are used up', () => {
    const rounding = fc.constantFrom('normal' as const, 'strictReceive' as const, 'strictSend' as const)
    fc.assert(
      fc.property(anyBook, anySmallStroops, anySmallStroops, rounding, (book, maxSheepSend, maxWheatReceive, mode) => {
        const crossing = cross(book, { maxSheepSend, maxWheatReceive, rounding: mode })
        const crossed = crossing.changes.flatMap((change) => (change.type === 'crossed' ? [change] : []))
        expect(crossing.wheatReceived).toBe(crossed.reduce((sum, claim) => sum + claim.wheatReceived, 0n))
        expect(crossing.sheepSent).toBe(crossed.reduce((sum, claim) => sum + claim.sheepSent, 0n))
        expect(crossing.wheatReceived <= maxWheatReceive && crossing.sheepSent <= maxSheepSend).toBe(true)
        expect(crossed.slice(0, -1).every((claim) => claim.remaining === 0n)).toBe(true)
        expect(crossed.map((claim) => claim.offer)).toEqual(book.slice(0, crossed.length))
      }),
      { numRuns: 2_000 },
    )
  })

  test('property: a strict receive that is filled delivers the amount, a strict send spends it', () => {
    fc.assert(
      fc.property(anyBook, fc.bigInt(1n, 400n), (book, amount) => {
        const receive = cross(book, { maxWheatReceive: amount, rounding: 'strictReceive' })
        if (receive.end === 'filled') expect(receive.wheatReceived).toBe(amount)
        const send = cross(book, { maxSheepSend: amount, rounding: 'strictSend' })
        if (send.end === 'filled') expect(send.sheepSent).toBe(amount)
      }),
      { numRuns: 2_000 },
    )
  })

  // An offer that the strict receive uses up rounds for the taker; the strict send may leave it standing, and then it rounds for the offer.
  test('property: sending what a strict receive cost brings as much, or one stroop less', () => {
    fc.assert(
      fc.property(anyBook, fc.bigInt(1n, 400n), (book, amount) => {
        const receive = cross(book, { maxWheatReceive: amount, rounding: 'strictReceive' })
        fc.pre(receive.end === 'filled')
        const send = cross(book, { maxSheepSend: receive.sheepSent, rounding: 'strictSend' })
        expect(amount - send.wheatReceived <= 1n).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
