import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBodyQueue, endBody, failBody, pushChunk } from './createBodyQueue.ts'
import { type BodyReader, tellBody } from './tellBody.ts'

function setUp() {
  const calls: string[] = []
  const source = { pause: () => void calls.push('pause'), resume: () => void calls.push('resume') }
  const queue = createBodyQueue(source, () => calls.push('leave'))
  return { calls, queue, iterator: queue.body[Symbol.asyncIterator]() }
}

test('property: whatever the order of pushing and pulling, the reader gets every byte in order, then the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.constant('pull'), fc.uint8Array({ maxLength: 9 }))), async (steps) => {
      const { queue, iterator } = setUp()
      const pulled: Promise<IteratorResult<Uint8Array>>[] = []
      const sent: number[] = []
      let pulls = 0
      for (const step of steps) {
        if (typeof step === 'string') {
          if (pulls === 0) pulled.push(iterator.next()) // a reader waits for one at a time
          pulls = 1
          continue
        }
        sent.push(...step)
        pushChunk(queue, step)
        pulls = 0
      }
      endBody(queue)
      const got: number[] = []
      for (const { done, value } of await Promise.all(pulled)) if (done !== true) got.push(...value)
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) got.push(...next.value)
      expect(got).toEqual(sent)
    }),
  )
})

test('behavior: a reader who is behind stops the source, and starts it again when it has caught up', async () => {
  const { calls, queue, iterator } = setUp()
  for (let count = 0; count < 3; count += 1) pushChunk(queue, new Uint8Array(40_000))
  expect(calls).toEqual(['pause'])
  await iterator.next()
  expect(calls).toEqual(['pause'])
  await iterator.next()
  expect(calls).toEqual(['pause', 'resume'])
})

test('error: what came before a failure is read first; then it is told, each time', async () => {
  const { queue, iterator } = setUp()
  pushChunk(queue, Uint8Array.of(1))
  failBody(queue, new Error('broken'))
  expect(await iterator.next()).toEqual({ done: false, value: Uint8Array.of(1) })
  await expect(iterator.next()).rejects.toThrow('broken')
  await expect(iterator.next()).rejects.toThrow('broken')
})

test('behavior: leaving ends a pull that waits, tells the source once, and drops what comes later', async () => {
  const { calls, queue, iterator } = setUp()
  const waiting = iterator.next()
  await iterator.return?.()
  await iterator.return?.()
  pushChunk(queue, Uint8Array.of(1))
  endBody(queue)
  expect([await waiting, await iterator.next()]).toEqual(Array(2).fill({ done: true, value: undefined }))
  expect(calls).toEqual(['leave'])
})

test('behavior: leaving after the end tells the source nothing', async () => {
  const { calls, queue, iterator } = setUp()
  endBody(queue)
  await iterator.return?.()
  expect(calls).toEqual([])
})

/** A reader who notes what he is told. */
function createReader(wantsMore: () => boolean = () => true) {
  const told: string[] = []
  const reader: BodyReader = {
    onChunk: (chunk) => {
      told.push(String(chunk))
      return wantsMore()
    },
    onEnd: () => told.push('end'),
    onFail: (error) => told.push(String(error)),
  }
  return { told, reader }
}

test('behavior: a reader that is pushed to gets what has come, then each chunk at once, then the end, once', () => {
  const { calls, queue } = setUp()
  pushChunk(queue, new Uint8Array(70_000).fill(1))
  pushChunk(queue, Uint8Array.of(2))
  const { told, reader } = createReader()
  tellBody(queue.body, reader)
  expect(told.map((text) => text.slice(0, 3))).toEqual(['1,1', '2'])
  pushChunk(queue, Uint8Array.of(3))
  endBody(queue)
  endBody(queue)
  expect(told.slice(2)).toEqual(['3', 'end'])
  expect(calls).toEqual(['pause', 'resume'])
})

test('behavior: who is told hears of a body that was over before', () => {
  const [ended, failed] = [setUp().queue, setUp().queue]
  const readers = [createReader(), createReader()]
  pushChunk(ended, Uint8Array.of(1))
  endBody(ended)
  failBody(failed, new Error('broken'))
  for (const [index, queue] of [ended, failed].entries()) tellBody(queue.body, readers[index]?.reader ?? expect.fail())
  expect(readers.map(({ told }) => told)).toEqual([['1', 'end'], ['Error: broken']])
})

test('behavior: who wants no more is told nothing more', () => {
  for (const isBefore of [true, false]) {
    const { calls, queue } = setUp()
    const { told, reader } = createReader(() => false)
    if (!isBefore) tellBody(queue.body, reader)
    for (const value of [1, 2]) pushChunk(queue, Uint8Array.of(value))
    if (isBefore) tellBody(queue.body, reader)
    failBody(queue, new Error('broken'))
    expect([told, calls]).toEqual([['1'], ['leave']])
  }
})

test('behavior: a body that breaks while its reader hears what came before tells that after it', () => {
  const { calls, queue } = setUp()
  for (const value of [1, 2]) pushChunk(queue, new Uint8Array(40_000).fill(value))
  const { told, reader } = createReader(() => {
    failBody(queue, new Error('broken'))
    return true
  })
  tellBody(queue.body, reader)
  expect(told.map((text) => text.slice(0, 3))).toEqual(['1,1', '2,2', 'Err'])
  expect(calls).toEqual(['pause'])
})

test('behavior: a body of another make is read chunk by chunk, and left when no more is wanted', async () => {
  let isLeft = false
  async function* body(): AsyncGenerator<Uint8Array> {
    try {
      for (let value = 1; ; value += 1) yield Uint8Array.of(value)
    } finally {
      isLeft = true
    }
  }
  const { told, reader } = createReader(() => told.length < 2)
  tellBody(body(), reader)
  await expect.poll(() => isLeft).toBe(true)
  expect(told).toEqual(['1', '2'])
})

test('error: what a body of another make breaks with is told, also at once', async () => {
  const next = (): never => {
    throw new Error('broken')
  }
  const bodies = [async () => next(), next].map((broken) => ({ [Symbol.asyncIterator]: () => ({ next: broken }) }))
  for (const body of bodies) {
    const { told, reader } = createReader()
    tellBody(body, reader)
    await expect.poll(() => told).toEqual(['Error: broken'])
  }
})
