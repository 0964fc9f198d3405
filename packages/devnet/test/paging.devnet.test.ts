import { Asset, Horizon } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import { type Stage, sell, setStage } from './party.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: Stage

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 30 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStage(net, horizon)
  const { maker, usd } = stage
  const prices = Array.from({ length: 25 }, (_, at) => String(at + 2))
  await maker.send(...prices.map((price) => sell(usd, Asset.native(), { amount: '1', price })))
})
afterAll(() => net.close())

test('behavior: pages follow each other upwards until one is empty', async () => {
  const ids: string[] = []
  let page = await horizon.offers().forAccount(stage.maker.id).limit(10).call()
  while (page.records.length > 0) {
    ids.push(...page.records.map(({ paging_token }) => paging_token))
    page = await page.next()
  }
  expect(ids).toEqual(Array.from({ length: 25 }, (_, at) => String(at + 1)))
})

test('behavior: pages lead downwards, and back again', async () => {
  const first = await horizon.offers().forAccount(stage.maker.id).order('desc').limit(10).call()
  expect(first.records.map(({ paging_token }) => Number(paging_token))).toEqual([
    25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
  ])
  const second = await first.next()
  expect(second.records[0]?.paging_token).toBe('15')
  const back = await second.prev()
  expect(back.records.map(({ paging_token }) => Number(paging_token))).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25])
})

test('behavior: history pages by place, ledger by ledger, and nothing is twice', async () => {
  const tokens: bigint[] = []
  let page = await horizon.transactions().limit(2).call()
  while (page.records.length > 0) {
    tokens.push(...page.records.map(({ paging_token }) => BigInt(paging_token)))
    page = await page.next()
  }
  // Friendbot funded the three in one transaction or several; trust, trust, pay and the offers came after.
  expect(tokens.length).toBeGreaterThanOrEqual(5)
  expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => (a < b ? -1 : 1)))
})

test('behavior: now is past everything there is', async () => {
  expect((await horizon.transactions().cursor('now').call()).records).toEqual([])
  const down = await horizon.transactions().cursor('now').order('desc').limit(1).call()
  expect(down.records).toHaveLength(1)
})

test('behavior: offers are found by seller, by what they sell and by what they buy', async () => {
  const { maker, usd } = stage
  const count = async (query: Record<string, string>): Promise<number> => {
    const response = await fetch(`${net.url}/offers?limit=200&${new URLSearchParams(query)}`)
    const page = (await response.json()) as { _embedded: { records: readonly unknown[] } }
    return page._embedded.records.length
  }
  const issuer = usd.issuer ?? ''
  const canonical = `USD:${issuer}`
  expect(await count({ selling: canonical, buying: 'native' })).toBe(25)
  expect(await count({ selling: canonical })).toBe(25)
  expect(await count({ buying: canonical })).toBe(0)
  expect(await count({ seller: maker.id, selling: 'native' })).toBe(0)
  expect(await count({ sponsor: maker.id })).toBe(0)
  expect(
    await count({
      selling_asset_type: 'credit_alphanum4',
      selling_asset_code: 'USD',
      selling_asset_issuer: issuer,
    }),
  ).toBe(25)
})
