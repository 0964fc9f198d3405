import { type Asset, assetsEqual, createAsset, XLM } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { describe, expect, test } from 'vitest'
import {
  type Claim,
  type PathRecording,
  type PoolAmounts,
  type RecordedOffer,
  type Recording,
  recordings,
} from '../test/recordings.ts'
import { crossBook } from './crossBook.ts'
import { deposit } from './deposit.ts'
import { isWithinLimit } from './limitPrice.ts'
import type { Offer } from './offer.ts'
import { type PathPreview, previewStrictReceive, previewStrictSend, type Venues } from './path.ts'
import { withdraw } from './withdraw.ts'

const issuer = accountIdOf('issuer')

function assetOf(name: string): Asset {
  return name === 'native' ? XLM : createAsset(name, issuer)
}

function offersOf(
  book: readonly RecordedOffer[],
  [selling, buying]: readonly [Asset, Asset],
  own: readonly string[],
): Offer[] {
  return book.map(([id, n, d, amount]) => {
    const seller = own.includes(id) ? 'payer' : 'maker'
    return { id: BigInt(id), seller, selling, buying, amount: BigInt(amount), price: { n, d }, passive: false }
  })
}

function venuesOf({ books, pools, own }: PathRecording): Venues {
  const pair = (key: string): [Asset, Asset] => {
    const [first = '', second = ''] = key.split('/')
    return [assetOf(first), assetOf(second)]
  }
  const find = <V>(entries: Readonly<Record<string, V>>, [a, b]: [Asset, Asset]): V | undefined =>
    Object.entries(entries).find(([key]) => assetsEqual(pair(key)[0], a) && assetsEqual(pair(key)[1], b))?.[1]
  return {
    offers: (selling, buying) => offersOf(find(books, [selling, buying]) ?? [], [selling, buying], own),
    pool: (assetA, assetB) => {
      const reserves = find(pools, [assetA, assetB])
      return reserves && { reserveA: BigInt(reserves[0]), reserveB: BigInt(reserves[1]) }
    },
  }
}

function preview(recording: PathRecording & { readonly type: 'strictSend' | 'strictReceive' }): PathPreview {
  const [first = '', ...rest] = recording.route
  const route = {
    sendAsset: assetOf(first),
    path: rest.slice(0, -1).map(assetOf),
    destinationAsset: assetOf(rest.at(-1) ?? first),
    account: 'payer',
    chargesRejectedBook: false,
  }
  const [amount, limit] = [BigInt(recording.amount), BigInt(recording.limit)]
  return recording.type === 'strictSend'
    ? previewStrictSend({ ...route, sendAmount: amount, destinationMin: limit }, venuesOf(recording))
    : previewStrictReceive({ ...route, destinationAmount: amount, sendMax: limit }, venuesOf(recording))
}

/** The claims that core would list, or why there are none. */
function outcome(previewed: PathPreview): readonly Claim[] | string {
  if (previewed.type !== 'payable') return previewed.type
  return previewed.hops.flatMap((hop): Claim[] => {
    if (hop.type === 'pool') return [['pool', String(hop.received), String(hop.sent)]]
    return hop.crossing.changes.flatMap((change): Claim[] =>
      change.type === 'crossed'
        ? [[String(change.offer.id), String(change.wheatReceived), String(change.sheepSent)]]
        : [],
    )
  })
}

const failures = {
  TooFewOffers: 'tooFewOffers',
  OfferCrossSelf: 'crossSelf',
  OverSendmax: 'overSendMax',
  UnderDestmin: 'underDestinationMin',
} as const

function poolOf([reserveA, reserveB, totalShares]: PoolAmounts) {
  return { reserveA: BigInt(reserveA), reserveB: BigInt(reserveB), totalShares: BigInt(totalShares) }
}

function priceOf([n, d]: readonly [number, number]) {
  return { n, d }
}

function check(recording: Recording): void {
  if (recording.type === 'strictSend' || recording.type === 'strictReceive') {
    const expected = recording.failure === undefined ? recording.claims : failures[recording.failure]
    expect(outcome(preview(recording))).toEqual(expected)
  } else if (recording.type === 'order') {
    const order = { price: priceOf(recording.price), passive: recording.passive }
    const crossing = crossBook({
      offers: offersOf(recording.book, [XLM, XLM], recording.own),
      inspect: ({ price, seller }) =>
        isWithinLimit(price, order) ? (seller === 'payer' ? 'crossSelf' : 'take') : 'badPrice',
      maxSheepSend: BigInt(recording.maxSheepSend),
      maxWheatReceive: BigInt(recording.maxWheatReceive),
      rounding: 'normal',
    })
    const crossed = crossing.changes.flatMap((change) => (change.type === 'crossed' ? [change] : []))
    expect(crossed.map((change) => [change.offer.id, change.wheatReceived, change.sheepSent].map(String))).toEqual(
      recording.claims,
    )
    expect(crossed.at(-1)?.remaining).toBe(BigInt(recording.left))
  } else if (recording.type === 'deposit') {
    const [maxAmountA, maxAmountB] = [BigInt(recording.max[0]), BigInt(recording.max[1])]
    const bounds = { minPrice: priceOf(recording.minPrice), maxPrice: priceOf(recording.maxPrice) }
    const made = deposit(poolOf(recording.pool), { maxAmountA, maxAmountB, ...bounds })
    expect(made).toMatchObject({ type: 'deposited', pool: poolOf(recording.after) })
  } else {
    const [minAmountA, minAmountB] = [BigInt(recording.min[0]), BigInt(recording.min[1])]
    const made = withdraw(poolOf(recording.pool), { shares: BigInt(recording.shares), minAmountA, minAmountB })
    expect(made).toMatchObject({ type: 'withdrawn', pool: poolOf(recording.after) })
  }
}

describe('recordings of a real stellar-core', () => {
  test.each(['order', 'strictSend', 'strictReceive', 'deposit', 'withdraw'] as const)(
    'behavior: every %s, exactly',
    (type) => {
      const ofType = recordings.filter((recording) => recording.type === type)
      expect(ofType.length).toBeGreaterThan(10)
      for (const recording of ofType) check(recording)
    },
  )
})
