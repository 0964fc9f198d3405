import { createAsset, createMarket, InvalidOptionError, type Market, STROOPS_PER_UNIT, XLM } from '@sdex/primitives'
import { Asset, type Keypair, Operation, type xdr } from '@stellar/stellar-sdk'
import { checkWhole } from '../checkWhole.ts'
import type { Devnet, DevnetOffer } from '../devnet.ts'
import { NATIVE } from '../ledger/entries.ts'
import { MAX_OPERATIONS } from '../transactions/signTransaction.ts'
import { devnetKey } from './devnetKey.ts'
import { fundAll, giveWay, transactAll } from './setUp.ts'

/** How many markets {@link setUpMarkets} makes, and with what in them. */
export type MarketsOptions = {
  /** Markets of lumens against as many assets. At most 10,000. */
  readonly count: number
  /**
   * Offers in each, half of them on either side, an even spread of prices around one lumen. At most 900, and 1,000,000 in all markets together.
   *
   * @defaultValue 20
   */
  readonly offersPerMarket?: number | undefined
  /**
   * Completes what an earlier run began, as in a network that was kept: issuers that exist are used, and make the offers that they have not made yet. What was
   * taken of theirs stays taken. @defaultValue false
   */
  readonly resume?: boolean | undefined
  /** Of the issuers' keys. @defaultValue the network's seed */
  readonly seed?: number | string | undefined
  /** Ends the setting up between two ledgers; what is there stays. */
  readonly signal?: AbortSignal | undefined
}

const [MAX_MARKETS, MAX_OFFERS] = [10_000, 900]
/** Of all markets together: they take 1.3 GB with the history that they leave, and a minute or two. */
const MAX_OFFERS_IN_ALL = 1_000_000
/** Reserves of 900 offers, and what the bids pay. */
const ISSUER_LUMENS = 100_000n * STROOPS_PER_UNIT
/** Operations that a ledger takes. */
const LEDGER_OPERATIONS = 1_000
const AMOUNT = '10'
/** Issuers whose keys are made in one turn of the event loop. */
const PREPARED_AT_ONCE = 20
/** Prices are 1 +- 0.001 a level. */
const STEP = 1_000

/**
 * Fills a network with markets: an issuer each, which sells its asset for lumens and buys it back below. Closes the ledgers that this takes, about
 * one for every 1,000 offers.
 *
 * @returns The markets, lumens the base: `XLM/A0001:G...`.
 * @throws InvalidOptionError for a number out of its range, before anything is set up.
 * @throws FundingError when they exist already.
 * @throws AbortedError when the signal fires before all of them are there.
 * @example
 * ```ts
 * await using net = await createDevnet({ ledgerMs: 'manual' })
 * const markets = await setUpMarkets(net, { count: 1_000, offersPerMarket: 100 })
 * ```
 */
export async function setUpMarkets(net: Devnet, options: MarketsOptions): Promise<readonly Market[]> {
  const { count, offersPerMarket = 20, seed = net.seed, signal, resume = false } = options
  checkWhole('count', count, { min: 0, max: MAX_MARKETS })
  checkWhole('offersPerMarket', offersPerMarket, { min: 0, max: MAX_OFFERS })
  checkOffersInAll(count, offersPerMarket)
  const makers: Maker[] = []
  for (let index = 0; index < count; index += 1) {
    const keypair = devnetKey(seed, `markets/${index}`)
    const code = `A${String(index).padStart(4, '0')}`
    const made = resume ? levelsMade(net.offersOf(keypair.publicKey())) : 0
    makers.push({ keypair, asset: new Asset(code, keypair.publicKey()), made })
    if (index % PREPARED_AT_ONCE === 0) await giveWay(signal)
  }
  const fresh = makers.filter(({ keypair }) => !resume || net.account(keypair.publicKey()) === undefined)
  const funds = fresh.map(({ keypair }) => ({ accountId: keypair.publicKey(), amount: ISSUER_LUMENS }))
  await fundAll(net, funds, { signal })
  for (const lots of ledgersOf(makers, offersPerMarket)) await transactAll(net, lots.map(transactionOf), { signal })
  return makers.map(({ keypair, asset }) => createMarket(XLM, createAsset(asset.code, keypair.publicKey())))
}

/** @throws InvalidOptionError for more offers than a process can be expected to hold. */
export function checkOffersInAll(markets: number, offersPerMarket: number): void {
  const offers = markets * offersPerMarket
  if (offers <= MAX_OFFERS_IN_ALL) return
  throw new InvalidOptionError({
    message: `${markets} markets with ${offersPerMarket} offers each have ${offers} offers.`,
    remedy: `Ask for at most ${MAX_OFFERS_IN_ALL} in all.`,
    input: offers,
  })
}

/** Who makes a market's offers, level by level. */
type Maker = { readonly keypair: Keypair; readonly asset: Asset; made: number }

/** Levels that a maker makes in one transaction. */
type Lot = Pick<Maker, 'keypair' | 'asset'> & { readonly first: number; readonly count: number }

/** What each ledger takes: of every maker one transaction, as long as there is room. */
function* ledgersOf(makers: readonly Maker[], levels: number): Generator<readonly Lot[]> {
  let left = makers.filter(({ made }) => made < levels)
  while (left.length > 0) {
    const lots: Lot[] = []
    let room = LEDGER_OPERATIONS
    for (const maker of left) {
      const count = Math.min(MAX_OPERATIONS, room, levels - maker.made)
      lots.push({ ...maker, first: maker.made, count })
      maker.made += count
      room -= count
      if (room === 0) break
    }
    yield lots
    left = left.filter(({ made }) => made < levels)
  }
}

/** Operations are made for one ledger at a time: those of all markets would take gigabytes. */
function transactionOf({ keypair, asset, first, count }: Lot): {
  readonly keypair: Keypair
  readonly operations: readonly xdr.Operation[]
} {
  return { keypair, operations: Array.from({ length: count }, (_, at) => offerAt(asset, first + at)) }
}

/** Asks at even levels, bids at odd ones: of the market's base, which is lumens. */
function offerAt(asset: Asset, level: number): xdr.Operation {
  const price = { n: STEP + 1 + (level >> 1), d: STEP }
  const [selling, buying] = level % 2 === 0 ? [asset, Asset.native()] : [Asset.native(), asset]
  return Operation.manageSellOffer({ selling, buying, amount: AMOUNT, price })
}

/** Levels are made in their order, and the best, which are the first, are taken first: up to the last one that is there they were made. */
function levelsMade(offers: readonly DevnetOffer[]): number {
  const levels = offers.map(levelOf).filter((level) => Number.isInteger(level) && level < MAX_OFFERS)
  return Math.max(-1, ...levels) + 1
}

function levelOf({ selling, price: { n, d } }: DevnetOffer): number {
  return 2 * ((n * STEP) / d - STEP - 1) + (selling === NATIVE ? 1 : 0)
}
