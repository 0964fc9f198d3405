import type { Keypair } from '@stellar/stellar-sdk'
import { devnetKey } from '../../src/index.ts'

/** What a network of the benchmark is filled with. */
export type Stage = {
  readonly ledgerMs: number
  readonly markets: number
  readonly offersPerMarket: number
  readonly traders: number
  /** Markets that each trader trusts the asset of. */
  readonly marketsPerTrader: number
}

/** The network is there, with a sequence number for each trader. */
export type Ready = {
  readonly type: 'ready'
  readonly url: string
  readonly passphrase: string
  readonly sequences: readonly string[]
}

/** A ledger was closed. Times are Unix milliseconds of the machine's clock. */
export type Closed = {
  readonly type: 'closed'
  readonly sequence: number
  readonly begunAtMs: number
  readonly closedAtMs: number
  readonly hashes: readonly string[]
  readonly failed: number
}

/** What the process has used so far. */
export type Usage = {
  readonly type: 'usage'
  readonly cpuMs: number
  readonly peakMb: number
  readonly rssMb: number
  readonly heapMb: number
}

/** `setUpMarkets` names its issuers and assets like this, under the default seed. */
export function issuerOf(market: number): string {
  return devnetKey(0, `markets/${market}`).publicKey()
}

export function marketCode(market: number): string {
  return `A${String(market).padStart(4, '0')}`
}

export function traderKey(at: number): Keypair {
  return devnetKey(0, `bench/${at}`)
}

/** The markets that a trader is in: of few traders each has its own. */
export function marketsOf(trader: number, { markets, marketsPerTrader }: Stage): readonly number[] {
  return Array.from({ length: marketsPerTrader }, (_, at) => (trader * marketsPerTrader + at) % markets)
}
