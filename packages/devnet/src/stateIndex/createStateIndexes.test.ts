import fc from 'fast-check'
import { expect, test } from 'vitest'
import { devnetKey } from '../index.ts'
import type { AssetId, Entry, Predicate, Signer, Sponsor } from '../ledger/entries.ts'
import type { HeaderFields } from '../ledger/header.ts'
import { emptySnapshot, type LedgerSnapshot } from '../ledger/snapshot.ts'
import { createLedgerState } from '../ledger/state.ts'
import { newAccount } from '../operations/createAccount.ts'
import { createStateIndexes } from './createStateIndexes.ts'
import type { Listing } from './listing.ts'
import type { StateIndex } from './stateIndex.ts'

const IDS = Array.from({ length: 6 }, (_, at) => devnetKey('index', `${at}`).publicKey()).sort()
const [ISSUER = '', OTHER_ISSUER = ''] = IDS
const ASSETS: readonly AssetId[] = ['native', `AB:${ISSUER}`, `AB1:${OTHER_ISSUER}`, `AB:${OTHER_ISSUER}`]
const POOLS = ['0a', '1b', '2c'].map((start) => start.padEnd(64, '0'))
const HASH_KEY = 'XAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABKF'
const HEADER: HeaderFields = {
  ledgerSequence: 1,
  ledgerVersion: 28,
  closeTime: 1_800_000_000,
  totalCoins: 10n ** 18n,
  feePool: 0n,
  idPool: 0n,
  baseFee: 100,
  baseReserve: 5_000_000,
  maxTxSetSize: 1_000,
  flags: 0,
}

const anyId = fc.constantFrom(...IDS)
const anyAsset = fc.constantFrom(...ASSETS)
const anyIssued = fc.constantFrom(...ASSETS.slice(1))
const anyPoolId = fc.constantFrom(...POOLS)
const anyAmount = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
const anySponsor: fc.Arbitrary<Sponsor> = fc.constantFrom(undefined, null, ...IDS)
const anySigner: fc.Arbitrary<Signer> = fc.record({
  key: fc.constantFrom(...IDS, HASH_KEY),
  weight: fc.integer({ min: 1, max: 255 }),
  sponsor: fc.constantFrom(undefined, ...IDS),
})
const unconditional: Predicate = { type: 'unconditional' }

const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({
      accountId: anyId,
      signers: fc.uniqueArray(anySigner, { selector: ({ key }) => key, maxLength: 3 }),
      sponsor: anySponsor,
      weight: fc.constantFrom(0, 1),
    })
    .map(({ accountId, signers, sponsor, weight }): Entry => {
      const others = signers.filter(({ key }) => key !== accountId)
      return { ...newAccount(accountId, 5n, 1), signers: others, sponsor, thresholds: [weight, 0, 0, 0] }
    }),
  fc.record({ accountId: anyId, asset: anyIssued, balance: anyAmount, flags: fc.nat(7), sponsor: anySponsor }).map(
    (line): Entry => ({
      type: 'trustline',
      limit: 0n,
      sellingLiabilities: 0n,
      buyingLiabilities: 0n,
      poolUseCount: 0,
      extension: 0,
      lastModifiedLedger: 1,
      ...line,
    }),
  ),
  fc
    .record({ accountId: anyId, poolId: anyPoolId, balance: anyAmount, sponsor: anySponsor })
    .map((share): Entry => ({ type: 'poolShare', limit: 0n, lastModifiedLedger: 1, ...share })),
  fc
    .record({ at: fc.nat(30), selling: anyAsset, buying: anyAsset, amount: anyAmount, sponsor: anySponsor })
    .map(({ at, ...offer }): Entry => {
      const [id, seller] = [BigInt(at), IDS[at % IDS.length] ?? '']
      return { type: 'offer', id, seller, price: { n: 1, d: 1 }, passive: false, lastModifiedLedger: 1, ...offer }
    }),
  fc
    .record({ accountId: anyId, name: fc.constantFrom('a', 'b'), sponsor: anySponsor })
    .map((data): Entry => ({ type: 'data', value: 'AAAA', lastModifiedLedger: 1, ...data })),
  fc
    .record({
      id: anyPoolId,
      asset: anyAsset,
      amount: anyAmount,
      sponsor: anySponsor,
      claimants: fc.uniqueArray(anyId, { minLength: 1, maxLength: 3 }),
    })
    .map(({ claimants, ...balance }): Entry => {
      const claiming = claimants.map((accountId) => ({ accountId, predicate: unconditional }))
      return {
        type: 'claimableBalance',
        claimants: claiming,
        clawbackEnabled: false,
        lastModifiedLedger: 1,
        ...balance,
      }
    }),
  fc
    .record({ at: fc.nat(2), reserveA: anyAmount, reserveB: anyAmount, totalShares: anyAmount })
    .map(({ at, ...reserves }): Entry => {
      const [id = '', assetA = '', assetB = ''] = [POOLS[at], ASSETS[at], ASSETS[at + 1]]
      const [sponsor, lastModifiedLedger] = [undefined, 1]
      return { type: 'pool', id, assetA, assetB, trustlineCount: 1n, sponsor, lastModifiedLedger, ...reserves }
    }),
)

const anyLedgers = fc.array(
  fc.array(fc.record({ entry: anyEntry, isThere: fc.constantFrom(true, true, false) }), { maxLength: 25 }),
  { minLength: 1, maxLength: 8 },
)

/** The states after each ledger. */
function runLedgers(
  ledgers: readonly (readonly { readonly entry: Entry; readonly isThere: boolean }[])[],
): readonly LedgerSnapshot[] {
  const state = createLedgerState(emptySnapshot(HEADER))
  return ledgers.map((writes, at) => {
    state.setHeader({ ...HEADER, ledgerSequence: at + 2 })
    for (const { entry, isThere } of writes) isThere ? state.put(entry) : state.remove(entry)
    return state.snapshot()
  })
}

const walk = <Key>(listing: Listing<Key>): readonly Key[] => [...listing.walk('asc')]

/** Everything that the index tells of the few names there are. */
function contents(index: StateIndex): unknown {
  return {
    accounts: [
      ...[...IDS, HASH_KEY].map((signer) => walk(index.accounts({ signer }))),
      ...IDS.map((sponsor) => walk(index.accounts({ sponsor }))),
      ...ASSETS.map((asset) => walk(index.accounts({ asset }))),
      ...POOLS.map((pool) => walk(index.accounts({ pool }))),
    ],
    offers: [
      ...[{}, ...IDS.flatMap((id) => [{ seller: id }, { sponsor: id }])].map((filter) => walk(index.offers(filter))),
      ...ASSETS.flatMap((asset) => [{ selling: asset }, { buying: asset }, { selling: asset, buying: ISSUER }]).map(
        (filter) => walk(index.offers(filter)),
      ),
    ],
    balances: [
      ...[{}, ...IDS.flatMap((id) => [{ claimant: id }, { sponsor: id }]), ...ASSETS.map((asset) => ({ asset }))].map(
        (filter) => walk(index.claimableBalances(filter)),
      ),
    ],
    pools: ASSETS.map((asset) => walk(index.pools({ reserves: [asset] }))),
    assets: [{}, { code: 'AB' }, ...IDS.map((issuer) => ({ issuer }))].map((filter) => walk(index.assets(filter))),
    statistics: ASSETS.map((asset) => index.statistics(asset)),
  }
}

test('property: an index that followed every ledger, or jumped between them, is the one made from scratch', () => {
  fc.assert(
    fc.property(anyLedgers, fc.array(fc.nat(7), { maxLength: 5 }), (ledgers, jumps) => {
      const states = runLedgers(ledgers)
      const following = createStateIndexes()
      for (const state of states) {
        expect(contents(following.at(state))).toEqual(contents(createStateIndexes().at(state)))
      }
      const jumping = createStateIndexes()
      for (const jump of jumps) {
        const state = states[jump % states.length] as LedgerSnapshot
        expect(contents(jumping.at(state))).toEqual(contents(createStateIndexes().at(state)))
      }
    }),
    { numRuns: 150 },
  )
}, 30_000)

test('property: the index finds what a look at every entry finds', () => {
  fc.assert(
    fc.property(anyLedgers, (ledgers) => {
      const last = runLedgers(ledgers).at(-1) as LedgerSnapshot
      const index = createStateIndexes().at(last)
      const entries = [...createLedgerState(last).allEntries()]
      const accountIds = (holds: (entry: Entry) => boolean): readonly string[] => [
        ...new Set(
          entries
            .filter(holds)
            .map((entry) => ('accountId' in entry ? entry.accountId : ''))
            .sort(),
        ),
      ]
      for (const id of IDS) {
        const signs = (entry: Entry): boolean =>
          entry.type === 'account' &&
          (entry.signers.some(({ key }) => key === id) || (entry.accountId === id && entry.thresholds[0] > 0))
        expect(walk(index.accounts({ signer: id }))).toEqual(accountIds(signs))
        const sponsors = (entry: Entry): boolean =>
          ['account', 'trustline', 'poolShare', 'data'].includes(entry.type) &&
          (entry.sponsor === id || (entry.type === 'account' && entry.signers.some(({ sponsor }) => sponsor === id)))
        expect(walk(index.accounts({ sponsor: id }))).toEqual(accountIds(sponsors))
      }
      for (const asset of ASSETS.slice(1)) {
        const lines = entries.filter((entry) => entry.type === 'trustline' && entry.asset === asset)
        expect(walk(index.accounts({ asset }))).toEqual(accountIds((entry) => lines.includes(entry)))
        const { authorized, maintaining, unauthorized } = index.statistics(asset) ?? {}
        const count = [authorized, maintaining, unauthorized].reduce((sum, tally) => sum + (tally?.count ?? 0), 0)
        const amount = [authorized, maintaining, unauthorized].reduce((sum, tally) => sum + (tally?.amount ?? 0n), 0n)
        expect({ count, amount }).toEqual({
          count: lines.length,
          amount: lines.reduce((sum, line) => sum + (line.type === 'trustline' ? line.balance : 0n), 0n),
        })
      }
    }),
    { numRuns: 150 },
  )
}, 30_000)

const given = <Value>(any: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(any, { nil: undefined })
const anyOfferFilter = fc.record({
  seller: given(anyId),
  sponsor: given(anyId),
  selling: given(anyAsset),
  buying: given(anyAsset),
})
const anyBalanceFilter = fc.record({ asset: given(anyAsset), sponsor: given(anyId), claimant: given(anyId) })

test('property: whatever is asked for together has to hold together', () => {
  fc.assert(
    fc.property(anyLedgers, anyOfferFilter, anyBalanceFilter, (ledgers, asked, wanted) => {
      const last = runLedgers(ledgers).at(-1) as LedgerSnapshot
      const index = createStateIndexes().at(last)
      const state = createLedgerState(last)
      const offers = [...state.allOffers()].filter(
        (offer) =>
          (asked.seller === undefined || offer.seller === asked.seller) &&
          (asked.sponsor === undefined || offer.sponsor === asked.sponsor) &&
          (asked.selling === undefined || offer.selling === asked.selling) &&
          (asked.buying === undefined || offer.buying === asked.buying),
      )
      expect(walk(index.offers(asked))).toEqual(offers.map(({ id }) => id))
      const balances = [...state.allClaimableBalances()].filter(
        (balance) =>
          (wanted.asset === undefined || balance.asset === wanted.asset) &&
          (wanted.sponsor === undefined || balance.sponsor === wanted.sponsor) &&
          (wanted.claimant === undefined || balance.claimants.some(({ accountId }) => accountId === wanted.claimant)),
      )
      const found = walk(index.claimableBalances(wanted))
      expect(found.map(({ id }) => id).sort()).toEqual(balances.map(({ id }) => id).sort())
      expect(found.map(({ ledger }) => ledger)).toEqual(found.map(({ ledger }) => ledger).sort((a, b) => a - b))
    }),
    { numRuns: 300 },
  )
}, 30_000)

test('behavior: an asset with one empty trustline has statistics, and loses them with it', () => {
  const state = createLedgerState(emptySnapshot(HEADER))
  const indexes = createStateIndexes()
  const [asset = ''] = ASSETS.slice(1)
  const line: Entry = {
    type: 'trustline',
    accountId: OTHER_ISSUER,
    asset,
    balance: 0n,
    limit: 1n,
    flags: 2,
    sellingLiabilities: 0n,
    buyingLiabilities: 0n,
    poolUseCount: 0,
    extension: 0,
    sponsor: undefined,
    lastModifiedLedger: 1,
  }
  state.put(line)
  expect(indexes.at(state.snapshot()).statistics(asset)).toMatchObject({ maintaining: { count: 1, amount: 0n } })
  expect(walk(indexes.at(state.snapshot()).assets({ code: 'AB', issuer: ISSUER }))).toEqual([asset])
  state.remove(line)
  expect(indexes.at(state.snapshot()).statistics(asset)).toBeUndefined()
  expect(walk(indexes.at(state.snapshot()).assets({}))).toEqual([])
})
