import { createAsset, createMarket, type Market, type Price, STROOPS_PER_UNIT, XLM } from '@sdex/primitives'
import { Asset, type Keypair, Operation, type xdr } from '@stellar/stellar-sdk'
import { checkWhole } from '../checkWhole.ts'
import type { Devnet } from '../devnet.ts'
import { MAX_OPERATIONS } from '../transactions/signTransaction.ts'
import { devnetKey } from './devnetKey.ts'
import { fundAll, transactAll } from './setUp.ts'

/** How many markets {@link setUpMarkets} makes, and with what in them. */
export type MarketsOptions = {
  /** Markets of lumens against as many assets. At most 10,000. */
  readonly count: number
  /** Offers in each, half of them on either side, an even spread of prices around one lumen. At most 900. @defaultValue 20 */
  readonly offersPerMarket?: number | undefined
  /** Takes issuers that exist for set up, as in a network that was kept from an earlier run. @defaultValue false */
  readonly resume?: boolean | undefined
  /** Of the issuers' keys. @defaultValue the network's seed */
  readonly seed?: number | string | undefined
  /** Ends the setting up between two ledgers; what is there stays. */
  readonly signal?: AbortSignal | undefined
}

const [MAX_MARKETS, MAX_OFFERS] = [10_000, 900]
/** Reserves of 900 offers, and what the bids pay. */
const ISSUER_LUMENS = 100_000n * STROOPS_PER_UNIT
/** Operations that a ledger takes. */
const LEDGER_OPERATIONS = 1_000
const AMOUNT = '10'
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
  const issuers = Array.from({ length: count }, (_, index) => {
    const keypair = devnetKey(seed, `markets/${index}`)
    return {
      keypair,
      code: `A${String(index).padStart(4, '0')}`,
      operations: offersOf(keypair, index, offersPerMarket),
    }
  })
  const fresh = issuers.filter(({ keypair }) => !resume || net.account(keypair.publicKey()) === undefined)
  const funds = fresh.map(({ keypair }) => ({ accountId: keypair.publicKey(), amount: ISSUER_LUMENS }))
  await fundAll(net, funds, { signal })
  for (const ledger of ledgersOf(fresh)) await transactAll(net, ledger, { signal })
  return issuers.map(({ keypair, code }) => createMarket(XLM, createAsset(code, keypair.publicKey())))
}

/** Asks below and bids above: of the market's base, which is lumens. */
function offersOf(keypair: Keypair, index: number, count: number): readonly xdr.Operation[] {
  const asset = new Asset(`A${String(index).padStart(4, '0')}`, keypair.publicKey())
  return Array.from({ length: count }, (_, at) => {
    const price: Price = { n: STEP + 1 + (at >> 1), d: STEP }
    const [selling, buying] = at % 2 === 0 ? [asset, Asset.native()] : [Asset.native(), asset]
    return Operation.manageSellOffer({ selling, buying, amount: AMOUNT, price: { ...price } })
  })
}

type Issuer = { readonly keypair: Keypair; readonly operations: readonly xdr.Operation[] }

/** What each ledger takes: of every issuer one transaction, as long as there is room. */
function* ledgersOf(issuers: readonly Issuer[]): Generator<readonly Issuer[]> {
  let left = issuers.filter(({ operations }) => operations.length > 0)
  while (left.length > 0) {
    const ledger: Issuer[] = []
    let room = LEDGER_OPERATIONS
    const later: Issuer[] = []
    for (const { keypair, operations } of left) {
      const now = operations.slice(0, Math.min(MAX_OPERATIONS, room))
      const rest = operations.slice(now.length)
      if (now.length > 0) ledger.push({ keypair, operations: now })
      if (rest.length > 0) later.push({ keypair, operations: rest })
      room -= now.length
    }
    yield ledger
    left = later
  }
}
