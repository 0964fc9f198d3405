import { InvalidOptionError, STROOPS_PER_UNIT, type Stroops } from '@sdex/primitives'
import { checkWhole } from '../checkWhole.ts'
import type { Devnet } from '../devnet.ts'
import { signTransaction } from '../transactions/signTransaction.ts'
import { createDecisions } from './createDecisions.ts'
import { devnetKey } from './devnetKey.ts'
import { traderOperations } from './operations.ts'
import type { DevnetMarket } from './setUpMarket.ts'

/** Who {@link startTraders} lets trade, and around which price. */
export type TradersOptions = {
  readonly market: DevnetMarket
  /** Of the traders' keys and of every decision. @defaultValue the network's seed */
  readonly seed?: number | string | undefined
  /** From 1 to 200. @defaultValue 12 */
  readonly count?: number | undefined
  /** Price around which they trade, quote for base; it wanders a few percent. A simulation parameter, so a float. @defaultValue 0.1 */
  readonly referenceFloat?: number | undefined
  /** Units of base that each begins with, and as much of quote by the reference. @defaultValue 1_000_000 */
  readonly wealthUnits?: number | undefined
  /** Ends the setting up between two ledgers; what is there stays. Traders at work end by {@link Traders.stop}. */
  readonly signal?: AbortSignal | undefined
}

/** Traders at work. */
export type Traders = {
  /** Their account ids. */
  readonly accounts: readonly string[]
  /** They act no more. What they have in the book stays. */
  stop(): void
}

const MAX_TRADERS = 200

/**
 * Fills a market with traders of its own: each has an account with both assets and, once a ledger, places, replaces or cancels an offer
 * around a reference price that wanders, or takes what rests near it. Their transactions are signed and queued like anyone's.
 *
 * What they mean to do follows from the seed alone, whatever others do; what comes of it depends on the ledger.
 *
 * @returns Once the accounts are set up and the first quotes stand on both sides of the book.
 * @throws InvalidOptionError for a number out of its range.
 * @throws FundingError when their accounts exist already: one group of traders per seed and network.
 * @throws AbortedError when the signal fires before they trade.
 * @example
 * ```ts
 * await using net = await createDevnet({ ledgerMs: 1_000 })
 * const market = await setUpMarket(net)
 * const traders = await startTraders(net, { market })
 * ```
 */
export async function startTraders(net: Devnet, options: TradersOptions): Promise<Traders> {
  const { market, seed = net.seed, count = 12, referenceFloat = 0.1, wealthUnits = 1_000_000, signal } = options
  checkWhole('count', count, { min: 1, max: MAX_TRADERS })
  checkFloat('referenceFloat', referenceFloat, { min: 1e-6, max: 1e6 })
  checkFloat('wealthUnits', wealthUnits, { min: 1, max: 1e9 })
  const keypairs = Array.from({ length: count }, (_, index) => devnetKey(seed, `trader/${index}`))
  const baseAmount = stroops(wealthUnits)
  const quoteAmount = stroops(wealthUnits * referenceFloat)
  const members = keypairs.map((keypair) => ({ keypair, baseAmount, quoteAmount }))
  await market.join(members, { signal })

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

function checkFloat(name: string, value: number, { min, max }: { readonly min: number; readonly max: number }): void {
  if (value >= min && value <= max) return
  throw new InvalidOptionError({
    message: `${name} ${String(value)} is not possible.`,
    remedy: `Give a number from ${min} to ${max}.`,
    input: value,
  })
}
