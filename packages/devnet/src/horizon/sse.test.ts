import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVirtualClock } from '@sdex/testkit'
import { afterEach, expect, test } from 'vitest'
import { notFound, ProblemError } from './problem.ts'
import { type StreamEvent, type StreamSource, serveStream } from './sse.ts'
import { createWakeups } from './wakeups.ts'

let server: Server | undefined
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))))

/** A server with one stream, fed by `news`: an error in the list is thrown. */
async function openStream(budget: number) {
  const clock = createVirtualClock()
  const wakeups = createWakeups({ cadence: 'immediate', clock, pollMs: 5_000 })
  const news: (readonly StreamEvent[] | Error)[] = []
  const source: StreamSource = {
    budget,
    next: () => {
      const next = news.shift() ?? []
      if (next instanceof Error) throw next
      return next
    },
  }
  server = createServer((_, response) => serveStream(response, source, { clock, wakeups }))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { clock, wakeups, news, open: () => fetch(url, { headers: { Connection: 'close' } }) }
}

test('behavior: hello, records with ids, byebye once the budget is used up', async () => {
  const stream = await openStream(2)
  stream.news.push([{ id: '1', data: '{}' }])
  const response = await stream.open()
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  stream.news.push([
    { id: '2', data: '{"a":1}' },
    { id: '3', data: '{}' },
  ])
  stream.wakeups.committed()
  expect(await response.text()).toBe(
    'retry: 1000\nevent: open\ndata: "hello"\n\n' +
      'id: 1\ndata: {}\n\n' +
      'id: 2\ndata: {"a":1}\n\n' +
      'retry: 10\nevent: close\ndata: "byebye"\n\n',
  )
})

test('behavior: a quiet stream ends after 55 s, and nothing is sent in between', async () => {
  const stream = await openStream(10)
  stream.news.push([{ data: '"object"' }])
  const response = await stream.open()
  stream.wakeups.committed()
  await stream.clock.advance(55_000)
  expect(await response.text()).toBe(
    'retry: 1000\nevent: open\ndata: "hello"\n\ndata: "object"\n\nretry: 10\nevent: close\ndata: "byebye"\n\n',
  )
})

test('error: a failure in the middle is told in words and ends the stream without byebye', async () => {
  const stream = await openStream(10)
  const response = await stream.open()
  stream.news.push(new ProblemError(notFound))
  stream.wakeups.committed()
  const text = await response.text()
  expect(text).toBe(
    `retry: 1000\nevent: open\ndata: "hello"\n\nevent: error\ndata: problem: not_found. full details: ${notFound.detail}\n\n`,
  )
})

test('behavior: polling puts the news of several ledgers into one look', async () => {
  const clock = createVirtualClock()
  const wakeups = createWakeups({ cadence: 'horizon', clock, pollMs: 5_000 })
  let looks = 0
  const unsubscribe = wakeups.subscribe(() => {
    looks += 1
  })
  await clock.advance(5_000)
  expect(looks).toBe(0)
  wakeups.committed()
  wakeups.committed()
  await clock.advance(5_000)
  expect(looks).toBe(1)
  await clock.advance(5_000)
  expect(looks).toBe(1)
  unsubscribe()
  wakeups.committed()
  await clock.advance(10_000)
  expect(looks).toBe(1)
})
