import { createVirtualClock } from '@sdex/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bumpResultXdr,
  createNetwork,
  envelope,
  feeBump,
  gone,
  LEDGER_MS,
  MAX_TIME_S,
  notTaken,
  queued,
  refusedBy,
  refusedConnection,
  resultXdr,
  SEQUENCE,
  setUp,
  unclear,
} from '../../test/fakeNetwork.ts'
import { ServersDownError } from '../endpoints/errors.ts'
import { QueueFullError } from '../errors.ts'
import type { SubmissionResult } from '../types/submission.ts'
import { createSubmit } from './createSubmit.ts'
import type { PostAnswer, SubmissionPort } from './submissionPort.ts'

test('behavior: queued, then in a ledger: applied, told as accepted once, sent once, and nothing is left', async () => {
  const { clock, network, end, close, accepted } = setUp(queued)
  await clock.advance(0)
  await close({ code: 0 })
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
  expect([accepted(), network.posts, clock.timerCount]).toEqual([1, 1, 0])
})

test('behavior: a failure in the ledger tells its codes', async () => {
  const { clock, end, close } = setUp(queued)
  await clock.advance(0)
  await close({ code: -1 })
  expect(await end).toMatchObject({ status: 'failed', codes: { transaction: 'tx_failed' } })
})

test('behavior: a fresh refusal that no ledger will take is final, with the fee that would have passed', async () => {
  const { clock, end } = setUp(refusedBy(-9, 5_000n))
  await clock.advance(0)
  expect(await end).toMatchObject({
    status: 'rejected',
    codes: { transaction: 'tx_insufficient_fee' },
    minimumFee: 5_000n,
  })
})

test('behavior: a refusal of bytes that another client brought into a ledger is no end: the ledger has it', async () => {
  const { clock, network, end } = setUp(refusedBy(-7))
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
})

test('behavior: after an answer that was lost a refusal proves nothing: the first copy is applied', async () => {
  const { clock, network, end, close } = setUp(gone(), refusedBy(-7))
  await clock.advance(0)
  await clock.advance(10_000)
  expect(network.posts).toBeGreaterThan(1)
  await close({ code: 0 })
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'applied' })
})

test.each([
  ['nobody listens', refusedConnection()],
  ['the queue here is full', new QueueFullError({ message: 'Full.', remedy: 'Wait.' })],
  ['no server can be asked', new ServersDownError({ message: 'All down.', remedy: 'Wait.' })],
  ['the server has no budget left', notTaken],
])('behavior: bytes that nobody took, because %s, are in no queue: a refusal of them is final', async (_, error) => {
  const { clock, network, end } = setUp(error, refusedBy(-9, 5_000n))
  await clock.advance(10_000)
  expect([await end, network.posts]).toMatchObject([{ status: 'rejected', minimumFee: 5_000n }, 2])
})

test('behavior: a 504 after which the bytes never arrive ends as expired, proved by a ledger past the bound', async () => {
  const { clock, network, end, close } = setUp(unclear)
  for (let ledger = 2; ledger * LEDGER_MS <= MAX_TIME_S * 1_000; ledger += 1) {
    await close()
    await clock.advance(0)
  }
  let isOver = false
  void end.then(() => (isOver = true))
  await clock.advance(0)
  expect(isOver).toBe(false) // the last ledger closed at the bound itself: it may hold the transaction
  await close()
  expect(await end).toEqual({ status: 'expired', hash: expect.any(String), provenAtLedger: network.ledger })
})

test('behavior: TRY_AGAIN_LATER is asked by hash and sent again with the next ledger', async () => {
  const { clock, network, end, close } = setUp(notTaken, queued)
  await clock.advance(0)
  await close()
  expect(network.posts).toBe(2)
  await close({ code: 0 })
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: what is too early is sent again with the next ledger', async () => {
  const { clock, network, close } = setUp(refusedBy(-2), queued)
  await clock.advance(0)
  await close()
  expect(network.posts).toBe(2)
})

const failedPerhapsInLedger = (code: number): PostAnswer => ({
  ...{ type: 'refused', resultXdr: resultXdr(code), mayBeInLedger: true },
})

test('behavior: a refusal that may be of a ledger is none: a server that lags does not know the hash yet', async () => {
  const { clock, network, end } = setUp(failedPerhapsInLedger(-1))
  network.close({ code: -1 })
  network.lags = [5]
  await clock.advance(20_000)
  network.lags = [0]
  await clock.advance(20_000)
  expect(await end).toMatchObject({ status: 'failed', ledger: 2, codes: { transaction: 'tx_failed' } })
})

test('behavior: a refusal that may be of a ledger, and is of none, ends with the time bound; one for the fee at once', async () => {
  const { clock, network, end, close } = setUp(failedPerhapsInLedger(-6))
  for (; network.ledger < 22; await clock.advance(0)) await close()
  expect(await end).toMatchObject({ status: 'expired' })
  expect(await setUp(failedPerhapsInLedger(-9)).end).toMatchObject({ status: 'rejected' })
})

test('behavior: a listener that throws does not end a transaction that is queued', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const onAccepted = (): never => {
    throw new TypeError('the listener is broken')
  }
  const end = createSubmit(port)(envelope(), { onAccepted })
  createSubmit(port)(envelope(), { onAccepted: async () => onAccepted() })
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await end).toMatchObject({ status: 'applied' })
})

test('behavior: a fee bump is judged by what was said of its inner transaction, which was applied by itself', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [{ type: 'refused', resultXdr: bumpResultXdr(-5), mayBeInLedger: false }]
  network.close({ code: 0 })
  const end = createSubmit(port)(feeBump(envelope()))
  await clock.advance(30_000)
  expect(await end).toMatchObject({ status: 'applied', ledger: 2 })
})

test('behavior: a refusal of a fee bump tells the inner code too', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [{ type: 'refused', resultXdr: bumpResultXdr(-6), mayBeInLedger: false }]
  expect(await createSubmit(port)(feeBump(envelope()))).toMatchObject({
    status: 'rejected',
    codes: { transaction: 'tx_fee_bump_inner_failed', innerTransaction: 'tx_bad_auth' },
  })
})

test('behavior: where another server is there, bytes without a clear answer go to it at once', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [unclear, queued]
  const end = createSubmit({ ...port, serverCount: 2 })(envelope())
  await clock.advance(0)
  expect(network.posts).toBe(2)
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await end).toMatchObject({ status: 'applied' })
})

/** What may happen between two moments of a run. */
const anyMoment = fc.record({
  answer: fc.constantFrom<PostAnswer | 'lost'>(queued, notTaken, unclear, refusedBy(-7), refusedBy(-5), 'lost'),
  reachable: fc.boolean(),
  historyLag: fc.nat(3),
  lags: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }),
  event: fc.constantFrom('nothing', 'ledger', 'ledger', 'apply', 'usedByAnother'),
})

test('property: whatever is lost, refused or away, the end is the ledger’s own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyMoment, { maxLength: 25 }), async (moments) => {
      const clock = createVirtualClock()
      const { network, port } = createNetwork(clock)
      network.answers = [moments[0]?.answer === 'lost' ? gone() : (moments[0]?.answer ?? queued)]
      let mayApply = false // bytes that some queue took, or may have taken
      const counted: SubmissionPort = {
        ...port,
        post: async (...args) => {
          const [next] = network.answers
          if (next instanceof Error || (next !== undefined && next.type !== 'refused' && next.type !== 'notTaken')) {
            mayApply = true
          }
          return port.post(...args)
        },
      }
      let end: SubmissionResult | undefined
      const done = createSubmit(counted)(envelope()).then((result) => {
        end = result
      })
      await clock.advance(0)
      for (const { answer, reachable, historyLag, lags, event } of moments) {
        network.answers = [answer === 'lost' ? gone() : answer]
        network.reachable = reachable
        network.historyLag = historyLag
        network.lags = lags
        const isFree = network.sequence < SEQUENCE && (network.ledger + 1) * LEDGER_MS <= MAX_TIME_S * 1_000
        if (event === 'apply' && isFree && mayApply) network.close({ code: 0 })
        else if (event === 'usedByAnother' && isFree) network.close('another')
        else if (event !== 'nothing') network.close()
        await clock.advance(LEDGER_MS)
        if (end !== undefined) break
      }
      network.reachable = true
      network.historyLag = 0
      network.lags = [0, 5]
      network.answers = [refusedBy(-3)]
      for (let ledger = 0; end === undefined && ledger < 40; ledger += 1) {
        network.close()
        await clock.advance(LEDGER_MS)
      }
      await done
      const isApplied = network.history.some(({ hash }) => hash !== 'another')
      expect(end?.status === 'applied').toBe(isApplied)
      expect(clock.timerCount).toBe(0)
    }),
    { numRuns: 500 },
  )
})
