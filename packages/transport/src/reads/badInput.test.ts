import { InvalidOptionError, XLM } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { hash, market, page, poolId, trader, usd } from '../../test/bodies/names.ts'
import { createReadStage, stateHeaders } from '../../test/readStage.ts'
import type { Reads } from '../createReads.ts'

const send = { sourceAsset: XLM, sourceAmount: 1n }
const HOUR_MS = 3_600_000
const candles = { market, resolutionMs: HOUR_MS } as const
const offsetDays = { market, resolutionMs: 86_400_000, offsetMs: HOUR_MS } as const
const within = (candleMs: number, offsetMs = 0) => ({
  startMs: 500_000 * candleMs + offsetMs + 1,
  endMs: 500_001 * candleMs + offsetMs - 1,
})
const wrongSum = `${trader.slice(0, -1)}${trader.endsWith('A') ? 'B' : 'A'}`

/** What types let pass, or programs without types. */
function loose(value: unknown): never {
  return value as never
}

const calls: readonly (readonly [name: string, call: (reads: Reads) => Promise<unknown>])[] = [
  ['a limit of 0', (reads) => reads.ledgers({ limit: 0 })],
  ['a limit of 201', (reads) => reads.offers({ limit: 201 })],
  ['half a record', (reads) => reads.trades({ limit: 1.5 })],
  ['a book of 0 levels', (reads) => reads.orderBook(market, { limit: 0 })],
  ['another order', (reads) => reads.ledgers({ order: loose('up') })],
  ['now where trades would be lost', (reads) => reads.trades({ account: trader, cursor: 'now' })],
  ['now on offers, whose ids are no times', (reads) => reads.offers({ cursor: 'now', order: 'desc' })],
  ['an empty cursor', (reads) => reads.effects({ cursor: '' })],
  ['an absent cursor as text', (reads) => reads.operations({ cursor: 'undefined' })],
  ['a cursor of effects for operations', (reads) => reads.operations({ cursor: '9-1' })],
  ['an offer id as a cursor of accounts', (reads) => reads.accounts({ signer: trader, cursor: '9' })],
  ['an account id with a wrong checksum', (reads) => reads.account(wrongSum)],
  ['no account id', (reads) => reads.account('')],
  ['an M address', (reads) => reads.trades({ account: `M${'A'.repeat(68)}` })],
  ['a path instead of an account id', (reads) => reads.operations({ account: '../../x' })],
  ['a seller that is none', (reads) => reads.offers({ seller: 'G' })],
  ['two conditions on accounts', (reads) => reads.accounts(loose({ signer: trader, poolId }))],
  ['no condition on accounts', (reads) => reads.accounts(loose({}))],
  ['an asset without issuer', (reads) => reads.accounts({ asset: { type: 'issued', code: 'USD', issuer: '' } })],
  ['an empty name of data', (reads) => reads.accountData(trader, '')],
  ['a name of 65 bytes', (reads) => reads.accountData(trader, 'ü'.repeat(33))],
  ['offer 0', (reads) => reads.offer(0n)],
  ['an offer id beyond 64 bits', (reads) => reads.offer(2n ** 63n)],
  ['a market and an offer', (reads) => reads.trades({ market, offerId: 1n })],
  ['a market and a pool', (reads) => reads.trades({ market, poolId })],
  ['an account and an offer', (reads) => reads.trades({ account: trader, offerId: 1n })],
  ['pool trades of an offer', (reads) => reads.trades({ offerId: 1n, type: 'liquidity_pool' })],
  ['book trades of a pool', (reads) => reads.trades({ poolId, type: 'orderbook' })],
  ['another resolution', (reads) => reads.tradeAggregations({ market, resolutionMs: loose(1_000) })],
  ['half an hour of offset', (reads) => reads.tradeAggregations({ ...candles, offsetMs: 1_800_000 })],
  ['an offset above the resolution', (reads) => reads.tradeAggregations({ ...candles, offsetMs: 7_200_000 })],
  ['a time span that ends first', (reads) => reads.tradeAggregations({ ...candles, startMs: 5, endMs: 5 })],
  ['a time span within one candle', (reads) => reads.tradeAggregations({ ...candles, ...within(HOUR_MS) })],
  [
    'a time span within one candle of an offset',
    (reads) => reads.tradeAggregations({ ...offsetDays, ...within(24 * HOUR_MS, HOUR_MS) }),
  ],
  ['an end before the offset', (reads) => reads.tradeAggregations({ ...offsetDays, endMs: HOUR_MS - 1 })],
  ['a time span that ends with 1969', (reads) => reads.tradeAggregations({ ...candles, endMs: 0 })],
  [
    'a cursor in the last candle',
    (reads) => reads.tradeAggregations({ ...candles, cursor: '3600001', endMs: 2 * HOUR_MS - 1 }),
  ],
  ['an amount of 0', (reads) => reads.strictSendPaths({ ...send, sourceAmount: 0n, destinationAssets: [usd] })],
  ['no destination', (reads) => reads.strictSendPaths(loose(send))],
  ['an empty list of destinations', (reads) => reads.strictSendPaths({ ...send, destinationAssets: [] })],
  [
    '16 destinations',
    (reads) => reads.strictSendPaths({ ...send, destinationAssets: Array.from({ length: 16 }, () => usd) }),
  ],
  [
    'assets and an account',
    (reads) => reads.strictSendPaths(loose({ ...send, destinationAssets: [usd], destinationAccount: trader })),
  ],
  ['three reserves', (reads) => reads.liquidityPools({ reserves: [XLM, usd, usd] })],
  ['a pool id in upper case', (reads) => reads.liquidityPool(poolId.toUpperCase())],
  ['a short balance id', (reads) => reads.claimableBalance(hash)],
  ['a code of 13 letters', (reads) => reads.assets({ code: 'A'.repeat(13) })],
  ['ledger 0, which would be all of them', (reads) => reads.transactions({ ledger: 0 })],
  ['half a ledger', (reads) => reads.ledger(1.5)],
  ['a short hash', (reads) => reads.transaction('ab')],
  ['two owners of operations', (reads) => reads.operations({ account: trader, ledger: 5 })],
  ['a wish for ledger -1', (reads) => reads.account(trader, { minLedger: -1 })],
  ['a wish for half a ledger', (reads) => reads.ledgers({ minLedger: 1.5 })],
  ['a wish for no number', (reads) => reads.network({ minLedger: Number.NaN })],
  ['a priority that there is not', (reads) => reads.feeStats({ priority: loose('bogus') })],
  ['a name that every object has as a priority', (reads) => reads.feeStats({ priority: loose('toString') })],
  ['null milliseconds', (reads) => reads.orderBook(market, { timeoutMs: loose(null) })],
  ['a time in a text', (reads) => reads.trades({ account: trader, timeoutMs: loose('5') })],
  ['no number of milliseconds', (reads) => reads.ledgers({ timeoutMs: Number.NaN })],
  ['milliseconds below 0', (reads) => reads.account(trader, { timeoutMs: -1 })],
  ['operation 0', (reads) => reads.operation(0n)],
]

test.each(calls)('error: %s is refused before anything is sent', async (_name, call) => {
  const { reads, asked } = createReadStage({ headers: stateHeaders, body: page() })
  const failure = await call(reads).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(InvalidOptionError)
  expect(String(failure)).toMatch(/\. (Pass|Ask|Begin) /)
  expect(asked()).toEqual([])
})

test('error: a seed in place of an account id shows nowhere', async () => {
  const { reads } = createReadStage({})
  const seed = `S${'B'.repeat(55)}`
  const failure = await reads.account(seed).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(InvalidOptionError)
  expect(`${JSON.stringify(failure)} ${failure}`).not.toContain(seed)
})
