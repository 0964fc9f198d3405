import { withDeadline } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { Account, Asset, Keypair, MuxedAccount, Operation } from '@stellar/stellar-sdk/base'
import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import {
  createNetwork,
  envelope,
  gone,
  keypair,
  LEDGER_MS,
  MAX_TIME_S,
  queued,
  refusedBy,
  refusedConnection,
  somebody,
} from '../../test/fakeNetwork.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { SubmissionResult } from '../types/submission.ts'
import { createSubmit } from './createSubmit.ts'
import type { SubmissionPort } from './submissionPort.ts'

test('behavior: a server that is away is waited for when it is asked whether a destination wants a memo', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  let asked = 0
  const accountData: SubmissionPort['accountData'] = async (...args) => {
    asked += 1
    return asked === 1 ? Promise.reject(gone()) : port.accountData(...args)
  }
  const pay = Operation.payment({ destination: somebody, asset: Asset.native(), amount: '1' })
  const end = createSubmit({ ...port, accountData })(envelope(MAX_TIME_S, pay), { checkMemo: true })
  await clock.advance(10_000)
  expect([asked, network.posts]).toEqual([2, 1])
  end.catch(() => {})
})

test('behavior: a server that is away is waited for when it is asked for its network', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [refusedBy(-9)]
  network.reachable = false
  const end = createSubmit(port)(envelope())
  await clock.advance(5_000)
  network.reachable = true
  await clock.advance(10_000)
  expect(await end).toMatchObject({ status: 'rejected' })
})

test('behavior: a submission follows ledgers, and the end of the client, while it is under way and no longer', async () => {
  const { network, port, closed$ } = createNetwork(createVirtualClock())
  network.answers = [refusedBy(-9)]
  const ledgerTicks$ = new Subject<Ledger>()
  const wasFollowed: boolean[] = []
  const post: SubmissionPort['post'] = (...args) => {
    wasFollowed.push(ledgerTicks$.observed, closed$.observed)
    return port.post(...args)
  }
  await createSubmit({ ...port, post, ledgerTicks$ })(envelope())
  expect(wasFollowed).toEqual([true, true])
  expect([ledgerTicks$.observed, closed$.observed]).toEqual([false, false])
})

test('behavior: bytes that were aborted while they were on their way are not refused when they are submitted again', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [refusedBy(-9)]
  const caller = new AbortController()
  const post: SubmissionPort['post'] = (envelopeXdr, signal) =>
    caller.signal.aborted
      ? port.post(envelopeXdr, signal)
      : withDeadline(() => new Promise(() => {}), { clock, signal, what: 'Posting' })
  const submit = createSubmit({ ...port, post })
  const first = expect(submit(envelope(), { signal: caller.signal })).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  await clock.advance(0)
  caller.abort()
  await first
  const second = submit(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(10_000)
  expect(await second).toMatchObject({ status: 'applied' })
})

test('behavior: bytes that were aborted after they were sent are not refused when they are submitted again', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued, refusedBy(-9)]
  const submit = createSubmit(port)
  const caller = new AbortController()
  const first = submit(envelope(), { signal: caller.signal })
  const firstEnd = expect(first).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  await clock.advance(0)
  caller.abort()
  await firstEnd
  const second = submit(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(10_000)
  expect(await second).toMatchObject({ status: 'applied' })
})

test.each([
  ['bytes that were queued before, though nobody listens now', [queued, refusedConnection()], undefined],
  ['bytes that never left, as nobody listened', [refusedConnection()], 'rejected'],
  ['bytes whose end was told', [refusedBy(-9)], 'rejected'],
])('behavior: %s are known, or not, when they are submitted again', async (_, answers, status) => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  const submit = createSubmit(port)
  let end: SubmissionResult | undefined
  for (const answer of [...answers, refusedBy(-9)]) {
    network.answers = [answer]
    end = undefined
    const caller = new AbortController()
    submit(envelope(), { signal: caller.signal }).then(
      (result) => (end = result),
      () => {},
    )
    await clock.advance(500)
    caller.abort()
  }
  await clock.advance(0)
  expect([end?.status, network.posts]).toEqual([status, answers.length + 1])
})

test('behavior: the 1,000 transactions that were sent last are known, and no older ones', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const submit = createSubmit(port)
  const caller = new AbortController()
  const sent = Array.from({ length: 1_001 }, (_, index) => envelope(MAX_TIME_S + index))
  for (const one of sent) submit(one, { signal: caller.signal }).catch(() => {})
  await clock.advance(0)
  expect(network.posts).toBe(1_001)
  caller.abort()
  await clock.advance(0)
  network.answers = [refusedBy(-7)]
  const leaving = new AbortController()
  const ends: string[] = []
  for (const index of [1, 0]) {
    submit(sent[index] ?? '', { signal: leaving.signal }).then(
      ({ status }) => ends.push(`${index} ${status}`),
      () => ends.push(`${index} left`),
    )
    await clock.advance(20_000)
  }
  leaving.abort()
  await clock.advance(0)
  expect(ends).toEqual(['0 rejected', '1 left'])
})

test('behavior: resumed, the bytes are asked for by hash before they are sent again, and no refusal ends them', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [refusedBy(-7)]
  const end = createSubmit(port)(envelope(), { resume: true })
  await clock.advance(0)
  expect(network.posts).toBe(1)
  network.close({ code: 0 })
  await clock.advance(LEDGER_MS)
  expect(await end).toMatchObject({ status: 'applied' })
  expect(await createSubmit(port)(envelope(), { resume: true })).toMatchObject({ status: 'applied' })
  expect(network.posts).toBe(1)
})

test('error: a destination that asks for memos is not paid without one; oneself and a muxed address are', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  const exchange = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(9)).publicKey()
  network.memoRequiredBy = exchange
  network.answers = [queued]
  const payment = (destination: string): string =>
    envelope(MAX_TIME_S, Operation.payment({ destination, asset: Asset.native(), amount: '1' }))
  const submit = createSubmit(port)
  const refused = submit(payment(exchange), { checkMemo: true })
  await expect(refused).rejects.toMatchObject({ code: 'SDEX_MEMO_REQUIRED', input: exchange })
  expect(network.posts).toBe(0)
  network.memoRequiredBy = keypair.publicKey()
  const customer = new MuxedAccount(new Account(exchange, '0'), '7').accountId()
  const caller = new AbortController()
  const payOneself = { destination: keypair.publicKey(), asset: Asset.native(), amount: '1' }
  const byMuxed = new MuxedAccount(new Account(keypair.publicKey(), '0'), '7').accountId()
  const muxed = envelope(MAX_TIME_S, Operation.payment({ ...payOneself, source: byMuxed }))
  for (const envelopeXdr of [payment(keypair.publicKey()), muxed, payment(customer)]) {
    submit(envelopeXdr, { checkMemo: true, signal: caller.signal }).catch(() => {})
  }
  await clock.advance(0)
  expect(network.posts).toBe(3)
  caller.abort()
  await clock.advance(0)
})

test('error: an envelope without a bound, or none at all, is refused before anything is sent', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  const submit = createSubmit(port)
  await expect(submit(envelope(0))).rejects.toMatchObject({ code: 'SDEX_INVALID_OPTION' })
  await expect(submit('AAAA')).rejects.toMatchObject({ code: 'SDEX_INVALID_ENVELOPE' })
  expect(network.posts).toBe(0)
})

test('error: closing the client ends a submission at once and leaves no timer', async () => {
  const clock = createVirtualClock()
  const { network, port, closed$ } = createNetwork(clock)
  network.answers = [queued]
  const end = expect(createSubmit(port)(envelope())).rejects.toMatchObject({ code: 'SDEX_CLOSED' })
  await clock.advance(0)
  closed$.next()
  await end
  expect(clock.timerCount).toBe(0)
})

test('behavior: an abort leaves no timer, and the same bytes can be submitted again', async () => {
  const clock = createVirtualClock()
  const { network, port } = createNetwork(clock)
  network.answers = [queued]
  const submit = createSubmit(port)
  const caller = new AbortController()
  const first = submit(envelope(), { signal: caller.signal })
  const firstEnd = expect(first).rejects.toMatchObject({ code: 'SDEX_ABORTED' })
  await clock.advance(0)
  caller.abort()
  await firstEnd
  await clock.advance(0)
  expect(clock.timerCount).toBe(0)
  const second = submit(envelope())
  await clock.advance(0)
  network.close({ code: 0 })
  await clock.advance(0)
  expect(await second).toMatchObject({ status: 'applied' })
})
