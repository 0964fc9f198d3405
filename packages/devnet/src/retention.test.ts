import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createVirtualClock } from '@sdex/testkit'
import { Asset, Operation, type xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createNetwork, type Network } from './createNetwork.ts'
import { devnetKey } from './traders/devnetKey.ts'
import { rootKeypair } from './transactions/createLedger.ts'
import { signTransaction } from './transactions/signTransaction.ts'

const PASSPHRASE = 'Test network of retention'
const KEPT = 100
const LEDGERS = 5_000
const MAX_GROWTH_BYTES = 2_000_000
const [root, maker, taker] = [rootKeypair(PASSPHRASE), devnetKey('retention', 'maker'), devnetKey('retention', 'taker')]
const [xlm, usd] = [Asset.native(), new Asset('USD', maker.publicKey())]

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

async function heapBytes(): Promise<number> {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    collect()
  }
  return process.memoryUsage().heapUsed
}

function transact(network: Network, keypair: typeof root, operation: xdr.Operation): void {
  const net = { passphrase: PASSPHRASE, account: network.state.account }
  const transaction = network.decode(signTransaction(net, { keypair, operations: [operation] }))
  if (transaction !== undefined) network.submit(transaction)
}

/** An offer is made in one ledger and taken in the next: after that the state is as before, and history has more. */
function trade(network: Network): void {
  const price = { n: 1, d: 1 }
  const offer = { amount: '0.01', price, offerId: '0' }
  transact(network, maker, Operation.manageSellOffer({ selling: usd, buying: xlm, ...offer }))
  network.close()
  network.prepare()
  transact(network, taker, Operation.manageSellOffer({ selling: xlm, buying: usd, ...offer }))
  network.close()
  network.prepare()
}

test('behavior: rows, what finds them and kept ledgers stay as many as are retained over thousands of ledgers', async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  const network = createNetwork({
    ...{ passphrase: PASSPHRASE, protocol: 28, clock, ledgerMs: 'manual', historyLedgers: KEPT },
    maxDexOperations: undefined,
  })
  for (const { destination } of [maker, taker].map((keypair) => ({ destination: keypair.publicKey() }))) {
    transact(network, root, Operation.createAccount({ destination, startingBalance: '1000' }))
    network.close()
  }
  transact(network, taker, Operation.changeTrust({ asset: usd }))
  network.close()
  while (network.state.header.ledgerSequence < 5 * KEPT) trade(network)
  const early = network.history.transactions.all.read({ cursor: 0n, order: 'asc', limit: 1 })[0]
  const earlyState = new WeakRef(network.state.snapshot())
  const before = await heapBytes()
  while (network.state.header.ledgerSequence < LEDGERS) trade(network)
  const growth = (await heapBytes()) - before
  const { history } = network
  expect(history.trades.all.size).toBe(KEPT / 2)
  expect(history.transactions.all.size).toBe(KEPT)
  expect(history.ledgers.size).toBe(KEPT)
  expect(history.trades.of(`a/${maker.publicKey()}`)?.size).toBe(KEPT / 2)
  expect(history.trades.of('o/1')).toBeUndefined()
  expect(history.transaction(early?.hash ?? '')).toBeUndefined()
  expect(network.snapshot(LEDGERS - 64)).toBeUndefined()
  expect(earlyState.deref()).toBeUndefined()
  expect(growth).toBeLessThan(MAX_GROWTH_BYTES)
}, 60_000)
