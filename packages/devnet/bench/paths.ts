import { performance } from 'node:perf_hooks'
import { SLICE_OFFERS } from '../src/horizon/routes/paths.ts'
import { devnetKey } from '../src/index.ts'
import { createLedgerState } from '../src/ledger/state.ts'
import { findPaths, type PathSearch } from '../src/paths/findPaths.ts'
import { inSlices } from '../src/paths/inSlices.ts'
import { ledgerMarkets } from '../src/paths/ledgerMarkets.ts'
import { marketAsset, type Population, populate } from './ledger/populate.ts'
import { sized } from './ledger/sized.ts'
import type { BenchRow } from './ledger.ts'

const MARKETS = 1_000
const OFFERS = 100_000
const TRADERS = 500
const WARM_UP_ROUNDS = sized(3, 0)
const ROUNDS = sized(15, 1)
const MAX_SEARCH_MS = 250
const MAX_SLICE_MS = 10
/** Deep into every book: half of its offers. */
const AMOUNT = 2_500n * 10_000_000n

type Cost = { readonly searchMs: number; readonly sliceMs: number; readonly graphMs: number }

/** One search from the hub of all markets, whole, and its longest stretch without a pause. */
async function measureOnce(population: Population, snapshot: ReturnType<typeof populate>): Promise<Cost> {
  const ends = new Map([1, 200, 999].map((market) => [marketAsset(market, population.issuer), undefined]))
  const search: PathSearch = { direction: 'strictSend', start: 'native', amount: AMOUNT, ends }
  const startMs = performance.now()
  const markets = ledgerMarkets(createLedgerState(snapshot))
  const graphMs = performance.now() - startMs
  let sliceMs = 0
  let sliceStartMs = performance.now()
  const pause = async (): Promise<void> => {
    sliceMs = Math.max(sliceMs, performance.now() - sliceStartMs)
    await Promise.resolve() // the loop itself is not what is measured
    sliceStartMs = performance.now()
  }
  const found = await inSlices(findPaths(markets, search), { maxWork: SLICE_OFFERS, pause })
  if (found.length === 0) throw new Error('No path was found')
  return { searchMs: performance.now() - startMs, sliceMs, graphMs }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function row(metric: string, ours: number, bar: number): BenchRow {
  return {
    bench: 'devnet-paths',
    metric,
    unit: 'ms',
    ours,
    against: 'bar',
    theirs: bar,
    ratio: ours / bar,
    bar: 1,
    ok: ours <= bar,
  }
}

/** Every row of the search for paths. */
export async function rows(): Promise<readonly BenchRow[]> {
  const traders = Array.from({ length: TRADERS }, (_, at) => devnetKey('bench', `trader ${at}`).publicKey())
  const population: Population = {
    ...{ traders, markets: MARKETS, offers: OFFERS },
    issuer: devnetKey('bench', 'issuer').publicKey(),
  }
  const snapshot = populate(population)
  const costs: Cost[] = []
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) costs.push(await measureOnce(population, snapshot))
  const warm = costs.slice(WARM_UP_ROUNDS)
  const graph = `${MARKETS} markets with ${OFFERS} offers`
  return [
    row(`search for paths over ${graph}`, median(warm.map(({ searchMs }) => searchMs)), MAX_SEARCH_MS),
    row(`its longest stretch without a pause`, median(warm.map(({ sliceMs }) => sliceMs)), MAX_SLICE_MS),
    row(`putting ${graph} together, once a ledger`, median(warm.map(({ graphMs }) => graphMs)), MAX_SLICE_MS),
  ]
}

if (import.meta.main) console.log(JSON.stringify(await rows(), null, 2))
