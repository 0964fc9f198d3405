import type { IncomingMessage } from 'node:http'
import { splitTarget } from '../horizon/requestTarget.ts'
import type { FaultMatch } from './fault.ts'

/** A request as faults see it. */
export type FaultedRequest = {
  readonly method: string
  /** Without query, and without slashes at the end. */
  readonly path: string
  /** Whether it asks for an event stream. */
  readonly isStream: boolean
  /** Whether it submits a transaction. */
  readonly isSubmission: boolean
}

/** What faults look at in a request. */
export function faultedRequest({ method = '', url = '/', headers }: IncomingMessage): FaultedRequest {
  const path = splitTarget(url).path.replace(/\/+$/, '')
  return {
    method,
    path,
    isStream: method === 'GET' && (headers.accept ?? '').includes('text/event-stream'),
    isSubmission: method === 'POST' && (path === '/transactions' || path === '/transactions_async'),
  }
}

/** Makes the test of which requests a fault hits. A preflight is never hit. */
export function requestMatcher({ method, path, stream }: FaultMatch): (request: FaultedRequest) => boolean {
  const isPathHit = path === undefined ? () => true : pathMatcher(path.replace(/\/+$/, ''))
  const wanted = method?.toUpperCase()
  return (request) =>
    request.method !== 'OPTIONS' &&
    (wanted === undefined || request.method === wanted) &&
    (stream === undefined || request.isStream === stream) &&
    isPathHit(request.path)
}

function pathMatcher(pattern: string): (path: string) => boolean {
  if (!pattern.includes('{')) return (path) => path === pattern || path.startsWith(`${pattern}/`)
  const segments = pattern.split('/')
  return (path) => {
    const given = path.split('/')
    return (
      given.length === segments.length &&
      segments.every((segment, at) => segment.startsWith('{') || segment === given[at])
    )
  }
}
