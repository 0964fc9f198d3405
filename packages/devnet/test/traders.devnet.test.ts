import { createVirtualClock } from '@sdex/testkit'
import { Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createDevnet, type Devnet, devnetKey, setUpMarket, setUpMarkets, startTraders } from '../src/index.ts'
import { sdkAsset } from '../src/traders/operations.ts'
import { signTransaction } from '../src/transactions/signTransaction.ts'

const start = (seed: number): Promise<Devnet> =>
  createDevnet({ ledgerMs: 'manual', seed, clock: createVirtualClock(1_800_000_000_000) })

/** The hashes of a number of ledgers in which traders act. */
async function trade(net: Devnet, ledgers: number): Promise<readonly string[]> {
  const traders = await startTraders(net, { market: await setUpMarket(net), count: 6 })
  const hashes: string[] = []
  for (let ledger = 0; ledger < ledgers; ledger += 1) {
    await net.closeLedger()
    hashes.push((await net.closeLedger()).hash)
  }
  traders.stop()
  return hashes
}

test('behavior: a seed repeats a whole network, to the hash of every ledger', async () => {
  await using first = await start(7)
  await using again = await start(7)
  await using other = await start(8)
  const hashes = await trade(first, 20)
  expect(await trade(again, 20)).toEqual(hashes)
  expect(await trade(other, 1)).not.toContain(hashes[0])
})

test('behavior: traders keep both sides of a book alive and trade; once stopped they act no more', async () => {
  await using net = await start(1)
  const market = await setUpMarket(net)
  const traders = await startTraders(net, { market, count: 6 })
  const offers = (): number => traders.accounts.flatMap((id) => net.offersOf(id)).length
  expect(offers()).toBe(6)
  let [sent, failed] = [0, 0]
  for (let ledger = 0; ledger < 40; ledger += 1) {
    const { transactions } = await net.closeLedger()
    sent += transactions.length
    failed += transactions.filter(({ isSuccessful }) => !isSuccessful).length
  }
  const page = (await (await fetch(`${net.url}/trades?limit=200`)).json()) as { _embedded: { records: unknown[] } }
  expect(page._embedded.records.length).toBeGreaterThan(20)
  expect(failed).toBeLessThan(sent / 20) // two can mean to take or change the same offer in one ledger
  traders.stop()
  await net.closeLedger() // what they had submitted before
  expect((await net.closeLedger()).transactions).toEqual([])
  expect(offers()).toBeGreaterThan(2)
})

test('behavior: members of a market hold what they were to hold', async () => {
  await using net = await start(3)
  const market = await setUpMarket(net, { base: 'EUR', quote: 'USD' })
  const keypair = devnetKey(3, 'member')
  await market.join([{ keypair, baseAmount: 5_000n, quoteAmount: 7_000n }])
  const response = await fetch(`${net.url}/accounts/${keypair.publicKey()}`)
  const { balances } = (await response.json()) as { balances: readonly { asset_code?: string; balance: string }[] }
  expect(balances.map(({ asset_code, balance }) => [asset_code, balance])).toEqual([
    ['EUR', '0.0005000'],
    ['USD', '0.0007000'],
    [undefined, '99.9999800'],
  ])
  await expect(market.join([{ keypair, baseAmount: 1n, quoteAmount: 1n }])).rejects.toMatchObject({
    code: 'SDEX_DEVNET_FUNDING',
  })
})

test('error: one group of traders per seed and network', async () => {
  await using net = await start(4)
  const market = await setUpMarket(net)
  await startTraders(net, { market, count: 2 })
  await expect(startTraders(net, { market, count: 2 })).rejects.toMatchObject({ code: 'SDEX_DEVNET_FUNDING' })
  await startTraders(net, { market, count: 2, seed: 'others' })
})

test('error: setting up that is aborted rejects, after the ledger that it is at', async () => {
  await using net = await start(5)
  const leave = new AbortController()
  net.onLedgerClosed(({ sequence }) => {
    if (sequence === 3) leave.abort()
  })
  const options = { count: 2, offersPerMarket: 900, signal: leave.signal }
  await expect(setUpMarkets(net, options)).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  expect(net.ledger).toBe(3)
  const { signal } = leave
  await expect(setUpMarket(net, { signal })).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  const market = await setUpMarket(net)
  const member = { keypair: devnetKey(5, 'member'), baseAmount: 1n, quoteAmount: 1n }
  await expect(market.join([member], { signal })).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  await expect(startTraders(net, { market, signal })).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  expect(net.ledger).toBe(4)
})

test('error: setting up gives way while it prepares, before the first ledger', async () => {
  await using net = await start(5)
  const leave = new AbortController()
  setImmediate(() => leave.abort())
  const options = { count: 1_000, offersPerMarket: 100, signal: leave.signal }
  await expect(setUpMarkets(net, options)).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  expect(net.ledger).toBe(1)
})

test.each([2, 3, 6])(
  'behavior: what was aborted after ledger %i is completed, and nothing is made twice',
  async (last) => {
    await using net = await start(5)
    const leave = new AbortController()
    const end = net.onLedgerClosed(({ sequence }) => {
      if (sequence === last) leave.abort()
    })
    const options = { count: 12, offersPerMarket: 250, resume: true }
    await expect(setUpMarkets(net, { ...options, signal: leave.signal })).rejects.toMatchObject({
      code: 'SDEX_ABORTED',
    })
    end()
    const markets = await setUpMarkets(net, options)
    const makers = markets.map(({ quote }) => (quote.type === 'issued' ? quote.issuer : ''))
    const offers = () => makers.map((id) => net.offersOf(id).map(({ selling, price }) => `${selling} ${price.n}`))
    for (const made of offers()) expect([made.length, new Set(made).size]).toEqual([250, 250])
    const { ledger } = net
    await setUpMarkets(net, options)
    expect(net.ledger).toBe(ledger)
    await setUpMarkets(net, { ...options, offersPerMarket: 252 })
    for (const made of offers()) expect([made.length, new Set(made).size]).toEqual([252, 252])
  },
)

test('behavior: members that an aborted start created alone join with the next', async () => {
  await using net = await start(5)
  const members = [{ keypair: devnetKey(5, 'member'), baseAmount: 1n, quoteAmount: 7n }]
  const market = await setUpMarket(net, { resume: true })
  const leave = new AbortController()
  net.onLedgerClosed(() => leave.abort())
  await expect(market.join(members, { signal: leave.signal })).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  const account = () => net.account(devnetKey(5, 'member').publicKey())
  expect(account()?.subentryCount).toBe(0)
  await market.join(members)
  expect(account()?.subentryCount).toBe(1)
  const { ledger } = net
  await market.join(members)
  expect(net.ledger).toBe(ledger)
})

test('behavior: an offer that was taken stays taken when markets are taken for set up', async () => {
  await using net = await start(5)
  const options = { count: 1, offersPerMarket: 6, resume: true }
  await setUpMarkets(net, options)
  const keypair = devnetKey(5, 'markets/0')
  const [first] = net.offersOf(keypair.publicKey())
  if (first === undefined) throw new Error('There is no offer')
  const [selling, buying] = [sdkAsset(first.selling), sdkAsset(first.buying)]
  const end = { selling, buying, amount: '0', price: '1', offerId: first.id.toString() }
  net.submit(signTransaction(net, { keypair, operations: [Operation.manageSellOffer(end)] }))
  await net.closeLedger()
  await setUpMarkets(net, options)
  expect(net.offersOf(keypair.publicKey())).toHaveLength(5)
})

test('error: what nobody can set up is refused before anything is', async () => {
  await using net = await start(6)
  const refused = { code: 'SDEX_INVALID_OPTION' }
  for (const count of [-1, 1.5, 10_001]) await expect(setUpMarkets(net, { count })).rejects.toMatchObject(refused)
  await expect(setUpMarkets(net, { count: 1, offersPerMarket: 901 })).rejects.toMatchObject(refused)
  await expect(setUpMarkets(net, { count: 1_112, offersPerMarket: 900 })).rejects.toMatchObject(refused)
  const market = await setUpMarket(net)
  for (const options of [{ count: 0 }, { referenceFloat: Number.NaN }, { wealthUnits: -1 }]) {
    await expect(startTraders(net, { market, ...options })).rejects.toMatchObject(refused)
  }
  expect(net.ledger).toBe(2)
})
