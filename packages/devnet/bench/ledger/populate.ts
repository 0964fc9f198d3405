import { offerLiabilities } from '@sdex/matching'
import type { AccountEntry, AssetId, OfferEntry, TrustlineEntry } from '../../src/ledger/entries.ts'
import type { HeaderFields } from '../../src/ledger/header.ts'
import { emptySnapshot, type LedgerSnapshot } from '../../src/ledger/snapshot.ts'
import { createLedgerState } from '../../src/ledger/state.ts'
import { newAccount } from '../../src/operations/createAccount.ts'

/** A ledger full of resting offers. */
export type Population = {
  /** Account ids; each owns the same number of offers, spread over a few markets. */
  readonly traders: readonly string[]
  readonly issuer: string
  readonly markets: number
  readonly offers: number
}

const UNIT = 10_000_000n
const LEDGER = 10
/** Prices of asks begin above 1, those of bids below: XLM for one of the asset, in hundredths of a percent. */
const PAR = 10_000

/** An asset that a market trades against lumens. */
export function marketAsset(market: number, issuer: string): AssetId {
  return `A${market}:${issuer}`
}

/** The markets that a trader is in. */
export function marketsOf(trader: number, { traders, markets, offers }: Population): readonly number[] {
  const count = Math.max(1, Math.min(markets, 40, Math.floor(offers / traders.length / 2)))
  return Array.from({ length: count }, (_, at) => (trader * count + at) % markets)
}

/** Makes the ledger entry by entry, each offer backed, no two of them crossing. */
export function populate(population: Population): LedgerSnapshot {
  const state = createLedgerState(emptySnapshot(HEADER))
  state.put(newAccount(population.issuer, 1_000n * UNIT, LEDGER))
  const each = Math.floor(population.offers / population.traders.length)
  let id = 0n
  for (const [trader, accountId] of population.traders.entries()) {
    const markets = marketsOf(trader, population)
    let account: AccountEntry = { ...newAccount(accountId, 10_000_000n * UNIT, LEDGER), extension: 1 }
    const lines = new Map(markets.map((market) => [market, lineOf(accountId, marketAsset(market, population.issuer))]))
    for (let at = 0; at < each; at += 1) {
      const market = markets[at % markets.length] ?? 0
      const line = lines.get(market)
      if (line === undefined) continue
      id += 1n
      const step = (trader * 7 + at * 13) % 5_000
      const offer = offerOf({ id, seller: accountId, asset: line.asset, isAsk: at % 2 === 0, step })
      const { selling, buying } = offerLiabilities(offer.price, offer.amount)
      const [native, issued] =
        offer.selling === 'native'
          ? ([
              [selling, 0n],
              [0n, buying],
            ] as const)
          : ([
              [0n, buying],
              [selling, 0n],
            ] as const)
      account = withLiabilities(account, native)
      lines.set(market, withLiabilities(line, issued))
      state.put(offer)
    }
    state.put({ ...account, subentryCount: each + lines.size })
    for (const line of lines.values()) state.put(line)
    state.commit()
  }
  state.setHeader({ ...state.header, idPool: id })
  return state.snapshot()
}

function withLiabilities<Held extends AccountEntry | TrustlineEntry>(
  held: Held,
  [selling, buying]: readonly [bigint, bigint],
): Held {
  return {
    ...held,
    sellingLiabilities: held.sellingLiabilities + selling,
    buyingLiabilities: held.buyingLiabilities + buying,
  }
}

const HEADER: HeaderFields = {
  ledgerSequence: LEDGER,
  ledgerVersion: 28,
  closeTime: 1_800_000_000,
  totalCoins: 10n ** 18n,
  feePool: 0n,
  idPool: 0n,
  baseFee: 100,
  baseReserve: 5_000_000,
  maxTxSetSize: 100_000,
  flags: 0,
}

function lineOf(accountId: string, asset: AssetId): TrustlineEntry {
  return {
    type: 'trustline',
    accountId,
    asset,
    balance: 1_000_000n * UNIT,
    limit: 2n ** 63n - 1n,
    flags: 1,
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    poolUseCount: 0,
    extension: 1,
    sponsor: undefined,
    lastModifiedLedger: LEDGER,
  }
}

type Rest = {
  readonly id: bigint
  readonly seller: string
  readonly asset: AssetId
  readonly isAsk: boolean
  readonly step: number
}

function offerOf({ id, seller, asset, isAsk, step }: Rest): OfferEntry {
  const [selling, buying] = isAsk ? [asset, 'native'] : ['native', asset]
  // An ask of PAR + step, a bid of PAR - step: the ledger keeps a bid as a sale of lumens at the inverse price.
  const price = isAsk ? { n: PAR + 1 + step, d: PAR } : { n: PAR, d: PAR - 1 - step }
  return {
    type: 'offer',
    id,
    seller,
    selling,
    buying,
    amount: 100n * UNIT,
    price,
    passive: false,
    sponsor: undefined,
    lastModifiedLedger: LEDGER,
  }
}
