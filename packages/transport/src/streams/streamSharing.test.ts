import { take } from 'rxjs'
import { expect, test } from 'vitest'
import { BYEBYE, HELLO, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { event, numbers } from '../../test/numberStreams.ts'
import { recordStream } from './recordStream.ts'

test('behavior: subscribers share one connection, which closes with the last; the next one begins anew', async () => {
  const { server, clock, context } = setUpStreams()
  const stream = recordStream(context, () => numbers)
  const [first, second] = [watch(stream), watch(stream)]
  await clock.advance(0)
  server.latest.send(HELLO + event(1))
  await clock.advance(0)
  const late = watch(stream)
  expect([first.records, second.records, late.records, late.shown]).toEqual([[1], [1], [], 'live'])
  first.leave()
  second.stop()
  expect(server.openCount).toBe(1)
  late.stop()
  await clock.advance(0)
  expect([server.connections.length, server.openCount, clock.timerCount]).toEqual([1, 0, 0])
  expect(first.shown).toBe('connecting')
  watch(stream)
  await clock.advance(0)
  expect(server.latest.url.searchParams.get('cursor')).toBe('100-0')
})

test.each(['live', 'waiting to connect again', 'connecting', 'leaving'] as const)(
  'behavior: closing the client while %s completes everything and leaves nothing behind',
  async (state) => {
    const { server, clock, closed$, context } = setUpStreams()
    if (state === 'waiting to connect again') server.heads.push({ status: 503, body: '' })
    if (state === 'connecting') server.heads.push('never')
    const stream = recordStream(context, () => numbers)
    const watched = watch(stream)
    await clock.advance(0)
    if (state === 'live') server.latest.send(HELLO)
    if (state === 'leaving') server.latest.send(HELLO + BYEBYE)
    await clock.advance(0)
    closed$.next()
    await clock.advance(0)
    expect([watched.isComplete, watched.shown, server.openCount, clock.timerCount]).toEqual([true, 'closed', 0, 0])
    expect(watched.statuses.filter(({ state: shown }) => shown === 'connecting')).toHaveLength(1)
    const late = watch(stream)
    expect([late.isComplete, late.statuses]).toEqual([true, [{ state: 'closed' }]])
  },
)

test('behavior: who leaves in the middle of a chunk gets nothing more of it', async () => {
  const { server, clock, context } = setUpStreams()
  const seen: number[] = []
  const { records$ } = recordStream(context, () => numbers)
  records$.pipe(take(2)).subscribe((n) => seen.push(n))
  await clock.advance(0)
  server.latest.send(HELLO + event(1) + event(2) + event(3))
  await clock.advance(0)
  expect([seen, server.openCount, clock.timerCount]).toEqual([[1, 2], 0, 0])
})

test('error: a stream that cannot say what it is of begins anew with the next subscriber', async () => {
  const { server, clock, context } = setUpStreams()
  let isBroken = true
  const { records$ } = recordStream(context, () => {
    if (isBroken) throw new Error('broken')
    return numbers
  })
  const errors: unknown[] = []
  records$.subscribe({ error: (error) => errors.push(error) })
  expect(errors).toEqual([new Error('broken')])
  isBroken = false
  records$.subscribe()
  await clock.advance(0)
  expect(server.openCount).toBe(1)
})

test('behavior: all who watch the status hear the same last one, also when the first of them leaves because of it', async () => {
  const { server, clock, context } = setUpStreams()
  const { records$, status$ } = recordStream(context, () => numbers)
  const states: string[] = []
  const records = records$.subscribe()
  status$.subscribe(({ state }) => state === 'reconnecting' && records.unsubscribe())
  status$.subscribe(({ state }) => states.push(state))
  await clock.advance(0)
  server.latest.cut()
  await clock.advance(0)
  expect(states).toEqual(['connecting', 'reconnecting', 'connecting'])
})
