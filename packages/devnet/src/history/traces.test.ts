import { Asset, Claimant, LiquidityPoolAsset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createMarket, createParty } from '../../test/retold.ts'
import type { LedgerClose } from '../transactions/createLedger.ts'
import { createHistory } from './createHistory.ts'
import { affectedKey, balanceKey, EFFECTS, PAYMENTS, poolKey } from './historyKeys.ts'
import { historyOf } from './historyOf.ts'
import { type Traces, tracesOf } from './traces.ts'

const xlm = Asset.native()

function only({ transactions }: LedgerClose): Traces {
  const [applied] = transactions
  if (applied === undefined) throw new Error('an empty ledger')
  return tracesOf(applied)
}

test('behavior: trading leaves no writes, and effects only where something was taken', () => {
  const { usd, ...hand } = createMarket()
  const order = { amount: '10', price: '2', offerId: '0' }
  const rest = only(hand.close(hand.sign('bob', [Operation.manageSellOffer({ selling: usd, buying: xlm, ...order })])))
  expect(rest).toMatchObject({ writes: [], affected: [], touched: [], hasPayments: false })
  const buy = Operation.manageBuyOffer({ selling: xlm, buying: usd, buyAmount: '1', price: '2', offerId: '0' })
  const taken = only(hand.close(hand.sign('alice', [buy])))
  expect(taken).toMatchObject({ writes: [], participants: [hand.id('alice')], touched: [] })
  expect(taken.affected).toEqual([hand.id('alice'), hand.id('bob')])
})

test('behavior: a failed transaction affects nobody, whom it names take part all the same', () => {
  const hand = createParty()
  const tooMuch = Operation.payment({ destination: hand.id('bob'), asset: xlm, amount: '100000' })
  const traces = only(hand.close(hand.sign('alice', [tooMuch])))
  expect(traces).toMatchObject({ affected: [], writes: [], hasPayments: true })
  expect(traces.operationParticipants).toEqual([hand.id('alice'), hand.id('bob')])
})

test('behavior: the source of a transaction takes part in it, not in operations of others', () => {
  const hand = createParty()
  const pay = Operation.payment({ source: hand.id('bob'), destination: hand.id('carol'), asset: xlm, amount: '1' })
  const traces = only(hand.close(hand.sign('alice', [pay], { signers: ['alice', 'bob'] })))
  expect(traces.participants).toContain(hand.id('alice'))
  expect(traces.operationParticipants).toEqual([hand.id('bob'), hand.id('carol')])
})

test('behavior: who sponsors what was made takes part in the transaction', () => {
  const hand = createParty()
  const frame = [
    Operation.manageData({ name: 'motto', value: 'one' }),
    Operation.beginSponsoringFutureReserves({ sponsoredId: hand.id('alice'), source: hand.id('sponsor') }),
    Operation.setOptions({ signer: { ed25519PublicKey: hand.id('carol'), weight: 1 } }),
    Operation.endSponsoringFutureReserves({}),
  ]
  const traces = only(hand.close(hand.sign('alice', frame, { signers: ['alice', 'sponsor'] })))
  expect(traces.participants).toEqual([hand.id('alice'), hand.id('sponsor')])
  expect(traces.participants).not.toContain(hand.id('carol'))
})

test('behavior: a pool that comes and goes within one transaction was touched by it', () => {
  const { usd, ...hand } = createMarket()
  const trust = (limit: string) => Operation.changeTrust({ asset: new LiquidityPoolAsset(xlm, usd, 30), limit })
  const traces = only(hand.close(hand.sign('alice', [trust('5'), trust('0')])))
  expect(traces.touched).toEqual([expect.stringMatching(/^p\/[0-9a-f]{64}$/)])
})

test('behavior: transactions are found by what they touched and affected, until their ledger goes', () => {
  const hand = createParty()
  const history = createHistory({ ledgers: 2 })
  const claimants = [new Claimant(hand.id('bob'))]
  const create = Operation.createClaimableBalance({ asset: xlm, amount: '7', claimants })
  const [row] = historyOf(hand.close(hand.sign('alice', [create]))).transactions
  const closed = hand.close(hand.sign('alice', [create]))
  history.add(historyOf(closed))
  const found = history.transactions.all.read({ cursor: 0n, order: 'asc', limit: 9 })
  const [touched = ''] = found[0]?.touched ?? []
  expect(touched.startsWith(balanceKey(''))).toBe(true)
  expect(touched.startsWith(poolKey(''))).toBe(false)
  for (const key of [touched, affectedKey(hand.id('bob')), EFFECTS]) expect(history.transactions.of(key)?.size).toBe(1)
  expect(history.transactions.of(PAYMENTS)).toBeUndefined()
  expect(row?.touched).not.toEqual([touched])
  for (let at = 0; at < 2; at += 1) history.add(historyOf(hand.close()))
  for (const key of [touched, affectedKey(hand.id('bob')), EFFECTS])
    expect(history.transactions.of(key)).toBeUndefined()
})
