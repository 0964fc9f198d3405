import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDevnet, devnetKey, setUpMarket, startTraders } from '@sdex/devnet'
import { formatAsset, parseAmount } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, startBot, startDevnet } from './program.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sdex-bot-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  await chmod(path, 0o600)
  return path
}

/** A configuration for a server; transactions are bounded by ten seconds. */
function configFor(quote: string): string {
  return `version: 1
pair: { base: XLM, quote: "${quote}" }
feeds: { fix: { type: fixed, price: 0.1 } }
strategy:
  type: buysell
  feed: fix
  amountOfBase: 100
  levels: [{ spread: 0.01, amount: 1 }, { spread: 0.02, amount: 1 }]
orders: { validForS: 10 }
`
}

async function offersOf(horizon: string, account: string): Promise<readonly unknown[]> {
  const response = await fetch(`${horizon}/accounts/${account}/offers?limit=200`)
  const page = (await response.json()) as { _embedded: { records: unknown[] } }
  return page._embedded.records
}

test('behavior: a run on devnet fills, leaves nothing open, and reports measured figures in its last line', async () => {
  await using bot = startBot(['--duration-s', '12', '--json', '--seed', '7'])
  const { code, stdout } = await bot.ended
  const report = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  expect(code).toBe(0)
  expect(report).toMatchObject({ openAtEnd: 0, orders: { unknown: 0 }, requestErrors: 0 })
  expect(report.ledgers).toBeGreaterThan(5)
  expect(report.fills).toBeGreaterThan(0)
  expect(report.latencyMs.placeToLedger.p50).toBeGreaterThan(0)
  expect(report.rssMb).toBeGreaterThan(20)
})

test('behavior: SIGINT in mid-placement, with every submission 3 s late, leaves no offer, ever', async () => {
  await using server = startDevnet([
    ...['--port', '0', '--ledger-ms', '1000', '--traders', '12', '--accounts', '1'],
    ...['--submission-delay-ms', '3000'],
  ])
  const { horizon, accounts, market } = JSON.parse(await server.line(/"horizon"/))
  const [{ publicKey, secret }] = accounts
  const key = await file('late-key', secret)
  const config = await file('late.yaml', configFor(market.split('/')[1]))
  await using bot = startBot(['--horizon', horizon, '--secret-file', key, '--config', config, '--json'])
  await bot.line(/send place=/)
  bot.signal('SIGINT')
  const { code, stdout } = await bot.ended
  expect(code).toBe(0)
  expect(JSON.parse(stdout.trim())).toMatchObject({ openAtEnd: 0, orders: { unknown: 0 } })
  // Nothing that was sent can be applied after its time bound, ten seconds after the ledger that it was built upon.
  for (const endMs = Date.now() + 12_000; Date.now() < endMs; ) {
    expect(await offersOf(horizon, publicKey)).toEqual([])
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
})

test('behavior: a listener that goes and comes back is told, and the bot goes on', async () => {
  await using net = await createDevnet({ ledgerMs: 500, seed: 5 })
  const market = await setUpMarket(net)
  const keypair = devnetKey(5, 'bot')
  await market.join([{ keypair, baseAmount: parseAmount('10000'), quoteAmount: parseAmount('1000') }])
  await startTraders(net, { market })
  const key = await file('gone-key', keypair.secret())
  const config = await file('gone.yaml', configFor(formatAsset(market.market.quote)))
  await using bot = startBot(['--horizon', net.url, '--secret-file', key, '--config', config, '--json'])
  await bot.line(/settled status=applied/)
  await net.stopListening()
  await bot.line(/horizon state=(reconnecting|stale)/)
  await net.listen()
  expect(await bot.line(/horizon state=(reconnecting|stale)/)).toContain('reason=')
  const { sequence } = await net.closeLedger()
  const later = [1, 2, 3, 4, 5, 6].map((count) => sequence + count)
  await bot.line(new RegExp(`ledger seq=(${later.join('|')}) `))
  bot.signal('SIGTERM')
  const { code } = await bot.ended
  expect(code).toBe(0)
  expect(net.offersOf(keypair.publicKey())).toEqual([])
})

test('error: a server that is gone for good is told within 30 s, with what may be open and how to cancel it', async () => {
  await using net = await createDevnet({ ledgerMs: 500, seed: 6 })
  const market = await setUpMarket(net)
  const keypair = devnetKey(6, 'bot')
  await market.join([{ keypair, baseAmount: parseAmount('10000'), quoteAmount: parseAmount('1000') }])
  const key = await file('dead-key', keypair.secret())
  const config = await file('dead.yaml', configFor(formatAsset(market.market.quote)))
  await using bot = startBot(['--horizon', net.url, '--secret-file', key, '--config', config])
  await bot.line(/settled status=applied/)
  await net.stopListening()
  const startMs = Date.now()
  bot.signal('SIGINT')
  const { code, stderr } = await bot.ended
  expect(code).toBe(3)
  expect(Date.now() - startMs).toBeLessThan(30_000)
  expect(stderr).toMatch(/offer \d+ (sells|buys)/)
  expect(stderr).toContain('cancel with: npm run bot --')
  expect(stderr).not.toContain(keypair.secret())
})

test('behavior: a second signal leaves at once and says the same', async () => {
  await using net = await createDevnet({ ledgerMs: 500, seed: 8 })
  const market = await setUpMarket(net)
  const keypair = devnetKey(8, 'bot')
  await market.join([{ keypair, baseAmount: parseAmount('10000'), quoteAmount: parseAmount('1000') }])
  const key = await file('twice-key', keypair.secret())
  const config = await file('twice.yaml', configFor(formatAsset(market.market.quote)))
  await using bot = startBot(['--horizon', net.url, '--secret-file', key, '--config', config])
  await bot.line(/settled status=applied/)
  await net.stopListening()
  bot.signal('SIGINT')
  await bot.line(/stopping reason=SIGINT/)
  await new Promise((resolve) => setTimeout(resolve, 1_000)) // a repeat within half a second is the same request
  bot.signal('SIGINT')
  const { code, stderr } = await bot.ended
  expect(code).toBe(3)
  expect(stderr).toContain('what may still be open')
})

test('behavior: offers that a killed bot left are adopted by the next one, or cancelled where that is asked for', async () => {
  await using net = await createDevnet({ ledgerMs: 500, seed: 9 })
  const market = await setUpMarket(net)
  const keypair = devnetKey(9, 'bot')
  await market.join([{ keypair, baseAmount: parseAmount('10000'), quoteAmount: parseAmount('1000') }])
  const key = await file('killed-key', keypair.secret())
  const config = await file('killed.yaml', configFor(formatAsset(market.market.quote)))
  const args = ['--horizon', net.url, '--secret-file', key, '--config', config]
  const ids = () => net.offersOf(keypair.publicKey()).map(({ id }) => id)
  {
    await using killed = startBot(args)
    await killed.line(/ownBids=2 ownAsks=2/)
    killed.signal('SIGKILL')
    await killed.ended
  }
  const left = ids()
  expect(left).toHaveLength(4)
  {
    await using adopting = startBot([...args, '--existing-offers', 'adopt'])
    await adopting.line(/adopting 4 offers/)
    await adopting.line(/ownBids=2 ownAsks=2/)
    expect(ids()).toEqual(left)
    adopting.signal('SIGKILL')
    await adopting.ended
  }
  await using cancelling = startBot([...args, '--existing-offers', 'cancel', '--duration-s', '0'])
  await cancelling.line(/cancelling 4 offers/)
  expect((await cancelling.ended).code).toBe(0)
  expect(ids()).toEqual([])
})

test('error: bad input is one line, exit 2, without a stack or a secret', async () => {
  const secret = Keypair.random().secret()
  const busy = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => busy.once('listening', resolve))
  const address = busy.address()
  const busyPort = typeof address === 'object' && address !== null ? String(address.port) : ''
  const good = await file('good.yaml', configFor('USD:GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'))
  const broken = await file('broken.yaml', configFor('USD').replace('amountOfBase: 100', 'amountOfBase: many'))
  const badKey = await file('bad-key', `${secret.slice(0, -1)}!`)
  const horizon = `http://127.0.0.1:${await freePort()}`
  const inputs: readonly (readonly [readonly string[], RegExp])[] = [
    [['--speed'], /--speed/],
    [['--port', busyPort], /in use/],
    [['--config', join(folder, 'none.yaml')], /none\.yaml/],
    [['--config', broken], /broken\.yaml:7.*amountOfBase/],
    [['--horizon', horizon, '--secret-file', badKey, '--config', good], /bad-key/],
  ]
  try {
    for (const [args, named] of inputs) {
      await using bot = startBot(args)
      const { code, stderr } = await bot.ended
      expect(code).toBe(2)
      expect(stderr).toMatch(named)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).not.toContain(secret.slice(0, 20))
    }
  } finally {
    busy.close()
  }
})
