import { InvalidOptionError } from '@sdex/primitives'
import { cardName } from '../conformance/card.ts'
import { allCards } from '../conformance/cards.ts'
import { readFlags } from './readFlags.ts'

/** What `conformance` was asked for. */
export type ConformanceOptions = {
  /** Without it the command starts a devnet of its own. */
  readonly horizonUrl: URL | undefined
  readonly json: boolean
  /** Numbers of the cards to play; undefined: all of them. */
  readonly only: readonly number[] | undefined
}

/**
 * Reads the arguments of `conformance`.
 *
 * @throws InvalidOptionError for an unknown flag, a card that does not exist, or a URL that is none.
 */
export function parseConformanceOptions(args: readonly string[]): ConformanceOptions {
  const { horizon, json, only } = readArgs(args)
  return {
    horizonUrl: horizon === undefined ? undefined : parseUrl(horizon),
    json: json === true,
    only: only?.split(',').map(parseCard),
  }
}

function parseCard(text: string): number {
  const number = Number(/^(?:CARD-)?(\d+)$/.exec(text)?.[1])
  if (allCards.some((card) => card.number === number)) return number
  throw new InvalidOptionError({
    message: `There is no card '${text}'.`,
    remedy: `Name cards from CARD-001 to ${cardName(allCards.length)}, with commas between them.`,
    input: text,
  })
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

type Read = {
  readonly horizon?: string | undefined
  readonly json?: boolean | undefined
  readonly only?: string | undefined
}

function readArgs(args: readonly string[]): Read {
  const options = { horizon: { type: 'string' }, json: { type: 'boolean' }, only: { type: 'string' } } as const
  return readFlags({ args, options, allowPositionals: false }).values
}
