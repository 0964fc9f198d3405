import { sized } from '../ledger/sized.ts'
import type { BenchRow } from '../ledger.ts'
import { type DevnetProcess, startBareServer, startDevnet } from './children.ts'
import { createPool, getRequest, openConnection, submissionRequest } from './httpConnection.ts'
import { createSources } from './signing.ts'
import { issuerOf, marketCode, type Stage } from './stage.ts'

const LEVELS = 200
const CONNECTIONS = 8
const ROUND_MS = sized(1_500, 50)
const WARM_UP_ROUNDS = sized(2, 0)
const ROUNDS = sized(8, 1)
const BAR = 0.5

const STAGE: Stage = { ledgerMs: 1_000, markets: 1, offersPerMarket: 2 * LEVELS, traders: 1, marketsPerTrader: 1 }
const ASSET = `buying_asset_type=credit_alphanum12&buying_asset_code=${marketCode(0)}&buying_asset_issuer=${issuerOf(0)}`
const PATH = `/order_book?selling_asset_type=native&${ASSET}&limit=${LEVELS}`

/** Answers a second that a server gives to a few kept connections, each of which asks again as soon as it has its answer. */
async function answersPerSecond(url: string): Promise<number> {
  const startMs = performance.now()
  const endMs = startMs + ROUND_MS
  let answers = 0
  const ask = async (): Promise<void> => {
    const connection = openConnection(url)
    while (performance.now() < endMs) {
      const { status } = await connection.request(getRequest(PATH))
      if (status !== 200) throw new Error(`Answered ${status}`)
      answers += 1
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, ask))
  return (answers / (performance.now() - startMs)) * 1_000
}

/** An offer a ledger, so that the book is another one each second. */
function keepTrading(net: DevnetProcess): Disposable {
  const pool = createPool(net.ready.url)
  const [source] = createSources(net.ready, net.stage)
  const stop = net.onClosed(() => {
    const signed = source?.next()
    if (signed === undefined) return
    pool.request(submissionRequest('/transactions_async', signed.envelopeXdr)).catch(() => undefined)
  })
  return {
    [Symbol.dispose]: () => {
      stop()
      pool[Symbol.dispose]()
    },
  }
}

/** What a book of many levels costs, beside the same bytes from a server that does nothing else. */
export async function orderBookRows(): Promise<readonly Omit<BenchRow, 'bench'>[]> {
  await using net = await startDevnet(STAGE)
  const response = await fetch(`${net.ready.url}${PATH}`, { headers: { 'accept-encoding': 'identity' } })
  const body = await response.text()
  const { asks, bids }: { readonly asks: readonly unknown[]; readonly bids: readonly unknown[] } = JSON.parse(body)
  if (asks.length !== LEVELS || bids.length !== LEVELS) throw new Error(`${asks.length} asks, ${bids.length} bids`)
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !CONNECTION_HEADERS.includes(name)))
  await using bare = await startBareServer({ headers, body })
  using _ = keepTrading(net)
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    ours.push(await answersPerSecond(net.ready.url)) // in turn: the machine may be busier at one time than at another
    theirs.push(await answersPerSecond(bare.url))
  }
  const [our, their] = [median(ours), median(theirs)]
  return [
    {
      metric: `GET /order_book of ${LEVELS} levels a side, ${Math.round(body.length / 1_000)} kB uncompressed, kept connections, the book changing each second, cadence immediate`,
      ...{ unit: '1/s', ours: our, against: 'bare node:http with the same bytes', theirs: their },
      ...{ ratio: our / their, bar: BAR, ok: our / their >= BAR },
    },
  ]
}

/** Node's server sets them by itself. */
const CONNECTION_HEADERS: readonly string[] = ['connection', 'keep-alive', 'date', 'transfer-encoding']

function median(rounds: readonly number[]): number {
  const sorted = rounds.slice(WARM_UP_ROUNDS).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

if (import.meta.main) console.log(JSON.stringify(await orderBookRows(), null, 2))
