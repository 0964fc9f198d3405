import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '@sdex/primitives'
import { Networks } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createNetwork } from '../src/createNetwork.ts'
import { createHorizon } from '../src/horizon/createHorizon.ts'
import { invalidField } from '../src/horizon/problem.ts'
import type { SlowRoute } from '../src/horizon/route.ts'

const errors: unknown[] = []
/** The last request's work, for the test to end. */
let work: {
  readonly finish: (answer: string) => void
  readonly fail: (error: Error) => void
  readonly signal: AbortSignal
}
let server: Server
let url = ''

const route: SlowRoute = {
  path: '/slow',
  family: 'state',
  start: ({ query }) => {
    if (query.has('bad')) throw invalidField('bad', 'it is bad')
    return (signal) =>
      new Promise((finish, fail) => {
        signal.addEventListener('abort', () => fail(new Error('stopped')))
        work = { finish, fail, signal }
      })
  },
}

beforeAll(async () => {
  const network = createNetwork({
    ...{ passphrase: Networks.STANDALONE, protocol: 28, ledgerMs: 'manual', historyLedgers: 5, clock: systemClock },
    maxDexOperations: undefined,
  })
  const { handle } = createHorizon({
    ...{
      data: { ...network, index: network.indexes.at(network.state.snapshot()) },
      routes: [route],
      commands: [],
      clock: systemClock,
      cadence: 'immediate',
    },
    onError: (error) => errors.push(error),
  })
  server = createServer((request, response) => handle(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  errors.length = 0
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

/** Sends a request, and waits until its work has begun. */
async function begin(path: string, init?: RequestInit): Promise<{ readonly answer: Promise<Response> }> {
  const before = work as typeof work | undefined
  const answer = fetch(`${url}${path}`, init)
  answer.catch(() => undefined) // looked at by the test, perhaps after it has failed
  await expect.poll(() => work !== before).toBe(true)
  return { answer }
}

test('behavior: the answer is of the ledger at which the work began', async () => {
  const { answer } = await begin('/slow')
  work.finish('done')
  const response = await answer
  expect([response.status, response.headers.get('latest-ledger'), await response.json()]).toEqual([200, '1', 'done'])
})

test('behavior: a client that leaves ends the work, which is no fault', async () => {
  const client = new AbortController()
  const { answer } = await begin('/slow', { signal: client.signal })
  expect(work.signal.aborted).toBe(false)
  client.abort()
  await expect(answer).rejects.toThrow()
  await expect.poll(() => work.signal.aborted).toBe(true)
  expect(errors).toEqual([])
})

test('error: work that fails is a fault of the server', async () => {
  const { answer } = await begin('/slow')
  work.fail(new Error('broken'))
  expect((await answer).status).toBe(500)
  expect(errors).toEqual([new Error('broken')])
})

test('error: a bad parameter is told before any work, with the ledger', async () => {
  const before = work
  const response = await fetch(`${url}/slow?bad`)
  expect([response.status, response.headers.get('latest-ledger')]).toEqual([400, '1'])
  await response.body?.cancel()
  expect(work).toBe(before)
})

test('error: there is no stream of it', async () => {
  const response = await fetch(`${url}/slow`, { headers: { Accept: 'text/event-stream' } })
  expect(response.status).toBe(406)
  await response.body?.cancel()
})
