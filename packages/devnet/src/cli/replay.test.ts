import { Buffer } from 'node:buffer'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { scenarioFiles, scenarios } from '../../test/scenarios.ts'
import type { Json, Scenario } from '../replay/scenario.ts'
import { replay } from './replay.ts'
import { parseReplayOptions } from './replayOptions.ts'

const folder = mkdtempSync(join(tmpdir(), 'sdex-replay-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Outcome = { readonly code: number; readonly lines: readonly string[]; readonly aside: readonly string[] }

async function run(...args: readonly string[]): Promise<Outcome> {
  const lines: string[] = []
  const aside: string[] = []
  const code = await replay(parseReplayOptions(args), {
    print: (line) => void lines.push(line),
    printAside: (line) => void aside.push(line),
    signal: new AbortController().signal,
    now: () => 0,
  })
  return { code, lines, aside }
}

function fileOf(name: string, ...content: readonly Scenario[]): string {
  const file = join(folder, name)
  const text = content.map((scenario) => `${JSON.stringify(scenario)}\n`).join('')
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
  return file
}

const [first] = scenarios as [Scenario]
const traded = scenarios.find(({ end }) => (end?.offers.length ?? 0) > 0) as Scenario

/** The scenario with one bit of the first recorded result turned, behind the fee. */
function withFlippedResult(scenario: Scenario): Scenario {
  const [ledger, ...others] = scenario.ledgers.filter(({ txs }) => txs.length > 0)
  const [transaction, ...rest] = ledger?.txs ?? []
  if (ledger === undefined || transaction?.result === undefined) throw new Error('no result')
  const bytes = Buffer.from(transaction.result, 'base64')
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1
  return {
    ...scenario,
    ledgers: [{ ...ledger, txs: [{ ...transaction, result: bytes.toString('base64') }, ...rest] }, ...others],
  }
}

test('behavior: every kept scenario replays without a mismatch', async () => {
  const { code, lines } = await run('--json', ...scenarioFiles)
  expect(code).toBe(0)
  const counts = JSON.parse(lines[0] ?? '')
  expect(counts).toMatchObject({
    scenarios: scenarios.length,
    resultMismatches: 0,
    stateMismatches: 0,
    rejectionMismatches: 0,
    seconds: 0,
  })
  expect(counts.transactions).toBeGreaterThan(2_000)
  expect(counts.rejections).toBeGreaterThan(200)
})

test('error: one byte of a recorded result turned is exactly one mismatch', async () => {
  const { code, lines, aside } = await run('--json', fileOf('result.jsonl', withFlippedResult(first)))
  expect(code).toBe(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ resultMismatches: 1, stateMismatches: 0, rejectionMismatches: 0 })
  expect(aside[0]).toMatch(/^\S+: result of ledger \d+, transaction [0-9a-f]{64}\n/)
})

test('error: one digit of a recorded entry changed is exactly one mismatch, and told by its place', async () => {
  const [offer, ...offers] = (traded.end ?? traded.start).offers as [Readonly<Record<string, Json>>, ...Json[]]
  const amount = `${BigInt(String(offer['amount'])) + 1n}`
  const end = { ...(traded.end ?? traded.start), offers: [{ ...offer, amount }, ...offers] }
  const { code, lines } = await run(fileOf('entry.jsonl.gz', { ...traded, end }))
  expect(code).toBe(1)
  expect(lines[0]).toContain(`  amount\n    recorded: "${amount}"\n    replayed: "${offer['amount']}"`)
  expect(lines[1]).toContain('mismatches: 0 results, 1 entries, 0 refusals')
})

test('behavior: --emit writes what was computed, also where nothing was recorded', async () => {
  const { end: _end, ...rest } = first
  const ledgers = first.ledgers.map((ledger) => ({
    ...ledger,
    txs: ledger.txs.map(({ result: _result, ...tx }) => tx),
  }))
  const out = join(folder, 'out.jsonl')
  expect((await run('--emit', out, fileOf('bare.jsonl', { ...rest, ledgers }))).code).toBe(0)
  const emitted = JSON.parse(readFileSync(out, 'utf8'))
  expect(emitted.name).toBe(first.name)
  expect(emitted.results).toEqual(first.ledgers.flatMap(({ txs }) => txs.map(({ hash, result }) => [hash, result])))
  const byId = (a: { account_id: string }, b: { account_id: string }): number => (a.account_id < b.account_id ? -1 : 1)
  expect(emitted.end.accounts.toSorted(byId)).toEqual(first.end?.accounts.toSorted(byId as never))
  expect(emitted.endIdPool).toBe(first.endIdPool)
})

test('behavior: --only runs one scenario; a name that is nowhere is an error', async () => {
  const { lines } = await run('--json', '--only', first.name, ...scenarioFiles)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ scenarios: 1 })
  await expect(run('--only', 'nobody', ...scenarioFiles)).rejects.toThrow("scenario 'nobody'")
})

test('error: a file that is missing, is no gzip, or holds no scenario is named', async () => {
  const [gone, broken, other] = ['gone.jsonl', 'broken.jsonl.gz', 'other.jsonl'].map((name) => join(folder, name))
  writeFileSync(broken ?? '', 'no gzip')
  writeFileSync(other ?? '', '{"name":1}\n')
  await expect(run(gone ?? '')).rejects.toThrow('cannot be read')
  await expect(run(broken ?? '')).rejects.toThrow('cannot be read')
  await expect(run(other ?? '')).rejects.toThrow('Line 1 of')
  expect(() => parseReplayOptions([])).toThrow('needs a file')
  expect(() => parseReplayOptions(['--nothing', 'x'])).toThrow('--nothing')
})

const recordings = process.env['SDEX_RECORDINGS']

test.runIf(recordings !== undefined)(
  'behavior: the recordings named in SDEX_RECORDINGS replay without a mismatch',
  { timeout: 120_000 },
  async () => {
    const { code, lines } = await run('--json', ...(recordings ?? '').split(':'))
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      resultMismatches: 0,
      stateMismatches: 0,
      rejectionMismatches: 0,
    })
    expect(code).toBe(0)
  },
)
