import { type Clock, systemClock } from '@sdex/primitives'
import { Networks } from '@stellar/stellar-sdk'
import { checkRateLimit, PUBLIC_RATE_LIMIT, type RateLimit } from './horizon/rateLimit/createRateLimiter.ts'
import type { Cadence } from './horizon/wakeups.ts'
import { NEWEST_PROTOCOL, OLDEST_PROTOCOL } from './ledger/protocol.ts'
import { callback, checkOptions, flag, type OptionCheck, oneOf, refusal, text, whole } from './optionChecks.ts'

/** How a devnet is to run. Everything has a default; a number is a whole one, and both ends of its range are possible. */
export type DevnetOptions = {
  /** Port of the listener, 0 to 65,535; 0 takes a free one. @defaultValue 0 */
  readonly port?: number | undefined
  /** Address to listen on. @defaultValue '127.0.0.1' */
  readonly host?: string | undefined
  /**
   * Where ledger and history are kept, so that the network goes on after a restart: a folder of its own, which one process can use at a time. Once the disk
   * fails, which {@link DevnetOptions.onError} is told, nothing more is written, and the network goes on in memory.
   *
   * @defaultValue memory alone
   */
  readonly dataFolder?: string | undefined
  /** Serves over TLS, HTTP/2 and HTTP/1.1, with a certificate made for this run: {@link Devnet.certificate}. @defaultValue false */
  readonly tls?: boolean | undefined
  /** Port of friendbot's own server, 0 to 65,535; 0 takes a free one. @defaultValue 0 */
  readonly friendbotPort?: number | undefined
  /** Port of the control server, 0 to 65,535; 0 takes a free one. @defaultValue no control server */
  readonly controlPort?: number | undefined
  /** Milliseconds between ledgers, 10 to 3,600,000, or `manual`: then only {@link Devnet.closeLedger} closes them. @defaultValue 5_000 */
  readonly ledgerMs?: number | 'manual' | undefined
  /** What keys of traders and issuers follow from. @defaultValue 0 */
  readonly seed?: number | string | undefined
  /** Its hash is the network's id, which signatures include. @defaultValue the SDK's `Networks.STANDALONE` */
  readonly passphrase?: string | undefined
  /** Protocol version in the ledger's headers, 18 to 28. @defaultValue 28 */
  readonly protocol?: number | undefined
  /** When streams and waiting submissions look for news: `immediate`, at each close, or `horizon`, every 5 s and 1 s. @defaultValue 'immediate' */
  readonly cadence?: Cadence | undefined
  /** Whether `/accounts/{id}` streams an account again when it has changed. Horizon does not: it compares the id alone. @defaultValue false */
  readonly accountStreamUpdates?: boolean | undefined
  /**
   * Milliseconds that every submission over HTTP takes on its way to the queue, 0 to 600,000; it gets there also when the client has left.
   *
   * @defaultValue 0
   */
  readonly submissionDelayMs?: number | undefined
  /** Ledgers that history keeps, 1 to 10,000,000; what is older answers 410. @defaultValue 5_000 */
  readonly historyLedgers?: number | undefined
  /**
   * Operations that a ledger takes of transactions that trade (offers, path payments that convert), 0 to 1,000,000, as validators limit them by
   * `MAX_DEX_TX_OPERATIONS_IN_TX_SET`; they are then priced by themselves.
   *
   * @defaultValue no limit of their own
   */
  readonly maxDexOperations?: number | undefined
  /**
   * What each client address may ask of the server, as Horizon limits it; `public`: as the public servers, 3,600 an hour and 101 at once.
   *
   * @defaultValue no limit
   */
  readonly rateLimit?: RateLimit | 'public' | undefined
  /**
   * Requests at once, open streams included, 1 to 1,000,000; more are answered 503, as by Horizon's `MAX_CONCURRENT_REQUESTS`.
   *
   * @defaultValue no limit
   */
  readonly maxOpenRequests?: number | undefined
  /**
   * Whether transactions show `result_meta_xdr`: every entry that they changed. Servers that keep it are rare; history then takes several times the memory.
   *
   * @defaultValue false
   */
  readonly resultMeta?: boolean | undefined
  /** What ledgers, streams and faults are timed by. @defaultValue the machine's clock */
  readonly clock?: Clock | undefined
  /** Told of faults of the server itself, whose client gets a 500, and of a disk that fails. @defaultValue `process.emitWarning` */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** The options with their defaults. */
export type CheckedOptions = {
  readonly [Name in Exclude<keyof DevnetOptions, Unlimited>]-?: Exclude<DevnetOptions[Name], undefined>
} & {
  readonly maxDexOperations: number | undefined
  readonly maxOpenRequests: number | undefined
  readonly rateLimit: RateLimit | undefined
  readonly controlPort: number | undefined
  readonly dataFolder: string | undefined
}

/** What is off by default. */
type Unlimited = 'controlPort' | 'dataFolder' | 'maxDexOperations' | 'maxOpenRequests' | 'rateLimit'

const port = whole(0, 65_535)

/** What each option may be. */
const CHECKS: Readonly<Record<keyof DevnetOptions, OptionCheck>> = {
  port,
  friendbotPort: port,
  controlPort: port,
  host: text,
  dataFolder: text,
  tls: flag,
  ledgerMs: oneOf(['manual'], whole(10, 3_600_000)),
  seed: (name, value) => {
    if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
      throw refusal(name, value, 'Give a whole number, or a text.')
    }
  },
  passphrase: text,
  protocol: whole(OLDEST_PROTOCOL, NEWEST_PROTOCOL),
  cadence: oneOf(['immediate', 'horizon']),
  accountStreamUpdates: flag,
  submissionDelayMs: whole(0, 600_000),
  historyLedgers: whole(1, 10_000_000),
  maxDexOperations: whole(0, 1_000_000),
  rateLimit: oneOf(['public'], checkRateLimit),
  maxOpenRequests: whole(1, 1_000_000),
  resultMeta: flag,
  clock: (name, value) => {
    const { now, setTimer } = Object(value) as Partial<Clock>
    if (typeof now !== 'function' || typeof setTimer !== 'function') {
      throw refusal(name, value, 'Give an object with now() and setTimer(), such as systemClock.')
    }
  },
  onError: callback,
}

/**
 * Checks all of them, and puts the defaults in.
 *
 * @throws InvalidOptionError for a value out of its range, or an option that does not exist.
 */
export function checkDevnetOptions(options: DevnetOptions): CheckedOptions {
  checkOptions(options, CHECKS)
  const { rateLimit } = options
  return {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    ledgerMs: options.ledgerMs ?? 5_000,
    seed: options.seed ?? 0,
    passphrase: options.passphrase ?? Networks.STANDALONE,
    protocol: options.protocol ?? NEWEST_PROTOCOL,
    cadence: options.cadence ?? 'immediate',
    submissionDelayMs: options.submissionDelayMs ?? 0,
    historyLedgers: options.historyLedgers ?? 5_000,
    resultMeta: options.resultMeta ?? false,
    accountStreamUpdates: options.accountStreamUpdates ?? false,
    tls: options.tls ?? false,
    friendbotPort: options.friendbotPort ?? 0,
    controlPort: options.controlPort,
    dataFolder: options.dataFolder,
    maxDexOperations: options.maxDexOperations,
    maxOpenRequests: options.maxOpenRequests,
    rateLimit: rateLimit === 'public' ? PUBLIC_RATE_LIMIT : rateLimit,
    clock: options.clock ?? systemClock,
    onError: options.onError ?? warn,
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}
