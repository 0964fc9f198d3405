import { redactInput, redactSecrets } from './redactSecrets.ts'

/** What every {@link SdexError} is built from. */
export type SdexErrorArgs = {
  /** What went wrong, as one sentence. */
  readonly message: string
  /** What the caller can do about it, as one sentence. */
  readonly remedy: string
  /** The offending input. Secret seeds in it are replaced before it is kept. */
  readonly input?: unknown
  /** What was caught before; kept as it is. */
  readonly cause?: unknown
}

/**
 * Root of everything `@sdex/*` throws or emits. Match on `code`, which is stable; messages may change.
 *
 * The message says what happened and ends in what to do. Neither it nor `input` ever holds a secret seed.
 *
 * @example
 * ```ts
 * try {
 *   parseAmount('1e9')
 * } catch (error) {
 *   if (isSdexError(error)) console.error(error.code, error.remedy)
 * }
 * ```
 */
export abstract class SdexError extends Error {
  abstract readonly code: string
  /** Whether the same call, unchanged, may succeed later. */
  abstract readonly retryable: boolean
  /** What the caller can do about it. */
  readonly remedy: string
  /** The offending input, where there is one. */
  readonly input: unknown
  /** Survives two copies of this package in one program, where `instanceof` does not. */
  readonly '~sdex/error' = true

  constructor(args: SdexErrorArgs) {
    super(redactSecrets(`${args.message} ${args.remedy}`), args.cause === undefined ? undefined : { cause: args.cause })
    this.remedy = redactSecrets(args.remedy)
    this.input = redactInput(args.input)
    this.name = new.target.name
  }
}

/**
 * Whether a value is an error of any `@sdex/*` package, also one of another installed copy.
 *
 * @example
 * ```ts
 * const retry = isSdexError(error) && error.retryable
 * ```
 */
export function isSdexError(value: unknown): value is SdexError {
  return typeof value === 'object' && value !== null && '~sdex/error' in value
}

/** A text is not an amount that the ledger could hold. */
export class InvalidAmountError extends SdexError {
  readonly code = 'SDEX_INVALID_AMOUNT'
  readonly retryable = false
}

/** A text is not an account id. */
export class InvalidAccountIdError extends SdexError {
  readonly code = 'SDEX_INVALID_ACCOUNT_ID'
  readonly retryable = false
}

/** A text is not an asset. */
export class InvalidAssetError extends SdexError {
  readonly code = 'SDEX_INVALID_ASSET'
  readonly retryable = false
}

/** Two assets do not make a market. */
export class InvalidMarketError extends SdexError {
  readonly code = 'SDEX_INVALID_MARKET'
  readonly retryable = false
}

/** A price has no exact form with 32-bit positive terms, or is no price at all. */
export class InvalidPriceError extends SdexError {
  readonly code = 'SDEX_INVALID_PRICE'
  readonly retryable = false
}

/** An option is out of its range, or two options exclude each other. */
export class InvalidOptionError extends SdexError {
  readonly code = 'SDEX_INVALID_OPTION'
  readonly retryable = false
}

/** The time allowed for a call ran out, queueing included. What was sent may still take effect. */
export class TimeoutError extends SdexError {
  readonly code = 'SDEX_TIMEOUT'
  readonly retryable = true
}

/** The caller's `AbortSignal` fired. Not retryable: the same call has the same signal, and the caller wants it to end. */
export class AbortedError extends SdexError {
  readonly code = 'SDEX_ABORTED'
  readonly retryable = false
}

/** The object was closed before or during the call. */
export class ClosedError extends SdexError {
  readonly code = 'SDEX_CLOSED'
  readonly retryable = false
}
