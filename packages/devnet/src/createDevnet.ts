import { type Closeable, ClosedError, createScope, type Stroops } from '@sdex/primitives'
import { createNetwork, type Network, type Submission } from './createNetwork.ts'
import { checkDevnetOptions, type DevnetOptions } from './devnetOptions.ts'
import { InvalidEnvelopeError } from './errors.ts'
import { createFriendbot } from './friendbot/createFriendbot.ts'
import { createServer } from './horizon/createServer.ts'
import { FRIENDBOT_AMOUNT } from './horizon/routes/friendbot.ts'
import type { AccountEntry, OfferEntry } from './ledger/entries.ts'
import { startLedgerTimer } from './ledgerTimer.ts'
import { type LedgerClose, rootKeypair } from './transactions/createLedger.ts'

/** An embedded Stellar network at work. */
export type Devnet = Closeable & {
  /** Where Horizon's API is served, for example `http://127.0.0.1:8000`. */
  readonly url: string
  /** Where friendbot answers; it takes `?addr=G...`. */
  readonly friendbotUrl: string
  readonly passphrase: string
  /** What keys of traders and issuers follow from. */
  readonly seed: number | string
  /**
   * Closes a ledger now, also while a timer closes them too. State, history and streams are of it when the promise resolves.
   *
   * @throws ClosedError after the network was closed.
   */
  closeLedger(): Promise<ClosedLedger>
  /**
   * Creates an account with lumens of friendbot's, with the next ledger: when ledgers are closed by hand, close one before awaiting this.
   *
   * @param fund.amount - Stroops. Default 10,000 lumens, as on testnet.
   * @throws FundingError when the account exists already, or cannot be created.
   * @throws ClosedError when the network is closed before, or meanwhile.
   */
  fund(fund: { readonly accountId: string; readonly amount?: Stroops | undefined }): Promise<{ readonly hash: string }>
  /**
   * Puts a signed transaction into the queue, without HTTP and without the delay of submissions.
   *
   * @param envelopeXdr - TransactionEnvelope, base64.
   * @throws InvalidEnvelopeError when it cannot be read.
   */
  submit(envelopeXdr: string): Submission & { readonly hash: string }
  /** An account as of the last ledger, undefined when there is none. */
  account(accountId: string): AccountEntry | undefined
  /** An account's offers as of the last ledger, oldest first. */
  offersOf(accountId: string): readonly OfferEntry[]
  /**
   * Calls a listener after each close, when state, history and streams are of the new ledger. It must not throw.
   *
   * @returns Ends it.
   */
  onLedgerClosed(listener: (closed: ClosedLedger) => void): () => void
  /** Kills the HTTP listener with every open connection. Ledgers go on closing. */
  stopListening(): Promise<void>
  /**
   * Starts the listener again on the same port; without effect while it runs.
   *
   * @throws InvalidOptionError when somebody else took the port.
   */
  listen(): Promise<void>
}

/** A ledger that was closed. */
export type ClosedLedger = {
  readonly sequence: number
  /** Lower-case hex. */
  readonly hash: string
  /** Close time in milliseconds since 1970; whole seconds, as on the ledger. */
  readonly closedAtMs: number
  /** In the order of application, failed ones included. */
  readonly transactions: readonly ClosedTransaction[]
}

export type ClosedTransaction = {
  readonly hash: string
  readonly isSuccessful: boolean
  /** TransactionResult, base64. */
  readonly resultXdr: string
}

/**
 * Starts a Stellar network in this process: a ledger with accounts, trustlines, offers and payments, and a server that speaks Horizon's API about
 * it, streams included. Nothing is stored; nothing leaves the machine.
 *
 * @throws InvalidOptionError for an option out of range, or a port that cannot be listened on.
 * @example
 * ```ts
 * await using net = await createDevnet({ ledgerMs: 1_000 })
 * const horizon = new Horizon.Server(net.url, { allowHttp: true })
 * ```
 */
export async function createDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const checked = checkDevnetOptions(options)
  const { passphrase, seed, ledgerMs, clock } = checked
  const network = createNetwork(checked)
  const friendbot = createFriendbot(network, rootKeypair(passphrase))
  const server = createServer({ ...checked, network, friendbot })
  const listeners = new Set<(closed: ClosedLedger) => void>()

  let isOpen = true
  const checkOpen = (): void => {
    if (!isOpen) throw new ClosedError({ message: 'The network was closed.', remedy: 'Start another one.' })
  }
  const closeLedger = (): ClosedLedger => {
    checkOpen()
    friendbot.submitWaiting()
    const closed = closedLedger(network.close())
    friendbot.settle()
    server.committed()
    for (const listener of [...listeners]) listener(closed)
    return closed
  }
  await server.listen()
  const scope = createScope()
  scope.add(server.close)
  scope.add(friendbot.close)
  scope.add(() => listeners.clear())
  scope.add(() => {
    isOpen = false
  })
  if (ledgerMs !== 'manual') {
    const timer = startLedgerTimer({ clock, intervalMs: ledgerMs, tick: closeLedger })
    scope.add(timer.stop)
  }
  return {
    url: server.url,
    friendbotUrl: `${server.url}/friendbot`,
    passphrase,
    seed,
    closeLedger: async () => closeLedger(),
    fund: async ({ accountId, amount = FRIENDBOT_AMOUNT }) => {
      checkOpen()
      const { hash } = await friendbot.fund(accountId, amount)
      return { hash }
    },
    submit: (envelopeXdr) => {
      checkOpen()
      return submit(network, envelopeXdr)
    },
    account: network.state.account,
    offersOf: network.state.offersOf,
    onLedgerClosed: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stopListening: server.stopListening,
    listen: async () => {
      checkOpen()
      await server.listen()
    },
    close: scope.close,
    [Symbol.asyncDispose]: scope.close,
  }
}

function submit(network: Network, envelopeXdr: string): Submission & { readonly hash: string } {
  const transaction = network.decode(envelopeXdr)
  if (transaction !== undefined) return { ...network.submit(transaction), hash: transaction.hash }
  throw new InvalidEnvelopeError({
    message: 'The text is no transaction envelope.',
    remedy: "Give a signed transaction as base64, such as the SDK's `transaction.toXDR()`.",
    input: envelopeXdr,
  })
}

function closedLedger({ header, transactions }: LedgerClose): ClosedLedger {
  return {
    sequence: header.ledgerSequence,
    hash: header.hash,
    closedAtMs: header.closeTime * 1000,
    transactions: transactions.map(({ transaction, isSuccessful, resultXdr }) => ({
      hash: transaction.hash,
      isSuccessful,
      resultXdr,
    })),
  }
}
