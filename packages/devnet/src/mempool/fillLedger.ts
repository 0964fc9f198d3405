import { bidPerOperation, compareBids, type Draw, drawByHash } from './bids.ts'

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
 * Fills a ledger from the best bid per operation on; what does not fit is passed over. Of a chain each transaction needs the one before it, so that
 * its bid counts only once that one is in.
 *
 * Once anything had to be left out all pay the lowest bid that got in, not what they bid. Once anything that trades had to be left out because
 * the lane of trades was full, those in it pay the lowest bid of that lane.
 *
 * @remarks stellar-core `SurgePricingPriorityQueue`, `DexLimitingLaneConfig` and `computeLaneBaseFee`.
 */
export function fillLedger<Waiting extends Bid>(
  chains: readonly (readonly Waiting[])[],
  room: LedgerRoom,
  draw: Draw<Waiting> = drawByHash,
): FilledLedger<Waiting> {
  let [left, dexLeft] = [room.operations, room.dexOperations ?? Number.POSITIVE_INFINITY]
  let [isFull, isDexFull] = [false, false]
  const fits = ({ operationCount, isDex }: Waiting): boolean => {
    const [isRoom, isRoomInLane] = [operationCount <= left, !isDex || operationCount <= dexLeft]
    isDexFull ||= !isRoomInLane
    isFull ||= isRoomInLane && !isRoom
    return isRoom && isRoomInLane
  }
  const transactions: Waiting[] = []
  for (const transaction of bestFirst(chains, { fits, draw })) {
    transactions.push(transaction)
    left -= transaction.operationCount
    if (transaction.isDex) dexLeft -= transaction.operationCount
  }
  const lowest = isFull ? lowestBid(transactions) : undefined
  const lowestDex = isDexFull ? lowestBid(transactions.filter(({ isDex }) => isDex)) : undefined
  return { transactions, surgeFeeOf: ({ isDex }) => (isDex ? (larger(lowest, lowestDex) ?? lowest) : lowest) }
}

/** The best of the chains' heads, again and again; a chain whose head does not fit is left. */
function* bestFirst<Waiting extends Bid>(
  chains: readonly (readonly Waiting[])[],
  { fits, draw }: { readonly fits: (transaction: Waiting) => boolean; readonly draw: Draw<Waiting> },
): Generator<Waiting> {
  const bestBidFirst = (a: Waiting, b: Waiting): number => compareBids(b, a) || draw(a, b)
  const heads = chains
    .flatMap((chain) => (chain[0] === undefined ? [] : [{ chain, at: 0, transaction: chain[0] }]))
    .sort((a, b) => bestBidFirst(a.transaction, b.transaction))
  for (let next = 0; next < heads.length; next += 1) {
    const head = heads[next]
    if (head === undefined || !fits(head.transaction)) continue
    yield head.transaction
    const follower = head.chain[head.at + 1]
    if (follower === undefined) continue
    let place = next + 1
    while (place < heads.length && bestBidFirst(heads[place]?.transaction ?? follower, follower) <= 0) place += 1
    heads.splice(place, 0, { chain: head.chain, at: head.at + 1, transaction: follower })
  }
}

function lowestBid(transactions: readonly Bid[]): bigint | undefined {
  const lowest = transactions.reduce<Bid | undefined>(
    (low, bid) => (low && compareBids(bid, low) > 0 ? low : bid),
    undefined,
  )
  return lowest === undefined ? undefined : bidPerOperation(lowest)
}

function larger(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a > b ? a : b
}
