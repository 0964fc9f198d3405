import { XLM } from '@sdex/primitives'
import { xdr } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import { market, usd } from '../test/fakeNetwork.ts'
import { recordedResults } from '../test/recordedResults.ts'
import { resultXdr, successXdr } from '../test/results.ts'
import { decodeOutcomes } from './decodeOutcomes.ts'

const buy = { type: 'place', market, side: 'buy', price: { n: 1, d: 4 }, amount: 10n } as const
const cancel = { type: 'cancel', offerId: 7n } as const
const offer = { id: 7n, selling: XLM, buying: usd, amount: 60n, price: { n: 2, d: 8 } }

test('behavior: tells what rests, what was traded, what is gone', () => {
  const result = successXdr([
    { type: 'buy', created: offer, claims: [{ sold: 40n, bought: 10n, offerId: 3n }] },
    { updated: offer },
    {
      claims: [
        { sold: 40n, bought: 10n },
        { sold: 0n, bought: 0n },
      ],
    },
    { claims: [{ sold: 0n, bought: 0n }] },
    {},
    {},
  ])
  const claim = { offerId: 3n, received: { asset: usd, amount: 40n }, paid: { asset: XLM, amount: 10n } }
  expect(decodeOutcomes(result, [buy, buy, buy, buy, buy, cancel])).toEqual([
    { change: buy, status: 'resting', created: true, offer, claims: [claim] },
    { change: buy, status: 'resting', created: false, offer, claims: [] },
    {
      change: buy,
      status: 'filled',
      claims: [
        { ...claim, offerId: 9n },
        { offerId: 9n, received: { asset: usd, amount: 0n }, paid: { asset: XLM, amount: 0n } },
      ],
    },
    { change: buy, status: 'vanished' },
    { change: buy, status: 'vanished' },
    { change: cancel, status: 'cancelled' },
  ])
})

test.each([
  ['no XDR', 'AAAA'],
  ['no base64', '%'],
  ['the result of another batch', successXdr([{}])],
  ['the result of a refusal', resultXdr(xdr.TransactionResultResult.txBadSeq())],
])('behavior: %s proves nothing about the changes', (_, text) => {
  expect(decodeOutcomes(text, [buy, cancel])).toEqual([
    { change: buy, status: 'undecoded' },
    { change: cancel, status: 'undecoded' },
  ])
})

test('behavior: reads what a real stellar-core answered, 60 results, as another decoder does', () => {
  expect(recordedResults).toHaveLength(60)
  for (const { result, outcomes } of recordedResults) {
    const changes = outcomes.map((outcome) => (outcome.status === 'cancelled' ? cancel : buy))
    expect(decodeOutcomes(result, changes)).toMatchObject(outcomes)
  }
})
