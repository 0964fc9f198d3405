import { offerLiabilities } from '@sdex/matching'
import { priceFloat } from '@sdex/primitives'
import type { AccountEntry, AssetId, Entry, EntryChange } from '../src/ledger/entries.ts'
import type { LedgerState } from '../src/ledger/state.ts'
import type { AppliedTransaction } from '../src/transactions/closeLedger.ts'

/**
 * What is wrong with a ledger, as sentences; nothing on a sound one: no negative amount, liabilities equal to the sum of the offers, subentries counted, sponsors' counts
 * equal to what they sponsor, no two offers at the front of a pair's books that would cross.
 */
export function faultsOf(state: LedgerState): readonly string[] {
  const entries = [...state.allEntries()]
  return [
    ...entries.flatMap(negativeAmounts),
    ...liabilityFaults(state, entries),
    ...countFaults(state, entries),
    ...crossingFaults(state, entries),
  ]
}

/** What a transaction made or destroyed of an asset without its issuer having a part in it; of lumens, what does not add up to the fee. */
export function conservationFaults({
  transaction,
  changes,
  feeChanges,
  feeCharged,
  trades,
  isSuccessful,
}: AppliedTransaction): readonly string[] {
  const sums = new Map<AssetId, bigint>()
  for (const change of [...changes, ...feeChanges]) {
    for (const [asset, amount] of holdingsIn(change)) sums.set(asset, (sums.get(asset) ?? 0n) + amount)
  }
  const lumens = sums.get('native') ?? 0n
  const involved = [...transaction.participants, ...trades.map(({ claim }) => claim.seller)]
  const made = [...sums].filter(
    ([asset, sum]) => asset !== 'native' && sum !== 0n && !involved.some((id) => asset.endsWith(id)),
  )
  return [
    ...(lumens === -feeCharged ? [] : [`lumens changed by ${lumens}, the fee was ${feeCharged}`]),
    ...made.map(([asset, sum]) => `${asset} changed by ${sum}`),
    ...(isSuccessful || changes.every(isOwnChange) ? [] : ['a failed transaction changed more than accounts']),
  ]
}

function isOwnChange(change: EntryChange): boolean {
  return change.type === 'updated' && change.after.type === 'account'
}

function* holdingsIn(change: EntryChange): Generator<readonly [AssetId, bigint]> {
  if (change.type !== 'created') for (const [asset, amount] of holdingsOf(change.before)) yield [asset, -amount]
  if (change.type !== 'removed') yield* holdingsOf(change.after)
}

function holdingsOf(entry: Entry): readonly (readonly [AssetId, bigint])[] {
  switch (entry.type) {
    case 'account':
      return [['native', entry.balance]]
    case 'trustline':
      return [[entry.asset, entry.balance]]
    case 'claimableBalance':
      return [[entry.asset, entry.amount]]
    case 'pool':
      return [
        [entry.assetA, entry.reserveA],
        [entry.assetB, entry.reserveB],
      ]
    default:
      return []
  }
}

function negativeAmounts(entry: Entry): readonly string[] {
  return Object.entries(entry)
    .filter(([, value]) => (typeof value === 'bigint' || typeof value === 'number') && value < 0)
    .map(([name, value]) => `${entry.type} has ${name} ${value}`)
}

function liabilityFaults(state: LedgerState, entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry.type !== 'account' && entry.type !== 'trustline') return []
    const asset = entry.type === 'account' ? 'native' : entry.asset
    const due = { selling: 0n, buying: 0n }
    for (const offer of state.offersOf(entry.accountId)) {
      const { selling, buying } = offerLiabilities(offer.price, offer.amount)
      if (offer.selling === asset) due.selling += selling
      if (offer.buying === asset) due.buying += buying
    }
    const isRight = due.selling === entry.sellingLiabilities && due.buying === entry.buyingLiabilities
    const room = (entry.type === 'account' ? 2n ** 63n - 1n : entry.limit) - entry.balance
    const isWithin =
      entry.buyingLiabilities <= room && (entry.type === 'account' || entry.sellingLiabilities <= entry.balance)
    return isRight && isWithin ? [] : [`liabilities of ${entry.accountId} in ${asset}`]
  })
}

function countFaults(state: LedgerState, entries: readonly Entry[]): readonly string[] {
  const sponsoring = new Map<string, number>()
  const sponsored = new Map<string, number>()
  const count = (map: Map<string, number>, id: string, reserves: number): void =>
    void map.set(id, (map.get(id) ?? 0) + reserves)
  for (const entry of entries) {
    if (entry.type === 'account') {
      for (const { sponsor } of entry.signers) {
        if (sponsor === undefined) continue
        count(sponsoring, sponsor, 1)
        count(sponsored, entry.accountId, 1)
      }
    }
    if (typeof entry.sponsor !== 'string') continue
    count(sponsoring, entry.sponsor, reservesOf(entry))
    if (entry.type !== 'claimableBalance')
      count(sponsored, entry.type === 'offer' ? entry.seller : entry.accountId, reservesOf(entry))
  }
  return entries.flatMap((entry) => {
    if (entry.type !== 'account') return []
    const { accountId: id } = entry
    const isRight =
      entry.subentryCount === subentriesOf(state, entry) &&
      entry.numSponsoring === (sponsoring.get(id) ?? 0) &&
      entry.numSponsored === (sponsored.get(id) ?? 0)
    return isRight ? [] : [`counts of ${id}`]
  })
}

function subentriesOf(state: LedgerState, { accountId: id, signers }: AccountEntry): number {
  const own = state.trustlinesOf(id).length + state.offersOf(id).length + state.dataOf(id).length
  return own + 2 * state.poolSharesOf(id).length + signers.length
}

function reservesOf(entry: Entry): number {
  if (entry.type === 'claimableBalance') return entry.claimants.length
  return entry.type === 'account' || entry.type === 'poolShare' ? 2 : 1
}

/** Books are sorted by double quotients, so that is how two offers cross, too. */
function crossingFaults(state: LedgerState, entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => {
    if (entry.type !== 'offer') return []
    const there = state.book(entry.selling, entry.buying).best()
    const back = state.book(entry.buying, entry.selling).best()
    if (there !== entry || back === undefined) return []
    return priceFloat(there.price) * priceFloat(back.price) < 1 - 1e-9
      ? [`offers ${there.id} and ${back.id} cross`]
      : []
  })
}
