import { KINDS, type Kind, median, start } from './horizon/children.ts'
import type { RequestRound } from './horizon/requestClient.ts'
import { sized } from './horizon/sized.ts'
import type { BenchRow } from './wire.ts'

const WARM_UP_MS = sized(1_500, 50)
const ROUNDS = sized(24, 1)
const ROUND_MS = sized(300, 50)

const WHAT = 'GET /order_book of 50 markets, 50 at once'
const SDK = 'stellar-sdk Horizon.Server'
/** 50 connections, as the SDK opens for itself and ours is told to. The server is a bare socket: a whole one would be what is measured. */
const UNDICI = 'undici Pool, JSON.parse; 50 connections each, to a bare socket server'

type Figures = { readonly perSecond: number; readonly cpuUs: number }

/** What each client did in rounds by turns, in the middle. */
async function measure(): Promise<Readonly<Record<Kind, Figures>>> {
  await using server = await start('server.ts')
  const begin = (kind: Kind) => start('requestClient.ts', kind, String(server.first))
  await using ours = await begin('ours')
  await using sdk = await begin('sdk')
  await using undici = await begin('undici')
  const clients = { ours, sdk, undici }
  for (const kind of KINDS) await clients[kind].ask(String(WARM_UP_MS))
  const rounds: Readonly<Record<Kind, RequestRound[]>> = { ours: [], sdk: [], undici: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of KINDS) rounds[kind].push((await clients[kind].ask(String(ROUND_MS))) as RequestRound)
  }
  const figures = (kind: Kind): Figures => ({
    perSecond: median(rounds[kind].map(({ requests, elapsedMs }) => (requests / elapsedMs) * 1_000)),
    cpuUs: median(rounds[kind].map(({ requests, cpuMs }) => (cpuMs / requests) * 1_000)),
  })
  return { ours: figures('ours'), sdk: figures('sdk'), undici: figures('undici') }
}

/** Every row of this file. */
export async function rows(): Promise<readonly BenchRow[]> {
  const { ours, sdk, undici } = await measure()
  const common = { bench: 'transport-requests' }
  const speed = { ...common, metric: `${WHAT}: requests a second`, unit: '1/s', ours: ours.perSecond }
  const cpu = { ...common, metric: `${WHAT}: CPU a request`, unit: 'us', ours: ours.cpuUs }
  const toSdk = ours.perSecond / sdk.perSecond
  const toRaw = ours.perSecond / undici.perSecond
  const cpuToSdk = ours.cpuUs / sdk.cpuUs
  return [
    { ...speed, against: SDK, theirs: sdk.perSecond, ratio: toSdk, bar: 3, ok: toSdk >= 3 },
    { ...cpu, against: SDK, theirs: sdk.cpuUs, ratio: cpuToSdk, bar: 0.35, ok: cpuToSdk <= 0.35 },
    { ...speed, against: UNDICI, theirs: undici.perSecond, ratio: toRaw, bar: 0.7, ok: toRaw >= 0.7 },
  ]
}

if (import.meta.main) console.log(JSON.stringify(await rows(), null, 2))
