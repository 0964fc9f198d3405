import { SdexError } from '@sdex/primitives'
import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import type { Scripted } from '../../test/fakeBackend.ts'
import { refused, reset, setUpServers, silence } from '../../test/fakeServers.ts'

const submissionOff = {
  ...{
    status: 403,
    body: { type: 'https://stellar.org/horizon-errors/transaction_submission_disabled', title: 'Off' },
  },
}
const noRoute = { status: 404, body: {} }
const noBudget = { status: 429, body: { type: 'https://stellar.org/horizon-errors/rate_limit_exceeded' } }
test.each([
  ['has submission switched off', submissionOff],
  ['lacks the route', noRoute],
  ['has no budget left', noBudget],
])('behavior: a form goes to the next server when one %s; where all do, the answer says so', async (_, answer) => {
  const { servers, requester } = setUpServers(2)
  const fault = (path: string): Scripted | undefined => (path === '/transactions_async' ? answer : undefined)
  Object.assign(servers[0] ?? {}, { fault })
  const post = () => requester.post('/transactions_async', { tx: 'AAAA' })
  expect(await post()).toMatchObject({ status: 200, what: 'POST http://1.test/transactions_async' })
  Object.assign(servers[1] ?? {}, { fault })
  expect(await post()).toMatchObject({ status: answer.status })
})

test.each([
  [0, 1],
  [1, 0],
])(
  'behavior: where server %d lacks the route and server %d is away, or takes no forms, the answer says that it is lacked',
  async (lacking, other) => {
    const { servers, requester } = setUpServers(2)
    await requester.get('/offers', {})
    const lacks = (path: string) => (path === '/transactions_async' ? noRoute : undefined)
    Object.assign(servers[lacking] ?? {}, { fault: lacks })
    const post = () => requester.post('/transactions_async', { tx: 'AAAA' })
    for (const fault of [() => submissionOff, () => noBudget, refused]) {
      Object.assign(servers[other] ?? {}, { fault })
      for (let count = 0; count < 5; count += 1) expect(await post()).toMatchObject({ status: 404 })
    }
  },
)

test('error: where one server takes no forms and the other is away, that one is waited for, while it is down too', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, {
    fault: (path: string) => (path === '/transactions_async' ? submissionOff : undefined),
  })
  Object.assign(servers[1] ?? {}, { fault: refused })
  const told: unknown[] = []
  for (let count = 0; count < 4; count += 1) {
    const { code, message } = await requester.post('/transactions_async', { tx: 'AAAA' }).then(
      () => expect.fail(),
      (error) => error,
    )
    told.push(`${code} ${/http:..\d/.exec(message)}`)
  }
  const failed = 'SDEX_CONNECTION http://1'
  expect(told).toEqual([failed, failed, failed, 'SDEX_SERVERS_DOWN http://1'])
})

test.each([
  ['a 504', { status: 504, body: { title: 'Timeout' } }],
  ["a proxy's page", { status: 200, body: '<html>' }],
])(
  'behavior: after %s to a form the same bytes go to another server, and while that one is clear to it',
  async (_, answer) => {
    const { servers, requester } = setUpServers(2)
    await requester.get('/offers', {})
    Object.assign(servers[0] ?? {}, { fault: (path: string) => (path === '/transactions_async' ? answer : undefined) })
    const asked: string[] = []
    for (let count = 0; count < 4; count += 1) {
      const { what } = await requester.post('/transactions_async', { tx: 'AAAA' })
      asked.push(what.slice('POST http://'.length)[0] ?? '')
    }
    expect(asked.join('')).toBe('0111')
  },
)

test('behavior: a silent server that is to be verified leaves time to post elsewhere', async () => {
  const { clock, servers, requester } = setUpServers(2)
  Object.assign(servers[0] ?? {}, { fault: silence })
  const answer = requester.post('/transactions_async', { tx: 'AAAA' }, { timeoutMs: 2_000 })
  await clock.advance(1_000)
  expect(await answer).toMatchObject({ what: 'POST http://1.test/transactions_async' })
  await clock.advance(20_000)
})

test('behavior: a form that somebody is forbidden is not tried elsewhere', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: () => ({ status: 403, body: { title: 'Forbidden' } }) })
  expect(await requester.post('/transactions_async', { tx: 'AAAA' })).toMatchObject({ status: 403 })
})

test('behavior: a form goes to another server when nobody can have got it, and only then', async () => {
  const { servers, requester } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: refused })
  expect(await requester.post('/transactions_async', { tx: 'AAAA' })).toMatchObject({
    what: 'POST http://1.test/transactions_async',
  })
  const cut = setUpServers(2)
  await cut.requester.get('/offers', {})
  Object.assign(cut.servers[0] ?? {}, { fault: reset })
  await expect(cut.requester.post('/transactions_async', { tx: 'AAAA' })).rejects.toMatchObject({ fault: 'reset' })
  expect(cut.servers[1]?.asked).toEqual([])
})

test('behavior: a budget whose queue is full, which has an error of its own, sends forms to the next server', async () => {
  class BudgetFullError extends SdexError {
    readonly code = 'SDEX_QUEUE_FULL'
    readonly retryable = true
  }
  let isFull = false
  const acquire = async (): Promise<void> => {
    if (isFull) throw new BudgetFullError({ message: 'Too many wait.', remedy: 'Wait.' })
  }
  const { requester } = setUpServers(2, { limiters: [{ acquire, observe: () => {} }, undefined] })
  await requester.get('/offers', {})
  isFull = true
  expect(await requester.post('/transactions', { tx: 'AAA' })).toMatchObject({
    what: 'POST http://1.test/transactions',
  })
})

test('error: a form to a server that does not tell its network ends in the time of the call, and is not posted later', async () => {
  const { clock, servers, requester } = setUpServers(1, { networkPassphrase: 'net' })
  const roots: ((answer: Scripted | undefined) => void)[] = []
  const late = (path: string) =>
    path === '/' ? new Promise<Scripted | undefined>((resolve) => roots.push(resolve)) : undefined
  Object.assign(servers[0] ?? {}, { fault: late })
  const end = expect(requester.post('/transactions_async', { tx: 'AAAA' }, { timeoutMs: 500 })).rejects.toMatchObject({
    code: 'SDEX_TIMEOUT',
  })
  await clock.advance(500)
  await end
  Object.assign(servers[0] ?? {}, { fault: undefined })
  for (const answer of roots) answer({ status: 503, body: {} })
  await clock.advance(20_000)
  expect(servers[0]?.asked).not.toContain('/transactions_async')
})

test('behavior: a form that waited for a ledger does not make its server slow: reads go there as before', async () => {
  const { clock, servers, requester, endpoints } = setUpServers(2)
  await requester.get('/offers', {})
  const wait = () =>
    new Promise<Scripted>((resolve) => clock.setTimer(() => resolve({ status: 504, body: {} }), 30_000))
  Object.assign(servers[0] ?? {}, { fault: (path: string) => (path === '/transactions' ? wait() : undefined) })
  const answer = requester.post('/transactions', { tx: 'AAAA' }, { timeoutMs: 35_000 })
  await clock.advance(30_000)
  expect(await answer).toMatchObject({ status: 504 })
  expect(await requester.get('/offers', {})).toMatchObject({ what: 'GET http://0.test/offers' })
  expect((await firstValueFrom(endpoints.health$)).endpoints[0]?.latencyMs).toBe(0)
})

test.each([
  ['broke off', reset, '011'],
  ['said TRY_AGAIN_LATER, which is an answer,', () => ({ status: 503, body: { tx_status: 'TRY_AGAIN_LATER' } }), '000'],
])('behavior: where a server %s the same bytes go next to where they are clear', async (_, answer, asked) => {
  const { servers, requester, backend } = setUpServers(2)
  await requester.get('/offers', {})
  Object.assign(servers[0] ?? {}, { fault: (path: string) => (path === '/transactions_async' ? answer() : undefined) })
  for (let count = 0; count < 3; count += 1) {
    await requester.post('/transactions_async', { tx: 'AAAA' }).catch(() => {})
  }
  const posts = backend.requests.filter(({ method }) => method === 'POST')
  expect(posts.map(({ url }) => url.slice('http://'.length)[0]).join('')).toBe(asked)
})
