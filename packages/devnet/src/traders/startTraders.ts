import { STROOPS_PER_UNIT, type Stroops } from '@sdex/primitives'
import type { Devnet } from '../devnet.ts'
import { signTransaction } from '../transactions/signTransaction.ts'
import { createDecisions } from './createDecisions.ts'
import { devnetKey } from './devnetKey.ts'
import { traderOperations } from './operations.ts'
import type { DevnetMarket } from './setUpMarket.ts'

export type TradersOptions = {
  readonly market: DevnetMarket
  /** Of the traders' keys and of every decision. @defaultValue the network's seed */
  readonly seed?: number | string | undefined
  /** @defaultValue 12 */
  readonly count?: number | undefined
  /** Price around which they trade, quote for base; it wanders a few percent. A simulation parameter, so a float. @defaultValue 0.1 */
  readonly referenceFloat?: number | undefined
  /** Units of base that each begins with, and as much of quote by the reference. @defaultValue 1_000_000 */
  readonly wealthUnits?: number | undefined
}

/** Traders at work. */
export type Traders = {
  /** Their account ids. */
  readonly accounts: readonly string[]
  /** They act no more. What they have in the book stays. */
  stop(): void
}

/**
 * Fills a market with traders of its own: each has an account with both assets and, once a ledger, places, replaces or cancels an offer
 * around a reference price that wanders, or takes what rests near it. Their transactions are signed and queued like anyone's.
 *
 * What they mean to do follows from the seed alone, whatever others do; what comes of it depends on the ledger.
 *
 * @returns Once the accounts are set up and the first quotes stand on both sides of the book.
 * @throws FundingError when their accounts exist already: one group of traders per seed and network.
 * @example
 * ```ts
 * const market = await setUpMarket(net)
 * const traders = await startTraders(net, { market })
 * ```
 */
export async function startTraders(net: Devnet, options: TradersOptions): Promise<Traders> {
  const { market, seed = net.seed, count = 12, referenceFloat = 0.1, wealthUnits = 1_000_000 } = options
  const keypairs = Array.from({ length: count }, (_, index) => devnetKey(seed, `trader/${index}`))
  const baseAmount = stroops(wealthUnits)
  const quoteAmount = stroops(wealthUnits * referenceFloat)
  await market.join(keypairs.map((keypair) => ({ keypair, baseAmount, quoteAmount })))

  const nextRound = createDecisions({ seed, traderCount: count, referenceFloat })
  const act = (): void => {
    const { decisions } = nextRound()
    for (const [index, keypair] of keypairs.entries()) {
      const decision = decisions[index] ?? { type: 'wait' }
      const offers = net.offersOf(keypair.publicKey())
      const operations = traderOperations({ market: market.market, decision, offers })
      if (operations.length > 0) net.submit(signTransaction(net, { keypair, operations }))
    }
  }
  act()
  const stop = net.onLedgerClosed(act)
  await net.closeLedger()
  return { accounts: keypairs.map((keypair) => keypair.publicKey()), stop }
}

function stroops(units: number): Stroops {
  return BigInt(Math.round(units)) * STROOPS_PER_UNIT
}
