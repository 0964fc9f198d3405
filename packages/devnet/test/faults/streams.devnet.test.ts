import { createVirtualClock, type VirtualClock } from '@sdex/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDevnet, type Devnet, type Fault } from '../../src/index.ts'
import { type Events, openEvents } from '../events.ts'

let net: Devnet
let clock: VirtualClock
/** A loaded machine takes its time. */
const patient = { timeout: 10_000 }

beforeEach(async () => {
  clock = createVirtualClock(1_800_000_000_000)
  net = await createDevnet({ ledgerMs: 'manual', clock })
  for (let ledger = 2; ledger <= 5; ledger += 1) await net.closeLedger()
})
afterEach(() => net.close())

const followLedgers = (limit: number): Promise<Events> => openEvents(`${net.url}/ledgers?limit=${limit}`)

/** The ledgers that a stream told, as far as it told any. */
async function ledgersOf(fault: Fault, limit: number): Promise<readonly number[]> {
  net.faults.inject(fault)
  await using events = await followLedgers(limit)
  return (await events.rest()).flatMap(({ id }) => (id === undefined ? [] : [Number(BigInt(id) >> 32n)]))
}

test('behavior: repeated events come twice each', async () => {
  expect(await ledgersOf({ type: 'repeatedEvents' }, 3)).toEqual([1, 1, 2, 2, 3, 3])
})

test('behavior: a stream that skips back tells again what it told, and goes on', async () => {
  expect(await ledgersOf({ type: 'skipBack', afterEvents: 3, events: 2 }, 4)).toEqual([1, 2, 3, 2, 3, 4])
})

test('error: a stream that fails says why, and not goodbye', async () => {
  net.faults.inject({ type: 'streamError', afterEvents: 2, text: 'problem: timeout. full details: none' })
  await using events = await followLedgers(4)
  expect((await events.rest()).slice(2)).toMatchObject([
    { id: '8589934592' },
    { event: 'error', data: 'problem: timeout. full details: none' },
  ])
})

test('error: a half-open stream is silent and stays open past its life', async () => {
  net.faults.inject({ type: 'silentStream', afterEvents: 1 })
  await using events = await followLedgers(200)
  expect(await events.next()).toMatchObject({ event: 'open' })
  expect(await events.next()).toMatchObject({ id: '4294967296' })
  let isOver = false
  const ended = events.next().then(
    () => {
      isOver = true
    },
    () => undefined,
  )
  await net.closeLedger()
  await clock.advance(120_000)
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(isOver).toBe(false)
  await events[Symbol.asyncDispose]()
  await ended
})

test('error: a reset in mid event leaves half of it, and the client without goodbye', async () => {
  net.faults.inject({ type: 'reset', at: 'midEvent', afterEvents: 2 })
  const response = await fetch(`${net.url}/ledgers`, { headers: { Accept: 'text/event-stream' } })
  let text = ''
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString()
  }
  await expect(read()).rejects.toThrow()
  expect(text.split('\n\n')).toHaveLength(4) // hello, two ledgers, half of the third
  expect(text).toContain('id: 12884901888\n')
  expect(text.endsWith('\n\n')).toBe(false)
})

test.each(['beforeHeaders', 'afterHeaders'] as const)('error: a stream may be reset at %s', async (at) => {
  net.faults.inject({ type: 'reset', at })
  const failed = fetch(`${net.url}/ledgers`, { headers: { Accept: 'text/event-stream' } }).then((response) =>
    response.text(),
  )
  await expect(failed).rejects.toThrow()
})

test('error: no stream starts while the server is over capacity', async () => {
  net.faults.inject({ type: 'failure', slug: 'server_over_capacity', match: { stream: true, times: 1 } })
  await expect(followLedgers(1)).rejects.toThrow('answered 503')
  await using events = await followLedgers(1)
  expect(await events.rest()).toHaveLength(3)
})

test('behavior: what a fault leaves open the network closes', async () => {
  net.faults.inject({ type: 'silentStream' })
  await using events = await followLedgers(1)
  expect(await events.next()).toMatchObject({ event: 'open' })
  await net.close()
  await expect(events.next()).rejects.toThrow()
  await expect.poll(() => clock.timerCount, patient).toBe(0)
})
