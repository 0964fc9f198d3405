import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@sdex/primitives'
import type { Horizon } from '../horizon/createHorizon.ts'
import { resetConnection } from '../horizon/resetConnection.ts'
import type { Tampering } from '../horizon/tampering.ts'

/** What lies before a request. */
export type Misfortune = {
  /** Milliseconds until anybody looks at it. */
  readonly delayMs: number
  /** Its connection is reset then, and nobody looks at it. */
  readonly isReset: boolean
  readonly tampering: Tampering
}

export type FrontOptions = {
  /** Who answers the next request. */
  readonly pick: () => Pick<Horizon, 'handle'>
  /** What a fault has in store for a request; undefined: nothing. */
  readonly misfortune: (request: IncomingMessage) => Misfortune | undefined
  /** Requests at once, open streams included; more are refused. Undefined: as many as come. */
  readonly maxOpenRequests: number | undefined
  readonly clock: Clock
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** What every request comes to first: the limit on open requests, what a fault does, the choice of a server. */
export function createFront({ pick, misfortune, maxOpenRequests, clock }: FrontOptions): Handler {
  const pass: Handler = (request, response) => {
    const met = misfortune(request)
    if (met === undefined) pick().handle(request, response)
    else suffer(met, request, response)
  }
  const suffer = ({ delayMs, isReset, tampering }: Misfortune, ...exchange: Parameters<Handler>): void => {
    const [request, response] = exchange
    const goOn = (): void => {
      if (isReset) resetConnection(response)
      else pick().handle(request, response, tampering)
    }
    if (delayMs === 0) goOn()
    else response.once('close', clock.setTimer(goOn, delayMs))
  }
  return maxOpenRequests === undefined ? pass : limitOpenRequests(maxOpenRequests, pass)
}

/** Horizon's `MAX_CONCURRENT_REQUESTS`: its router's throttle, without a queue. */
function limitOpenRequests(max: number, pass: Handler): Handler {
  let open = 0
  return (request, response) => {
    if (open >= max) {
      const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }
      response.writeHead(503, headers).end('Server capacity exceeded.\n')
      return
    }
    open += 1
    response.once('close', () => {
      open -= 1
    })
    pass(request, response)
  }
}
