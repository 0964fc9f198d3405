import { setTimeout as sleep } from 'node:timers/promises'
import { createScope, type Scope } from '@sdex/primitives'
import { type Child, KINDS, type Kind, median, start } from './horizon/children.ts'
import { sized } from './horizon/sized.ts'
import type { Usage } from './horizon/streamClient.ts'
import type { BenchRow } from './wire.ts'

const STREAMS = sized(1_000, 10)
/** After which memory is measured; two ledgers come meanwhile. */
const [LEDGER_MS, LEDGERS] = sized([5_000, 2], [100, 1])
const [WARM_UP_WAVES, ROUNDS, WAVES] = sized([6, 9, 8], [1, 1, 1])
/**
 * Compiling undici's parser takes 16 MB of a worker's malloc arena, whatever the number of streams. In three processes of four 13 of them are given back,
 * in one they stay, so that one round tells as much of that as of streams.
 */
const MEMORY_ROUNDS = sized(5, 1)

const WHAT = `${STREAMS} streams of 4 kB messages`
const SDK = 'stellar-sdk CallBuilder.stream()'
const UNDICI = 'undici, JSON.parse'

type Figures = { readonly cpuUs: number; readonly kbPerStream: number }
type Pair = AsyncDisposable & { readonly server: Child; readonly client: Child }

/** Each client has a server of its own, so that a wave is of one of them. */
async function open(kind: Kind, streams: number): Promise<Pair> {
  const server = await start('server.ts')
  const client = await start('streamClient.ts', kind, String(server.first), String(streams))
  return {
    server,
    client,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

const usage = async ({ client }: Pair): Promise<Usage> => (await client.ask('usage')) as Usage

/** A message on each stream, and word that all of them came. */
async function wave({ server, client }: Pair): Promise<void> {
  const done = client.next()
  server.tell('wave')
  await done
}

type Pairs = Readonly<Record<Kind, Pair>>

/** One of each client. */
async function openAll(streams: number, scope: Scope): Promise<Pairs> {
  const begin = async (kind: Kind): Promise<Pair> => {
    const pair = await open(kind, streams)
    scope.add(async () => pair[Symbol.asyncDispose]())
    return pair
  }
  return { ours: await begin('ours'), sdk: await begin('sdk'), undici: await begin('undici') }
}

/** What a stream takes in processes that were just started. */
async function measureMemory(held: Pairs): Promise<Readonly<Record<Kind, number>>> {
  await using scope = createScope()
  const bare = await openAll(0, scope)
  for (let ledger = 0; ledger < LEDGERS; ledger += 1) {
    await sleep(LEDGER_MS / 2)
    for (const kind of KINDS) await wave(held[kind])
    await sleep(LEDGER_MS / 2)
  }
  const kb: Record<Kind, number> = { ours: 0, sdk: 0, undici: 0 }
  for (const kind of KINDS) kb[kind] = ((await usage(held[kind])).rssKb - (await usage(bare[kind])).rssKb) / STREAMS
  return kb
}

async function measureCpu(held: Pairs): Promise<Readonly<Record<Kind, number>>> {
  const cpuUs: Readonly<Record<Kind, number[]>> = { ours: [], sdk: [], undici: [] }
  for (const kind of KINDS) for (let count = 0; count < WARM_UP_WAVES; count += 1) await wave(held[kind])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of KINDS) {
      const { cpuMs } = await usage(held[kind])
      for (let count = 0; count < WAVES; count += 1) await wave(held[kind])
      cpuUs[kind].push((((await usage(held[kind])).cpuMs - cpuMs) * 1_000) / (WAVES * STREAMS))
    }
  }
  return { ours: median(cpuUs.ours), sdk: median(cpuUs.sdk), undici: median(cpuUs.undici) }
}

async function measure(): Promise<Readonly<Record<Kind, Figures>>> {
  const kb: Readonly<Record<Kind, number[]>> = { ours: [], sdk: [], undici: [] }
  const memoryRound = async (held: Pairs): Promise<void> => {
    const round = await measureMemory(held)
    for (const kind of KINDS) kb[kind].push(round[kind])
  }
  for (let round = 1; round < MEMORY_ROUNDS; round += 1) {
    await using scope = createScope()
    await memoryRound(await openAll(STREAMS, scope))
  }
  await using scope = createScope()
  const held = await openAll(STREAMS, scope)
  await memoryRound(held)
  const cpuUs = await measureCpu(held)
  const figures = (kind: Kind): Figures => ({ cpuUs: cpuUs[kind], kbPerStream: median(kb[kind]) })
  return { ours: figures('ours'), sdk: figures('sdk'), undici: figures('undici') }
}

/** Every row of this file. */
export async function rows(): Promise<readonly BenchRow[]> {
  const { ours, sdk, undici } = await measure()
  const common = { bench: 'transport-streams' }
  const cpu = { ...common, metric: `${WHAT}, each dropped: CPU a message`, unit: 'us', ours: ours.cpuUs }
  const memory = { ...common, metric: `${WHAT}: memory a stream`, unit: 'kB', ours: ours.kbPerStream }
  const row = (base: typeof cpu, other: { against: string; theirs: number; bar: number }): BenchRow => {
    const ratio = base.ours / other.theirs
    return { ...base, ...other, ratio, ok: ratio <= other.bar }
  }
  return [
    row(cpu, { against: SDK, theirs: sdk.cpuUs, bar: 0.7 }),
    row(cpu, { against: UNDICI, theirs: undici.cpuUs, bar: 1.3 }),
    row(memory, { against: SDK, theirs: sdk.kbPerStream, bar: 0.4 }),
    row(memory, { against: UNDICI, theirs: undici.kbPerStream, bar: 1.3 }),
  ]
}

if (import.meta.main) console.log(JSON.stringify(await rows(), null, 2))
