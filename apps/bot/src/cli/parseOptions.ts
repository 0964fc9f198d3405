import { parseArgs } from 'node:util'
import { UsageError } from '../errors.ts'

/** Where the bot trades: an embedded network of its own, or a server that runs already. */
export type Target =
  | { readonly type: 'devnet'; readonly seed: number; readonly ledgerMs: number; readonly port: number }
  | {
      readonly type: 'horizon'
      readonly url: string
      readonly secretFile: string
      readonly allowMainnet: boolean
    }

export type ExistingOffers = 'adopt' | 'cancel'

/** The command line, checked. */
export type Options = {
  readonly target: Target
  /** Absent on devnet: the configuration that comes with the bot. */
  readonly configFile: string | undefined
  /** Overrides the configuration's `startup.existingOffers`. */
  readonly existingOffers: ExistingOffers | undefined
  /** Absent: until a signal. */
  readonly durationMs: number | undefined
  readonly json: boolean
  readonly view: 'live' | 'log'
  readonly debug: boolean
}

export type Command = { readonly type: 'help' } | { readonly type: 'run'; readonly options: Options }

const flags = {
  config: { type: 'string' },
  debug: { type: 'boolean' },
  'duration-s': { type: 'string' },
  'existing-offers': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  horizon: { type: 'string' },
  json: { type: 'boolean' },
  'ledger-ms': { type: 'string' },
  port: { type: 'string' },
  'secret-file': { type: 'string' },
  seed: { type: 'string' },
  view: { type: 'string' },
  'yes-mainnet': { type: 'boolean' },
} as const

type Flags = ReturnType<typeof readFlags>

/**
 * Reads the command line.
 *
 * @param argv - Without the program's name.
 * @param environment - `terminal`: whether a person watches stdout; `randomSeed`: a seed where none is given.
 * @throws {@link UsageError} On the first flag that is unknown, out of range, or contradicts another.
 */
export function parseOptions(
  argv: readonly string[],
  environment: { readonly terminal: boolean; readonly randomSeed: () => number },
): Command {
  const given = readFlags(argv)
  if (given.help) return { type: 'help' }
  const durationS = numberFlag(given, 'duration-s', { min: 0, max: 31_536_000, integer: false })
  return {
    type: 'run',
    options: {
      target: given.horizon === undefined ? devnetTarget(given, environment.randomSeed) : horizonTarget(given),
      configFile: given.config,
      existingOffers: choiceFlag(given, 'existing-offers', ['adopt', 'cancel']),
      durationMs: durationS === undefined ? undefined : Math.round(durationS * 1000),
      json: given.json ?? false,
      view: choiceFlag(given, 'view', ['live', 'log']) ?? (environment.terminal && !given.json ? 'live' : 'log'),
      debug: given.debug ?? false,
    },
  }
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false }).values
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split(/[.\n]/, 1)[0] ?? '') : 'unreadable arguments'
    throw new UsageError({ message: `${reason}.`, remedy: 'See --help.', cause })
  }
}

function devnetTarget(given: Flags, randomSeed: () => number): Target {
  for (const flag of ['secret-file', 'yes-mainnet'] as const) {
    if (given[flag] !== undefined) {
      throw new UsageError({ message: `--${flag} needs --horizon.`, remedy: 'Add --horizon URL, or leave it out.' })
    }
  }
  return {
    type: 'devnet',
    seed: numberFlag(given, 'seed', { min: 0, max: 4_294_967_295, integer: true }) ?? randomSeed(),
    ledgerMs: numberFlag(given, 'ledger-ms', { min: 100, max: 60_000, integer: true }) ?? 1000,
    port: numberFlag(given, 'port', { min: 0, max: 65_535, integer: true }) ?? 0,
  }
}

function horizonTarget(given: Flags): Target {
  for (const flag of ['seed', 'ledger-ms', 'port'] as const) {
    if (given[flag] !== undefined) {
      throw new UsageError({ message: `--${flag} is for devnet.`, remedy: 'Leave it out, or leave out --horizon.' })
    }
  }
  const secretFile = given['secret-file']
  if (secretFile === undefined) {
    throw new UsageError({
      message: '--horizon needs an account.',
      remedy: 'Add --secret-file FILE with its secret key.',
    })
  }
  if (given.config === undefined) {
    throw new UsageError({ message: '--horizon needs a configuration.', remedy: 'Add --config FILE.' })
  }
  return {
    type: 'horizon',
    url: serverUrl(given.horizon ?? ''),
    secretFile,
    allowMainnet: given['yes-mainnet'] ?? false,
  }
}

function serverUrl(text: string): string {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UsageError({
      message: '--horizon is not a URL of a server.',
      remedy: 'Write it like https://horizon-testnet.stellar.org.',
    })
  }
  return url.href.replace(/\/+$/, '')
}

function numberFlag(
  given: Flags,
  flag: 'duration-s' | 'seed' | 'ledger-ms' | 'port',
  range: { readonly min: number; readonly max: number; readonly integer: boolean },
): number | undefined {
  const text = given[flag]
  if (text === undefined) return undefined
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= range.min && value <= range.max && (!range.integer || Number.isInteger(value))) return value
  throw new UsageError({
    message: `--${flag} does not take ${JSON.stringify(text)}.`,
    remedy: `Write ${range.integer ? 'a whole number' : 'a number'} from ${range.min} to ${range.max}.`,
  })
}

function choiceFlag<Choice extends string>(
  given: Flags,
  flag: 'existing-offers' | 'view',
  choices: readonly Choice[],
): Choice | undefined {
  const text = given[flag]
  if (text === undefined) return undefined
  const choice = choices.find((candidate) => candidate === text)
  if (choice !== undefined) return choice
  throw new UsageError({
    message: `--${flag} does not take ${JSON.stringify(text)}.`,
    remedy: `Write ${choices.join(' or ')}.`,
  })
}
