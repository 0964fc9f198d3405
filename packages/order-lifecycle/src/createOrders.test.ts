import { InvalidOptionError } from '@sdex/primitives'
import { accountIdOf } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { accountId, createFakeNetwork, keypair, market, offerOf, startMs } from '../test/fakeNetwork.ts'
import { successXdr } from '../test/results.ts'
import { InvalidOrderError, OfferNotFoundError, OrderQueueFullError, SigningError } from './errors.ts'
import { keypairSigner } from './keypairSigner.ts'
import type { OrdersOptions } from './ordersOptions.ts'
import type { OrdersState, PendingState } from './ordersState.ts'

const terms = { market, side: 'sell', price: { n: 1, d: 4 }, amount: 100n } as const
const badSequence = { transaction: 'tx_bad_seq', operations: [] }

function setUp(options: Partial<OrdersOptions> = {}) {
  const network = createFakeNetwork()
  const orders = network.createOrders(options)
  const pending: PendingState[] = []
  orders.pending$.subscribe((state) => pending.push(state))
  const settled = (): Promise<void> => network.clock.advance(0)
  return { ...network, orders, pending, settled }
}

test('behavior: an order is one transaction with the next sequence number, bound by the ledger and not by the clock', async () => {
  const { orders, clock, latest, settled } = setUp()
  await clock.advance(1_000_000)
  const placed = orders.place(terms)
  await settled()
  expect(latest()).toMatchObject({ sequence: 41n, transaction: { source: accountId, fee: '5000' } })
  expect(latest().transaction.timeBounds?.maxTime).toBe(String((startMs + 30_000) / 1000))
  latest().apply(successXdr([{ created: offerOf(7n, { amount: 100n }) }]))
  expect(await placed).toMatchObject({
    ...{ status: 'applied', ledger: 101, feeCharged: 100n, acceptedMs: undefined, reason: undefined },
    changes: [{ status: 'resting', created: true, offer: { id: 7n, amount: 100n } }],
  })
})

test('behavior: a batch is one transaction with one operation for each change', async () => {
  const { orders, commit, latest, settled } = setUp()
  commit({ offers: [offerOf(7n), offerOf(8n)] })
  const applied = orders.apply([
    { type: 'place', ...terms },
    { type: 'replace', offerId: 8n, ...terms },
    { type: 'cancel', offerId: 7n },
  ])
  await settled()
  expect(latest().transaction.operations.map(({ type }) => type)).toEqual(Array(3).fill('manageSellOffer'))
  expect(latest().transaction.fee).toBe('15000')
  latest().apply(successXdr([{ created: offerOf(9n) }, { updated: offerOf(8n) }, {}]))
  expect((await applied).changes.map(({ status }) => status)).toEqual(['resting', 'resting', 'cancelled'])
})

test('behavior: times count from the command, and acceptance is told once', async () => {
  const { orders, clock, latest, settled } = setUp()
  let accepted = 0
  const placed = orders.place(terms, { onAccepted: () => (accepted += 1) })
  await clock.advance(200)
  latest().accept()
  latest().accept()
  await clock.advance(5_000)
  latest().apply()
  expect(await placed).toMatchObject({ acceptedMs: 200, elapsedMs: 5_200 })
  await settled()
  latest().accept()
  await settled()
  expect(accepted).toBe(1)
})

test('behavior: a listener for acceptance that throws does not touch the order', async () => {
  const { orders, latest, settled } = setUp()
  const thrown: unknown[] = []
  process.once('uncaughtException', (error) => thrown.push(error))
  const placed = orders.place(terms, { onAccepted: () => { throw new Error('of the listener') } }) // biome-ignore format: one line
  await settled()
  latest().accept()
  await settled()
  latest().apply()
  expect(await placed).toMatchObject({ status: 'applied' })
  expect(thrown).toMatchObject([{ message: 'of the listener' }])
})

test('behavior: the next transaction waits for the proof of the first, and for a ledger that has it', async () => {
  const { orders, commit, latest, submissions, settled } = setUp()
  const first = orders.place(terms)
  const second = orders.place(terms)
  await settled()
  expect(submissions).toHaveLength(1)
  latest().apply()
  await first
  await settled()
  expect(submissions).toHaveLength(1) // the view is still ledger 100
  commit() // ledger 101, with the old sequence number all the same
  await settled()
  expect(submissions.map(({ sequence }) => sequence)).toEqual([41n, 42n])
  latest().apply()
  expect(await second).toMatchObject({ status: 'applied' })
})

test('behavior: commands settle in the order in which they came', async () => {
  const { orders, commit, latest, settled } = setUp()
  const ends: string[] = []
  const all = ['a', 'b', 'c'].map((name) => orders.place(terms).then(() => ends.push(name)))
  for (let turn = 0; turn < 3; turn += 1) {
    await settled()
    latest().apply()
    await settled()
    commit()
  }
  await Promise.all(all)
  expect(ends).toEqual(['a', 'b', 'c'])
})

test('behavior: an order for an offer that an earlier one in the queue places finds it', async () => {
  const { orders, commit, latest, settled } = setUp()
  const placed = orders.place(terms)
  const cancelled = orders.cancel(7n)
  await settled()
  latest().apply(successXdr([{ created: offerOf(7n) }]))
  await placed
  commit({ offers: [offerOf(7n)] })
  await settled()
  latest().apply()
  expect(await cancelled).toMatchObject({ status: 'applied', changes: [{ status: 'cancelled' }] })
})

test.each([
  ['failed', { status: 'failed', ledger: 101, feeCharged: 100n, resultXdr: '', codes: badSequence }, 42n],
  ['rejected', { status: 'rejected', codes: { transaction: 'tx_bad_auth', operations: [] } }, 41n],
  ['expired', { status: 'expired', provenAtLedger: 101 }, 41n],
] as const)(
  'behavior: after a transaction that %s the next uses the number that is free',
  async (status, end, sequence) => {
    const { orders, commit, latest, settled } = setUp()
    const first = orders.place(terms)
    await settled()
    latest().end(end)
    expect(await first).toMatchObject({ status, changes: [{ status: 'rolledBack' }] })
    commit()
    const second = orders.place(terms)
    await settled()
    expect(latest().sequence).toBe(sequence)
    latest().apply()
    await second
  },
)

test('behavior: another program that used the sequence number is told, and a newer ledger is waited for', async () => {
  const { orders, commit, latest, submissions, settled } = setUp()
  const first = orders.place(terms)
  const second = orders.place(terms)
  await settled()
  latest().end({ status: 'rejected', codes: badSequence })
  const { refusal, reason } = await first
  expect(refusal).toMatchObject({ code: 'tx_bad_seq', advice: 'rebuild' })
  expect(reason).toContain('another program')
  await settled()
  expect(submissions).toHaveLength(1)
  commit({ sequence: 55n })
  await settled()
  expect(latest().sequence).toBe(56n)
  latest().apply()
  await second
})

test('behavior: the same batch again after a rejection is another transaction', async () => {
  const { orders, commit, latest, submissions, settled } = setUp()
  const [first, second] = [orders.place(terms), orders.place(terms)]
  await settled()
  latest().end({
    status: 'rejected',
    codes: { transaction: 'tx_insufficient_fee', operations: [] },
    minimumFee: 9_000n,
  })
  expect(await first).toMatchObject({ status: 'rejected', minimumFee: 9_000n, refusal: { advice: 'retry' } })
  await settled()
  expect(submissions).toHaveLength(1)
  commit()
  await settled()
  expect(new Set(submissions.map(({ hash }) => hash)).size).toBe(2)
  latest().apply()
  await second
})

test('error: a batch that the ledger would refuse whatever its state is refused at once', async () => {
  const { orders, pending } = setUp()
  await expect(orders.apply([])).rejects.toBeInstanceOf(InvalidOrderError)
  await expect(orders.place({ ...terms, amount: 0n })).rejects.toBeInstanceOf(InvalidOrderError)
  expect(pending).toHaveLength(1)
})

test('behavior: a batch that its caller changes afterwards is sent as it was', async () => {
  const { orders, latest, settled } = setUp()
  const changes = [{ type: 'place', ...terms } as const]
  const applied = orders.apply(changes)
  changes.pop()
  await settled()
  latest().apply()
  expect((await applied).changes).toHaveLength(1)
})

test('error: an unknown offer is refused on the newest ledger, and the lane goes on', async () => {
  const { orders, latest, settled } = setUp()
  const cancelled = orders.cancel(7n)
  const placed = orders.place(terms)
  await expect(cancelled).rejects.toBeInstanceOf(OfferNotFoundError)
  await settled()
  latest().apply()
  expect(await placed).toMatchObject({ status: 'applied' })
})

test('error: a signer that fails ends its command alone', async () => {
  let fails = true
  const working = keypairSigner(keypair.secret())
  const sign: typeof working.sign = async (hash) => {
    if (!fails) return working.sign(hash)
    fails = false
    throw new Error('no device')
  }
  const { orders, latest, settled } = setUp({ signer: { publicKey: accountId, sign } })
  const [first, second] = [orders.place(terms), orders.place(terms)]
  await expect(first).rejects.toBeInstanceOf(SigningError)
  await settled()
  latest().apply()
  expect(await second).toMatchObject({ status: 'applied' })
})

test('error: more commands than may wait are refused, and nothing of them is sent', async () => {
  const { orders, commit, latest, submissions, settled } = setUp({ maxQueued: 1 })
  const [first, second, third] = [orders.place(terms), orders.place(terms), orders.place(terms)]
  await expect(third).rejects.toBeInstanceOf(OrderQueueFullError)
  await settled()
  latest().apply()
  await first
  commit()
  await settled()
  latest().apply()
  await second
  expect(submissions).toHaveLength(2)
})

test('behavior: pending tells what is out, with a revision that rises, and nothing twice', async () => {
  const { orders, latest, pending, settled } = setUp()
  const placed = orders.place(terms)
  await settled()
  latest().accept()
  latest().accept()
  latest().apply()
  await placed
  await settled()
  expect(pending.map(({ revision }) => revision)).toEqual(pending.map((_, at) => at))
  const shown = pending.map(({ transaction }) => transaction && (transaction.accepted ? 'accepted' : 'sent'))
  expect(shown).toEqual([undefined, 'sent', 'accepted', undefined])
  expect(pending[1]?.transaction).toMatchObject({
    ...{ hash: latest().hash, envelopeXdr: latest().envelopeXdr, sequence: 41n, validUntilMs: startMs + 30_000 },
    ...{ changes: [{ type: 'place', ...terms }], abandoned: false, fault: undefined },
  })
})

test('behavior: orders are those of the ledger that the source commits, and of no ledger twice', () => {
  const { orders, commit, views$, open } = setUp()
  const [seen, late]: [OrdersState[], OrdersState[]] = [[], []]
  const subscription = orders.orders$.subscribe((state) => seen.push(state))
  commit({ offers: [offerOf(7n)] })
  views$.next(views$.value)
  orders.orders$.subscribe((state) => late.push(state)).unsubscribe()
  expect(seen.map(({ ledger, offers }) => [ledger, offers.length])).toEqual([
    [100, 0],
    [101, 1],
  ])
  expect(late).toEqual(seen.slice(1))
  subscription.unsubscribe()
  expect(open.views).toBe(0)
})

test.each<[string, Partial<OrdersOptions>]>([
  ['validForMs', { validForMs: 9_999 }],
  ['validForMs', { validForMs: Number.NaN }],
  ['maxFeePerOperation', { maxFeePerOperation: 99n }],
  ['maxFeePerOperation', { maxFeePerOperation: 42_949_673n }],
  ['maxFeePerOperation', { maxFeePerOperation: 100 as unknown as bigint }],
  ['maxQueued', { maxQueued: -1 }],
  ['networkPassphrase', { networkPassphrase: '' }],
  ['fillsAfter', { fillsAfter: 'now' }],
  ['signer', { signer: { publicKey: accountIdOf('x').slice(1), sign: async () => new Uint8Array(64) } }],
])('error: refuses an option out of its range: %s', (name, options) => {
  const { createOrders } = createFakeNetwork()
  expect(() => createOrders(options)).toThrow(InvalidOptionError)
  expect(() => createOrders(options)).toThrow(name)
})
