import { InvalidOptionError, parseAmount, parseAsset } from '@sdex/primitives'
import type { Fault, ScenarioStep } from './fault.ts'
import { whyNever } from './whyNever.ts'

/** Checks a value at its place, such as `fault.match.times`. */
type Check = (value: unknown, at: string) => void
/** A field that may be left out ends in a question mark. */
type Fields = Readonly<Record<string, Check>>

/** Faults that are not over, and steps of scenarios to come. */
export const MAX_FAULTS = 10_000
const MAX_BACKENDS = 16
/** RFC 9110, 15.3.5, 15.3.6 and 15.4.5. */
const BODILESS: readonly number[] = [204, 205, 304]

const count = whole(0, 1_000_000_000)
const ms = number(0, 86_400_000)
const flag: Check = (value, at) =>
  refuseUnless(typeof value === 'boolean', { value, at, remedy: 'Give true or false.' })
const text: Check = (value, at) => refuseUnless(typeof value === 'string', { value, at, remedy: 'Give a text.' })
const lag = { 'lagLedgers?': whole(0, 1_000), 'lagMs?': ms }

const MATCH: Fields = {
  'method?': text,
  'path?': text,
  'stream?': flag,
  'times?': whole(1, 1_000_000_000),
  'probability?': number(0, 1),
  'fromLedger?': count,
  'untilLedger?': count,
  'afterMs?': ms,
  'forMs?': ms,
}

const DISTRIBUTIONS: Readonly<Record<string, Fields>> = {
  fixed: { ms },
  uniform: { minMs: ms, maxMs: ms },
  logNormal: { medianMs: ms, sigma: number(0, 10), 'maxMs?': ms },
}

/** Every type of fault with its fields. */
const FAULTS: { readonly [Type in Fault['type']]: Fields } = {
  latency: {
    distribution: (value, at) => checkVariant(value, at, DISTRIBUTIONS),
    'phase?': oneOf('request', 'answer'),
  },
  rateLimited: { 'retryAfterSeconds?': count },
  failure: {
    slug: oneOf(
      ...['server_error', 'service_unavailable', 'server_over_capacity', 'still_ingesting', 'stale_history', 'timeout'],
    ),
  },
  htmlPage: { 'status?': checkPageStatus },
  submissionTimeout: { outcome: oneOf('applied', 'lost'), 'delayLedgers?': whole(0, 1_000) },
  submissionDropped: {},
  reset: { at: oneOf('request', 'beforeHeaders', 'afterHeaders', 'midBody', 'midEvent'), 'afterEvents?': count },
  truncatedBody: { 'keepBytes?': count },
  silentStream: { 'afterEvents?': count },
  repeatedEvents: {},
  skipBack: { afterEvents: count, events: whole(1, 1_000) },
  streamError: { 'afterEvents?': count, 'text?': text },
  refusedConnections: {},
  backends: {
    backends: listOf((value, at) => checkFields(value, at, { ...lag, 'flipsTrades?': flag }), {
      min: 1,
      max: MAX_BACKENDS,
    }),
    'choose?': oneOf('roundRobin', 'random'),
  },
  ingestionLag: lag,
  stalledLedgers: {},
  hurriedLedgers: { everyMs: whole(10, 3_600_000) },
  emptyLedgers: {},
  networkReset: {},
  opaqueTransaction: { 'transfers?': listOf(checkTransfer, { min: 1, max: 100 }), 'isFailed?': flag },
}

/**
 * Takes plain data for a fault.
 *
 * @throws InvalidOptionError naming the first place that means nothing.
 */
export function checkFault(value: unknown, at = 'fault'): Fault {
  const withMatch = Object.fromEntries(
    Object.entries(FAULTS).map(([type, fields]) => [type, { ...fields, 'match?': checkMatch }]),
  )
  checkVariant(value, at, withMatch)
  const fault = value as Fault
  const hindrance = whyNever(fault)
  if (hindrance !== undefined) throw refusal({ ...hindrance, at: `${at}.${hindrance.field}` })
  return fault
}

/**
 * Takes plain data for a scenario: steps, and faults without a time, which begin at once.
 *
 * @throws InvalidOptionError naming the first place that means nothing.
 */
export function checkScenario(value: unknown): readonly ScenarioStep[] {
  listOf(() => undefined, { min: 0, max: MAX_FAULTS })(value, 'scenario')
  return (value as readonly unknown[]).map((step, index) => {
    const at = `scenario[${index}]`
    if (typeof step !== 'object' || step === null || !('fault' in step)) return { atMs: 0, fault: checkFault(step, at) }
    const fault: Check = (value, place) => void checkFault(value, place)
    checkFields(step, at, 'atLedger' in step ? { atLedger: count, fault } : { atMs: ms, fault })
    return step as ScenarioStep
  })
}

function checkMatch(value: unknown, at: string): void {
  checkFields(value, at, MATCH)
}

function checkPageStatus(value: unknown, at: string): void {
  whole(200, 599)(value, at)
  const hasBody = !BODILESS.includes(value as number)
  refuseUnless(hasBody, { value, at, remedy: 'Answers with that status have no body, so no page: give another.' })
}

function checkTransfer(value: unknown, at: string): void {
  const asset: Check = (given, place) => {
    text(given, place)
    parseAsset(String(given))
  }
  const amount: Check = (given, place) => {
    text(given, place)
    parseAmount(String(given))
  }
  checkFields(value, at, { from: text, to: text, asset, amount })
}

/** An object whose `type` says which fields it has. */
function checkVariant(value: unknown, at: string, variants: Readonly<Record<string, Fields>>): void {
  const type = isRecord(value) ? value['type'] : undefined
  const fields = typeof type === 'string' && Object.hasOwn(variants, type) ? variants[type] : undefined
  if (fields === undefined) {
    throw refusal({ value: type, at: `${at}.type`, remedy: `Give one of ${Object.keys(variants).join(', ')}.` })
  }
  checkFields(value, at, { ...fields, type: text })
}

function checkFields(value: unknown, at: string, fields: Fields): void {
  if (!isRecord(value)) throw refusal({ value, at, remedy: 'Give an object.' })
  for (const name of Object.keys(value)) {
    const isKnown = Object.hasOwn(fields, name) || Object.hasOwn(fields, `${name}?`)
    if (!isKnown)
      throw refusal({ value: value[name], at: `${at}.${name}`, remedy: 'There is no such field: leave it out.' })
  }
  for (const [field, check] of Object.entries(fields)) {
    const name = field.replace('?', '')
    if (value[name] !== undefined || !field.endsWith('?')) check(value[name], `${at}.${name}`)
  }
}

function listOf(check: Check, { min, max }: { readonly min: number; readonly max: number }): Check {
  return (value, at) => {
    const isList = Array.isArray(value) && value.length >= min && value.length <= max
    if (!isList) throw refusal({ value, at, remedy: `Give a list of ${min} to ${max}.` })
    for (const [index, item] of value.entries()) check(item, `${at}[${index}]`)
  }
}

function oneOf(...choices: readonly string[]): Check {
  return (value, at) =>
    refuseUnless(choices.includes(value as string), { value, at, remedy: `Give one of ${choices.join(', ')}.` })
}

function whole(min: number, max: number): Check {
  return (value, at) => {
    const isInside = Number.isInteger(value) && (value as number) >= min && (value as number) <= max
    refuseUnless(isInside, { value, at, remedy: `Give a whole number from ${min} to ${max}.` })
  }
}

function number(min: number, max: number): Check {
  return (value, at) => {
    const isInside = typeof value === 'number' && value >= min && value <= max
    refuseUnless(isInside, { value, at, remedy: `Give a number from ${min} to ${max}.` })
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Refusal = { readonly value: unknown; readonly at: string; readonly remedy: string }

function refuseUnless(isFine: boolean, refused: Refusal): void {
  if (!isFine) throw refusal(refused)
}

function refusal({ value, at, remedy }: Refusal): InvalidOptionError {
  const shown = JSON.stringify(value) ?? 'undefined'
  return new InvalidOptionError({ message: `${at} ${shown.slice(0, 80)} is not possible.`, remedy, input: value })
}
