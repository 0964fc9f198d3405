import {
  type Asset,
  createAsset,
  createMarket,
  formatAmount,
  formatAsset,
  type Market,
  STROOPS_PER_UNIT,
  type Stroops,
  XLM,
} from '@sdex/primitives'
import { type Keypair, Operation } from '@stellar/stellar-sdk'
import type { Devnet } from '../devnet.ts'
import { MAX_OPERATIONS } from '../transactions/signTransaction.ts'
import { devnetKey } from './devnetKey.ts'
import { sdkAsset } from './operations.ts'
import { fundAll, transactAll } from './setUp.ts'

/** A market of a devnet, with the issuer that can hand its assets out. */
export type DevnetMarket = {
  readonly market: Market
  readonly issuer: Keypair
  /**
   * Creates accounts that hold both assets: lumens by friendbot, issued assets by trustline and payment. Closes the ledgers that this takes.
   *
   * @throws FundingError when an account exists already or a transaction fails.
   * @throws AbortedError when the signal fires before all have joined.
   */
  join(
    members: readonly MarketMember[],
    options?: {
      /** Ends it between two ledgers; what is there stays. */
      readonly signal?: AbortSignal | undefined
    },
  ): Promise<void>
}

/** An account to be, and what it starts with. */
export type MarketMember = {
  readonly keypair: Keypair
  readonly baseAmount: Stroops
  readonly quoteAmount: Stroops
}

/** Which market {@link setUpMarket} makes. */
export type MarketOptions = {
  /** Of the issuer's key. @defaultValue the network's seed */
  readonly seed?: number | string | undefined
  /** Completes what an earlier run began, as in a network that was kept: accounts that exist, and trust what is traded, are used as they are. @defaultValue false */
  readonly resume?: boolean | undefined
  /** `XLM`, or the code of an asset to be issued. @defaultValue 'XLM' */
  readonly base?: string | undefined
  /** `XLM`, or the code of an asset to be issued. @defaultValue 'USD' */
  readonly quote?: string | undefined
  /** Ends the setting up before anything is there. */
  readonly signal?: AbortSignal | undefined
}

/** Lumens of an account beside what it is to hold: reserves and fees. */
const EXPENSES = 100n * STROOPS_PER_UNIT

/**
 * Prepares a market on a devnet: creates the issuer, whose key follows from the seed. The assets come into being as accounts {@link DevnetMarket.join | join}.
 *
 * @throws InvalidAssetError or InvalidMarketError when the codes make no market.
 * @throws FundingError when the issuer exists already.
 * @throws AbortedError when the signal has fired.
 * @example
 * ```ts
 * await using net = await createDevnet({ ledgerMs: 'manual' })
 * const usd = await setUpMarket(net, { quote: 'USD' })
 * const keypair = Keypair.random()
 * await usd.join([{ keypair, baseAmount: 1_000_0000000n, quoteAmount: 100_0000000n }])
 * ```
 */
export async function setUpMarket(net: Devnet, options: MarketOptions = {}): Promise<DevnetMarket> {
  const { seed = net.seed, base = 'XLM', quote = 'USD', resume = false, signal } = options
  const issuer = devnetKey(seed, 'issuer')
  const asset = (code: string): Asset => (code === 'XLM' ? XLM : createAsset(code, issuer.publicKey()))
  const market = createMarket(asset(base), asset(quote))
  const isNew = (keypair: Keypair): boolean => !resume || net.account(keypair.publicKey()) === undefined
  /** Also of an account that an earlier run created, and came no further: a member's first entries are its trustlines. */
  const isOutside = (keypair: Keypair): boolean => !resume || !net.account(keypair.publicKey())?.subentryCount
  if (isNew(issuer)) await fundAll(net, [{ accountId: issuer.publicKey(), amount: EXPENSES }], { signal })
  return {
    market,
    issuer,
    join: (members, cancel = {}) => {
      const joining = members.filter(({ keypair }) => isOutside(keypair))
      return join(net, { market, issuer, members: joining, isNew, signal: cancel.signal })
    },
  }
}

type Joining = Pick<DevnetMarket, 'market' | 'issuer'> & {
  readonly members: readonly MarketMember[]
  readonly isNew: (keypair: Keypair) => boolean
  readonly signal: AbortSignal | undefined
}

async function join(net: Devnet, { market, issuer, members, isNew, signal }: Joining): Promise<void> {
  if (members.length === 0) return
  const holdings = members.map(({ keypair, baseAmount, quoteAmount }) => ({
    keypair,
    native: EXPENSES + (market.base === XLM ? baseAmount : 0n) + (market.quote === XLM ? quoteAmount : 0n),
    issued: [
      { asset: market.base, amount: baseAmount },
      { asset: market.quote, amount: quoteAmount },
    ].filter(({ asset }) => asset.type === 'issued'),
  }))
  const absent = holdings.filter(({ keypair }) => isNew(keypair))
  const funds = absent.map(({ keypair, native }) => ({ accountId: keypair.publicKey(), amount: native }))
  await fundAll(net, funds, { signal })
  const trusting = holdings.map(({ keypair, issued }) => ({
    keypair,
    operations: issued.map(({ asset }) => Operation.changeTrust({ asset: sdkAsset(formatAsset(asset)) })),
  }))
  await transactAll(net, trusting, { signal })
  const payments = holdings.flatMap(({ keypair, issued }) =>
    issued.map(({ asset, amount }) =>
      Operation.payment({
        destination: keypair.publicKey(),
        asset: sdkAsset(formatAsset(asset)),
        amount: formatAmount(amount),
      }),
    ),
  )
  for (let first = 0; first < payments.length; first += MAX_OPERATIONS) {
    const operations = payments.slice(first, first + MAX_OPERATIONS)
    await transactAll(net, [{ keypair: issuer, operations }], { signal })
  }
}
