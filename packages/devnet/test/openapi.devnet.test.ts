import { readFileSync } from 'node:fs'
import { systemClock } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { playCards } from '../src/conformance/playCards.ts'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type Description, readDescription, type Schema, UNDESCRIBED } from './openapi/description.ts'

type Body = Readonly<Record<string, unknown>>
type Page = { readonly _embedded?: { readonly records: readonly Body[] } }

/** Operations of these types have a schema of their own; of the others the description has what all share. */
const TYPES: Readonly<Record<string, string>> = {
  create_account: 'CreateAccount',
  payment: 'Payment',
  path_payment_strict_receive: 'PathPaymentStrictReceive',
  path_payment_strict_send: 'PathPaymentStrictSend',
  account_merge: 'AccountMerge',
}
/** The description has the members that all of these share, and no others. */
const SHARED_ALONE = ['Operation', 'Effect']

const found = readDescription()
let net: Devnet
beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 20 })
  const playing = { clock: systemClock, createKeypair: () => Keypair.random(), cards: [] }
  for await (const _ of playCards({ ...playing, horizonUrl: new URL(net.url) })); // sets their stage, and plays none
}, 60_000)
afterAll(() => net.close())

async function read(path: string): Promise<Body & Page> {
  const response = await fetch(`${net.url}${path}`)
  expect(response.status, path).toBe(200)
  return (await response.json()) as Body
}

async function first(path: string): Promise<Body> {
  const [record] = (await read(path))._embedded?.records ?? []
  if (record === undefined) throw new Error(`There is nothing in ${path}`)
  return record
}

/** An offer that was taken in part. */
async function takenOffer(): Promise<Body> {
  for (const offer of (await read('/offers?limit=200'))._embedded?.records ?? [])
    if ((await read(`/offers/${offer['id']}/trades`))._embedded?.records.length !== 0) return offer
  throw new Error('No offer was taken in part')
}

/** The paths of all described routes, with something to be found in each. */
async function pathsOf(routes: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const offer = await takenOffer()
  const transactions = (await read('/transactions?limit=200'))._embedded?.records ?? []
  const transaction = transactions.find((record) => 'fee_bump_transaction' in record) ?? {}
  const trade = await first('/trades?trade_type=orderbook')
  const [code, issuer] = ['code', 'issuer'].map((part) => trade[`base_asset_${part}`] ?? trade[`counter_asset_${part}`])
  const params: Body = {
    account_id: offer['seller'],
    key: 'k',
    claimable_balance_id: (await first('/claimable_balances'))['id'],
    liquidity_pool_id: (await first('/liquidity_pools'))['id'],
    offer_id: offer['id'],
    id: (await first(`/transactions/${transaction['hash']}/operations`))['id'],
    sequence: transaction['ledger'],
    transaction_hash: transaction['hash'],
  }
  const asset = (name: string): string =>
    `${name}_asset_type=credit_alphanum4&${name}_asset_code=${code}&${name}_asset_issuer=${issuer}`
  const queries: Readonly<Record<string, string>> = {
    '/accounts': `asset=${code}:${issuer}`,
    '/order_book': `selling_asset_type=native&${asset('buying')}`,
    '/trade_aggregations': `base_asset_type=native&${asset('counter')}&resolution=60000`,
    '/paths/strict-send': `source_asset_type=native&source_amount=1&destination_assets=${code}:${issuer}`,
    '/paths/strict-receive': `source_assets=native&destination_amount=1&${asset('destination')}`,
  }
  const paths = [...routes].map((route) => {
    const path = route.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
    const isList = /(s|_balances|_pools)$/.test(route) && !route.startsWith('/paths') && route !== '/fee_stats'
    return [route, `${path}?${queries[route] ?? ''}${isList ? '&limit=200' : ''}`] as const
  })
  return new Map(paths)
}

/** What a route's records are: its last part that is a collection. */
function kindOf(route: string): string {
  const names = route.split('/').filter((part) => part !== '' && !part.startsWith('{'))
  const kind = names.at(-1) ?? ''
  return kind === 'payments' ? 'operations' : kind.startsWith('strict') ? 'paths' : kind
}

/** Where the description takes one kind for another, the right one. */
function schemaOf({ answers, named, recordOf }: Description, route: string, record: Body): Schema {
  const kind = kindOf(route)
  if (kind === 'operations') return recordOf(named(TYPES[String(record['type'])] ?? 'Operation'))
  return recordOf(kind === 'effects' ? named('Effect') : (answers.get(route) ?? {}))
}

function differencesOf(
  description: Description,
  { route, record }: { readonly route: string; readonly record: Body },
): readonly string[] {
  const schema = schemaOf(description, route, record)
  const isOpen = SHARED_ALONE.some((name) => schema === description.recordOf(description.named(name)))
  return description
    .differences(schema, record)
    .filter(({ place, what }) => !(isOpen && what === UNDESCRIBED && !place.includes('.')))
    .map(({ place, what }) => `${kindOf(route)} | ${place === '' ? 'record' : `\`${place}\``} | ${what}`)
}

/** The first three columns of the table. */
function knownDifferences(): readonly string[] {
  const text = readFileSync(new URL('../CONFORMANCE.md', import.meta.url), 'utf8')
  const rows = /\n\| records \| place \| the description \|[^\n]*\n\|[-|]*\n((?:\|.*\n)*)/.exec(text)?.[1] ?? ''
  return rows
    .trim()
    .split('\n')
    .map((row) => row.split(' | ').slice(0, 3).join(' | ').replace(/^\| /, ''))
}

test.skipIf(found === undefined)(
  "behavior: bodies are as Horizon's OpenAPI description has them, but for what CONFORMANCE.md lists",
  async () => {
    if (found === undefined) return
    const seen = new Set<string>()
    for (const [route, path] of await pathsOf(found.answers.keys())) {
      const body = await read(path)
      const records = body._embedded?.records ?? [body]
      expect(records, route).not.toHaveLength(0)
      for (const record of records)
        for (const difference of differencesOf(found, { route, record })) seen.add(difference)
    }
    expect([...seen].sort()).toEqual([...knownDifferences()].sort())
  },
)

test.skipIf(found === undefined)('error: a body that is otherwise than described is noticed', async () => {
  if (found === undefined) return
  const offer = await takenOffer()
  const noticed = (record: Body): readonly string[] => differencesOf(found, { route: '/offers', record })
  expect(noticed(offer)).toEqual([])
  expect(noticed({ ...offer, amount: 1 })).toEqual(['offers | `amount` | must be string'])
  expect(noticed({ ...offer, price_r: { n: '1', d: 1 } })).toEqual(['offers | `price_r.n` | must be integer'])
  expect(noticed({ ...offer, size: '1' })).toEqual(['offers | `size` | is not described'])
  const { seller: _, ...anonymous } = offer
  expect(noticed(anonymous)).toEqual(["offers | record | must have required property 'seller'"])
})
