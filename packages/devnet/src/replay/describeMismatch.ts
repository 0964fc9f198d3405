import { isDeepStrictEqual } from 'node:util'
import { xdr } from '@stellar/stellar-sdk'
import type { Mismatch } from './mismatch.ts'
import type { Json } from './scenario.ts'

/** Lines of a description before it is cut. */
const MAX_LINES = 40

/** Says for people where a replay differs: each differing member of the decoded result or entry, by its path. */
export function describeMismatch(scenario: string, mismatch: Mismatch): string {
  const [expected, actual] =
    mismatch.type === 'state'
      ? [mismatch.expected, mismatch.actual]
      : [decodeResult(mismatch.expected), decodeResult(mismatch.actual)]
  const differences = [...differencesOf(expected, actual, '')]
  const cut = differences.length > MAX_LINES ? [`  ... and ${differences.length - MAX_LINES} more`] : []
  return [`${scenario}: ${mismatch.type} of ${mismatch.place}`, ...differences.slice(0, MAX_LINES), ...cut].join('\n')
}

/** A TransactionResult as JSON (SEP-51), or the text that is none. */
function decodeResult(resultXdr: string | undefined): Json | undefined {
  if (resultXdr === undefined || resultXdr === '') return undefined
  try {
    return xdr.TransactionResult.fromXdr(resultXdr, 'base64').toJson() as Json
  } catch {
    return resultXdr
  }
}

function* differencesOf(expected: Json | undefined, actual: Json | undefined, path: string): Generator<string> {
  if (isDeepStrictEqual(expected, actual)) return
  if (isNested(expected) && isNested(actual)) {
    const members = (value: Json): Map<string, Json> => new Map(Object.entries(value as object))
    const [wanted, found] = [members(expected), members(actual)]
    for (const key of new Set([...wanted.keys(), ...found.keys()])) {
      yield* differencesOf(wanted.get(key), found.get(key), path === '' ? key : `${path}.${key}`)
    }
    return
  }
  yield `  ${path === '' ? 'whole' : path}`
  yield `    recorded: ${text(expected)}`
  yield `    replayed: ${text(actual)}`
}

function isNested(value: Json | undefined): value is Exclude<Json, string | number | boolean | null> {
  return typeof value === 'object' && value !== null
}

function text(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
