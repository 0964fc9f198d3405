import { Asset, Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet } from '../src/index.ts'
import type { Party } from './party.ts'
import { type StateStage, setStateStage } from './stateStage.ts'

let net: Devnet
let horizon: Horizon.Server
let stage: StateStage

beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 50 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStateStage(net, horizon)
}, 30_000)
afterAll(() => net.close())

type Listed = { readonly paging_token: string }
type Pages = {
  limit(limit: number): Pages
  order(order: 'asc' | 'desc'): Pages
  call(): Promise<Horizon.ServerApi.CollectionPage<Listed & Horizon.HorizonApi.BaseResponse>>
}

/** Every token, a page of two at a time; the same backwards has to be the same turned round. */
async function everyToken(pages: () => unknown): Promise<readonly string[]> {
  const walk = async (order: 'asc' | 'desc'): Promise<readonly string[]> => {
    const tokens: string[] = []
    let page = await (pages() as Pages).limit(2).order(order).call()
    while (page.records.length > 0) {
      tokens.push(...page.records.map(({ paging_token }) => paging_token))
      page = await page.next()
    }
    return tokens
  }
  const upwards = await walk('asc')
  expect(await walk('desc')).toEqual([...upwards].reverse())
  return upwards
}
const ids = (...parties: readonly (Party | undefined)[]): readonly string[] =>
  parties.map((one) => one?.id ?? '').sort()

test('behavior: accounts are found by a signer, and by a key of their own as long as it has weight', async () => {
  const { members, sponsor } = stage
  const [first, second] = members
  const last = members.at(-1)
  expect(await everyToken(() => horizon.accounts().forSigner(first?.id ?? ''))).toEqual(ids(first, last))
  expect(await everyToken(() => horizon.accounts().forSigner(sponsor.id))).toEqual(ids(sponsor, first))
  expect(await everyToken(() => horizon.accounts().forSigner(second?.id ?? ''))).toEqual(ids(second))
  expect(await everyToken(() => horizon.accounts().forSigner(last?.id ?? ''))).toEqual([])
})

test('behavior: accounts are found by an asset that they trust, by the pool that they share, by who pays for them', async () => {
  const { members, maker, taker, sponsor, usd, eur, poolId } = stage
  expect(await everyToken(() => horizon.accounts().forAsset(usd))).toEqual(ids(maker, taker, ...members))
  expect(await everyToken(() => horizon.accounts().forAsset(eur))).toEqual(ids(...members.slice(0, 3)))
  expect(await everyToken(() => horizon.accounts().forAsset(new Asset('USDX', usd.issuer)))).toEqual([])
  expect(await everyToken(() => horizon.accounts().forLiquidityPool(poolId))).toEqual(ids(maker, taker))
  expect(await everyToken(() => horizon.accounts().sponsor(sponsor.id))).toEqual(ids(members[0]))
})

test('behavior: offers are found by who pays for them', async () => {
  const { members, sponsor, maker, usd } = stage
  const page = await horizon.offers().sponsor(sponsor.id).call()
  expect(page.records.map(({ seller, sponsor }) => [seller, sponsor])).toEqual([[members[0]?.id, sponsor.id]])
  expect(await everyToken(() => horizon.offers().sponsor(sponsor.id).selling(Asset.native()).buying(usd))).toHaveLength(
    1,
  )
  expect(await everyToken(() => horizon.offers().sponsor(sponsor.id).selling(usd))).toEqual([])
  expect(await everyToken(() => horizon.offers().sponsor(maker.id))).toEqual([])
  expect(await everyToken(() => horizon.offers())).toEqual(['1', '2'])
  expect(await everyToken(() => horizon.offers().forAccount(maker.id))).toEqual(['2'])
})

test('behavior: pools are found by what they hold and by who shares them', async () => {
  const { usd, eur, taker, issuer, poolId } = stage
  const pools = (): ReturnType<Horizon.Server['liquidityPools']> => horizon.liquidityPools()
  expect(await everyToken(pools)).toEqual([poolId])
  expect(await everyToken(() => pools().forAssets(usd))).toEqual([poolId])
  expect(await everyToken(() => pools().forAssets(usd, Asset.native()))).toEqual([poolId])
  expect(await everyToken(() => pools().forAssets(eur, Asset.native()))).toEqual([])
  expect(await everyToken(() => pools().forAccount(taker.id))).toEqual([poolId])
  expect(await everyToken(() => pools().forAccount(issuer.id))).toEqual([])
  expect((await pools().liquidityPoolId(poolId).call()).total_trustlines).toBe('2')
})

test('behavior: claimable balances are found by asset, by sponsor, by claimant and by all of them', async () => {
  const { usd, issuer, sponsor, members } = stage
  const [first, second] = members
  const balances = (): ReturnType<Horizon.Server['claimableBalances']> => horizon.claimableBalances()
  const all = await everyToken(balances)
  expect(all).toHaveLength(3)
  const ledgers = all.map((token) => Number(token.split('-')[0]))
  expect(ledgers).toEqual([...ledgers].sort((a, b) => a - b))
  const [ofUsd, ...ofLumens] = all
  expect(await everyToken(() => balances().asset(usd))).toEqual([ofUsd])
  expect(await everyToken(() => balances().asset(Asset.native()))).toEqual(ofLumens)
  expect(await everyToken(() => balances().sponsor(sponsor.id))).toEqual(ofLumens)
  expect(await everyToken(() => balances().sponsor(issuer.id))).toEqual([ofUsd])
  expect(await everyToken(() => balances().claimant(first?.id ?? ''))).toEqual(all)
  expect(await everyToken(() => balances().claimant(second?.id ?? ''))).toEqual([ofUsd])
  expect(
    await everyToken(() =>
      balances()
        .claimant(second?.id ?? '')
        .sponsor(sponsor.id),
    ),
  ).toEqual([])
  const id = all[0]?.split('-')[1] ?? ''
  expect((await balances().claimableBalance(id).call()).amount).toBe('7.0000000')
})

test('behavior: assets are found by code and by issuer', async () => {
  const { usd, eur, issuer } = stage
  const [usdToken, eurToken] = [usd, eur].map(({ code, issuer }) => `${code}_${issuer}_credit_alphanum4`)
  expect(await everyToken(() => horizon.assets())).toEqual([eurToken, usdToken])
  expect(await everyToken(() => horizon.assets().forCode('USD'))).toEqual([usdToken])
  expect(await everyToken(() => horizon.assets().forIssuer(issuer.id))).toEqual([usdToken])
  expect(await everyToken(() => horizon.assets().forCode('EUR').forIssuer(issuer.id))).toEqual([])
})

test('behavior: what is no longer there is no longer found', async () => {
  const { members, eur, sponsor } = stage
  const third = members[2] as Party
  await third.send(Operation.changeTrust({ asset: eur, limit: '0' }))
  expect(await everyToken(() => horizon.accounts().forAsset(eur))).toEqual(ids(...members.slice(0, 2)))
  const [balance] = (await horizon.claimableBalances().sponsor(sponsor.id).call()).records
  await members[0]?.send(Operation.claimClaimableBalance({ balanceId: balance?.id ?? '' }))
  expect(await everyToken(() => horizon.claimableBalances().sponsor(sponsor.id))).toHaveLength(1)
})

test('behavior: a server that lags finds what is in its own ledger', async () => {
  await using late = await createDevnet({ ledgerMs: 'manual' })
  late.faults.inject({ type: 'ingestionLag', lagLedgers: 2 })
  const accountId = stage.maker.id
  const find = async (): Promise<readonly unknown[]> => {
    const response = await fetch(`${late.url}/accounts?signer=${accountId}`)
    const { _embedded } = (await response.json()) as { readonly _embedded: { readonly records: readonly unknown[] } }
    return [response.headers.get('latest-ledger'), _embedded.records.length]
  }
  const funded = late.fund({ accountId })
  const seen: (readonly unknown[])[] = []
  for (let ledger = 2; ledger <= 5; ledger += 1) {
    await late.closeLedger()
    seen.push(await find())
  }
  await funded
  expect(seen).toEqual([
    ['1', 0],
    ['1', 0],
    ['2', 1],
    ['3', 1],
  ])
})
