import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { Account, Asset, type Keypair, Operation, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createNetwork, type Decoded, type Network, type Submission } from './createNetwork.ts'
import type { Positioned, Timeline } from './history/timeline.ts'
import { syntheticOfferId, toid } from './history/toid.ts'
import { devnetKey } from './traders/devnetKey.ts'
import { rootKeypair } from './transactions/createLedger.ts'

const PASSPHRASE = 'Test network of a queue'
const root = rootKeypair(PASSPHRASE)
const [alice, bob] = [devnetKey('network', 'alice'), devnetKey('network', 'bob')]
const xlm = Asset.native()
const usd = new Asset('USD', alice.publicKey())

type Stage = { readonly network: Network; readonly clock: VirtualClock }

type Given = {
  readonly ledgerMs?: number | 'manual'
  readonly historyLedgers?: number
  readonly maxDexOperations?: number
}

function start(given: Given = {}): Stage {
  const clock = createVirtualClock(1_800_000_000_000)
  const options = { ledgerMs: 'manual' as const, historyLedgers: 100, ...given }
  return {
    clock,
    network: createNetwork({ passphrase: PASSPHRASE, protocol: 28, clock, maxDexOperations: undefined, ...options }),
  }
}

function sign(network: Network, keypair: Keypair, ...operations: readonly xdr.Operation[]): Decoded {
  return signAt(network, { keypair, bid: 500 }, operations)
}

function signAt(
  network: Network,
  { keypair, bid }: { readonly keypair: Keypair; readonly bid: number },
  operations: readonly xdr.Operation[],
): Decoded {
  const sequence = network.state.account(keypair.publicKey())?.sequence ?? 0n
  const source = new Account(keypair.publicKey(), sequence.toString())
  const builder = new TransactionBuilder(source, { fee: bid.toString(), networkPassphrase: PASSPHRASE })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.setTimeout(0).build()
  transaction.sign(keypair)
  const decoded = network.decode(transaction.toXDR())
  if (decoded === undefined) throw new Error('no envelope')
  return decoded
}
const submit = (network: Network, keypair: Keypair, ...operations: readonly xdr.Operation[]): Submission =>
  network.submit(sign(network, keypair, ...operations))
const all = <Row extends Positioned>(rows: Timeline<Row> | undefined): readonly Row[] =>
  rows?.read({ cursor: 0n, order: 'asc', limit: 100 }) ?? []

/** Alice, who issues dollars, offers them to Bob, who trusts her. */
function startMarket(given: Given = {}): Stage {
  const stage = start(given)
  const { network } = stage
  const create = (keypair: Keypair): xdr.Operation =>
    Operation.createAccount({ destination: keypair.publicKey(), startingBalance: '1000' })
  submit(network, root, create(alice), create(bob))
  network.close()
  submit(
    network,
    alice,
    Operation.manageSellOffer({ selling: usd, buying: xlm, amount: '10', price: { n: 4, d: 2 }, offerId: '0' }),
  )
  submit(network, bob, Operation.changeTrust({ asset: usd }))
  network.close()
  return stage
}

test('behavior: a new network has a history of one ledger', () => {
  const { network } = start()
  expect(network.history.latest?.header.ledgerSequence).toBe(1)
  expect(network.history.elder).toBe(network.history.latest)
})

test('behavior: what was submitted is in the next ledger, in history with its place, and its hash is banned from the queue', () => {
  const { network } = start()
  const transaction = sign(
    network,
    root,
    Operation.createAccount({ destination: alice.publicKey(), startingBalance: '5' }),
  )
  expect(network.submit(transaction)).toEqual({ status: 'PENDING' })
  expect(network.submit(transaction)).toEqual({ status: 'DUPLICATE' })
  const closed = network.close()
  expect(closed.header.ledgerSequence).toBe(2)
  expect(network.history.transaction(transaction.hash)).toMatchObject({
    position: toid(2, 1),
    ledger: 2,
    isSuccessful: true,
    feeCharged: 100n,
    maxFee: 500n,
    operationCount: 1,
    participants: [root.publicKey(), alice.publicKey()],
  })
  expect(network.history.latest).toMatchObject({
    successfulTransactionCount: 1,
    failedTransactionCount: 0,
    operationCount: 1,
    txSetOperationCount: 1,
  })
  expect(network.submit(transaction)).toEqual({ status: 'TRY_AGAIN_LATER' })
})

test('behavior: a crossing becomes a trade of maker and taker, which both accounts list', () => {
  const { network } = startMarket()
  const buy = { selling: xlm, buying: usd, buyAmount: '3', price: '2', offerId: '0' }
  submit(network, bob, Operation.manageBuyOffer(buy))
  network.close()
  const operation = toid(4, 1, 1)
  const [trade, ...others] = all(network.history.trades.all)
  expect(others).toEqual([])
  expect(trade).toMatchObject({
    operation,
    index: 0,
    base: { account: alice.publicKey(), offerId: 1n, amount: 30_000_000n },
    counter: { account: bob.publicKey(), offerId: syntheticOfferId(operation), asset: 'native', amount: 60_000_000n },
    baseIsSeller: true,
    price: { n: 4n, d: 2n }, // as the maker wrote it
  })
  for (const keypair of [alice, bob]) {
    expect(all(network.history.trades.of(`a/${keypair.publicKey()}`))).toEqual([trade])
  }
  // The maker took no part in the transaction itself.
  expect(all(network.history.transactions.of(alice.publicKey())).map(({ ledger }) => ledger)).toEqual([2, 3])
})

test('behavior: a taker that rests has its own offer in its trade', () => {
  const { network } = startMarket()
  const buy = { selling: xlm, buying: usd, buyAmount: '30', price: '2', offerId: '0' }
  submit(network, bob, Operation.manageBuyOffer(buy))
  network.close()
  const [trade] = all(network.history.trades.all)
  expect(trade).toMatchObject({ counter: { offerId: 2n } })
  expect(network.state.offersOf(bob.publicKey())).toMatchObject([{ id: 2n, amount: 400_000_000n }])
})

test('behavior: a failed transaction is in history, and its operations count in the set alone', () => {
  const { network } = startMarket()
  const transaction = sign(network, bob, Operation.payment({ destination: alice.publicKey(), asset: usd, amount: '1' }))
  network.submit(transaction)
  network.close()
  expect(network.history.transaction(transaction.hash)).toMatchObject({ isSuccessful: false, feeCharged: 100n })
  expect(network.history.latest).toMatchObject({ failedTransactionCount: 1, operationCount: 0, txSetOperationCount: 1 })
})

test('behavior: history drops the oldest ledgers with all that was in them', () => {
  const { network } = start({ historyLedgers: 2 })
  const transaction = sign(
    network,
    root,
    Operation.createAccount({ destination: alice.publicKey(), startingBalance: '5' }),
  )
  network.submit(transaction)
  network.close()
  network.close()
  expect(network.history.transaction(transaction.hash)).toBeDefined()
  network.close()
  expect(network.history.elder?.header.ledgerSequence).toBe(3)
  expect(network.history.transaction(transaction.hash)).toBeUndefined()
  expect(network.history.knowsAccount(alice.publicKey())).toBe(false)
})

test('behavior: a transaction whose time is over when a ledger closes is left out of it', async () => {
  const { network, clock } = start({ ledgerMs: 5_000 })
  const bounded = (maxTime: number): Decoded => {
    const builder = new TransactionBuilder(new Account(root.publicKey(), '0'), {
      fee: '500',
      networkPassphrase: PASSPHRASE,
      timebounds: { minTime: 0, maxTime },
    })
    const operation = Operation.createAccount({ destination: alice.publicKey(), startingBalance: '5' })
    const transaction = builder.addOperation(operation).build()
    transaction.sign(root)
    return network.decode(transaction.toXDR()) as Decoded
  }
  expect(network.submit(bounded(1_800_000_009)).status).toBe('ERROR') // shorter than two ledgers
  expect(network.submit(bounded(1_800_000_010)).status).toBe('PENDING')
  await clock.advance(11_000)
  expect(network.close().transactions).toEqual([])
  expect(network.state.account(alice.publicKey())).toBeUndefined()
})

test('behavior: on a timer close times rise, by hand they follow the clock', async () => {
  const timed = start({ ledgerMs: 1_000 })
  expect([timed.network.close(), timed.network.close()].map(({ header }) => header.closeTime)).toEqual([
    1_800_000_001, 1_800_000_002,
  ])
  const byHand = start()
  expect([byHand.network.close(), byHand.network.close()].map(({ header }) => header.closeTime)).toEqual([
    1_800_000_000, 1_800_000_000,
  ])
  await byHand.clock.advance(7_999)
  expect(byHand.network.close().header.closeTime).toBe(1_800_000_007)
})

test('behavior: when more waits than a ledger takes, all of it pay the lowest bid that got in', () => {
  const { network } = start()
  const payers = Array.from({ length: 11 }, (_, at) => devnetKey('network', `payer/${at}`))
  submit(
    network,
    root,
    ...payers.map((payer) => Operation.createAccount({ destination: payer.publicKey(), startingBalance: '100' })),
  )
  network.close()
  const hundred = Array.from({ length: 100 }, () =>
    Operation.payment({ destination: root.publicKey(), asset: xlm, amount: '0.1' }),
  )
  const sent = payers.map((payer, at) => {
    const transaction = signAt(network, { keypair: payer, bid: 200 + at }, hundred)
    network.submit(transaction)
    return transaction.hash
  })
  const closed = network.close()
  expect(closed.transactions).toHaveLength(10)
  expect(new Set(closed.transactions.map(({ feeCharged }) => feeCharged))).toEqual(new Set([20_100n]))
  expect(network.history.transaction(sent[0] ?? '')).toBeUndefined()
  network.close()
  expect(network.history.transaction(sent[0] ?? '')).toMatchObject({ ledger: 4, feeCharged: 10_000n })
})

test('behavior: a full lane of trades leaves trades for the next ledger, at a price of its own, and payments alone', () => {
  const { network } = startMarket({ maxDexOperations: 1 })
  const offer = (amount: string): xdr.Operation =>
    Operation.manageBuyOffer({ selling: xlm, buying: usd, buyAmount: amount, price: '0.5', offerId: '0' })
  const payment = Operation.payment({ destination: alice.publicKey(), asset: xlm, amount: '1' })
  const dear = signAt(network, { keypair: bob, bid: 900 }, [offer('1')])
  const cheap = signAt(network, { keypair: alice, bid: 400 }, [
    Operation.manageSellOffer({ selling: usd, buying: xlm, amount: '1', price: '9', offerId: '0' }),
  ])
  const paid = signAt(network, { keypair: root, bid: 300 }, [payment])
  for (const transaction of [cheap, dear, paid]) expect(network.submit(transaction).status).toBe('PENDING')
  const fees = (closed: ReturnType<Network['close']>) =>
    new Map(closed.transactions.map(({ transaction, feeCharged }) => [transaction.hash, feeCharged]))
  expect(fees(network.close())).toEqual(
    new Map([
      [dear.hash, 900n],
      [paid.hash, 100n],
    ]),
  )
  expect(fees(network.close())).toEqual(new Map([[cheap.hash, 100n]]))
})
