import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BatchEvent, type BatchStatus, isOut, transition } from './transition.ts'

const anyEvents = fc.array(
  fc.constantFrom<BatchEvent>('started', 'sent', 'accepted', 'abandoned', 'refused', 'proved'),
  { maxLength: 12 },
)

/** Every status on the way, impossible events passed over. */
function walk(events: readonly BatchEvent[]): readonly BatchStatus[] {
  const way: BatchStatus[] = ['queued']
  for (const event of events) way.push(transition(way.at(-1) ?? 'queued', event) ?? way.at(-1) ?? 'queued')
  return way
}

test('property: what is out leaves that state by a proof alone', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const way = walk(events)
      const at = way.findIndex(isOut)
      if (at === -1) return
      const proved = events.indexOf('proved', at)
      const still = way.slice(at, proved === -1 ? undefined : proved + 1)
      expect(still.every(isOut)).toBe(true)
      if (proved !== -1) expect(way.at(-1)).toBe('settled')
    }),
  )
})

test('property: what was withdrawn was never out', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const way = walk(events)
      if (way.at(-1) === 'withdrawn') expect(way.some(isOut)).toBe(false)
    }),
  )
})

test('property: a caller who leaves gets either a withdrawal or an orphan, never both', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const way = new Set(walk(events))
      expect(way.has('withdrawn') && way.has('orphaned')).toBe(false)
    }),
  )
})
