import { createVirtualClock } from '@sdex/testkit'
import { parseBaseUrl } from '../src/baseUrl.ts'
import { createReads, type Reads } from '../src/createReads.ts'
import { createRequester } from '../src/createRequester.ts'
import { createFakeBackend, type Scripted } from './fakeBackend.ts'

/** Reads whose every request gets one answer, and the URLs that were asked for. */
export type ReadStage = { readonly reads: Reads; readonly asked: () => readonly URL[] }

export function createReadStage(answer: Scripted): ReadStage {
  const backend = createFakeBackend()
  backend.answer = () => answer
  const requester = createRequester({
    base: parseBaseUrl('http://horizon.test'),
    backend,
    limiter: undefined,
    clock: createVirtualClock(),
    requestTimeoutMs: 1_000,
    maxResponseBytes: 1_000_000,
    headers: {},
  })
  return { reads: createReads(requester), asked: () => backend.requests.map(({ url }) => new URL(url)) }
}

/** What every state route sends along. */
export const stateHeaders: Record<string, string> = { 'latest-ledger': '60000000' }
