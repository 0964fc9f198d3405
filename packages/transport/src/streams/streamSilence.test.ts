import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { HELLO, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { event, numbers, startLive } from '../../test/numberStreams.ts'
import { recordStream } from './recordStream.ts'

test('behavior: a connection without an event for a minute is dead, whatever comments come; one with events is not', async () => {
  const { server, clock, stream } = await startLive()
  await clock.advance(50_000)
  server.latest.send(event(1))
  for (let second = 0; second < 59; second += 1) {
    await clock.advance(1_000)
    server.latest.send(': keep-alive\n\nevent: ping\ndata: 1\n\n')
  }
  expect(server.openCount).toBe(1)
  await clock.advance(7_000)
  expect(stream.shown).toContain('No event came from the server for 60 s.')
  expect(server.connections[0]?.isOpen).toBe(false)
  await clock.advance(1_000)
  expect(server.openCount).toBe(1)
})

test('error: comments do not hide that a stream which brings each ledger missed some', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({ bringsEachLedger: true }, { ledgerTicks$, random: () => 1 })
  for (let ledger = 1; ledger <= 3; ledger += 1) {
    await clock.advance(5_000)
    server.latest.send(': keep-alive\n\n')
    await clock.advance(0)
    ledgerTicks$.next(ledger)
  }
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale: The stream is silent while 3 ledgers closed/)
})

test('behavior: after the machine slept the connection is opened anew', async () => {
  const { server, context } = setUpStreams()
  let beat = (_elapsedMs: number): void => {}
  const onBeat = (listener: typeof beat) => {
    beat = listener
    return () => {}
  }
  const sleeper = watch(recordStream({ ...context, beat: onBeat }, () => numbers))
  await new Promise(setImmediate)
  beat(5_000)
  expect(server.openCount).toBe(1)
  beat(3_600_000)
  await new Promise(setImmediate)
  expect(sleeper.shown).toContain('slept')
})

test('behavior: silence while ledgers go on is seen sooner where each ledger brings a record, and hello alone does not mend it', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({ bringsEachLedger: true }, { ledgerTicks$, random: () => 1 })
  for (let ledger = 1; ledger <= 3; ledger += 1) {
    await clock.advance(5_000)
    ledgerTicks$.next(ledger)
  }
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale: The stream is silent while 3 ledgers closed/)
  await clock.advance(1_000)
  server.latest.send(HELLO)
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale/)
  server.latest.send(event(1))
  await clock.advance(0)
  expect(stream.shown).toBe('live')
  server.latest.cut()
  await clock.advance(1_000)
  server.latest.send(HELLO)
  await clock.advance(0)
  expect(stream.shown).toBe('live')
})

test('behavior: only ledgers since its last record count against a stream that brings each', async () => {
  const ledgerTicks$ = new Subject<number>()
  const { server, clock, stream } = await startLive({ bringsEachLedger: true }, { ledgerTicks$ })
  for (let ledger = 1; ledger <= 3; ledger += 1) {
    ledgerTicks$.next(ledger)
    server.latest.send(event(ledger))
    await clock.advance(5_000)
  }
  await clock.advance(10_000)
  for (let ledger = 4; ledger <= 5; ledger += 1) ledgerTicks$.next(ledger)
  await clock.advance(0)
  expect(stream.shown).toBe('live')
  ledgerTicks$.next(6)
  await clock.advance(0)
  expect(stream.shown).toMatch(/^stale/)
})

test('error: silence is seen within a minute also after the clock was put back', async () => {
  const { server, clock, context } = setUpStreams()
  let putBackMs = 0
  const settable = { ...clock, now: () => clock.now() - putBackMs }
  const stream = watch(recordStream({ ...context, clock: settable }, () => numbers))
  await clock.advance(0)
  server.latest.send(HELLO)
  putBackMs = 3_600_000
  await clock.advance(65_000)
  expect(stream.shown).toContain('No event came from the server for 60 s.')
})
