import { expect, test } from 'vitest'
import { HELLO, setUpStreams, watch } from '../../test/fakeStreams.ts'
import { numbers, startLive } from '../../test/numberStreams.ts'
import { recordStream } from './recordStream.ts'
import type { StreamSpec } from './streamSpec.ts'

test.each([
  ['unsubscribed', expect.stringContaining('aborted')],
  ['silent', expect.stringContaining('aborted')],
  ['ended by the server', '200'],
])('behavior: hooks are told how the connection of a stream ended that was %s', async (how, ended) => {
  const told: string[] = []
  const { server, clock, context } = setUpStreams({
    hooks: {
      onResponse: ({ status }) => told.push(String(status)),
      onError: ({ error }) => told.push(String(error)),
    },
  })
  const stream = watch(recordStream(context, () => numbers))
  await clock.advance(0)
  server.latest.send(HELLO)
  await clock.advance(0)
  if (how === 'unsubscribed') stream.stop()
  else if (how === 'silent') await clock.advance(65_000)
  else server.latest.goodbye()
  await clock.advance(0)
  expect(told).toEqual([ended])
  stream.stop()
})

test("behavior: connections, and the turns that the server counts on them, are taken out of the server's budget", async () => {
  const taken: string[] = []
  const limiter = {
    acquire: async ({ priority }: { priority: string }) => void taken.push(priority),
    observe: () => {},
  }
  const { clock } = await startLive({}, { limiter })
  expect(taken).toEqual(['market'])
  await clock.advance(15_000)
  expect(taken).toHaveLength(4)
})

test('behavior: streams that wait for their budget or for their start keep no other from being opened', async () => {
  const never = new Promise<never>(() => {})
  const limiter = {
    acquire: async ({ priority }: { priority: string }) => (priority === 'background' ? never : undefined),
    observe: () => {},
  }
  const { server, clock, context } = setUpStreams({ limiter })
  const waiting: StreamSpec<number>[] = [
    { ...numbers, priority: 'background' },
    { ...numbers, prepare: () => never },
  ]
  const streams = waiting.flatMap((spec) => Array.from({ length: 300 }, () => watch(recordStream(context, () => spec))))
  streams.push(watch(recordStream(context, () => numbers)))
  await clock.advance(0)
  expect(server.openCount).toBe(1)
  for (const stream of streams) stream.stop()
})

test('behavior: streams that are connected share one timer, which goes with the last', async () => {
  const { server, clock, context } = setUpStreams()
  const streams = Array.from({ length: 100 }, () => watch(recordStream(context, () => numbers)))
  await clock.advance(0)
  expect([server.openCount, clock.timerCount]).toEqual([100, 1])
  for (const stream of streams) stream.stop()
  await clock.advance(0)
  expect([server.openCount, clock.timerCount]).toEqual([0, 0])
})
