import { Asset, Horizon, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDevnet, type Devnet, devnetKey } from '../src/index.ts'
import { type Party, sell } from './party.ts'
import { type StateStage, setStateStage } from './stateStage.ts'

const xlm = Asset.native()
type Item = { readonly id?: string; readonly paging_token?: string }
type Page = { readonly records: readonly Item[]; next(): Promise<Page> }
/** What all builders of the SDK have in common. */
type Builder = {
  call(): Promise<Page>
  order(direction: 'asc' | 'desc'): Builder
  limit(count: number): Builder
  cursor(token: string): Builder
  stream(handlers: {
    readonly onmessage?: (record: Item) => void
    readonly onerror?: (event: { readonly status?: number; readonly code?: number }) => void
  }): () => void
}

/** What a builder answers: a page with pages after it, a list without, one thing, or a refusal of what lacks its filter. */
type Shape = 'page' | 'list' | 'one' | 'refused'
type Row = readonly [name: string, shape: Shape, streams: boolean, build: () => object]

let net: Devnet
let horizon: Horizon.Server
let stage: StateStage
let member: Party
let trade: Horizon.HorizonApi.SubmitTransactionResponse
let payment: { readonly hash: string; readonly ledger: number }
let balanceId: string
let [offerId, operationId] = ['', '']
beforeAll(async () => {
  net = await createDevnet({ ledgerMs: 20 })
  horizon = new Horizon.Server(net.url, { allowHttp: true })
  stage = await setStateStage(net, horizon)
  const { maker, taker, members, usd } = stage
  member = members[0] as Party
  offerId = String((await horizon.offers().forAccount(maker.id).call()).records[0]?.id)
  trade = await taker.send(sell(xlm, usd, { amount: '8', price: '0.5' }))
  const swap = { sendAsset: usd, destAsset: xlm, destination: taker.id, path: [] }
  await maker.send(Operation.pathPaymentStrictSend({ ...swap, sendAmount: '1', destMin: '1' }))
  const tooMuch = await taker.sign(Operation.payment({ destination: maker.id, asset: usd, amount: '1000000' }))
  await expect(horizon.submitTransaction(tooMuch)).rejects.toThrow()
  operationId = (await horizon.operations().forTransaction(trade.hash).call()).records[0]?.id ?? ''
  const [open] = (await horizon.claimableBalances().asset(usd).call()).records
  balanceId = open?.id ?? ''
  const [paid] = (await horizon.payments().call()).records
  const { hash, ledger_attr: ledger } = await horizon
    .transactions()
    .transaction(paid?.transaction_hash ?? '')
    .call()
  payment = { hash, ledger: Number(ledger) }
  net.stopClock() // lists stand still
}, 60_000)
afterAll(() => net.close())

const TIMES = [0, 2_000_000_000_000, 60_000, 0] as const
const rows: readonly Row[] = [
  ['accounts', 'refused', false, () => horizon.accounts()],
  ['accounts.accountId', 'one', true, () => horizon.accounts().accountId(member.id)],
  ['accounts.forSigner', 'page', false, () => horizon.accounts().forSigner(stage.sponsor.id)],
  ['accounts.forAsset', 'page', false, () => horizon.accounts().forAsset(stage.usd)],
  ['accounts.sponsor', 'page', false, () => horizon.accounts().sponsor(stage.sponsor.id)],
  ['accounts.forLiquidityPool', 'page', false, () => horizon.accounts().forLiquidityPool(stage.poolId)],
  ['assets', 'page', false, () => horizon.assets()],
  ['assets.forCode', 'page', false, () => horizon.assets().forCode('USD')],
  ['assets.forIssuer', 'page', false, () => horizon.assets().forIssuer(stage.issuer.id)],
  ['claimableBalances', 'page', false, () => horizon.claimableBalances()],
  ['claimableBalances.claimableBalance', 'one', false, () => horizon.claimableBalances().claimableBalance(balanceId)],
  ['claimableBalances.sponsor', 'page', false, () => horizon.claimableBalances().sponsor(stage.sponsor.id)],
  ['claimableBalances.claimant', 'page', false, () => horizon.claimableBalances().claimant(member.id)],
  ['claimableBalances.asset', 'page', false, () => horizon.claimableBalances().asset(xlm)],
  ['effects', 'page', true, () => horizon.effects()],
  ['effects.forAccount', 'page', true, () => horizon.effects().forAccount(stage.maker.id)],
  ['effects.forLedger', 'page', true, () => horizon.effects().forLedger(trade.ledger)],
  ['effects.forTransaction', 'page', true, () => horizon.effects().forTransaction(trade.hash)],
  ['effects.forOperation', 'page', true, () => horizon.effects().forOperation(operationId)],
  ['effects.forLiquidityPool', 'page', true, () => horizon.effects().forLiquidityPool(stage.poolId)],
  ['ledgers', 'page', true, () => horizon.ledgers()],
  ['ledgers.ledger', 'one', false, () => horizon.ledgers().ledger(trade.ledger)],
  ['liquidityPools', 'page', false, () => horizon.liquidityPools()],
  ['liquidityPools.forAssets', 'page', false, () => horizon.liquidityPools().forAssets(xlm, stage.usd)],
  ['liquidityPools.forAccount', 'page', false, () => horizon.liquidityPools().forAccount(stage.maker.id)],
  ['liquidityPools.liquidityPoolId', 'one', false, () => horizon.liquidityPools().liquidityPoolId(stage.poolId)],
  ['offers', 'page', false, () => horizon.offers()],
  ['offers.offer', 'one', false, () => horizon.offers().offer(offerId)],
  ['offers.forAccount', 'page', true, () => horizon.offers().forAccount(stage.maker.id)],
  ['offers.buying', 'page', false, () => horizon.offers().buying(xlm)],
  ['offers.selling', 'page', false, () => horizon.offers().selling(stage.usd)],
  ['offers.sponsor', 'page', false, () => horizon.offers().sponsor(stage.sponsor.id)],
  ['offers.seller', 'page', false, () => horizon.offers().seller(stage.maker.id)],
  ['operations', 'page', true, () => horizon.operations()],
  ['operations.operation', 'one', false, () => horizon.operations().operation(operationId)],
  ['operations.forAccount', 'page', true, () => horizon.operations().forAccount(stage.maker.id)],
  ['operations.forClaimableBalance', 'page', true, () => horizon.operations().forClaimableBalance(balanceId)],
  ['operations.forLedger', 'page', true, () => horizon.operations().forLedger(trade.ledger)],
  ['operations.forTransaction', 'page', true, () => horizon.operations().forTransaction(trade.hash)],
  ['operations.forLiquidityPool', 'page', true, () => horizon.operations().forLiquidityPool(stage.poolId)],
  ['operations.includeFailed', 'page', true, () => horizon.operations().includeFailed(true)],
  ['orderbook', 'one', true, () => horizon.orderbook(stage.usd, xlm)],
  ['payments', 'page', true, () => horizon.payments()],
  ['payments.forAccount', 'page', true, () => horizon.payments().forAccount(stage.taker.id)],
  ['payments.forLedger', 'page', true, () => horizon.payments().forLedger(payment.ledger)],
  ['payments.forTransaction', 'page', true, () => horizon.payments().forTransaction(payment.hash)],
  ['payments.includeFailed', 'page', true, () => horizon.payments().includeFailed(true)],
  ['strictReceivePaths', 'list', false, () => horizon.strictReceivePaths([xlm], stage.usd, '1')],
  ['strictSendPaths', 'list', false, () => horizon.strictSendPaths(xlm, '1', [stage.usd])],
  ['tradeAggregation', 'page', false, () => horizon.tradeAggregation(xlm, stage.usd, ...TIMES)],
  ['trades', 'page', true, () => horizon.trades()],
  ['trades.forAssetPair', 'page', true, () => horizon.trades().forAssetPair(xlm, stage.usd)],
  ['trades.forOffer', 'page', true, () => horizon.trades().forOffer(offerId)],
  ['trades.forType', 'page', true, () => horizon.trades().forType(Horizon.ServerApi.TradeType.liquidityPools)],
  ['trades.forAccount', 'page', true, () => horizon.trades().forAccount(stage.taker.id)],
  ['trades.forLiquidityPool', 'page', true, () => horizon.trades().forLiquidityPool(stage.poolId)],
  ['transactions', 'page', true, () => horizon.transactions()],
  ['transactions.transaction', 'one', false, () => horizon.transactions().transaction(trade.hash)],
  ['transactions.forAccount', 'page', true, () => horizon.transactions().forAccount(stage.maker.id)],
  ['transactions.forClaimableBalance', 'page', true, () => horizon.transactions().forClaimableBalance(balanceId)],
  ['transactions.forLedger', 'page', true, () => horizon.transactions().forLedger(trade.ledger)],
  ['transactions.forLiquidityPool', 'page', true, () => horizon.transactions().forLiquidityPool(stage.poolId)],
  ['transactions.includeFailed', 'page', true, () => horizon.transactions().includeFailed(true)],
]

/** The methods of the client that are no builders. */
const calls: readonly (readonly [name: string, call: () => Promise<unknown>, answer: unknown])[] = [
  ['root', () => horizon.root(), { network_passphrase: expect.any(String), history_latest_ledger: expect.any(Number) }],
  ['feeStats', () => horizon.feeStats(), { last_ledger_base_fee: '100' }],
  ['fetchBaseFee', () => horizon.fetchBaseFee(), 100],
  ['fetchTimebounds', () => horizon.fetchTimebounds(60), { minTime: 0, maxTime: expect.any(Number) }],
  ['loadAccount', () => horizon.loadAccount(stage.maker.id), { account_id: expect.stringMatching(/^G/) }],
  ['friendbot', () => horizon.friendbot(devnetKey(net.seed, 'newcomer').publicKey()).call(), { successful: true }],
  [
    'checkMemoRequired',
    async () => horizon.checkMemoRequired(await stage.maker.sign(pay('1'))).then(() => 'not required'),
    'not required',
  ],
  ['submitTransaction', async () => horizon.submitTransaction(await stage.maker.sign(pay('1'))), { successful: true }],
  [
    'submitAsyncTransaction',
    async () => horizon.submitAsyncTransaction(await stage.taker.sign(pay('2'))),
    { tx_status: 'PENDING' },
  ],
]

function pay(amount: string): ReturnType<typeof Operation.payment> {
  return Operation.payment({ destination: stage.issuer.id, asset: xlm, amount })
}

test('behavior: every call of the client is in one of the tables, with every filter', () => {
  const own = (prototype: object): string[] =>
    Object.getOwnPropertyNames(prototype).filter((name) => !/^(constructor$|isValid)/.test(name)) // the latter are private
  const builders = new Map(rows.map(([name, , , build]) => [name.split('.')[0] ?? '', build]))
  expect([...builders.keys(), ...calls.map(([name]) => name)].sort()).toEqual(own(Horizon.Server.prototype).sort())
  const filters = [...builders.keys()].flatMap((name) => {
    const create = (horizon as unknown as Readonly<Record<string, (...args: readonly unknown[]) => object>>)[name]
    const usual = { orderbook: [xlm, xlm], tradeAggregation: [xlm, xlm, ...TIMES] }[name] ?? [[xlm], xlm, '1']
    const builder = create?.call(horizon, ...(name === 'strictSendPaths' ? [xlm, '1', [xlm]] : usual)) ?? {}
    return [name, ...own(Object.getPrototypeOf(builder)).map((filter) => `${name}.${filter}`)]
  })
  expect(rows.map(([name]) => name).sort()).toEqual(filters.sort())
})

async function readAll(build: () => object, order: 'asc' | 'desc'): Promise<readonly Item[]> {
  const all: Item[] = []
  const first = (build() as Builder).order(order).limit(5)
  for (let page = await first.call(); page.records.length > 0; page = await page.next()) all.push(...page.records)
  return all
}

const ofShape = (...shapes: readonly Shape[]): readonly Row[] => rows.filter(([, shape]) => shapes.includes(shape))
const withoutFunctions = (records: readonly Item[]): unknown => JSON.parse(JSON.stringify(records, withoutLinks))
const withoutLinks = (key: string, value: unknown): unknown => (key === '_links' ? undefined : value)

test.each(ofShape('page'))(
  'behavior: %s is paged to the end in both orders',
  async (_name, _shape, _streams, build) => {
    const [forth, back] = [await readAll(build, 'asc'), await readAll(build, 'desc')]
    expect(forth).not.toHaveLength(0)
    expect(withoutFunctions(back.toReversed())).toEqual(withoutFunctions(forth))
  },
)

test.each(ofShape('one', 'list'))('behavior: %s is there', async (_name, shape, _streams, build) => {
  const answer = await (build() as Builder).call()
  expect(answer).toBeTypeOf('object')
  if (shape === 'list') expect(answer.records).not.toHaveLength(0)
})

test.each(ofShape('refused'))('error: %s alone is refused', async (_name, _shape, _streams, build) => {
  await expect((build() as Builder).call()).rejects.toMatchObject({ response: { status: 400 } })
})

/** The first record of a stream, or the status of its refusal. */
function firstOf(build: () => object): Promise<Item | number | undefined> {
  return new Promise((resolve) => {
    const settle = (outcome: Item | number | undefined): void => {
      resolve(outcome)
      setImmediate(() => end()) // the SDK tells of both before it has given out what ends it
    }
    const end = (build() as Builder).stream({
      onmessage: settle,
      onerror: ({ status, code }) => settle(status ?? code),
    })
  })
}

test.each(rows.filter(([, , streams]) => streams))('behavior: %s streams', async (_name, shape, _streams, build) => {
  const [record] = shape === 'page' ? await readAll(build, 'asc') : [await (build() as Builder).call()]
  const heard = (await firstOf(build)) as Item
  expect(withoutFunctions([heard])).toEqual(withoutFunctions([record as Item]))
})

test.each(rows.filter(([, shape, streams]) => !streams && shape !== 'refused'))(
  'error: %s does not stream',
  async (_name, _shape, _streams, build) => {
    expect(await firstOf(build)).toBe(406)
  },
)

test.each(calls)('behavior: %s', async (_name, call, answer) => {
  net.startClock()
  const given = await call()
  if (typeof answer === 'object') expect(given).toMatchObject(answer as object)
  else expect(given).toBe(answer)
})
