import { Buffer } from 'node:buffer'
import { verify } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sha256 } from '../src/ledger/hashing.ts'
import { sealHeader } from '../src/ledger/header.ts'
import { createLedger } from '../src/transactions/createLedger.ts'
import { makeLoad, makeTraders, type Signed } from './ledger/load.ts'
import { type Population, populate } from './ledger/populate.ts'
import { sized } from './ledger/sized.ts'

/** One comparison, as `npm run bench` collects them. */
export type BenchRow = {
  readonly bench: string
  readonly metric: string
  readonly unit: string
  readonly ours: number
  /** What `theirs` is. */
  readonly against: string
  readonly theirs: number
  readonly ratio: number
  readonly bar: number
  readonly ok: boolean
}

const PASSPHRASE = 'Network of a benchmark'
const NETWORK_ID = sha256(Buffer.from(PASSPHRASE))
const WARM_UP_ROUNDS = sized(3, 0)
const ROUNDS = sized(8, 1)
const SOURCES = sized(1_000, 50)
const MAX_FAILED = 150

/** What a load took, in microseconds a transaction: the whole way from base64 to the closed ledger, and bare verification. */
type Cost = { readonly wholeUs: number; readonly verifyUs: number; readonly heapBytes: number; readonly offers: number }

function measure(shape: { readonly traders: number; readonly markets: number; readonly offers: number }): Cost {
  const traders = makeTraders(shape.traders)
  const [issuer] = makeTraders(shape.traders + 1).slice(-1)
  const ids = traders.map(({ accountId }) => accountId)
  const population: Population = { ...shape, traders: ids, issuer: issuer?.accountId ?? '' }
  const empty = heapUsed()
  const state = populate(population)
  const heapBytes = heapUsed() - empty
  const noHash = Buffer.alloc(32)
  const header = sealHeader(state.header, { previousHash: noHash, txSetHash: noHash, txSetResultHash: noHash })
  const ledger = createLedger({ passphrase: PASSPHRASE, protocol: 28, closeTime: 0, from: { header, state } })
  const rounds = makeLoad({
    population,
    traders: traders.slice(0, SOURCES),
    networkId: NETWORK_ID,
    rounds: WARM_UP_ROUNDS + ROUNDS,
    sequence: BigInt(state.header.ledgerSequence) << 32n,
  })
  const wholeMs: number[] = []
  const bareMs: number[] = []
  for (const round of rounds) {
    const startMs = performance.now()
    const transactions = round.flatMap(({ envelopeXdr }) => ledger.decode(envelopeXdr) ?? [])
    const { transactions: applied } = ledger.close({ transactions, closeTime: ledger.header.closeTime + 5 })
    wholeMs.push(performance.now() - startMs)
    bareMs.push(verifyMs(round)) // in turn with ours: the machine may be busier at one time than at another
    // Now and then a trader meets an offer of its own, which is work too.
    const failed = applied.filter(({ isSuccessful }) => !isSuccessful)
    if (failed.length > MAX_FAILED) throw new Error(`${failed.length} transactions failed: ${failed[0]?.resultXdr}`)
  }
  return {
    wholeUs: perTransactionUs(wholeMs),
    verifyUs: perTransactionUs(bareMs),
    heapBytes,
    offers: shape.offers,
  }
}

function verifyMs(round: readonly Signed[]): number {
  const startMs = performance.now()
  const good = round.filter(({ hash, publicKey, signature }) => verify(null, hash, publicKey, signature)).length
  if (good !== round.length) throw new Error('A signature is not good')
  return performance.now() - startMs
}

/** The median of the rounds after warming up. */
function perTransactionUs(roundsMs: readonly number[]): number {
  const sorted = roundsMs.slice(WARM_UP_ROUNDS).toSorted((a, b) => a - b)
  return ((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) / SOURCES) * 1_000
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

function row(args: Omit<BenchRow, 'bench'>): BenchRow {
  return { bench: 'devnet-ledger', ...args }
}

function throughput(cost: Cost): readonly BenchRow[] {
  const perSecond = 1_000_000 / cost.wholeUs
  const verified = 1_000_000 / cost.verifyUs
  const unit = '1/s'
  const metric = `transactions decoded, verified and applied against ${cost.offers} offers`
  return [
    row({
      metric,
      unit,
      ours: perSecond,
      against: 'bar',
      theirs: 4_000,
      ratio: perSecond / 4_000,
      bar: 1,
      ok: perSecond >= 4_000,
    }),
    row({
      metric,
      unit,
      ours: perSecond,
      against: 'node:crypto ed25519 verify of the same signatures',
      theirs: verified,
      ratio: perSecond / verified,
      bar: 0.45,
      ok: perSecond / verified >= 0.45,
    }),
  ]
}

function scale(small: Cost, large: Cost): readonly BenchRow[] {
  const ratio = large.wholeUs / small.wholeUs
  const bare = (large.wholeUs - large.verifyUs) / (small.wholeUs - small.verifyUs)
  const against = `the same at ${small.offers} offers`
  const gigabytes = large.heapBytes / 1e9
  return [
    row({
      metric: `cost of a transaction at ${large.offers} offers`,
      unit: 'µs',
      ours: large.wholeUs,
      against,
      theirs: small.wholeUs,
      ratio,
      bar: 1.5,
      ok: ratio <= 1.5,
    }),
    row({
      metric: `the same without verification`,
      unit: 'µs',
      ours: large.wholeUs - large.verifyUs,
      against,
      theirs: small.wholeUs - small.verifyUs,
      ratio: bare,
      bar: 2, // without the part that does not grow; what grows are cache misses
      ok: bare <= 2,
    }),
    row({
      metric: `state of ${large.offers} offers`,
      unit: 'GB',
      ours: gigabytes,
      against: 'bar',
      theirs: 1.2,
      ratio: gigabytes / 1.2,
      bar: 1,
      ok: gigabytes <= 1.2,
    }),
  ]
}

const QUICK_LARGE = { traders: SOURCES, markets: 100, offers: 2_000 }

/** Every row of the ledger. */
export async function rows(): Promise<readonly BenchRow[]> {
  const usual = throughput(measure({ traders: SOURCES, markets: 1, offers: sized(100_000, 1_000) }))
  const small = measure({ traders: SOURCES, markets: 100, offers: sized(10_000, 1_000) })
  const large = measure(sized({ traders: 2_500, markets: 10_000, offers: 1_000_000 }, QUICK_LARGE))
  return [...usual, ...scale(small, large)]
}

if (import.meta.main) console.log(JSON.stringify(await rows(), null, 2))
