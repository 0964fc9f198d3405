import { offerLiabilities } from '@sdex/matching'
import { Asset, Operation, type xdr } from '@stellar/stellar-sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHandLedger, type HandLedger } from '../../test/handLedger.ts'
import type { AccountEntry } from '../ledger/entries.ts'

const TRADERS = ['a', 'b', 'c'] as const
const SELLING_UNITS = 200

/** Three traders with 1,000 lumens and 500 of each of two assets, whose issuer then keeps still. */
function stage(): HandLedger & { readonly assets: readonly [Asset, Asset, Asset] } {
  const hand = createHandLedger()
  hand.fund('issuer', ...TRADERS)
  const [usd, eur] = [hand.asset('USD', 'issuer'), hand.asset('EUR', 'issuer')]
  for (const asset of [usd, eur]) {
    hand.close(...TRADERS.map((name) => hand.sign(name, [Operation.changeTrust({ asset, limit: '2000' })])))
    const payments = TRADERS.map((name) => Operation.payment({ destination: hand.id(name), asset, amount: '500' }))
    hand.close(hand.sign('issuer', payments))
  }
  return { ...hand, assets: [Asset.native(), usd, eur] }
}

const anyMove = fc.record({
  trader: fc.constantFrom(...TRADERS),
  kind: fc.constantFrom('sell', 'buy', 'passive', 'pay', 'cancel'),
  pair: fc.constantFrom([0, 1], [1, 0], [1, 2], [2, 1]),
  stroops: fc.bigInt({ min: 1n, max: BigInt(SELLING_UNITS) * 10_000_000n }),
  n: fc.integer({ min: 1, max: 30 }),
  d: fc.integer({ min: 1, max: 30 }),
  to: fc.constantFrom(...TRADERS),
})
type Move = typeof anyMove extends fc.Arbitrary<infer Value> ? Value : never

function operation(hand: ReturnType<typeof stage>, move: Move): xdr.Operation {
  const [from = 0, into = 0] = move.pair
  const [selling, buying] = [hand.assets[from] as Asset, hand.assets[into] as Asset]
  const amount = `${move.stroops / 10_000_000n}.${(move.stroops % 10_000_000n).toString().padStart(7, '0')}`
  const price = { n: move.n, d: move.d }
  const own = hand.ledger.state.offersOf(hand.id(move.trader))[0]
  switch (move.kind) {
    case 'buy':
      return Operation.manageBuyOffer({ selling, buying, buyAmount: amount, price, offerId: '0' })
    case 'passive':
      return Operation.createPassiveSellOffer({ selling, buying, amount, price })
    case 'pay':
      return Operation.payment({ destination: hand.id(move.to), asset: selling, amount })
    case 'cancel':
      return Operation.manageSellOffer({ selling, buying, amount: '0', price, offerId: (own?.id ?? 9n).toString() })
    default:
      return Operation.manageSellOffer({ selling, buying, amount, price, offerId: '0' })
  }
}

const holdings = ({ ledger, id }: HandLedger, code: string): bigint =>
  TRADERS.flatMap((name) => ledger.state.trustlinesOf(id(name)))
    .filter(({ asset }) => asset.startsWith(code))
    .reduce((sum, { balance }) => sum + balance, 0n)

function expectSound(hand: HandLedger): void {
  const { state, header } = hand.ledger
  const accounts = ['root', 'issuer', ...TRADERS].map((name) => state.account(hand.id(name)) as AccountEntry)
  expect(accounts.reduce((sum, { balance }) => sum + balance, header.feePool)).toBe(header.totalCoins)
  for (const code of ['USD', 'EUR']) expect(holdings(hand, code)).toBe(1_500_0000000n)
  for (const account of accounts) {
    const offers = state.offersOf(account.accountId)
    const lines = state.trustlinesOf(account.accountId)
    expect(account.subentryCount).toBe(offers.length + lines.length)
    for (const held of [{ ...account, asset: 'native' }, ...lines]) {
      const locked = { selling: 0n, buying: 0n }
      for (const { selling, buying, price, amount } of offers) {
        const liabilities = offerLiabilities(price, amount)
        if (selling === held.asset) locked.selling += liabilities.selling
        if (buying === held.asset) locked.buying += liabilities.buying
      }
      expect({ selling: held.sellingLiabilities, buying: held.buyingLiabilities }).toEqual(locked)
      expect(held.sellingLiabilities).toBeLessThanOrEqual(held.balance)
    }
  }
}

test('property: no lumen and no asset appears or vanishes, and liabilities are those of the offers that rest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyMove, { minLength: 1, maxLength: 3 }), { minLength: 6, maxLength: 12 }),
      (ledgers) => {
        const hand = stage()
        for (const moves of ledgers) {
          const byTrader = TRADERS.map((name) => moves.filter(({ trader }) => trader === name)).filter(
            (own) => own.length > 0,
          )
          hand.close(
            ...byTrader.map((own) =>
              hand.sign(
                own[0]?.trader ?? 'a',
                own.map((move) => operation(hand, move)),
              ),
            ),
          )
          expectSound(hand)
        }
      },
    ),
    { numRuns: 25 },
  )
}, 30_000)
