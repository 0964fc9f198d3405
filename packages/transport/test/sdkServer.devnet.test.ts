import { createDevnet, type Devnet, devnetKey, setUpMarket, startTraders } from '@sdex/devnet'
import { Asset, Horizon, Keypair, NotFoundError, Operation, TransactionBuilder } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createHorizonClient } from '../src/createHorizonClient.ts'
import { connectSdkServer } from '../src/sdk/connectSdkServer.ts'

type Call = (server: Horizon.Server) => Promise<unknown>

async function trading(net: Devnet) {
  const market = await setUpMarket(net)
  const { accounts } = await startTraders(net, { market })
  for (let count = 0; count < 8; count += 1) await net.closeLedger()
  const [account = ''] = accounts
  return { account, usd: new Asset('USD', market.issuer.publicKey()) }
}

/** What it gives, or throws. */
async function outcome(call: Call, server: Horizon.Server): Promise<string> {
  return call(server).then(JSON.stringify, String)
}

function connected(url: string, client: Parameters<typeof connectSdkServer>[1]): Horizon.Server {
  const server = new Horizon.Server(url, { allowHttp: true })
  connectSdkServer(server, client)
  return server
}

test('behavior: the call builders of the SDK give the same through the client as without it', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 21, cadence: 'immediate' })
  const { account, usd } = await trading(net)
  await using client = createHorizonClient({ horizonUrl: net.url })
  const direct = new Horizon.Server(net.url, { allowHttp: true })
  const through = connected(net.url, client)
  const calls: Readonly<Record<string, Call>> = {
    root: (server) => server.root(),
    feeStats: (server) => server.feeStats(),
    ledgers: (server) => server.ledgers().order('desc').limit(3).call(),
    ledger: (server) => server.ledgers().ledger(2).call(),
    account: (server) => server.accounts().accountId(account).call(),
    loadAccount: async (server) => (await server.loadAccount(account)).balances,
    offers: (server) => server.offers().forAccount(account).call(),
    orderbook: (server) => server.orderbook(Asset.native(), usd).limit(20).call(),
    trades: (server) => server.trades().forAssetPair(Asset.native(), usd).limit(5).call(),
    transactions: (server) => server.transactions().forAccount(account).limit(5).call(),
    operations: (server) => server.operations().forAccount(account).limit(5).call(),
    payments: (server) => server.payments().limit(5).call(),
    effects: (server) => server.effects().forAccount(account).limit(5).call(),
    assets: (server) => server.assets().forCode('USD').call(),
    liquidityPools: (server) => server.liquidityPools().call(),
    claimableBalances: (server) => server.claimableBalances().call(),
    paths: (server) => server.strictSendPaths(Asset.native(), '1', [usd]).call(),
    nextPage: async (server) => (await server.ledgers().limit(2).call()).next(),
    link: async (server) => (await server.transactions().limit(1).call()).records[0]?.ledger(),
  }
  const answered: string[] = []
  for (const [name, call] of Object.entries(calls)) {
    const [wanted, given] = [await outcome(call, direct), await outcome(call, through)]
    expect(given, name).toBe(wanted)
    if (!wanted.startsWith('Error')) answered.push(name)
  }
  expect(answered.length).toBeGreaterThanOrEqual(16)
  expect(client.stats().requests).toBeGreaterThanOrEqual(Object.keys(calls).length)
})

test('behavior: callers who ask for the same at once do not get into each other', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 22, cadence: 'immediate' })
  await net.closeLedger()
  await using client = createHorizonClient({ horizonUrl: net.url })
  const through = connected(net.url, client)
  const pages = await Promise.all([1, 2, 3].map(() => through.ledgers().limit(2).call()))
  const next = await Promise.all(pages.map((page) => page.records[0]?.transactions()))
  expect(next).toHaveLength(3)
  expect(client.stats().requests).toBe(2)
})

test('error: bad answers become the same errors of the SDK, and other failures keep their words', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 23, cadence: 'immediate' })
  await using client = createHorizonClient({ horizonUrl: net.url })
  const direct = new Horizon.Server(net.url, { allowHttp: true })
  const through = connected(net.url, client)
  const nobody = Keypair.random().publicKey()
  const [wanted, given] = await Promise.all(
    [direct, through].map((server) => server.loadAccount(nobody).catch((error: unknown) => error)),
  )
  expect(given).toBeInstanceOf(NotFoundError)
  expect(given).toMatchObject({ message: (wanted as Error).message, response: (wanted as NotFoundError).response })
  await net.stopListening()
  await expect(through.ledgers().call()).rejects.toThrow(/Nobody listens/)
})

test('behavior: submitTransaction gives the result in full, and a refusal with its codes', async () => {
  await using net = await createDevnet({ ledgerMs: 100, seed: 24, cadence: 'immediate' })
  const [from, to] = [devnetKey(net.seed, 'from'), devnetKey(net.seed, 'to')]
  await net.fund({ accountId: from.publicKey() })
  await net.fund({ accountId: to.publicKey() })
  await using client = createHorizonClient({ horizonUrl: net.url })
  const through = connected(net.url, client)
  const pay = async (amount: string) => {
    const account = await through.loadAccount(from.publicKey())
    const transaction = new TransactionBuilder(account, { fee: '100', networkPassphrase: net.passphrase })
      .addOperation(Operation.payment({ destination: to.publicKey(), asset: Asset.native(), amount }))
      .setTimeout(30)
      .build()
    transaction.sign(from)
    return through.submitTransaction(transaction)
  }
  const result = await pay('1')
  expect(result).toMatchObject({ successful: true })
  expect(await through.transactions().transaction(result.hash).call()).toMatchObject({ hash: result.hash })
  await expect(pay('99999999')).rejects.toMatchObject({
    response: { status: 400, data: { extras: { result_codes: { operations: ['op_underfunded'] } } } },
  })
})

test('behavior: with several servers a dead one is passed over; the way back is the SDK as it was', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', seed: 25, cadence: 'immediate' })
  const dead = 'http://127.0.0.1:9'
  await using client = createHorizonClient({ endpoints: [{ horizonUrl: dead }, { horizonUrl: net.url }] })
  const server = new Horizon.Server(dead, { allowHttp: true })
  const { adapter } = server.httpClient.defaults
  const restore = connectSdkServer(server, client)
  expect((await server.ledgers().limit(1).call()).records).toHaveLength(1)
  restore()
  expect(server.httpClient.defaults.adapter).toBe(adapter)
})
