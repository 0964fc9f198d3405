import { createVirtualClock } from '@sdex/testkit'
import { Keypair } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { createDevnet, type DevnetEvent } from '../src/index.ts'

const account = (seed: number): string => Keypair.fromRawEd25519Seed(Buffer.alloc(32, seed)).publicKey()

async function funded(net: Awaited<ReturnType<typeof createDevnet>>, seed: number): Promise<string> {
  const accountId = account(seed)
  const done = net.fund({ accountId })
  await net.closeLedger()
  await done
  return accountId
}

/** One request to the control server. */
async function ask(
  url: string | undefined,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${url}${path}`, { method, ...sent })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const status = async (url: string): Promise<number> => (await fetch(url)).status

test('behavior: restored, a network is as it was, and goes on differently', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const first = await funded(net, 1)
  const before = net.snapshot()
  const second = await funded(net, 2)
  expect(await status(`${net.url}/accounts/${second}`)).toBe(200)
  before.restore()
  expect(net.ledger).toBe(before.ledger)
  expect(net.account(second)).toBeUndefined()
  expect(await status(`${net.url}/accounts/${second}`)).toBe(404)
  expect(await status(`${net.url}/accounts/${first}`)).toBe(200)
  expect(await status(`${net.url}/accounts/${first}/transactions`)).toBe(200)
  expect(await status(`${net.url}/ledgers/${before.ledger + 1}`)).toBe(404)
  await funded(net, 3)
  expect(net.ledger).toBe(before.ledger + 1)
})

test('behavior: a fork goes on from a past ledger, and neither network sees the other', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const first = await funded(net, 1)
  const at = net.ledger
  const second = await funded(net, 2)
  await using fork = await net.snapshot({ ledger: at }).fork()
  expect(fork.ledger).toBe(at)
  expect([fork.account(first)?.balance, fork.account(second)]).toEqual([net.account(first)?.balance, undefined])
  await funded(fork, 3)
  expect(net.account(account(3))).toBeUndefined()
  const hashes = await Promise.all(
    [net, fork].map(async ({ url }) => ((await (await fetch(`${url}/ledgers/${at}`)).json()) as { hash: string }).hash),
  )
  expect(hashes[0]).toBe(hashes[1])
  expect(() => net.snapshot({ ledger: 1_000 })).toThrow(/not at hand/)
})

test('behavior: everything that happens is told, in order', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual' })
  const events: DevnetEvent[] = []
  const end = net.onEvent((event) => events.push(event))
  await funded(net, 1)
  net.faults.inject({ type: 'emptyLedgers' })()
  net.faults.inject({ type: 'stalledLedgers' })
  net.faults.clear()
  net.snapshot().restore()
  expect(events.map(({ type }) => type)).toEqual([
    'submitted',
    'ledgerClosed',
    'faultInjected',
    'faultRemoved',
    'faultInjected',
    'faultRemoved',
    'restored',
  ])
  end()
  await net.closeLedger()
  expect(events).toHaveLength(7)
})

test('behavior: each fault is told once when it begins and once when it is over, however it ends', async () => {
  const clock = createVirtualClock(1_800_000_000_000)
  await using net = await createDevnet({ ledgerMs: 'manual', clock })
  const told: string[] = []
  net.onEvent((event) => {
    if (event.type === 'faultInjected' || event.type === 'faultRemoved') told.push(`${event.type} ${event.id}`)
  })
  const since = (): readonly string[] => told.splice(0)
  net.faults.inject({ type: 'failure', slug: 'stale_history', match: { times: 1 } })
  expect(await status(net.url)).toBe(503)
  expect(since()).toEqual(['faultInjected 1', 'faultRemoved 1'])
  net.faults.inject({ type: 'stalledLedgers', match: { forMs: 1_000 } })
  await clock.advance(1_000)
  expect(since()).toEqual(['faultInjected 2', 'faultRemoved 2'])
  net.faults.inject({ type: 'emptyLedgers', match: { untilLedger: net.ledger } })
  await net.closeLedger()
  expect(since()).toEqual(['faultInjected 3', 'faultRemoved 3'])
  const end = net.faults.play([
    { atMs: 0, fault: { type: 'emptyLedgers' } },
    { atMs: 500, fault: { type: 'stalledLedgers' } },
  ])
  expect(since()).toEqual(['faultInjected 4'])
  await clock.advance(500)
  end()
  end()
  expect(since()).toEqual(['faultInjected 5', 'faultRemoved 4', 'faultRemoved 5'])
  const remove = net.faults.inject({ type: 'emptyLedgers' })
  remove()
  remove()
  expect(since()).toEqual(['faultInjected 6', 'faultRemoved 6'])
})

test('behavior: a stopped clock closes nothing by itself', async () => {
  await using net = await createDevnet({ ledgerMs: 20 })
  net.stopClock()
  expect(net.isClockRunning).toBe(false)
  const { ledger } = net
  await net.closeLedger()
  expect(net.ledger).toBe(ledger + 1)
  const next = new Promise<number>((resolve) => void net.onLedgerClosed(({ sequence }) => resolve(sequence)))
  net.startClock()
  expect(await next).toBe(ledger + 2)
})

test('behavior: control does over HTTP what can be done in process', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', controlPort: 0 })
  const control = net.controlUrl
  expect((await ask(control, 'GET', '/')).body).toMatchObject({
    horizon: net.url,
    passphrase: net.passphrase,
    ledger: 1,
  })
  expect((await ask(control, 'POST', '/ledgers', { count: 3 })).body['closed']).toHaveLength(3)
  const { body: kept } = await ask(control, 'POST', '/snapshots')
  const funding = ask(control, 'POST', '/fund', { accountId: account(1), amount: '25.5' })
  while (net.account(account(1)) === undefined) await ask(control, 'POST', '/ledgers')
  expect((await funding).status).toBe(200)
  expect(net.account(account(1))?.balance).toBe(255_000_000n)
  const { body: fork } = await ask(control, 'POST', `/snapshots/${kept['id']}/fork`)
  expect(await status(`${fork['horizon']}/accounts/${account(1)}`)).toBe(404)
  await ask(control, 'POST', `/snapshots/${kept['id']}/restore`)
  expect(net.account(account(1))).toBeUndefined()
  expect((await ask(control, 'DELETE', `/snapshots/${kept['id']}`)).status).toBe(200)
  const { body: fault } = await ask(control, 'POST', '/faults', { type: 'failure', slug: 'stale_history' })
  expect(await status(`${net.url}/ledgers`)).toBe(503)
  expect((await ask(control, 'GET', '/faults')).body['faults']).toHaveLength(1)
  await ask(control, 'DELETE', `/faults/${fault['id']}`)
  expect(await status(`${net.url}/ledgers`)).toBe(200)
})

test('behavior: control forgets a fault or a scenario that is over', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', controlPort: 0 })
  const control = net.controlUrl
  const taken = async (id: unknown): Promise<number> => (await ask(control, 'DELETE', `/faults/${id}`)).status
  const once = { type: 'failure', slug: 'stale_history', match: { times: 1 } }
  const { body: spent } = await ask(control, 'POST', '/faults', once)
  const { body: told } = await ask(control, 'POST', '/scenarios', [
    once,
    { atLedger: 3, fault: { type: 'emptyLedgers' } },
  ])
  expect([await status(net.url), await status(net.url)]).toEqual([503, 200])
  expect(await taken(spent['id'])).toBe(404)
  expect(await taken(told['id'])).toBe(200) // which has a step to go
  expect(await taken(told['id'])).toBe(404)
  const { body: cleared } = await ask(control, 'POST', '/faults', once)
  await ask(control, 'DELETE', '/faults')
  expect(await taken(cleared['id'])).toBe(404)
})

test('behavior: control lists forks, and ends one by its id', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', controlPort: 0 })
  const control = net.controlUrl
  const { body: kept } = await ask(control, 'POST', '/snapshots')
  const path = `/snapshots/${kept['id']}/fork`
  const forks = await Promise.all(Array.from({ length: 17 }, () => ask(control, 'POST', path)))
  const [refused, ...others] = forks.filter(({ status }) => status !== 200)
  expect([refused?.body['remedy'], others]).toEqual(['Delete some, or start another network.', []])
  const started = forks.filter(({ status }) => status === 200).map(({ body }) => body)
  const [first, ...rest] = started.toSorted((a, b) => Number(a['id']) - Number(b['id']))
  expect(first).toEqual({ id: '1', horizon: expect.any(String), control: expect.any(String), ledger: 1 })
  await ask(String(first?.['control']), 'POST', '/ledgers')
  expect((await ask(control, 'GET', '/forks')).body).toEqual({ forks: [{ ...first, ledger: 2 }, ...rest] })
  expect(await ask(control, 'DELETE', '/forks/1')).toEqual({ status: 200, body: {} })
  await expect(fetch(String(first?.['horizon']))).rejects.toThrow()
  expect(await ask(control, 'DELETE', '/forks/1')).toMatchObject({ status: 404 })
  expect((await ask(control, 'GET', '/forks')).body).toEqual({ forks: rest })
  expect((await ask(control, 'POST', path)).body).toMatchObject({ id: '17' })
})

test('error: bad input to control is answered with what to write', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', controlPort: 0 })
  const control = net.controlUrl
  expect(await ask(control, 'POST', '/ledgers', { count: 0 })).toMatchObject({
    status: 400,
    body: { code: 'SDEX_INVALID_OPTION', remedy: 'Give a whole number from 1 to 1000.' },
  })
  expect(await ask(control, 'POST', '/fund', { accountId: 'me' })).toMatchObject({ status: 400 })
  expect(await ask(control, 'POST', '/faults', { type: 'flood' })).toMatchObject({ status: 400 })
  expect(await ask(control, 'POST', '/snapshots/9/restore')).toMatchObject({ status: 404 })
  expect(await ask(control, 'GET', '/nothing')).toMatchObject({ status: 404 })
  const cut = await fetch(`${control}/ledgers`, { method: 'POST', body: '{' })
  expect([cut.status, Object.keys((await cut.json()) as object)]).toEqual([400, ['code', 'message', 'remedy']])
  expect(await ask(control, 'POST', '/scenarios', {})).toMatchObject({ status: 400 })
  for (const path of ['/scenarios', '/faults']) expect(await ask(control, 'POST', path)).toMatchObject({ status: 400 })
})

test('behavior: events come as a stream, too', async () => {
  await using net = await createDevnet({ ledgerMs: 'manual', controlPort: 0 })
  const leave = new AbortController()
  const response = await fetch(`${net.controlUrl}/events`, { signal: leave.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await net.closeLedger()
  const { value = '' } = (await reader?.read()) ?? {}
  expect(JSON.parse(value.slice('data: '.length))).toMatchObject({ type: 'ledgerClosed', closed: { sequence: 2 } })
  leave.abort()
  await reader?.cancel().catch(() => {})
})
