import { adjustOffer, offerLiabilities } from '@sdex/matching'
import { type Asset, assetsEqual, comparePrices, invertPrice, mulDiv, type Stroops, XLM } from '@sdex/primitives'
import type { Offer } from '@sdex/transport'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base as issuedBase, ledgerView, ownOffer, quote } from '../../test/fixtures/ledgerView.ts'
import type { Config } from '../config/configSchema.ts'
import { parseConfig } from '../config/readConfig.ts'
import { decide, initialState } from './decide.ts'
import { ownOffers } from './ownOffers.ts'
import type { Change, LedgerView } from './types.ts'

function config(feed: string, rest = ''): Config {
  return parseConfig(
    'test.yaml',
    `version: 1
pair: { base: XLM, quote: USD }
feeds: { mid: ${feed} }
strategy:
  type: buysell
  feed: mid
  amountOfBase: 100
  levels: [{ spread: 0.002, amount: 1 }, { spread: 0.004, amount: 2 }, { spread: 0.008, amount: 3 }]
  ${rest}
risk: { reserveXlm: 5 }
`,
  )
}
const kinds = (changes: readonly Change[]) => changes.map((change) => change.type)
const sdex = config('{ type: sdex, maxAgeS: 15 }')

test('behavior: quotes both sides around the middle of the book', () => {
  const { changes, state } = decide(sdex, ledgerView({ bids: ['0.099'], asks: ['0.101'] }), initialState)
  expect(kinds(changes)).toEqual(Array.from({ length: 6 }, () => 'place'))
  expect(state.reference).toEqual({ price: { n: 1n, d: 10n }, atMs: 10_000 })
})

test('behavior: own offers do not move the reference', () => {
  const own = [ownOffer(1, 'buy', '0.0995'), ownOffer(2, 'sell', '0.1')]
  const view = ledgerView({ bids: ['0.0995', '0.099'], asks: ['0.1', '0.101'], offers: own })
  expect(decide(sdex, view, initialState).state.reference?.price).toEqual({ n: 1n, d: 10n })
})

test('behavior: when a side empties, the last price holds for maxAgeS, then quotes are withdrawn', () => {
  const first = decide(sdex, ledgerView({ bids: ['0.099'], asks: ['0.101'], ledger: 10 }), initialState)
  const own = [ownOffer(1, 'sell', '0.1002'), ownOffer(2, 'sell', '0.1004')]
  const held = decide(sdex, ledgerView({ bids: [], asks: ['0.101'], ledger: 25, offers: own }), first.state)
  expect(held.targets).toHaveLength(6)
  const withdrawn = decide(sdex, ledgerView({ bids: [], asks: ['0.101'], ledger: 26, offers: own }), held.state)
  expect(withdrawn.targets).toEqual([])
  expect(kinds(withdrawn.changes)).toEqual(['cancel', 'cancel'])
})

test('behavior: offers of other markets are left alone', () => {
  const other = { ...ownOffer(9, 'sell', '0.2'), buying: XLM } as Offer
  const { changes } = decide(config('{ type: fixed, price: 0.1 }'), ledgerView({ offers: [other] }), initialState)
  expect(kinds(changes)).not.toContain('cancel')
})

test('behavior: the native reserve limits new offers, not modifications', () => {
  // 12 XLM, 8 subentries need 5, headroom 5 and the largest fee: 1.95 XLM remain for three offers.
  const view = ledgerView({ xlm: '12', subentryCount: 8 })
  expect(decide(config('{ type: fixed, price: 0.1 }'), view, initialState).changes).toHaveLength(3)
})

// A walk of prices and fills: the ledger's own rules are checked at every operation, as op_cross_self, op_underfunded,
// op_line_full and op_low_reserve would.
const step = fc.record({ move: fc.integer({ min: -300, max: 300 }), fill: fc.array(fc.nat(100), { maxLength: 3 }) })

test.each([
  ['two issued assets', issuedBase],
  ['native base', XLM],
])('property: no operation is refused, and the third look at a price finds nothing to do (%s)', (_name, base) => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 300 }),
      fc.constantFrom('', 'inventorySkew: { target: 0.5, range: 3 }'),
      (steps, baseUnits, quoteUnits, skew) => {
        let view = ledgerView({ base: `${baseUnits}`, quote: `${quoteUnits}`, pair: { base, quote }, subentryCount: 0 })
        let price = 1_000_000n
        for (const { move, fill } of steps) {
          price += (price * BigInt(move)) / 10_000n
          const settings = config(`{ type: fixed, price: 0.${`${price}`.padStart(7, '0')} }`, skew)
          // Once is nearly always enough; what a tight balance cut in the first look may find room in the second.
          for (let look = 0; look < LOOKS; look += 1) {
            view = decide(settings, view, initialState).changes.reduce(applyChange, view)
          }
          expect(decide(settings, view, initialState).changes).toEqual([])
          view = fill.reduce(applyFill, view)
        }
      },
    ),
    { numRuns: 300 },
  )
})

const LOOKS = 2
let nextOfferId = 1000n

function applyChange(view: LedgerView, change: Change): LedgerView {
  const kept = change.type === 'place' ? view.offers : view.offers.filter(({ id }) => id !== change.offerId)
  if (change.type === 'cancel') return withOffers(view, kept)
  const { side, price, amount } = change
  const opposite = ownOffers({ ...view, offers: kept }, side === 'sell' ? 'buy' : 'sell')
  for (const other of opposite) {
    const distance = comparePrices(price, other.price)
    expect(side === 'sell' ? distance : -distance, 'op_cross_self').toBeGreaterThan(0)
  }
  const { base, quote } = view.market
  const sold = side === 'sell' ? price : invertPrice(price)
  const offer = {
    id: change.type === 'replace' ? change.offerId : nextOfferId++,
    seller: view.account.id,
    selling: side === 'sell' ? base : quote,
    buying: side === 'sell' ? quote : base,
    amount: side === 'sell' ? adjustOffer(sold, amount, 2n ** 62n) : adjustOffer(sold, 2n ** 62n, amount),
    price: sold,
  } as Offer
  const next = withOffers(view, [...kept, offer])
  expectBacked(next)
  return next
}

/** Takes half of the offer at a place, or all of it. */
function applyFill(view: LedgerView, place: number): LedgerView {
  const offer = view.offers[place % Math.max(1, view.offers.length)]
  if (offer === undefined) return view
  const sold = place % 2 === 0 ? offer.amount : offer.amount / 2n
  const bought = mulDiv(sold, BigInt(offer.price.n), BigInt(offer.price.d), 'down')
  const rest = adjustOffer(offer.price, offer.amount - sold, 2n ** 62n)
  const balances = view.account.balances.map((line) => ({
    ...line,
    balance:
      line.balance +
      (assetsEqual(line.asset, offer.buying) ? bought : 0n) -
      (assetsEqual(line.asset, offer.selling) ? sold : 0n),
  }))
  const others = view.offers.filter(({ id }) => id !== offer.id)
  return withOffers(
    { ...view, account: { ...view.account, balances } },
    rest === 0n ? others : [...others, { ...offer, amount: rest }],
  )
}

/** The view with these offers, and the account's liabilities and subentries that follow from them. */
function withOffers(view: LedgerView, offers: readonly Offer[]): LedgerView {
  const balances = view.account.balances.map((line) => ({
    ...line,
    sellingLiabilities: liabilities(offers, 'selling', line.asset),
    buyingLiabilities: liabilities(offers, 'buying', line.asset),
  }))
  return { ...view, offers, account: { ...view.account, balances, subentryCount: offers.length } }
}

function liabilities(offers: readonly Offer[], way: 'selling' | 'buying', asset: Asset): Stroops {
  return offers
    .filter((offer) => assetsEqual(offer[way], asset))
    .reduce((sum, offer) => sum + offerLiabilities(offer.price, offer.amount)[way], 0n)
}

function expectBacked(view: LedgerView): void {
  for (const line of view.account.balances) {
    const reserve = line.asset.type === 'native' ? BigInt(2 + view.account.subentryCount) * view.baseReserve : 0n
    expect(line.balance - reserve - line.sellingLiabilities, 'op_underfunded or op_low_reserve').toBeGreaterThanOrEqual(
      0n,
    )
    expect(
      (line.limit ?? 2n ** 63n - 1n) - line.balance - line.buyingLiabilities,
      'op_line_full',
    ).toBeGreaterThanOrEqual(0n)
  }
}
