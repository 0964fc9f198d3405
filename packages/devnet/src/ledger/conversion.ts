import { chooseVenue, type PoolSwap, type SwapReserves, swapStrictReceive, swapStrictSend } from '@sdex/matching'
import { MAX_STROOPS, type Stroops } from '@sdex/primitives'
import { type Claim, type Crossing, crossBook } from './crossing.ts'
import type { AssetId, PoolEntry } from './entries.ts'
import { POOL_TRADING_DISABLED } from './header.ts'
import { chargesRejectedBook } from './protocol.ts'
import type { LedgerState } from './state.ts'

/** One conversion of a path payment: out of `sheep`, into `wheat`. */
export type Hop = {
  readonly sheep: AssetId
  readonly wheat: AssetId
  /** Which side is fixed, and at what. */
  readonly rounding: 'strictSend' | 'strictReceive'
  readonly amount: Stroops
  /** Whose own offers stop the payment. */
  readonly source: string
  /** Offers and pools that the operation may still cross. */
  readonly budget: number
}

/** What came of a hop. `used` is what it takes from the operation's budget. */
export type Conversion =
  | { readonly sent: Stroops; readonly received: Stroops; readonly claims: readonly Claim[]; readonly used: number }
  | 'tooFewOffers'
  | 'crossSelf'
  | 'exceededWorkLimit'

/**
 * Converts an amount through the book or through the pool of two assets, never through both.
 *
 * @remarks stellar-core `convertWithOffersAndPools` and the checks of `PathPaymentOpFrameBase::convert` (CAP-38). Where the pool wins, what the book was
 * tried with leaves nothing.
 */
export function convert(state: LedgerState, hop: Hop): Conversion {
  const quote = quotePool(state, hop)
  const before = state.savepoint()
  const crossing = tryBook(state, hop)
  const book = { sent: crossing.sheepSent, received: crossing.wheatReceived }
  if (quote !== undefined && chooseVenue(quote.swap, crossing.end === 'filled' ? book : undefined) === 'pool') {
    state.rollback(before)
    const tried = chargesRejectedBook(state.header.ledgerVersion) ? crossing.claims.length : 0
    return tried >= hop.budget ? 'exceededWorkLimit' : swap(state, hop, quote, tried)
  }
  if (crossing.end === 'crossSelf') return 'crossSelf'
  if (crossing.end === 'tooMany') return 'exceededWorkLimit'
  const isExact = (hop.rounding === 'strictSend' ? book.sent : book.received) === hop.amount
  if (crossing.end !== 'filled' || !isExact) return 'tooFewOffers'
  return { ...book, claims: crossing.claims, used: crossing.claims.length }
}

function tryBook(state: LedgerState, { sheep, wheat, rounding, amount, source, budget }: Hop): Crossing {
  return crossBook(state, {
    sheep,
    wheat,
    rounding,
    maxOffers: budget,
    maxSheepSend: rounding === 'strictSend' ? amount : MAX_STROOPS,
    maxWheatReceive: rounding === 'strictSend' ? MAX_STROOPS : amount,
    inspect: ({ seller }) => (seller === source ? 'crossSelf' : 'take'),
  })
}

type Quote = { readonly pool: PoolEntry; readonly swap: Extract<PoolSwap, { type: 'swapped' }> }

function quotePool(state: LedgerState, { sheep, wheat, rounding, amount, budget }: Hop): Quote | undefined {
  const pool = state.poolOf(sheep, wheat)
  if (pool === undefined || budget === 0 || (state.header.flags & POOL_TRADING_DISABLED) !== 0) return undefined
  const reserves: SwapReserves =
    pool.assetA === sheep
      ? { reserveIn: pool.reserveA, reserveOut: pool.reserveB }
      : { reserveIn: pool.reserveB, reserveOut: pool.reserveA }
  const quoted = rounding === 'strictSend' ? swapStrictSend(reserves, amount) : swapStrictReceive(reserves, amount)
  return quoted.type === 'swapped' ? { pool, swap: quoted } : undefined
}

function swap(state: LedgerState, { sheep, wheat }: Hop, quote: Quote, tried: number): Conversion {
  const { pool } = quote
  const { sent, received, reserveIn, reserveOut } = quote.swap
  const reserves =
    pool.assetA === sheep
      ? { reserveA: reserveIn, reserveB: reserveOut }
      : { reserveA: reserveOut, reserveB: reserveIn }
  state.put({ ...pool, ...reserves })
  const claim = {
    type: 'pool',
    poolId: pool.id,
    sold: wheat,
    amountSold: received,
    bought: sheep,
    amountBought: sent,
    reserveSold: reserveOut + received,
    reserveBought: reserveIn - sent,
  } as const
  return { sent, received, claims: [claim], used: tried + 1 }
}
