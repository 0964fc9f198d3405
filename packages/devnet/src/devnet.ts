import type { Closeable, Price, Stroops } from '@sdex/primitives'
import type { ClosedLedger } from './closedLedger.ts'
import type { DevnetEvent } from './control/events.ts'
import type { Submission } from './createNetwork.ts'
import type { DevnetOptions } from './devnetOptions.ts'
import type { Faults } from './faults/faults.ts'

/** An embedded Stellar network at work. */
export type Devnet = Closeable & {
  /** Where Horizon's API is served, for example `http://127.0.0.1:8000`. */
  readonly url: string
  /** Where friendbot answers, a server of its own; it takes `?addr=G...`. Horizon's `/friendbot` leads there. */
  readonly friendbotUrl: string
  /** PEM of the certificate, to be trusted as an authority; undefined without TLS. */
  readonly certificate: string | undefined
  /** Where control answers (`controlPort`); undefined without it. */
  readonly controlUrl: string | undefined
  readonly passphrase: string
  /** What keys of traders and issuers follow from. */
  readonly seed: number | string
  /**
   * Closes a ledger now, also while a timer closes them too. State, history and streams are of it when the promise resolves.
   *
   * With a data folder it first waits for a disk that cannot keep up. That the ledger is on the disk it does not wait for, and a disk that fails does not
   * reject it: that is told to {@link DevnetOptions.onError}.
   *
   * @throws ClosedError after the network was closed, or when it is while this waits.
   */
  closeLedger(): Promise<ClosedLedger>
  /** The last closed ledger. */
  readonly ledger: number
  /** Whether ledgers close by themselves. */
  readonly isClockRunning: boolean
  /**
   * Lets no ledger close by itself any more. Those asked for by {@link Devnet.closeLedger} do.
   *
   * @throws ClosedError after the network was closed.
   */
  stopClock(): void
  /**
   * Lets ledgers close by themselves again; without effect where they are closed by hand alone.
   *
   * @throws ClosedError after the network was closed.
   */
  startClock(): void
  /**
   * Keeps the network as it is at a ledger, without what waits in the queue. It costs what changes from then on.
   *
   * @throws InvalidOptionError for a ledger that is not one of the last 64.
   * @example
   * ```ts
   * await using net = await createDevnet({ ledgerMs: 'manual' })
   * const before = net.snapshot()
   * await net.closeLedger()
   * before.restore()
   * console.log(net.ledger) // 1
   * ```
   */
  snapshot(options?: {
    /** One of the last 64 ledgers. @defaultValue the last one */
    readonly ledger?: number | undefined
  }): DevnetSnapshot
  /**
   * Calls a listener of everything that happens. It must not throw.
   *
   * @returns Ends it.
   */
  onEvent(listener: (event: DevnetEvent) => void): () => void
  /**
   * Creates an account with lumens of friendbot's, with the next ledger: when ledgers are closed by hand, close one before awaiting this.
   *
   * @throws InvalidOptionError for what is no account id, or an amount outside of 0 to the largest of the ledger, 2^63 - 1.
   * @throws FundingError when the account exists already, or cannot be created.
   * @throws ClosedError when the network is closed before, or meanwhile.
   */
  fund(fund: {
    readonly accountId: string
    /** Stroops. @defaultValue 100_000_000_000n, 10,000 lumens as on testnet */
    readonly amount?: Stroops | undefined
  }): Promise<{ readonly hash: string }>
  /**
   * Puts a signed transaction into the queue, without HTTP and without the delay of submissions.
   *
   * @param envelopeXdr - TransactionEnvelope, base64.
   * @returns What the queue says, and the transaction's hash.
   * @throws InvalidEnvelopeError when it cannot be read.
   * @throws ClosedError after the network was closed.
   */
  submit(envelopeXdr: string): Submission & { readonly hash: string }
  /** An account as of the last ledger, undefined when there is none. */
  account(accountId: string): DevnetAccount | undefined
  /** An account's offers as of the last ledger, oldest first. */
  offersOf(accountId: string): readonly DevnetOffer[]
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
   * @throws ClosedError after the network was closed.
   */
  listen(): Promise<void>
  /** What goes wrong on demand: plain data, replayed by the network's seed. */
  readonly faults: Faults
}

/** A network as it was at a ledger. */
export type DevnetSnapshot = {
  readonly ledger: number
  /**
   * Brings the network back to this ledger. What closed since is gone, and what waits in the queue; its clients see a chain that goes on differently.
   *
   * @throws ClosedError after the network was closed.
   */
  restore(): void
  /**
   * Starts another network that goes on from this ledger, with the same passphrase and accounts; also after the first one was closed.
   *
   * @param options - What is left out is as in the first one, but for ports, which are free ones, and without control and a folder.
   * @returns The network at work. The caller closes it: it does not end with the first one.
   * @throws InvalidOptionError for an option out of range, or a port that cannot be listened on.
   * @throws StoreError when its data folder cannot be used.
   */
  fork(options?: DevnetOptions): Promise<Devnet>
}

/** An account of the ledger. Amounts are stroops. */
export type DevnetAccount = {
  readonly accountId: string
  /** Lumens. */
  readonly balance: Stroops
  /** The last sequence number used. */
  readonly sequence: bigint
  readonly subentryCount: number
  /** Lumens that the account's offers sell, and may bring in. */
  readonly sellingLiabilities: Stroops
  readonly buyingLiabilities: Stroops
}

/** An offer in a book. */
export type DevnetOffer = {
  readonly id: bigint
  readonly seller: string
  /** `native` or `CODE:ISSUER`, as `buying`. */
  readonly selling: string
  readonly buying: string
  /** Of `selling`, in stroops. */
  readonly amount: Stroops
  /** `buying` for one of `selling`, as it was submitted: not reduced. */
  readonly price: Price
  readonly passive: boolean
}
