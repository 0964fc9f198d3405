import { type Random, seededRandom } from '@sdex/primitives'
import { expect, test } from 'vitest'
import { recordings } from '../../test/bodies/recordings.ts'
import { samples } from '../../test/bodies/samples.ts'
import { MalformedBodyError } from '../errors.ts'
import { parseJson, readBody } from '../parseAnswer.ts'

/** In every run of the tests; SDEX_MUTATIONS takes others. */
const MUTATIONS = Number(process.env['SDEX_MUTATIONS'] ?? 100_000)

/** What no parser may take for what it is not, or stumble over. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 53,
  '',
  '-1',
  '0.00000001',
  '1e9',
  ' 1.0000000',
  '-1.0000000',
  '9223372036854775808',
  '99999999999999999999999999',
  'native',
  'native:',
  'constructor',
  '__proto__',
  '1999-13-01T00:00:00Z',
  [],
  {},
  [[]],
  { n: 0, d: 0 },
  { n: '0', d: '-1' },
  deep(200),
]

function deep(levels: number): unknown {
  return levels === 0 ? { unconditional: true } : { not: deep(levels - 1) }
}

const bodies = [...samples, ...recordings]

type Container = Record<string, unknown>

/** Changes one thing somewhere in a body, in place. */
function mutate(body: unknown, random: Random): void {
  const below = (limit: number): number => Math.floor(random() * limit)
  let at: Container = { body }
  for (;;) {
    const keys = Object.keys(at)
    const key = keys[below(keys.length)] ?? ''
    const value = at[key]
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random() < 0.85) {
      at = value as Container
      continue
    }
    change(at, key, below)
    return
  }
}

function change(at: Container, key: string, below: (limit: number) => number): void {
  const value = at[key]
  switch (below(5)) {
    case 0:
      delete at[key]
      return
    case 1:
      at[key] =
        typeof value === 'string' ? `${value.slice(0, below(value.length + 1))}${'x1-. \u0661'[below(6)]}` : [value]
      return
    case 2:
      at[key] = typeof value === 'string' ? Number(value) : String(value)
      return
    case 3:
      at[`${key}x`] = value
      return
    default:
      at[key] = STRANGERS[below(STRANGERS.length)]
  }
}

/** A text of a body with a few bytes turned over or cut off. */
function garble(text: string, random: Random): Uint8Array {
  const bytes = new TextEncoder().encode(text)
  for (let turns = 1 + Math.floor(random() * 3); turns > 0; turns -= 1) {
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
  }
  return random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes
}

/** Whether a value has the types that a good one has at each place. Members may be absent, and a union may have gone over to another kind. */
function hasTypesOf(good: unknown, value: unknown): boolean {
  if (good === undefined || value === undefined) return true
  if (typeof good !== typeof value || Array.isArray(good) !== Array.isArray(value)) return false
  if (typeof good !== 'object' || good === null || typeof value !== 'object' || value === null) return true
  const [left, right] = [good as Container, value as Container]
  if (left['type'] !== right['type'] || right['type'] === 'other') return true
  return Object.keys(left).every((key) => hasTypesOf(left[key], right[key]))
}

test.each(bodies)(
  'property: whatever becomes of a body of $name, the types hold or a typed error names the place',
  { timeout: 5_000 + MUTATIONS / 20 },
  ({ name, body, read }) => {
    const random = seededRandom(`2026-11-25 ${name}`)
    const text = JSON.stringify(body)
    const good = read(JSON.parse(text))
    let refused = 0
    const count = Math.ceil(MUTATIONS / bodies.length)
    for (let run = 0; run < count; run += 1) {
      let mutated: unknown
      if (random() < 0.25) mutated = parseJson(garble(text, random))
      else {
        const holder = { body: JSON.parse(text) }
        for (let turns = Math.floor(random() * 3); turns >= 0; turns -= 1) mutate(holder, random)
        mutated = holder.body
      }
      try {
        const value = readBody({ json: () => mutated, what: 'GET /' }, read)
        if (!hasTypesOf(good, value)) expect.fail(`run ${run} gave ${shown(value)} for ${JSON.stringify(mutated)}`)
      } catch (error) {
        refused += 1
        if (!(error instanceof MalformedBodyError))
          throw new Error(`run ${run}: ${JSON.stringify(mutated)}`, { cause: error })
      }
    }
    expect(refused).toBeGreaterThan(count / 10) // or it mutated what nobody reads
  },
)

function shown(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}n` : member))
}
