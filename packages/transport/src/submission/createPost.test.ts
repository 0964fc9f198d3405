import { expect, test } from 'vitest'
import type { Requester } from '../createRequester.ts'
import { HorizonResponseError, ResponseTooLargeError } from '../errors.ts'
import { createPost } from './createPost.ts'
import type { PostAnswer } from './submissionPort.ts'

const problem = (type: string) => ({ type: `https://stellar.org/horizon-errors/${type}`, title: 'No', status: 400 })

function post({ status, body }: { readonly status: number; readonly body: unknown }): Promise<PostAnswer> {
  const requester: Pick<Requester, 'post'> = {
    post: async () => ({
      status,
      headers: {},
      bytes: new Uint8Array(),
      json: () => body,
      what: 'POST http://horizon.test/transactions_async',
    }),
  }
  return createPost({ ...never, ...requester })('AAAA', new AbortController().signal)
}

const never: Requester = {
  get: () => Promise.reject(new Error('Posting reads nothing.')),
  post: () => Promise.reject(new Error('Not reached.')),
  stats: () => ({ requests: 0, errors: 0 }),
  close: () => {},
}

test.each([
  ['half of an answer that it was queued', { status: 201, body: undefined }],
  ['half of a refusal', { status: 400, body: undefined }],
  ["a proxy's page with 200", { status: 200, body: undefined }],
  ["a proxy's page with 403", { status: 403, body: undefined }],
  ["a proxy's own JSON", { status: 403, body: { message: 'Forbidden' } }],
  ['a status that nobody knows', { status: 201, body: { tx_status: 'MAYBE' } }],
  ["a proxy's 429", { status: 429, body: undefined }],
  ['an overloaded server', { status: 503, body: problem('server_over_capacity') }],
] as const)('behavior: %s tells nothing of the envelope', async (_, answer) => {
  expect(await post(answer)).toEqual({ type: 'unclear' })
})

test('behavior: what Horizon has no budget for it has not taken', async () => {
  expect(await post({ status: 429, body: problem('rate_limit_exceeded') })).toEqual({ type: 'notTaken' })
})

test('behavior: an answer that nobody can read tells nothing of the envelope, which arrived', async () => {
  const tooLarge = new ResponseTooLargeError({ message: 'Too large.', remedy: 'Raise the bound.' })
  const requester: Pick<Requester, 'post'> = { post: () => Promise.reject(tooLarge) }
  const send = createPost({ ...never, ...requester })
  expect(await send('AAAA', new AbortController().signal)).toEqual({ type: 'unclear' })
})

test.each(['PENDING', 'DUPLICATE'])('behavior: %s is queued, now or before', async (status) => {
  expect(await post({ status: 201, body: { tx_status: status } })).toEqual({ type: 'queued' })
})

test('error: what Horizon itself finds wrong with a request is told', async () => {
  const told = post({ status: 400, body: problem('transaction_malformed') })
  await expect(told).rejects.toThrow(HorizonResponseError)
  await expect(post({ status: 403, body: problem('forbidden') })).rejects.toThrow(/answered by 403/)
})

test.each([
  ['Horizon itself lacks the one that answers at once', problem('not_found')],
  ["a proxy's page says so", undefined],
])('behavior: the route that waits is taken where %s: of one server, this time', async (_, body) => {
  const paths: string[] = []
  const requester: Pick<Requester, 'post'> = {
    post: async (path) => {
      paths.push(path)
      const isSync = path === '/transactions'
      const answer = isSync ? { status: 504, json: () => problem('timeout') } : { status: 404, json: () => body }
      return { ...answer, headers: {}, bytes: new Uint8Array(), what: `POST http://horizon.test${path}` }
    },
  }
  const send = createPost({ ...never, ...requester })
  for (let count = 0; count < 2; count += 1) {
    expect(await send('AAAA', new AbortController().signal)).toEqual({ type: 'unclear' })
  }
  expect(paths.filter((path) => path === '/transactions_async')).toHaveLength(2)
  expect(paths.filter((path) => path === '/transactions')).toHaveLength(2)
})

test.each(['error_result_xdr', 'errorResultXdr'])(
  'behavior: a refusal is read as Horizon spells it: %s',
  async (key) => {
    const refused = { type: 'refused', resultXdr: 'AAAA', mayBeInLedger: false }
    expect(await post({ status: 400, body: { tx_status: 'ERROR', [key]: 'AAAA' } })).toEqual(refused)
  },
)

test('behavior: the route that waits is given longer than Horizon waits, and what it refuses may be in a ledger', async () => {
  const timeouts: (number | undefined)[] = []
  const requester: Pick<Requester, 'post'> = {
    post: async (path, _, call) => {
      timeouts.push(call?.timeoutMs)
      const body = { ...problem('transaction_failed'), extras: { result_xdr: 'AAAA' } }
      const answer =
        path === '/transactions' ? { status: 400, json: () => body } : { status: 404, json: () => undefined }
      return { ...answer, headers: {}, bytes: new Uint8Array(), what: `POST http://horizon.test${path}` }
    },
  }
  const answer = await createPost({ ...never, ...requester })('AAAA', new AbortController().signal)
  expect(answer).toEqual({ type: 'refused', resultXdr: 'AAAA', mayBeInLedger: true })
  expect(timeouts[1]).toBeGreaterThan(30_000)
})
