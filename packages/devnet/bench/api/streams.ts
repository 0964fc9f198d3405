import { connect, type Socket } from 'node:net'
import { sized } from '../ledger/sized.ts'
import type { BenchRow } from '../ledger.ts'
import { type DevnetProcess, startDevnet } from './children.ts'
import { createPool, submissionRequest } from './httpConnection.ts'
import { createSources } from './signing.ts'
import { type Closed, issuerOf, marketCode, type Stage } from './stage.ts'

const MARKETS = sized(1_000, 50)
const TRADES = sized(200, 10)
const WARM_UP_LEDGERS = sized(5, 0)
const LEDGERS = sized(55, 1)
/** Past the waking of the streams. */
const SEND_AFTER_MS = 300
const MAX_LATE_MS = 200
const MAX_MB = 400

const STAGE: Stage = { ledgerMs: 1_000, markets: MARKETS, offersPerMarket: 20, traders: TRADES, marketsPerTrader: 5 }

/** A stream of a market's book, opened again as often as the server ends it. */
type BookStream = { readonly opened: Promise<void>; close(): void }

/** @param onNews - Told when a book came that is not the first on its connection. */
function openBookStream(url: string, market: number, onNews: (atMs: number) => void): BookStream {
  const { hostname, port } = new URL(url)
  const asset = `buying_asset_type=credit_alphanum12&buying_asset_code=${marketCode(market)}&buying_asset_issuer=${issuerOf(market)}`
  const head = `GET /order_book?selling_asset_type=native&${asset} HTTP/1.1\r\nHost: devnet\r\nAccept: text/event-stream\r\n\r\n`
  let isClosed = false
  let socket: Socket | undefined
  const { promise: opened, resolve } = withResolvers()

  const open = (): void => {
    let isFirst = true
    const opening = connect({ host: hostname, port: Number(port), noDelay: true }, () => opening.write(head))
    opening.on('data', (chunk: Buffer) => {
      const atMs = performance.timeOrigin + performance.now()
      if (chunk.includes('data: {')) {
        if (isFirst) resolve()
        else onNews(atMs)
        isFirst = false
      }
      if (chunk.includes('byebye')) opening.destroy() // ten books, or 55 s
    })
    opening.on('error', () => undefined)
    opening.on('close', () => {
      if (!isClosed) open()
    })
    socket = opening
  }
  open()
  return {
    opened,
    close: () => {
      isClosed = true
      socket?.destroy()
    },
  }
}

/** A ledger, and when each market that traded in it was told of it. */
type Told = { readonly closed: Closed; readonly arrivals: readonly number[] }

async function follow(net: DevnetProcess): Promise<readonly Told[]> {
  const { url } = net.ready
  /** Of each market, when its books came. */
  const news: number[][] = Array.from({ length: MARKETS }, () => [])
  const streams: BookStream[] = []
  for (let market = 0; market < MARKETS; market += 1) {
    const stream = openBookStream(url, market, (atMs) => news[market]?.push(atMs))
    streams.push(stream)
    if (market % 50 === 49) await stream.opened // not all at once: the system queues so many
  }
  await Promise.all(streams.map(({ opened }) => opened))
  const closes = await trade(net)
  for (const stream of streams) stream.close()
  return closes.map(({ closed, markets }) => {
    const { begunAtMs } = closed
    const arrivals = markets.map((market) => news[market]?.find((atMs) => atMs > begunAtMs) ?? Number.POSITIVE_INFINITY)
    return { closed, arrivals }
  })
}

type Traded = { readonly closed: Closed; readonly markets: readonly number[] }

/** A transaction of every trader for each ledger, sent soon after the one before has closed. */
async function trade(net: DevnetProcess): Promise<readonly Traded[]> {
  const sources = createSources(net.ready, net.stage)
  const marketOf = new Map<string, number>()
  const traded: Traded[] = []
  using pool = createPool(net.ready.url)
  const waiting = new Set<string>()
  const send = async (): Promise<void> => {
    if (waiting.size > 0) return // on a slow machine a ledger may close in between, and have a part of them
    const signed = sources.map((source) => source.next())
    for (const { hash, market } of signed) {
      waiting.add(hash)
      marketOf.set(hash, market)
    }
    const requests = signed.map(({ envelopeXdr }) => submissionRequest('/transactions_async', envelopeXdr))
    const answers = await Promise.all(requests.map((request) => pool.request(request)))
    const refused = answers.find(({ status }) => status !== 201)
    if (refused !== undefined) throw new Error(`A trade was refused: ${refused.text()}`)
  }
  const { promise: ended, resolve, reject } = withResolvers()
  const stop = net.onClosed((closed) => {
    if (closed.failed > 0) reject(new Error(`${closed.failed} trades failed`))
    for (const hash of closed.hashes) waiting.delete(hash)
    const markets = new Set(closed.hashes.flatMap((hash) => marketOf.get(hash) ?? []))
    if (markets.size > 0) traded.push({ closed, markets: [...markets] })
    if (traded.length >= WARM_UP_LEDGERS + LEDGERS)
      setTimeout(resolve, STAGE.ledgerMs / 2) // for the last news
    else setTimeout(() => send().catch(reject), SEND_AFTER_MS)
  })
  await ended
  stop()
  return traded.slice(WARM_UP_LEDGERS)
}

type Settlers = {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

function withResolvers(): Settlers {
  let settlers: Omit<Settlers, 'promise'> | undefined
  const promise = new Promise<void>((resolve, reject) => {
    settlers = { resolve, reject }
  })
  return { promise, resolve: () => settlers?.resolve(), reject: (reason) => settlers?.reject(reason) }
}

/** How late news was, in milliseconds after the close began; what did not come at all counts as a whole ledger late. */
function latenesses(told: readonly Told[]): readonly number[] {
  return told
    .flatMap(({ closed, arrivals }) => arrivals.map((atMs) => Math.min(atMs - closed.begunAtMs, STAGE.ledgerMs)))
    .toSorted((a, b) => a - b)
}

/** News of a thousand books, and what the process that tells them takes. */
export async function streamRows(): Promise<readonly Omit<BenchRow, 'bench'>[]> {
  await using net = await startDevnet(STAGE)
  const told = await follow(net)
  const usage = await net.usage()
  const late = latenesses(told)
  const p99 = late[Math.floor(late.length * 0.99)] ?? Number.NaN
  const shape = `${MARKETS} order-book streams of as many markets, a ledger every ${STAGE.ledgerMs / 1_000} s with ${TRADES} trades, cadence immediate`
  return [
    {
      metric: `news after the close began, 99th percentile, of ${shape}`,
      ...{ unit: 'ms', ours: p99, against: 'bar', theirs: MAX_LATE_MS },
      ...{ ratio: p99 / MAX_LATE_MS, bar: 1, ok: p99 <= MAX_LATE_MS },
    },
    {
      metric: `peak resident memory of the process, setting up included, with ${shape}`,
      ...{ unit: 'MB', ours: usage.peakMb, against: 'bar', theirs: MAX_MB },
      ...{ ratio: usage.peakMb / MAX_MB, bar: 1, ok: usage.peakMb <= MAX_MB },
    },
  ]
}

if (import.meta.main) console.log(JSON.stringify(await streamRows(), null, 2))
