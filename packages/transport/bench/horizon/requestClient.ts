import { codeOf, issuer, marketOf } from './bodies.ts'
import type { Kind } from './children.ts'

/** Asks for the books of 50 markets, 50 at once, through one client, for a while whenever the message comes that says how long. */
const MARKETS = 50
/** As many as the SDK opens, which has no bound. */
const CONNECTIONS = 50

/** What one round took. */
export type RequestRound = { readonly requests: number; readonly elapsedMs: number; readonly cpuMs: number }

const [, , kind = 'ours', url = ''] = process.argv

type Read = (index: number) => Promise<unknown>

const makers: Readonly<Record<Kind, () => Promise<Read>>> = {
  ours: async () => {
    const { createHorizonClient } = await import('../../src/index.ts')
    const { createRateLimiter } = await import('@sdex/rate-limit')
    // More than anybody reaches, and little enough that leases are taken from Bottleneck all the time.
    const limiter = createRateLimiter({ requestsPerHour: 30_000 * 3_600, burst: 10_000 })
    const client = createHorizonClient({ horizonUrl: url, limiter, connectionCount: CONNECTIONS })
    const markets = Array.from({ length: MARKETS }, (_, index) => marketOf(index))
    return (index) => client.orderBook(markets[index] ?? marketOf(index))
  },
  sdk: async () => {
    const { Asset, Horizon } = await import('@stellar/stellar-sdk')
    const server = new Horizon.Server(url, { allowHttp: true })
    const quotes = Array.from({ length: MARKETS }, (_, index) => new Asset(codeOf(index), issuer))
    return (index) => server.orderbook(Asset.native(), quotes[index] ?? Asset.native()).call()
  },
  undici: async () => {
    const { Pool } = await import('undici')
    const pool = new Pool(url, { connections: CONNECTIONS })
    const paths = Array.from({ length: MARKETS }, (_, index) => {
      const asset = {
        buying_asset_type: 'credit_alphanum4',
        buying_asset_code: codeOf(index),
        buying_asset_issuer: issuer,
      }
      return `/order_book?${new URLSearchParams({ selling_asset_type: 'native', ...asset, limit: '200' })}`
    })
    return async (index) => {
      const { body } = await pool.request({ method: 'GET', path: paths[index] ?? '/' })
      return JSON.parse(await body.text())
    }
  },
}

async function run(read: Read, forMs: number): Promise<RequestRound> {
  const startMs = performance.now()
  const start = process.cpuUsage()
  let requests = 0
  const worker = async (index: number): Promise<void> => {
    while (performance.now() - startMs < forMs) {
      await read(index)
      requests += 1
    }
  }
  await Promise.all(Array.from({ length: MARKETS }, (_, index) => worker(index)))
  const { user, system } = process.cpuUsage(start)
  return { requests, elapsedMs: performance.now() - startMs, cpuMs: (user + system) / 1_000 }
}

const read = await makers[kind as Kind]()
process.on('message', async (forMs: string) => {
  process.send?.(await run(read, Number(forMs)))
})
process.once('disconnect', () => process.exit())
process.send?.('ready')
