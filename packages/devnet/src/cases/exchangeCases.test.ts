import {
  adjustOffer,
  buyLiabilities,
  compareOffers,
  exchange,
  isWithinLimit,
  isWithinPriceErrorBound,
  offerLiabilities,
  type Rounding,
} from '@sdex/matching'
import { expect, test } from 'vitest'
import { createStage, MAX, operationsOf } from '../../test/stage.ts'

type Limits = { readonly ws?: bigint; readonly wr?: bigint; readonly ss?: bigint; readonly sr?: bigint }
type Outcome = readonly [wheat: bigint, sheep: bigint, end: 'stays' | 'taken']

/** stellar-core `exchangeV10`; limits that are left out do not bind. */
function x10(
  [n, d]: readonly [number, number],
  { ws = MAX, wr = MAX, ss = MAX, sr = MAX }: Limits,
  rounding: Rounding = 'normal',
): Outcome {
  const args = {
    price: { n, d },
    maxWheatSend: ws,
    maxWheatReceive: wr,
    maxSheepSend: ss,
    maxSheepReceive: sr,
    rounding,
  }
  const { wheatReceived, sheepSent, wheatStays } = exchange(args)
  return [wheatReceived, sheepSent, wheatStays ? 'stays' : 'taken']
}

test.for<readonly [string, readonly [number, number], Limits, Outcome]>([
  ['1', [3, 2], { ws: 3000n, ss: 4501n }, [3000n, 4500n, 'taken']],
  ['1', [3, 2], { ws: 3000n, ss: 4500n }, [3000n, 4500n, 'taken']],
  ['2', [3, 2], { ws: 3000n, ss: 4499n }, [2999n, 4499n, 'stays']],
  ['3', [3, 2], { ws: 2999n, ss: 4499n }, [2999n, 4498n, 'taken']],
  ['3', [3, 2], { ws: 2999n, ss: 4498n }, [2998n, 4497n, 'stays']],
  ['4', [2, 3], { ws: 3000n, ss: 2000n }, [3000n, 2000n, 'taken']],
  ['4', [2, 3], { ws: 3000n, ss: 1999n }, [2998n, 1999n, 'stays']],
  ['5', [3, 2], { wr: 3000n, sr: 4500n }, [3000n, 4500n, 'taken']],
  ['5', [3, 2], { wr: 3000n, sr: 4499n }, [2999n, 4498n, 'taken']],
  ['6', [2, 3], { wr: 2999n, sr: 2000n }, [2998n, 1999n, 'stays']],
  ['6', [2, 3], { wr: 2999n, sr: 1999n }, [2999n, 1999n, 'taken']],
  ['7', [2, 3], { ws: 3000n, wr: 2999n }, [2998n, 1999n, 'stays']],
  ['8', [3, 2], { ws: 28n, wr: 27n }, [0n, 0n, 'stays']],
  ['8', [3, 2], { ws: 28n, wr: 26n }, [26n, 39n, 'stays']],
  ['9', [3, 2], { ws: 52n, wr: 51n }, [51n, 77n, 'stays']],
])('CASE %s: at %s with limits %o: %s', ([, price, limits, outcome]) => {
  expect(x10(price, limits)).toEqual(outcome)
})

test('CASE 10: a strict receive has no threshold', () => {
  expect(x10([3, 2], { ws: 28n, wr: 27n }, 'strictReceive')).toEqual([27n, 41n, 'stays'])
})

test('CASE 11: a strict receive rounds what is paid up', () => {
  expect(x10([2, 3], { ws: 150n, wr: 101n })).toEqual([100n, 67n, 'stays'])
  expect(x10([2, 3], { ws: 150n, wr: 101n }, 'strictReceive')).toEqual([101n, 68n, 'stays'])
})

test.for<readonly [string, readonly [number, number], Limits, Outcome, Outcome]>([
  ['12', [3, 2], { ws: 28n, ss: 41n }, [0n, 0n, 'stays'], [27n, 41n, 'stays']],
  ['13', [3, 2], { ws: 97n, ss: 145n }, [96n, 144n, 'stays'], [96n, 145n, 'stays']],
  ['14', [2, 1], { ws: 1n, ss: 1n }, [0n, 0n, 'stays'], [0n, 1n, 'stays']],
])('CASE %s: a strict send pays all it sends, at %s with %o: %s, %s', ([, price, limits, normal, strict]) => {
  expect(x10(price, limits)).toEqual(normal)
  expect(x10(price, limits, 'strictSend')).toEqual(strict)
})

test('CASE 15: the price error bound is 1 %, included', () => {
  const within = (sheepSent: bigint, rounding: Rounding = 'normal'): boolean =>
    isWithinPriceErrorBound({ n: 1, d: 1 }, { wheatReceived: 1000n, sheepSent }, rounding)
  expect([1010n, 990n, 1011n, 989n].map((sheep) => within(sheep))).toEqual([true, true, false, false])
  expect(within(1_000_000n, 'strictSend')).toBe(true)
})

test('CASE 16: the bound at 7/3 and 3/7', () => {
  const range = (n: number, d: number): readonly [number, number] => {
    const good = Array.from({ length: 5_000 }, (_, sheep) => sheep).filter((sheep) =>
      isWithinPriceErrorBound({ n, d }, { wheatReceived: 1000n, sheepSent: BigInt(sheep) }, 'normal'),
    )
    return [good[0] ?? 0, good.at(-1) ?? 0]
  }
  expect(range(7, 3)).toEqual([2310, 2356])
  expect(range(3, 7)).toEqual([425, 432])
})

test.for<readonly [string, readonly [number, number], bigint, bigint, bigint]>([
  ['17', [1, 1000], 2001n, MAX, 2000n],
  ['17', [1, 1000], 1999n, MAX, 1000n],
  ['18', [1, 1000], 2000n, 1n, 1000n],
  ['19', [1000, 1], 400n, 399_999n, 399n],
  ['20', [7, 3], 428n, 999n, 428n],
  ['20', [7, 3], 428n, 998n, 427n],
  ['21', [3, 7], 1001n, MAX, 1001n],
  ['21', [3, 7], 1000n, MAX, 999n],
  ['21', [3, 7], 1000n, 427n, 997n],
  ['22', [3, 2], 29n, MAX, 0n],
  ['22', [3, 2], 28n, MAX, 28n],
  ['22', [3, 2], 27n, MAX, 0n],
  ['22', [3, 2], 26n, MAX, 26n],
  ['22', [3, 2], 51n, MAX, 51n],
  ['22', [3, 2], 50n, MAX, 50n],
  ['23', [3, 2], 101n, 151n, 100n],
  ['23', [3, 2], 100n, 150n, 100n],
  ['24', [123, 1000], 999_999_999n, MAX, 999_999_992n],
])('CASE %s: an offer at %s of %d with room %d is adjusted to %d', ([, [n, d], amount, room, adjusted]) => {
  expect(adjustOffer({ n, d }, amount, room)).toBe(adjusted)
})

test('CASE 25: liabilities of resting offers', () => {
  expect(offerLiabilities({ n: 3, d: 2 }, 101n)).toEqual({ buying: 151n, selling: 101n })
  expect(offerLiabilities({ n: 3, d: 7 }, 1000n)).toEqual({ buying: 428n, selling: 999n })
})

test('CASE 26: liabilities of buys', () => {
  const due = (amount: bigint, n: number, d: number): readonly [bigint, bigint] => {
    const { buying, selling } = buyLiabilities({ n, d }, amount)
    return [buying, selling]
  }
  expect([due(20n, 2, 5), due(21n, 2, 5), due(21n, 5, 2), due(1n, 1, 2)]).toEqual([
    [20n, 8n],
    [20n, 8n],
    [21n, 53n],
    [0n, 0n],
  ])
})

test('CASE 27: liabilities of the largest buys', () => {
  expect(buyLiabilities({ n: 2, d: 1 }, MAX)).toEqual({ buying: MAX / 2n, selling: MAX - 1n })
  expect(buyLiabilities({ n: 5, d: 2 }, MAX)).toEqual({ buying: (2n * MAX) / 5n, selling: MAX - 2n })
})

const worse = { id: 5n, price: { n: 2_147_483_646, d: 2_147_483_645 } }
const better = { id: 7n, price: { n: 2_147_483_647, d: 2_147_483_646 } }

test('CASE 28: offers of the same double are ordered by id, though one is better', () => {
  expect(compareOffers(worse, better)).toBeLessThan(0)
})

test('CASE 29: an offer beyond the exact limit stands in front and stops the order', () => {
  expect(isWithinLimit(better.price, { price: { n: 2_147_483_646, d: 2_147_483_647 }, passive: false })).toBe(true)
  const stage = createStage()
  const { sell } = operationsOf(stage)
  for (const name of ['issuer', 'maker', 'taker']) stage.account(name)
  for (const name of ['maker', 'taker']) {
    for (const code of ['W', 'S']) stage.line(name, code, { balance: 1_000_000n })
  }
  stage.rest('maker', { sells: 'W', buys: 'S', amount: 100n, price: [worse.price.n, worse.price.d] })
  stage.rest('maker', { sells: 'W', buys: 'S', amount: 100n, price: [better.price.n, better.price.d] })
  const done = stage.run('taker', sell('S', 'W', 100n, [2_147_483_646, 2_147_483_647]))
  expect(done).toMatchObject({ code: 'success', claims: [], effect: 'created' })
})
