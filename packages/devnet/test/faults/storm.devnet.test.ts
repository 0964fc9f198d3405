import { type Random, seededRandom } from '@sdex/primitives'
import { createVirtualClock } from '@sdex/testkit'
import { expect, test } from 'vitest'
import { createDevnet, type Devnet, type Fault } from '../../src/index.ts'

/** One of every type, and the variants that go other ways. */
const FAULTS: readonly Fault[] = [
  { type: 'latency', distribution: { type: 'logNormal', medianMs: 20, sigma: 1 } },
  { type: 'latency', phase: 'answer', distribution: { type: 'uniform', minMs: 1, maxMs: 40 } },
  { type: 'rateLimited' },
  { type: 'failure', slug: 'timeout' },
  { type: 'htmlPage', status: 200 },
  { type: 'submissionTimeout', outcome: 'applied', delayLedgers: 1 },
  { type: 'submissionDropped' },
  ...(['request', 'beforeHeaders', 'afterHeaders', 'midBody', 'midEvent'] as const).map(
    (at): Fault => ({ type: 'reset', at }),
  ),
  { type: 'truncatedBody' },
  { type: 'silentStream', afterEvents: 1 },
  { type: 'repeatedEvents' },
  { type: 'skipBack', afterEvents: 2, events: 2 },
  { type: 'streamError' },
  { type: 'refusedConnections' },
  { type: 'backends', backends: [{ lagLedgers: 1 }, { lagMs: 30 }, { flipsTrades: true }], choose: 'random' },
  { type: 'ingestionLag', lagLedgers: 1, lagMs: 10 },
  { type: 'stalledLedgers' },
  { type: 'hurriedLedgers', everyMs: 10 },
  { type: 'emptyLedgers' },
  { type: 'networkReset' },
  { type: 'opaqueTransaction' },
]
const CONDITIONS: readonly string[] = FAULTS.slice(-8, -2).map(({ type }) => type)

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item
}

const patient = { timeout: 10_000 }

async function askQuickly(net: Devnet, random: Random): Promise<void> {
  const accept = random() < 0.3 ? 'text/event-stream' : 'application/json'
  const path = pick(['/', '/ledgers?limit=2', '/transactions?order=desc', '/trades', '/nowhere'], random)
  const signal = AbortSignal.timeout(20)
  const response = await fetch(net.url + path, { headers: { Accept: accept }, signal }).catch(() => undefined)
  await response?.text().catch(() => undefined) // broken off, refused or out of time: all of it is meant
}

test('property: whatever went wrong, once it is over everything is as ever, and nothing is left behind', async () => {
  const errors: unknown[] = []
  const random = seededRandom(20)
  const clock = createVirtualClock(1_800_000_000_000)
  const net = await createDevnet({ ledgerMs: 'manual', clock, onError: (error) => void errors.push(error) })
  for (let round = 0; round < 120; round += 1) {
    const fault = pick(FAULTS, random)
    const isTimed = random() < 0.5 || CONDITIONS.includes(fault.type)
    const match = isTimed ? { probability: 0.5, forMs: 1 + Math.floor(random() * 50) } : { times: 2 }
    const remove = net.faults.inject({ ...fault, match })
    const asked = [askQuickly(net, random), askQuickly(net, random)]
    if (random() < 0.7) await net.closeLedger()
    await clock.advance(Math.floor(random() * 40))
    await Promise.all(asked)
    if (random() < 0.4) remove()
  }
  net.faults.clear()
  expect(net.faults.list()).toEqual([])
  const { sequence } = await net.closeLedger()
  const read = () => fetch(net.url).then((response) => response.json())
  await expect.poll(read, patient).toMatchObject({ history_latest_ledger: sequence, core_latest_ledger: sequence })
  await clock.advance(60_000) // servers that were taken out, and streams
  await expect.poll(() => clock.timerCount, patient).toBe(0)
  expect(errors).toEqual([])
  await net.close()
})
