import { parseArgs } from 'node:util'
import { InvalidOptionError } from '@sdex/primitives'

/** What `conformance` was asked for. */
export type ConformanceOptions = {
  /** Without it the command starts a devnet of its own. */
  readonly horizonUrl: URL | undefined
  readonly json: boolean
}

/**
 * Reads the arguments of `conformance`.
 *
 * @throws InvalidOptionError for an unknown flag, or a URL that is none.
 */
export function parseConformanceOptions(args: readonly string[]): ConformanceOptions {
  const { horizon, json } = readArgs(args)
  return { horizonUrl: horizon === undefined ? undefined : parseUrl(horizon), json: json === true }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}` === ''
  if (isPlain && url.username === '' && url.password === '') return url
  throw new InvalidOptionError({
    message: `--horizon ${url?.password ? 'with a password' : text} is not possible.`,
    remedy: 'Give an http or https URL without credentials, such as https://horizon-testnet.stellar.org.',
  })
}

function readArgs(args: readonly string[]): {
  readonly horizon?: string | undefined
  readonly json?: boolean | undefined
} {
  const options = { horizon: { type: 'string' }, json: { type: 'boolean' } } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause)
    throw new InvalidOptionError({ message: `${message}.`, remedy: 'See sdex-devnet --help.', cause })
  }
}
