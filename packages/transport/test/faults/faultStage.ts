import { createDevnet, type Devnet, type DevnetOptions, devnetKey, setUpMarket } from '@sdex/devnet'
import { type Clock, formatAmount, type Market, type Stroops, sleep } from '@sdex/primitives'
import { Account, Asset, Claimant, type Keypair, Operation, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'
import { createFastClock } from './fastClock.ts'

/** What the network itself says of a ledger. */
export type TrueLedger = {
  readonly sequence: number
  readonly hash: string
  readonly closedAtMs: number
  /** Hashes of its transactions. */
  readonly hashes: ReadonlySet<string>
  /** What the maker offers, which is the whole book. */
  readonly offers: string
  readonly taker: string
}

/** A network with one trade a ledger, and the truth about it. */
export type FaultStage = AsyncDisposable & {
  readonly net: Devnet
  readonly clock: Clock
  readonly market: Market
  readonly maker: string
  readonly taker: string
  readonly submitter: Keypair
  /** A transaction of long ago, and the first ones of the maker. */
  readonly known: string
  readonly makers: readonly string[]
  /** By sequence. */
  readonly truth: ReadonlyMap<number, TrueLedger>
  /** What came to the queue that the stage itself did not send. */
  readonly received: readonly string[]
  /** Whether each ledger brings a trade, and another book. */
  setTrading(isOn: boolean): void
  /** A payment of the submitter that no ledger takes so much later. */
  payment(validForMs: number): Submittable
  /** Resolves when so many more ledgers have closed. */
  ledgers(count: number): Promise<void>
}

export type Submittable = { readonly envelopeXdr: string; readonly hash: string; readonly maxTimeMs: number }

/** Claimable balances that there are. */
export const BALANCE_COUNT = 5

const LUMENS = 10_000_000n

export async function setFaultStage(options: DevnetOptions = {}): Promise<FaultStage> {
  const clock = createFastClock()
  const net = await createDevnet({ ledgerMs: 4_000, cadence: 'immediate', clock, ...options })
  net.stopClock()
  const { market, issuer, join } = await setUpMarket(net)
  const keypairs = ['maker', 'taker', 'submitter'].map((name) => devnetKey(net.seed, name)) as [
    Keypair,
    Keypair,
    Keypair,
  ]
  const [maker, taker, submitter] = keypairs
  await join(keypairs.map((keypair) => ({ keypair, baseAmount: 50_000n * LUMENS, quoteAmount: 50_000n * LUMENS })))
  const usd = new Asset('USD', issuer.publicKey())
  const sent = new Set<string>()
  const received: string[] = []

  const send = (signer: Keypair, operations: readonly xdr.Operation[]): string => {
    const { hash, envelopeXdr } = signed(net, { signer, operations, maxTimeMs: 0 })
    sent.add(hash)
    net.submit(envelopeXdr)
    return hash
  }
  const claimants = [new Claimant(taker.publicKey())]
  const balance = Operation.createClaimableBalance({ asset: usd, amount: '7', claimants })
  const known = send(
    maker,
    Array.from({ length: BALANCE_COUNT }, () => balance),
  )
  await net.closeLedger()
  const makers: string[] = []
  let isTrading = true
  let turn = 0

  const trade = (): void => {
    turn += 1
    const [offer] = net.offersOf(maker.publicKey())
    const amount = formatAmount((1_000n * LUMENS + BigInt(turn)) as Stroops)
    const offerId = String(offer?.id ?? 0n)
    const sell = Operation.manageSellOffer({ selling: usd, buying: Asset.native(), amount, price: '2', offerId })
    const hash = send(maker, [sell])
    if (makers.length < 8) makers.push(hash)
    const buy = { selling: Asset.native(), buying: usd, buyAmount: '1', price: '2', offerId: '0' }
    send(taker, [Operation.manageBuyOffer(buy)])
  }
  const truth = new Map<number, TrueLedger>()
  net.onLedgerClosed(({ sequence, hash, closedAtMs, transactions }) => {
    const hashes = new Set(transactions.map((transaction) => transaction.hash))
    const offers = net.offersOf(maker.publicKey()).map(({ id, amount }) => `${id}:${amount}`)
    const account = net.account(taker.publicKey())
    const state = { offers: offers.join(), taker: `${account?.sequence}:${account?.balance}` }
    truth.set(sequence, { sequence, hash, closedAtMs, hashes, ...state })
    if (isTrading) trade()
  })
  net.onEvent((event) => {
    if (event.type === 'submitted' && !sent.has(event.hash)) received.push(event.hash)
  })
  for (let count = 0; count < 10; count += 1) await net.closeLedger()
  net.startClock()
  return {
    ...{ net, clock, market, submitter, known, makers, truth, received },
    maker: maker.publicKey(),
    taker: taker.publicKey(),
    setTrading: (isOn) => {
      isTrading = isOn
    },
    payment: (validForMs) => {
      const operations = [Operation.payment({ destination: maker.publicKey(), asset: usd, amount: '1' })]
      return signed(net, { signer: submitter, operations, maxTimeMs: clock.now() + validForMs })
    },
    ledgers: async (count) => {
      const target = net.ledger + count
      while (net.ledger < target) await sleep(clock, 1_000)
    },
    [Symbol.asyncDispose]: () => net.close(),
  }
}

type Wanted = { readonly signer: Keypair; readonly operations: readonly xdr.Operation[]; readonly maxTimeMs: number }

/** With the account's next sequence number; 0: without an upper bound. */
function signed(net: Devnet, { signer, operations, maxTimeMs }: Wanted): Submittable {
  const sequence = String(net.account(signer.publicKey())?.sequence ?? 0n)
  const account = new Account(signer.publicKey(), sequence)
  const maxTime = Math.ceil(maxTimeMs / 1_000)
  const builder = new TransactionBuilder(account, {
    ...{ fee: '1000', networkPassphrase: net.passphrase },
    timebounds: { minTime: 0, maxTime },
  })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.build()
  transaction.sign(signer)
  return {
    envelopeXdr: transaction.toXDR(),
    hash: Array.from(transaction.hash(), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    maxTimeMs: maxTime * 1_000,
  }
}
