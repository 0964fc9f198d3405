import { InvalidOptionError } from '@sdex/primitives'
import type { Cadence } from '../horizon/wakeups.ts'
import { checkOffersInAll } from '../traders/setUpMarkets.ts'
import { readFlags } from './readFlags.ts'

/** What `serve` was asked for. */
export type ServeOptions = {
  readonly host: string
  readonly port: number
  readonly ledgerMs: number
  readonly seed: number
  readonly traders: number
  readonly accounts: number
  /** Markets of lumens against issued assets, and offers in each. */
  readonly markets: number
  readonly offers: number
  readonly controlPort: number
  readonly friendbotPort: number
  readonly submissionDelayMs: number
  readonly cadence: Cadence
  /** Limits requests as the public servers do. */
  readonly rateLimit: 'public' | undefined
  readonly historyLedgers: number
  /** Transactions show what they changed. */
  readonly resultMeta: boolean
  readonly tls: boolean
  /** Where the network is kept. */
  readonly dataFolder: string | undefined
  /** A scenario of faults to play. */
  readonly faults: string | undefined
  readonly json: boolean
}

/** Flags with a number: what they are without being given, and their range. */
const NUMBERS = {
  port: { fallback: 8000, min: 0, max: 65_535 },
  'ledger-ms': { fallback: 5_000, min: 50, max: 3_600_000 },
  seed: { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER },
  traders: { fallback: 0, min: 0, max: 200 },
  accounts: { fallback: 1, min: 0, max: 1_000 },
  markets: { fallback: 0, min: 0, max: 10_000 },
  offers: { fallback: 20, min: 0, max: 900 },
  'control-port': { fallback: 0, min: 0, max: 65_535 },
  'friendbot-port': { fallback: 0, min: 0, max: 65_535 },
  'history-ledgers': { fallback: 5_000, min: 1, max: 10_000_000 },
  'submission-delay-ms': { fallback: 0, min: 0, max: 600_000 },
} as const

/**
 * Reads the flags of `serve`.
 *
 * @throws InvalidOptionError for an unknown flag, or a value out of range.
 */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const text = { type: 'string' } as const
  const options = {
    host: text,
    port: text,
    'ledger-ms': text,
    seed: text,
    traders: text,
    accounts: text,
    markets: text,
    offers: text,
    'control-port': text,
    'friendbot-port': text,
    'history-ledgers': text,
    'submission-delay-ms': text,
    cadence: text,
    'rate-limit': { type: 'boolean' },
    'result-meta': { type: 'boolean' },
    faults: text,
    data: text,
    tls: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values } = readFlags({ args, options, allowPositionals: false })
  const number = (flag: keyof typeof NUMBERS): number => readNumber(flag, values[flag])
  checkOffersInAll(number('markets'), number('offers'))
  return {
    host: values.host ?? '127.0.0.1',
    port: number('port'),
    ledgerMs: number('ledger-ms'),
    seed: number('seed'),
    traders: number('traders'),
    accounts: number('accounts'),
    markets: number('markets'),
    offers: number('offers'),
    controlPort: number('control-port'),
    friendbotPort: number('friendbot-port'),
    historyLedgers: number('history-ledgers'),
    submissionDelayMs: number('submission-delay-ms'),
    cadence: readCadence(values.cadence),
    rateLimit: values['rate-limit'] === true ? 'public' : undefined,
    resultMeta: values['result-meta'] === true,
    faults: values.faults,
    dataFolder: values.data,
    tls: values.tls === true,
    json: values.json === true,
  }
}

function readNumber(flag: keyof typeof NUMBERS, value: unknown): number {
  const { fallback, min, max } = NUMBERS[flag]
  if (value === undefined) return fallback
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new InvalidOptionError({
    message: `--${flag} ${String(value)} is not possible.`,
    remedy: `Give a whole number from ${min} to ${max}.`,
    input: value,
  })
}

function readCadence(value: unknown): Cadence {
  if (value === undefined) return 'horizon'
  if (value === 'immediate' || value === 'horizon') return value
  throw new InvalidOptionError({
    message: `--cadence ${String(value)} is not possible.`,
    remedy: "Give 'immediate' or 'horizon'.",
    input: value,
  })
}
