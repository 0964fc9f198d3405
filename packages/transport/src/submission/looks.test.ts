import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import {
  createNetwork,
  envelope,
  gone,
  LEDGER_MS,
  MAX_TIME_S,
  queued,
  refusedBy,
  setUp,
  unclear,
} from '../../test/fakeNetwork.ts'
import { HorizonResponseError, ResponseTooLargeError } from '../errors.ts'
import type { SubmissionResult } from '../types/submission.ts'
import { createSubmit } from './createSubmit.ts'
import type { SubmissionPort } from './submissionPort.ts'

test('behavior: bytes that were queued, and are in no ledger, go again with the fifth ledger, as the queue has dropped them by then', async () => {
  const { clock, network, close, accepted } = setUp(queued)
  await clock.advance(0)
  const posts: number[] = []
  for (let ledger = 0; ledger < 10; ledger += 1) {
    await close()
    posts.push(network.posts)
  }
  expect(posts).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 3])
  expect(accepted()).toBe(1)
})

test('behavior: that another transaction used the number is found out within six ledgers, though nothing told of it', async () => {
  const { clock, end, close } = setUp(queued)
  await clock.advance(0)
  await close('another')
  for (let ledger = 0; ledger < 5; ledger += 1) await close()
  expect(await end).toMatchObject({ status: 'rejected', codes: { transaction: 'tx_bad_seq' } })
})

test('behavior: what happened while the server was away is looked into as soon as it is back', async () => {
  const { clock, network, end, close } = setUp(queued)
  await clock.advance(0)
  network.reachable = false
  await close('another')
  await clock.advance(10_000)
  network.reachable = true
  await clock.advance(LEDGER_MS)
  expect(await end).toMatchObject({ status: 'rejected', codes: { transaction: 'tx_bad_seq' } })
})

test('behavior: once the server answers again each ledger is looked at as it closes', async () => {
  const { clock, network, end, close } = setUp(queued)
  await clock.advance(0)
  network.reachable = false
  await clock.advance(10_000)
  network.reachable = true
  await clock.advance(LEDGER_MS)
  let isOver = false
  void end.then(() => {
    isOver = true
  })
  await close({ code: 0 })
  expect(isOver).toBe(true)
})

test('behavior: while the server is away it is asked after pauses, however fast ledgers are told elsewhere', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  let asked = 0
  const transaction: SubmissionPort['transaction'] = () => {
    asked += 1
    return Promise.reject(gone())
  }
  const caller = new AbortController()
  const end = expect(createSubmit({ ...port, transaction })(envelope(), { signal: caller.signal })).rejects.toThrow()
  for (let count = 0; count < 200; count += 1) {
    network.close()
    await clock.advance(100)
  }
  expect(asked).toBeLessThan(8)
  caller.abort()
  await end
})

test('behavior: nothing is sent any more after a ledger past the bound, also while nothing proves the end', async () => {
  const { network, clock, end, close } = setUp(unclear)
  network.historyLag = 1_000
  while (network.ledger * LEDGER_MS <= MAX_TIME_S * 1_000) await close()
  const { posts } = network
  for (let ledger = 0; ledger < 5; ledger += 1) await close()
  expect([posts > 5, network.posts]).toEqual([true, posts])
  network.historyLag = 0
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'expired' })
})

test('behavior: where one of two servers gave no clear answer, a refusal by the other is no end: the first may have queued the bytes', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [unclear, refusedBy(-9, 5_000n)]
  let end: SubmissionResult | undefined
  void createSubmit({ ...port, serverCount: 2 })(envelope()).then((result) => {
    end = result
  })
  await clock.advance(0)
  expect([network.posts, end]).toEqual([2, undefined])
  network.close({ code: 0 })
  await clock.advance(LEDGER_MS)
  expect(end).toMatchObject({ status: 'applied' })
})

const forbidden = (type: string) =>
  new HorizonResponseError({
    ...{ status: 403, problem: { type, title: '', detail: '', extras: {} } },
    ...{ message: 'Forbidden.', remedy: 'Check what was asked for.' },
  })

test.each([
  ["a proxy's page", forbidden('')],
  ['an answer that is too large', new ResponseTooLargeError({ message: 'Too large.', remedy: 'Raise the bound.' })],
])('behavior: %s in place of what was asked by hash ends nothing', async (_, error) => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  let errors = 2
  const transaction: SubmissionPort['transaction'] = (...args) => {
    errors -= 1
    return errors < 0 ? port.transaction(...args) : Promise.reject(error)
  }
  const end = createSubmit({ ...port, transaction })(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(20_000)
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: what Horizon itself forbids ends bytes that nobody can have, and none that a queue may hold', async () => {
  await expect(setUp(forbidden('forbidden')).end).rejects.toThrow(HorizonResponseError)
  const { clock, end, close } = setUp(unclear, forbidden('forbidden'))
  await clock.advance(0)
  await close()
  await close({ code: 0 })
  expect(await end).toMatchObject({ status: 'applied' })
})

test("behavior: a proxy's page in place of the network, or of a look at a server before it is sent the bytes, ends nothing and says that nobody has them", async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [forbidden(''), refusedBy(-9, 5_000n)]
  let pages = 1
  const asked: SubmissionPort['network'] = (call) => {
    pages -= 1
    return pages < 0 ? port.network(call) : Promise.reject(forbidden(''))
  }
  const end = createSubmit({ ...port, network: asked })(envelope())
  end.catch(() => {})
  await clock.advance(20_000)
  expect(network.posts).toBe(2)
  expect(await end).toMatchObject({ status: 'rejected', minimumFee: 5_000n })
})
