import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Horizon } from '@stellar/stellar-sdk'
import { afterEach, expect, test } from 'vitest'
import { createDevnet } from '../src/index.ts'

const entry = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

type Run = {
  readonly child: ChildProcess
  /** The lines of standard output, one at a time. */
  readonly lines: AsyncIterator<string>
  /** Exit code and what stood on standard error. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>
}

/** Runs the command from its sources, as a process of its own. */
function run(...args: readonly string[]): Run {
  const child = spawn(process.execPath, ['--conditions=@sdex/source', entry, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return { code: code as number | null, stderr }
  })
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), ended }
}

type Described = {
  readonly horizon: string
  readonly passphrase: string
  readonly friendbot: string
  readonly accounts: readonly { readonly publicKey: string; readonly secret: string }[]
  readonly market: string
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'behavior: serves a market with traders until %s, then ends cleanly',
  async (signal) => {
    const { child, lines, ended } = run('serve', '--port', '0', '--ledger-ms', '100', '--traders', '3', '--json')
    const described = JSON.parse((await lines.next()).value) as Described
    expect(described.market).toMatch(/^native\/USD:G[A-Z2-7]{55}$/)
    const horizon = new Horizon.Server(described.horizon, { allowHttp: true })
    const account = await horizon.loadAccount(described.accounts[0]?.publicKey ?? '')
    expect(account.balances.map(({ balance }) => balance)).toEqual([
      '1000.0000000',
      expect.stringMatching(/^10099\.99/),
    ])
    const countOffers = async (): Promise<number> => (await horizon.offers().call()).records.length
    await expect.poll(countOffers, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
    const ledger = JSON.parse((await lines.next()).value) as { ledger: number }
    const next = JSON.parse((await lines.next()).value) as { ledger: number }
    expect(next).toMatchObject({
      ledger: ledger.ledger + 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      failed: expect.any(Number),
    })
    child.kill(signal)
    expect(await ended).toEqual({ code: 0, stderr: '' })
  },
)

test('behavior: without --json it says where everything is, in words', async () => {
  const { child, lines, ended } = run('serve', '--port', '0', '--ledger-ms', '60000')
  const said: string[] = []
  while (said.length < 5) said.push((await lines.next()).value as string)
  expect(said.map((line) => line.split(/\s+/)[0])).toEqual(['Horizon', 'Control', 'Passphrase', 'Friendbot', 'Account'])
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
})

test('behavior: serves many markets, with control on a port of its own', async () => {
  const { child, lines, ended } = run('serve', '--port', '0', '--markets', '120', '--offers', '4', '--json')
  const described = JSON.parse((await lines.next()).value) as Described & { readonly control: string }
  const horizon = new Horizon.Server(described.horizon, { allowHttp: true })
  expect((await horizon.offers().limit(200).call()).records).toHaveLength(200)
  const { ledger } = (await (await fetch(described.control)).json()) as { ledger: number }
  await fetch(`${described.control}/ledgers`, { method: 'POST' })
  expect(await (await fetch(described.control)).json()).toMatchObject({ ledger: ledger + 1, isClockRunning: true })
  child.kill('SIGINT')
  expect(await ended).toEqual({ code: 0, stderr: '' })
})

test('behavior: ends cleanly also while it populates', async () => {
  const port = await freePort()
  const flags = ['--port', String(port), '--markets', '2000', '--offers', '100', '--json']
  const { child, lines, ended } = run('serve', ...flags)
  const isServing = async (): Promise<boolean> =>
    (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined))?.ok === true
  await expect.poll(isServing, { timeout: 15_000 }).toBe(true) // it is described only once it is populated
  child.kill('SIGINT')
  expect(await ended).toEqual({ code: 0, stderr: '' })
  expect((await lines.next()).done).toBe(true)
})

async function freePort(): Promise<number> {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  return Number(new URL(net.url).port)
}

test('error: a port in use ends it with one line', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const port = new URL(net.url).port
  const { code, stderr } = await run('serve', '--port', port).ended
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `Cannot listen on 127.0.0.1:${port}: EADDRINUSE. Choose another port, or 0 for a free one.\n`,
  })
})

test.each([
  [['serve', '--unknown'], "Unknown option '--unknown'. See sdex-devnet --help.\n"],
  [['serve', '--port', 'x'], '--port x is not possible. Give a whole number from 0 to 65535.\n'],
  [['serve', '--ledger-ms', '1'], '--ledger-ms 1 is not possible. Give a whole number from 50 to 3600000.\n'],
  [['serve', '--seed', '-1'], '--seed -1 is not possible. Give a whole number from 0 to 9007199254740991.\n'],
  [['serve', '--cadence', 'never'], "--cadence never is not possible. Give 'immediate' or 'horizon'.\n"],
  [['server'], "There is no command 'server'. See sdex-devnet --help.\n"],
])('error: %j is refused with one line', async (args, line) => {
  expect(await run(...args).ended).toEqual({ code: 2, stderr: line })
})

test('behavior: --help lists the flags', async () => {
  const { lines, ended } = run('--help')
  const help: string[] = []
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) help.push(line.value)
  expect(help.join('\n')).toContain('--ledger-ms N')
  expect(await ended).toEqual({ code: 0, stderr: '' })
})

test('behavior: serves with the limits of the public servers and a scenario of faults from a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sdex-devnet-'))
  try {
    const file = join(folder, 'faults.json')
    const fault = { type: 'failure', slug: 'stale_history', match: { path: '/fee_stats' } }
    await writeFile(file, JSON.stringify([fault, { atLedger: 1_000, fault }]))
    const { child, lines, ended } = run('serve', '--port', '0', '--rate-limit', '--faults', file, '--json')
    const { horizon } = JSON.parse((await lines.next()).value) as Described
    const root = await fetch(horizon)
    expect([root.status, root.headers.get('x-ratelimit-limit')]).toEqual([200, '101'])
    await expect.poll(() => fetch(`${horizon}/fee_stats`).then(({ status }) => status)).toBe(503)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    await writeFile(file, '[{ "type": "flood" }]')
    const refused = await run('serve', '--port', '0', '--faults', file).ended
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/^scenario\[0\]\.type "flood" is not possible\. Give one of latency, /)
  } finally {
    await rm(folder, { recursive: true })
  }
})
