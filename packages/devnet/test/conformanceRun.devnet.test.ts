import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, type Closeable, createScope, systemClock } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { conformance } from '../src/cli/conformance.ts'
import { type Card, cardName } from '../src/conformance/card.ts'
import { allCards } from '../src/conformance/cards.ts'
import { UnreachableError } from '../src/conformance/errors.ts'
import { same } from '../src/conformance/expectations.ts'
import { type PlayOptions, playCards } from '../src/conformance/playCards.ts'
import type { CardReport } from '../src/conformance/report.ts'

/** A server that plays some part of Horizon. */
async function serve(listener: RequestListener): Promise<Closeable & { readonly url: URL }> {
  const server = createServer(listener)
  const scope = createScope()
  scope.add(() => server.closeAllConnections())
  scope.add(() => void server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), ...scope }
}

const playing = { clock: systemClock, createKeypair: (): Keypair => Keypair.random() }

async function play(
  horizonUrl: URL,
  cards: readonly Card[],
  more: Partial<PlayOptions> = {},
): Promise<readonly CardReport[]> {
  const reports: CardReport[] = []
  for await (const report of playCards({ ...playing, horizonUrl, cards, ...more })) reports.push(report)
  return reports
}

const base = { number: 1, title: 'the root answers', source: 'a test' } as const
const readsRoot: Card = { ...base, run: async ({ get }) => same('status', (await get('/')).status, 200) }
const writes: Card = { ...base, needs: 'stage', run: async ({ stage }) => same('passphrase', stage.passphrase, '') }

const notFound: RequestListener = (request, response) => response.writeHead(request.url === '/' ? 200 : 404).end()

test('behavior: without friendbot cards that write are skipped, and say why', async () => {
  await using server = await serve(notFound)
  const statuses = (await play(server.url, [readsRoot, writes])).map(({ outcome }) => outcome)
  const why = 'The card writes, and the network has no friendbot to fund accounts.'
  expect(statuses).toEqual([{ status: 'passed' }, { status: 'skipped', why }])
})

test('behavior: on a server without friendbot nothing is sent but GET and what is refused at once', async () => {
  const methods = new Map<string, number>()
  await using server = await serve((request, response) => {
    methods.set(request.method ?? '', (methods.get(request.method ?? '') ?? 0) + 1)
    response.writeHead(request.url === '/' ? 200 : 404).end()
  })
  const reports = await play(server.url, allCards)
  expect(reports.filter(({ card, outcome }) => card.needs === 'stage' && outcome.status !== 'skipped')).toEqual([])
  expect([...methods.keys()].sort()).toEqual(['DELETE', 'GET', 'POST']) // a wrong method, and envelopes that are none
})

test('behavior: a stage that cannot be set fails the cards that look at it', async () => {
  await using server = await serve((_, response) => response.writeHead(500).end())
  const [report] = await play(server.url, [writes])
  expect(report?.outcome).toMatchObject({ status: 'failed', why: expect.stringContaining('The stage cannot be set') })
})

test('error: a card that waits for a silent server fails when its time is up', async () => {
  await using server = await serve((request, response) => {
    if (request.url !== '/silent') notFound(request, response)
  })
  const waiting: Card = { ...base, timeoutMs: 50, run: async ({ get }) => void (await get('/silent')) }
  const reports = await play(server.url, [waiting, readsRoot], { limitedUrl: server.url })
  expect(reports.map(({ outcome }) => outcome.status)).toEqual(['failed', 'passed'])
})

test('behavior: the rate limit of a server that others use is waited out', async () => {
  let asked = 0
  await using server = await serve((request, response) => {
    asked += 1
    const isRefused = request.url === '/limited' && asked % 2 === 1
    response.writeHead(isRefused ? 429 : 404, isRefused ? { 'Retry-After': '0' } : {}).end()
  })
  const card: Card = { ...base, run: async ({ get }) => same('status', (await get('/limited')).status, 404) }
  expect((await play(server.url, [card]))[0]?.outcome).toEqual({ status: 'passed' })
})

test('behavior: before a limit is used up requests are slowed down, so that streams have something left', async () => {
  await using server = await serve((_, response) => response.writeHead(404, { 'X-RateLimit-Remaining': '3' }).end())
  const timers: number[] = []
  const clock: Clock = {
    now: systemClock.now,
    setTimer: (run, delayMs) => {
      if (delayMs < 10_000) timers.push(delayMs)
      return systemClock.setTimer(run, delayMs < 10_000 ? 0 : delayMs)
    },
  }
  const card: Card = { ...base, run: async ({ get }) => same('status', (await get('/x')).status, 404) }
  expect((await play(server.url, [card], { clock }))[0]?.outcome).toEqual({ status: 'passed' })
  expect(timers).toEqual([1_500, 1_500, 1_500]) // the look whether anybody answers, friendbot, the card
})

test('behavior: the signal ends the run at once, in the middle of a card', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/silent') interrupted.abort()
    else notFound(request, response)
  })
  const interrupted = new AbortController()
  const silent: Card = { ...base, run: async ({ get }) => void (await get('/silent')) }
  await expect(play(server.url, [silent], { signal: interrupted.signal })).rejects.toMatchObject({
    code: 'SDEX_ABORTED',
  })
})

test('error: where nobody answers there is no run', async () => {
  const server = await serve(notFound)
  await server.close()
  await expect(play(server.url, [readsRoot])).rejects.toBeInstanceOf(UnreachableError)
})

test('behavior: the command prints each card and last the counts, and exits with 1 when one failed', async () => {
  await using server = await serve(notFound)
  const lines: string[] = []
  const surroundings = { print: (line: string) => void lines.push(line), signal: new AbortController().signal }
  expect(await conformance({ horizonUrl: server.url, json: true, only: undefined }, surroundings)).toBe(1)
  const cards = lines.slice(0, -1).map((line) => JSON.parse(line) as { card: string; status: string; why?: string })
  expect(cards.map(({ card }) => card)).toEqual(allCards.map(({ number }) => cardName(number)))
  expect(cards.filter(({ status, why }) => status !== 'passed' && (why ?? '') === '')).toEqual([])
  const count = (status: string): number => cards.filter((card) => card.status === status).length
  const counts = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual(counts)
  expect(counts.failed).toBeGreaterThan(0)
})

test('behavior: an interrupted command still prints the counts', async () => {
  await using server = await serve(notFound)
  const interrupted = new AbortController()
  const lines: string[] = []
  const print = (line: string): void => {
    if (lines.push(line) === 3) interrupted.abort()
  }
  expect(
    await conformance({ horizonUrl: server.url, json: false, only: undefined }, { print, signal: interrupted.signal }),
  ).toBe(1)
  expect(lines.at(-1)).toMatch(/^\d+ passed, \d+ failed, \d+ skipped$/)
})
