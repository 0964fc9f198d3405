import { bestBidFirst, bidPerOperation } from './bids.ts'

/** What has to be known of a transaction to give it a place. */
export type Bid = {
  /** Lower-case hex. */
  readonly hash: string
  /** Bid in stroops, and the operations it is for. */
  readonly fee: bigint
  readonly operationCount: number
  /** Whether an operation of it trades: offers, and path payments that convert. */
  readonly isDex: boolean
}

/** How many operations a ledger takes. */
export type LedgerRoom = {
  readonly operations: number
  /** Of transactions that trade, which also count in `operations`; without it they have no limit of their own. */
  readonly dexOperations?: number | undefined
}

/** What goes into a ledger, and what an operation of it costs. */
export type FilledLedger<Waiting> = {
  /** Best bid per operation first. */
  readonly transactions: readonly Waiting[]
  /** Stroops for an operation; undefined where nothing was left out, so that the base fee is due. */
  surgeFeeOf(transaction: Waiting): bigint | undefined
}

/**
 * Fills a ledger from the best bid per operation on; what does not fit is passed over.
 *
 * Once anything had to be left out all pay the lowest bid that got in, not what they bid. Once anything that trades had to be left out because
 * the lane of trades was full, those in it pay the lowest bid of that lane.
 *
 * @remarks stellar-core `SurgePricingPriorityQueue`, `DexLimitingLaneConfig` and `computeLaneBaseFee`.
 */
export function fillLedger<Waiting extends Bid>(bids: readonly Waiting[], room: LedgerRoom): FilledLedger<Waiting> {
  let [left, dexLeft] = [room.operations, room.dexOperations ?? Number.POSITIVE_INFINITY]
  let [isFull, isDexFull] = [false, false]
  const transactions = bids.toSorted(bestBidFirst).filter(({ operationCount, isDex }) => {
    const [fits, fitsLane] = [operationCount <= left, !isDex || operationCount <= dexLeft]
    isDexFull ||= !fitsLane
    isFull ||= fitsLane && !fits
    if (!fits || !fitsLane) return false
    left -= operationCount
    if (isDex) dexLeft -= operationCount
    return true
  })
  const lowest = isFull ? lowestBid(transactions) : undefined
  const lowestDex = isDexFull ? lowestBid(transactions.filter(({ isDex }) => isDex)) : undefined
  return { transactions, surgeFeeOf: ({ isDex }) => (isDex ? (larger(lowest, lowestDex) ?? lowest) : lowest) }
}

/** The last is the lowest: they are sorted. */
function lowestBid(sorted: readonly Bid[]): bigint | undefined {
  const last = sorted.at(-1)
  return last === undefined ? undefined : bidPerOperation(last)
}

function larger(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}
