import { AbortedError, ClosedError, InvalidOptionError, TimeoutError } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { createFakeNetwork, keypair, market } from '../test/fakeNetwork.ts'
import { SubmissionError } from './errors.ts'
import type { Orders } from './orders.ts'
import type { OrdersOptions } from './ordersOptions.ts'
import type { PendingState } from './ordersState.ts'

const terms = { market, side: 'sell', price: { n: 1, d: 4 }, amount: 100n } as const

function setUp(options: Partial<OrdersOptions> = {}) {
  const network = createFakeNetwork()
  const orders = network.createOrders(options)
  let state: PendingState | undefined
  orders.pending$.subscribe((next) => (state = next))
  const settled = (): Promise<void> => network.clock.advance(0)
  return { ...network, orders, pending: () => state, settled }
}

/** Places an order that its caller can leave. */
function placeAbortable(orders: Orders) {
  const controller = new AbortController()
  return { placed: orders.place(terms, { signal: controller.signal }), abort: () => controller.abort('enough') }
}

test('error: a command that is aborted in the queue is never sent', async () => {
  const { orders, commit, latest, submissions, pending, settled } = setUp()
  const first = orders.place(terms)
  const { placed, abort } = placeAbortable(orders)
  await settled()
  expect(pending()?.queued).toBe(1)
  abort()
  const error = await placed.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(AbortedError)
  expect(error).toMatchObject({ input: undefined, cause: 'enough' })
  expect(pending()?.queued).toBe(0)
  latest().apply()
  await first
  commit()
  await settled()
  expect(submissions).toHaveLength(1)
})

test('error: a signal that has fired before ends the command before anything else', async () => {
  const { orders, submissions, settled } = setUp()
  await expect(orders.place(terms, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(AbortedError)
  await settled()
  expect(submissions).toHaveLength(0)
})

test('error: a command that is aborted while it is signed is never sent, and the lane goes on', async () => {
  const stuck = { publicKey: keypair.publicKey(), sign: () => new Promise<Uint8Array>(() => {}) }
  const { orders, submissions, settled } = setUp({ signer: stuck })
  const [first, second] = [placeAbortable(orders), placeAbortable(orders)]
  await settled()
  first.abort()
  await expect(first.placed).rejects.toBeInstanceOf(AbortedError)
  await settled()
  second.abort()
  await expect(second.placed).rejects.toBeInstanceOf(AbortedError)
  expect(submissions).toHaveLength(0)
})

test('error: a command that is aborted while it waits for a ledger is never sent', async () => {
  const { orders, commit, latest, submissions, settled } = setUp()
  const first = orders.place(terms)
  await settled()
  latest().apply()
  await first
  const { placed, abort } = placeAbortable(orders)
  await settled()
  abort()
  await expect(placed).rejects.toBeInstanceOf(AbortedError)
  commit()
  await settled()
  expect(submissions).toHaveLength(1)
})

test.each(['sent', 'accepted'] as const)(
  'error: a command that is aborted when it is %s names its transaction, which goes on',
  async (when) => {
    const { orders, commit, latest, submissions, pending, settled } = setUp()
    const { placed, abort } = placeAbortable(orders)
    const next = orders.place(terms)
    await settled()
    if (when === 'accepted') latest().accept()
    abort()
    await expect(placed).rejects.toMatchObject({ code: 'SDEX_ABORTED', input: { hash: latest().hash } })
    expect(latest().signal?.aborted).toBe(false)
    expect(pending()).toMatchObject({ queued: 1, transaction: { hash: latest().hash, abandoned: true } })
    commit({ ledger: 200 })
    await settled()
    expect(submissions).toHaveLength(1) // shut until there is a proof
    latest().end({ status: 'expired', provenAtLedger: 107 })
    await settled()
    expect(latest().sequence).toBe(41n)
    expect(pending()).toMatchObject({ queued: 0, transaction: { abandoned: false } })
    latest().apply()
    await next
  },
)

test('error: time runs out in the queue and on the way alike, counted from the command', async () => {
  const { orders, clock, latest, submissions, pending } = setUp()
  const sent = orders.place(terms, { timeoutMs: 1_000 }).catch((error: unknown) => error)
  const queued = orders.place(terms, { timeoutMs: 500 }).catch((error: unknown) => error)
  await clock.advance(500)
  expect(await queued).toBeInstanceOf(TimeoutError)
  expect(await queued).toMatchObject({ input: 500 })
  await clock.advance(500)
  expect(await sent).toBeInstanceOf(TimeoutError)
  expect(await sent).toMatchObject({ input: { hash: latest().hash } })
  expect(pending()?.transaction?.abandoned).toBe(true)
  expect(submissions).toHaveLength(1)
  expect(clock.timerCount).toBe(0)
})

test('error: a timeout that is none is refused', async () => {
  const { orders, submissions, settled } = setUp()
  await expect(orders.place(terms, { timeoutMs: -1 })).rejects.toBeInstanceOf(InvalidOptionError)
  await settled()
  expect(submissions).toHaveLength(0)
})

test('behavior: a submitter that fails is asked again with the same bytes, at least every 30 s, and what it said is shown', async () => {
  const { orders, clock, submissions, latest, pending, settled } = setUp()
  const placed = orders.place(terms)
  await settled()
  for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const { length } = submissions
    latest().fail(new TimeoutError({ message: 'No answer.', remedy: 'Wait.' }))
    await clock.advance(pauseMs - 1)
    expect(submissions).toHaveLength(length)
    await clock.advance(1)
    expect(submissions).toHaveLength(length + 1)
  }
  expect(new Set(submissions.map(({ envelopeXdr }) => envelopeXdr)).size).toBe(1)
  expect(pending()?.transaction?.fault).toContain('No answer.')
  latest().apply()
  expect(await placed).toMatchObject({ status: 'applied' })
  expect(clock.timerCount).toBe(0)
})

test('error: a failure that will not pass ends the command, and the lane stays shut until there is a proof', async () => {
  const { orders, clock, submissions, latest, pending, settled } = setUp()
  const placed = orders.place(terms)
  const next = orders.place(terms)
  await settled()
  latest().fail(new ClosedError({ message: 'The client was closed.', remedy: 'Make another.' }))
  const error = await placed.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(SubmissionError)
  expect(error).toMatchObject({ input: { hash: latest().hash }, cause: { code: 'SDEX_CLOSED' } })
  expect(pending()?.transaction?.abandoned).toBe(true)
  await clock.advance(1_000)
  expect(submissions).toHaveLength(2)
  latest().end({ status: 'expired', provenAtLedger: 100 })
  await settled()
  expect(submissions).toHaveLength(3)
  latest().apply()
  expect(await next).toMatchObject({ status: 'applied' })
})

test('error: a submitter’s error that quotes a secret is shown without it', async () => {
  const { orders, latest, pending, settled } = setUp()
  const placed = orders.place(terms).catch((error: unknown) => error)
  await settled()
  latest().fail(new Error(`refused ${keypair.secret()}`))
  await settled()
  expect(pending()?.transaction?.fault).toBe('refused S…redacted')
  await orders.close()
  await placed
})

test('error: close() ends what waits and what is out, tells which, and leaves nothing behind', async () => {
  const { orders, clock, latest, submissions, pending, open, settled } = setUp()
  const ends: string[] = []
  orders.pending$.subscribe({ complete: () => ends.push('pending') })
  orders.orders$.subscribe({ complete: () => ends.push('orders') })
  orders.fills$.subscribe({ complete: () => ends.push('fills') })
  const [sent, queued] = [orders.place(terms), orders.place(terms)]
  await settled()
  const closing = orders.close()
  await expect(sent).rejects.toMatchObject({ code: 'SDEX_CLOSED', input: { hash: latest().hash } })
  await expect(queued).rejects.toMatchObject({ code: 'SDEX_CLOSED', input: undefined })
  await closing
  await orders.close()
  expect(ends.sort()).toEqual(['fills', 'orders', 'pending'])
  expect(pending()?.transaction).toMatchObject({ hash: latest().hash, abandoned: true })
  expect(submissions).toHaveLength(1)
  expect(latest().signal?.aborted).toBe(true)
  expect(open).toEqual({ views: 0, trades: 0 })
  expect(clock.timerCount).toBe(0)
  await expect(orders.place(terms)).rejects.toBeInstanceOf(ClosedError)
})

test('behavior: close() does not wait for a submitter that does not heed it', async () => {
  const deaf = { submit: () => new Promise<never>(() => {}) }
  const { orders, clock, settled } = setUp({ submitter: deaf })
  const placed = orders.place(terms).catch((error: unknown) => error)
  await settled()
  await orders.close()
  expect(await placed).toBeInstanceOf(ClosedError)
  expect(clock.timerCount).toBe(0)
})

test('behavior: close() between two tries leaves no timer', async () => {
  const { orders, clock, latest, settled } = setUp()
  const placed = orders.place(terms).catch((error: unknown) => error)
  await settled()
  latest().fail(new Error('no route'))
  await settled()
  expect(clock.timerCount).toBe(1)
  await orders.close()
  expect(clock.timerCount).toBe(0)
  expect(await placed).toBeInstanceOf(ClosedError)
})
