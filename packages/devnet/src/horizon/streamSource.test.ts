import { expect, test } from 'vitest'
import { createLedgerMemo } from './ledgerMemo.ts'
import type { StreamEvent } from './sse.ts'
import { streamSource } from './streamSource.ts'

/** A stream of one object that says by a revision whether it is another one. */
function createStage() {
  const memo = createLedgerMemo<readonly StreamEvent[]>({ maxBytes: 1_000, sizeOf: () => 1 })
  let [value, revision, renderings] = [1, {}, 0]
  const source = streamSource(
    {
      type: 'object',
      read: () => {
        renderings += 1
        return { value }
      },
      revisions: () => [revision],
      isNews: (last, now) => last !== now,
    },
    { key: 'object', memo },
  )
  return {
    next: () => source.next().map(({ data }) => data),
    set: (next: number) => {
      memo.forget()
      value = next
      revision = {}
    },
    renderings: () => renderings,
  }
}

test('behavior: what has the same revision is not rendered again', () => {
  const stage = createStage()
  expect(stage.next()).toEqual(['{"value":1}'])
  expect([stage.next(), stage.next(), stage.renderings()]).toEqual([[], [], 1])
  stage.set(2)
  expect(stage.next()).toEqual(['{"value":2}'])
  expect(stage.renderings()).toBe(2)
})

test('behavior: another revision with the same rendering is no news', () => {
  const stage = createStage()
  stage.next()
  stage.set(1)
  expect([stage.next(), stage.renderings()]).toEqual([[], 2])
})
