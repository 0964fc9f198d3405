import { setTimeout as sleep } from 'node:timers/promises'
import { sized } from '../ledger/sized.ts'
import type { BenchRow } from '../ledger.ts'
import { type DevnetProcess, startDevnet } from './children.ts'
import { type ConnectionPool, createPool, getRequest, submissionRequest } from './httpConnection.ts'
import { createSources, type Signed } from './signing.ts'
import type { Stage } from './stage.ts'

const SOURCES = sized(2_000, 100)
const HELD_MS = sized(60_000, 2_000)
const BAR = 1_000
/** A little above the bar: what is late in one second is not missing in the next. */
const SENT_PER_SECOND = sized(1_100, 50)
const TICK_MS = 10
/** The rate has to hold in each stretch of this length, and not on the whole alone. */
const STRETCH_MS = sized(10_000, 1_000)
/** What was sent last may take so long. */
const LAST_RESULTS_MS = 5_000

const STAGE: Stage = { ledgerMs: 500, markets: 200, offersPerMarket: 20, traders: SOURCES, marketsPerTrader: 1 }

/** Sends a transaction, and resolves when its result was read. */
type Submit = (signed: Signed) => Promise<void>

/** The synchronous route answers with the result. */
function submitAndWait(pool: ConnectionPool): Submit {
  return async ({ envelopeXdr }) => {
    const { status, text } = await pool.request(submissionRequest('/transactions', envelopeXdr))
    if (status !== 200) throw new Error(`Answered ${status}: ${text()}`)
  }
}

/** The asynchronous one answers that it waits: after each ledger it is looked for by its hash. */
function submitAndLookUp(net: DevnetProcess, pool: ConnectionPool): Submit {
  let closed = Promise.resolve()
  let announce: () => void = () => undefined
  const begin = (): void => {
    closed = new Promise((resolve) => {
      announce = resolve
    })
  }
  begin()
  net.onClosed(() => {
    announce()
    begin()
  })
  return async ({ envelopeXdr, hash }) => {
    const next = closed
    const { status, text } = await pool.request(submissionRequest('/transactions_async', envelopeXdr))
    if (status !== 201) throw new Error(`Answered ${status}: ${text()}`)
    await next
    for (;;) {
      const found = await pool.request(getRequest(`/transactions/${hash}`))
      if (found.status === 200) return
      if (found.status !== 404) throw new Error(`Answered ${found.status}: ${found.text()}`)
      await closed
    }
  }
}

/** Sends at an even rate from the sources that wait for nothing, and counts results by the second. */
async function holdRate(bySource: readonly (readonly Signed[])[], submit: Submit): Promise<readonly number[]> {
  const startMs = performance.now()
  const seconds = Array.from({ length: HELD_MS / 1_000 }, () => 0)
  const idle = bySource.map((signed) => signed[Symbol.iterator]())
  const faults: unknown[] = []
  let sent = 0
  let waiting = 0
  const play = async (source: ArrayIterator<Signed>): Promise<void> => {
    const { value, done } = source.next()
    if (done === true) return
    waiting += 1
    await submit(value)
    waiting -= 1
    const second = Math.floor((performance.now() - startMs) / 1_000)
    seconds[second] = (seconds[second] ?? 0) + 1
    idle.push(source)
  }
  for (let nowMs = 0; nowMs < HELD_MS; nowMs = performance.now() - startMs) {
    const due = Math.floor((nowMs / 1_000) * SENT_PER_SECOND)
    for (; sent < due && idle.length > 0; sent += 1) {
      const source = idle.shift()
      if (source !== undefined) play(source).catch((fault) => faults.push(fault))
    }
    if (faults.length > 0) throw faults[0]
    await sleep(TICK_MS)
  }
  const endMs = performance.now() + LAST_RESULTS_MS
  while (waiting > 0 && performance.now() < endMs) await sleep(TICK_MS)
  if (waiting > 0) throw new Error(`${waiting} transactions have no result`)
  return seconds.slice(0, HELD_MS / 1_000)
}

/** The lowest rate of any stretch. */
function lowestRate(seconds: readonly number[]): number {
  const length = STRETCH_MS / 1_000
  const rates = seconds
    .slice(length - 1)
    .map((_, first) => seconds.slice(first, first + length).reduce((sum, count) => sum + count, 0) / length)
  return Math.min(...rates)
}

async function measure(
  name: string,
  submitOf: (net: DevnetProcess, pool: ConnectionPool) => Submit,
): Promise<Omit<BenchRow, 'bench'>> {
  await using net = await startDevnet(STAGE)
  using pool = createPool(net.ready.url)
  const each = Math.ceil((SENT_PER_SECOND * HELD_MS) / 1_000 / SOURCES) + 1
  const bySource = createSources(net.ready, net.stage).map((source) =>
    Array.from({ length: each }, () => source.next()),
  )
  await pool.fill(SOURCES)
  const seconds = await holdRate(bySource, submitOf(net, pool))
  const ours = lowestRate(seconds.slice(1)) // results of the first ledger come half a second late
  return {
    metric: `trades from submission to result ${name}, ${SOURCES} sources, ledgers of ${STAGE.ledgerMs} ms, held for ${HELD_MS / 1_000} s, cadence immediate`,
    ...{ unit: '1/s', ours, against: 'bar', theirs: BAR },
    ...{ ratio: ours / BAR, bar: 1, ok: ours >= BAR },
  }
}

/** Both ways to submit. The rate is that of the slowest ten seconds. */
export async function submissionRows(): Promise<readonly Omit<BenchRow, 'bench'>[]> {
  return [
    await measure('by POST /transactions', (_, pool) => submitAndWait(pool)),
    await measure('by POST /transactions_async and GET /transactions/{hash}', submitAndLookUp),
  ]
}

if (import.meta.main) console.log(JSON.stringify(await submissionRows(), null, 2))
