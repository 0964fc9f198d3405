import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createDevnet, type Devnet, setUpMarkets } from '../src/index.ts'

const root = mkdtempSync(join(tmpdir(), 'sdex-store-'))
afterAll(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = (): string => join(root, String(++folders))
const children = new Set<ChildProcess>()
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})

const account = (seed: number): string => Keypair.fromRawEd25519Seed(Buffer.alloc(32, seed)).publicKey()
const json = async (net: Pick<Devnet, 'url'>, path: string): Promise<unknown> =>
  JSON.parse((await (await fetch(`${net.url}${path}`)).text()).replaceAll(net.url, ''))

const PATHS = [
  '/ledgers?limit=200',
  '/transactions?limit=200',
  '/offers?limit=200',
  '/effects?limit=200',
  '/operations?limit=200',
]

test('behavior: started again in its folder a network goes on where it was, history included', async () => {
  const dataFolder = newFolder()
  const seen: unknown[] = []
  {
    await using net = await createDevnet({ ledgerMs: 'manual', dataFolder })
    await setUpMarkets(net, { count: 3, offersPerMarket: 6 })
    for (const path of PATHS) seen.push(await json(net, path))
  }
  await using again = await createDevnet({ ledgerMs: 'manual', dataFolder })
  for (const [index, path] of PATHS.entries()) expect(await json(again, path)).toEqual(seen[index])
  const funded = again.fund({ accountId: account(1) })
  const closed = await again.closeLedger()
  await funded
  expect(again.account(account(1))?.balance).toBe(100_000_000_000n)
  const ledger = (await json(again, `/ledgers/${closed.sequence}`)) as { prev_hash: string }
  const before = (await json(again, `/ledgers/${closed.sequence - 1}`)) as { hash: string }
  expect(ledger.prev_hash).toBe(before.hash)
})

test('behavior: what was restored from a snapshot, or reset, is what is there after a restart', async () => {
  const dataFolder = newFolder()
  {
    await using net = await createDevnet({ ledgerMs: 'manual', dataFolder })
    const before = net.snapshot()
    const funded = net.fund({ accountId: account(1) })
    await net.closeLedger()
    await funded
    before.restore()
    await net.closeLedger()
  }
  await using again = await createDevnet({ ledgerMs: 'manual', dataFolder })
  expect([again.ledger, again.account(account(1))]).toEqual([2, undefined])
})

test('error: a second process, or a network of another passphrase, is told that the folder is taken', async () => {
  const dataFolder = newFolder()
  const net = await createDevnet({ ledgerMs: 'manual', dataFolder })
  await expect(createDevnet({ ledgerMs: 'manual', dataFolder })).rejects.toMatchObject({
    code: 'SDEX_DEVNET_STORE',
    message: expect.stringContaining('used by another process'),
  })
  await net.close()
  await expect(createDevnet({ ledgerMs: 'manual', dataFolder, passphrase: 'another' })).rejects.toMatchObject({
    code: 'SDEX_DEVNET_STORE',
    message: expect.stringContaining('passphrase'),
  })
})

/** Serves a folder as a process of its own. */
async function serve(dataFolder: string) {
  const entry = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
  const args = [
    '--conditions=@sdex/source',
    entry,
    'serve',
    '--port',
    '0',
    '--json',
    '--ledger-ms',
    '50',
    '--data',
    dataFolder,
  ]
  const child = spawn(process.execPath, [...args, '--traders', '4'], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, next: async () => JSON.parse((await lines.next()).value as string) as Record<string, unknown> }
}

test('behavior: killed at any moment the network is whole, and at worst without its last ledger', async () => {
  const dataFolder = newFolder()
  let told = 0
  for (let round = 0; round < 3; round += 1) {
    const { child, next } = await serve(dataFolder)
    const first = await next()
    expect(first['horizon']).toMatch(/^http/)
    for (let line = 0; line < 5; line += 1) {
      const { ledger } = await next()
      expect(ledger).toBeGreaterThanOrEqual(told) // the last one that was told may not have been on the disk
      told = Number(ledger)
    }
    child.kill('SIGKILL')
    await once(child, 'close')
    children.delete(child)
  }
  await using net = await createDevnet({ ledgerMs: 'manual', dataFolder, seed: 0 })
  expect(net.ledger).toBeGreaterThanOrEqual(told - 1)
  const { _embedded } = (await json(net, '/ledgers?limit=200')) as {
    _embedded: { records: { hash: string; prev_hash?: string }[] }
  }
  for (const [index, { prev_hash }] of _embedded.records.entries()) {
    if (index > 0) expect(prev_hash).toBe(_embedded.records[index - 1]?.hash)
  }
})

test('behavior: a fork of a network that is kept lives in memory, or in a folder of its own', async () => {
  const dataFolder = newFolder()
  await using net = await createDevnet({ ledgerMs: 'manual', dataFolder })
  await using fork = await net.snapshot().fork()
  const { sequence } = await fork.closeLedger()
  await using kept = await fork.snapshot().fork({ dataFolder: newFolder() })
  expect([net.ledger, fork.ledger, kept.ledger]).toEqual([sequence - 1, sequence, sequence])
})

test('error: a folder that cannot be made is refused', async () => {
  const file = newFolder()
  writeFileSync(file, '')
  const refused = { code: 'SDEX_DEVNET_STORE', message: expect.stringContaining('cannot be made: EEXIST.') }
  await expect(createDevnet({ dataFolder: file })).rejects.toMatchObject(refused)
})

test('error: what is damaged may be deleted, what cannot be written may not', async () => {
  const [text, blob, unwritable] = [newFolder(), newFolder(), newFolder()]
  mkdirSync(text)
  writeFileSync(join(text, 'devnet.sqlite'), 'no database '.repeat(1_000))
  await (await createDevnet({ ledgerMs: 'manual', dataFolder: blob })).close()
  using database = new DatabaseSync(join(blob, 'devnet.sqlite'))
  database.exec("UPDATE ledgers SET history = x'00'")
  database.close()
  mkdirSync(join(unwritable, 'devnet.sqlite'), { recursive: true })
  const refusal = (dataFolder: string): Promise<unknown> =>
    createDevnet({ ledgerMs: 'manual', dataFolder }).catch((error: unknown) => error)
  const damaged = { code: 'SDEX_DEVNET_STORE', remedy: expect.stringContaining('Delete') }
  expect(await refusal(text)).toMatchObject(damaged)
  expect(await refusal(blob)).toMatchObject(damaged)
  expect(await refusal(unwritable)).toMatchObject({
    code: 'SDEX_DEVNET_STORE',
    remedy: expect.stringContaining('Free'),
  })
})
