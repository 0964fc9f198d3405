import { performance } from 'node:perf_hooks'
import { createMarket, seededRandom, XLM } from '@sdex/primitives'
import { parseAccount } from '../src/wire/account.ts'
import { parseOffer } from '../src/wire/offer.ts'
import { parseOperation } from '../src/wire/operation.ts'
import { parseOrderBookBody } from '../src/wire/orderBook.ts'
import { parsePage } from '../src/wire/page.ts'
import { parseTrade } from '../src/wire/trade.ts'
import { sized } from './horizon/sized.ts'

/** One comparison, as `npm run bench` collects them. */
export type BenchRow = {
  readonly bench: string
  readonly metric: string
  readonly unit: string
  readonly ours: number
  /** What `theirs` is. */
  readonly against: string
  readonly theirs: number
  readonly ratio: number
  readonly bar: number
  readonly ok: boolean
}

const issuer = `G${'A'.repeat(55)}`
const market = createMarket(XLM, { type: 'issued', code: 'USD', issuer })
const random = seededRandom(1)
const whole = (below: number): number => 1 + Math.floor(random() * below)
const amount = (): string => `${whole(10 ** whole(7))}.${String(whole(9_999_999)).padStart(7, '0')}`

/** A book as Horizon writes it: in one line on streams, indented in answers. */
function book(levels: number, indent?: number): string {
  const row = () => ({ price_r: { n: whole(10_000_000), d: whole(10_000_000) }, price: '0.2400000', amount: amount() })
  const side = () => Array.from({ length: levels }, row)
  const base = { asset_type: 'native' }
  const counter = { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: issuer }
  return JSON.stringify({ bids: side(), asks: side(), base, counter }, undefined, indent)
}

function page(record: (index: number) => unknown): string {
  return JSON.stringify(
    { _links: {}, _embedded: { records: Array.from({ length: 200 }, (_, index) => record(index)) } },
    undefined,
    2,
  )
}

const host = 'https://horizon.stellar.org'

function trade(index: number): unknown {
  const id = `${257_698_037_760_049_153n + BigInt(index) * 4_096n}`
  const [base, counter] = [`${host}/accounts/${issuer}`, `${host}/accounts/${issuer}`]
  return {
    _links: {
      self: { href: '' },
      base: { href: base },
      counter: { href: counter },
      operation: { href: `${host}/operations/${id}` },
    },
    id: `${id}-0`,
    paging_token: `${id}-0`,
    ledger_close_time: '2026-01-02T03:04:05Z',
    trade_type: 'orderbook',
    base_offer_id: String(whole(10 ** 9)),
    base_account: issuer,
    base_amount: amount(),
    base_asset_type: 'native',
    counter_offer_id: `${4_869_384_056_187_437_057n + BigInt(index)}`,
    counter_account: issuer,
    counter_amount: amount(),
    counter_asset_type: 'credit_alphanum4',
    counter_asset_code: 'USD',
    counter_asset_issuer: issuer,
    base_is_seller: true,
    price: { n: String(whole(10 ** 9)), d: String(whole(10 ** 9)) },
  }
}

function offer(index: number): unknown {
  return {
    _links: { self: { href: `${host}/offers/${index}` }, offer_maker: { href: `${host}/accounts/${issuer}` } },
    id: String(10 ** 9 + index),
    paging_token: String(10 ** 9 + index),
    seller: issuer,
    selling: { asset_type: 'native' },
    buying: { asset_type: 'credit_alphanum4', asset_code: 'USD', asset_issuer: issuer },
    amount: amount(),
    price_r: { n: whole(10_000_000), d: whole(10_000_000) },
    price: '0.2400000',
    last_modified_ledger: 60_000_000,
    last_modified_time: '2026-01-02T03:04:05Z',
  }
}

function operation(index: number): unknown {
  const id = `${257_698_037_760_049_153n + BigInt(index) * 4_096n}`
  return {
    _links: { self: { href: `${host}/operations/${id}` }, effects: { href: `${host}/operations/${id}/effects` } },
    id,
    paging_token: id,
    transaction_successful: true,
    source_account: issuer,
    type: 'manage_sell_offer',
    type_i: 3,
    created_at: '2026-01-02T03:04:05Z',
    transaction_hash: 'ab'.repeat(32),
    amount: amount(),
    price: '0.2400000',
    price_r: { n: whole(10_000_000), d: whole(10_000_000) },
    buying_asset_type: 'native',
    selling_asset_type: 'credit_alphanum4',
    selling_asset_code: 'USD',
    selling_asset_issuer: issuer,
    offer_id: '0',
  }
}

function account(lines: number): string {
  const line = () => ({
    balance: amount(),
    limit: '922337203685.4775807',
    buying_liabilities: '0.0000000',
    selling_liabilities: amount(),
    last_modified_ledger: 60_000_000,
    is_authorized: true,
    is_authorized_to_maintain_liabilities: true,
    asset_type: 'credit_alphanum4',
    asset_code: 'USD',
    asset_issuer: issuer,
  })
  return JSON.stringify(
    {
      id: issuer,
      account_id: issuer,
      sequence: '257698037760000007',
      subentry_count: lines,
      last_modified_ledger: 60_000_000,
      thresholds: { low_threshold: 0, med_threshold: 0, high_threshold: 0 },
      flags: { auth_required: false, auth_revocable: false, auth_immutable: false, auth_clawback_enabled: false },
      balances: Array.from({ length: lines }, line),
      signers: [{ weight: 1, key: issuer, type: 'ed25519_public_key' }],
      data: {},
      num_sponsoring: 0,
      num_sponsored: 0,
      paging_token: issuer,
    },
    undefined,
    2,
  )
}

type Case = {
  readonly metric: string
  readonly bar: number
  readonly body: string
  readonly parse: (json: unknown) => unknown
}

const readBook = (json: unknown): unknown => parseOrderBookBody(json, market, undefined)

const cases: readonly Case[] = [
  { metric: 'order book of 4 kB, as streamed', bar: 1.25, body: book(25), parse: readBook },
  { metric: 'order book of 200 levels a side', bar: 1.25, body: book(200, 2), parse: readBook },
  { metric: 'page of 200 trades', bar: 1.45, body: page(trade), parse: (json) => parsePage(json, parseTrade) },
  { metric: 'page of 200 offers', bar: 1.25, body: page(offer), parse: (json) => parsePage(json, parseOffer) },
  {
    metric: 'page of 200 operations',
    bar: 1.5,
    body: page(operation),
    parse: (json) => parsePage(json, parseOperation),
  },
  { metric: 'account of 20 trustlines', bar: 1.6, body: account(20), parse: parseAccount },
]

const ROUNDS = sized(30, 1)
const ROUND_MS = sized(25, 1)

/** Microseconds a body: the best of several rounds in turn, as whatever else runs on the machine only ever adds to them. */
function measure({ metric, bar, body, parse }: Case): BenchRow {
  let [ours, theirs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < ROUNDS; round += 1) {
    theirs = Math.min(
      theirs,
      timeUs(() => JSON.parse(body)),
    )
    ours = Math.min(
      ours,
      timeUs(() => parse(JSON.parse(body))),
    )
  }
  const ratio = ours / theirs
  return {
    bench: 'transport-wire',
    metric: `${metric}, fields checked`,
    unit: 'us',
    ours,
    against: 'JSON.parse alone',
    theirs,
    ratio,
    bar,
    ok: ratio <= bar,
  }
}

function timeUs(run: () => unknown): number {
  const startMs = performance.now()
  let count = 0
  let lastMs = startMs
  while (lastMs - startMs < ROUND_MS) {
    for (let turn = 0; turn < 10; turn += 1) run()
    count += 10
    lastMs = performance.now()
  }
  return ((lastMs - startMs) / count) * 1_000
}

/** Every row of this file. */
export async function rows(): Promise<readonly BenchRow[]> {
  return cases.map(measure)
}

if (import.meta.main) console.log(JSON.stringify(await rows(), null, 2))
