import type { Buffer } from 'node:buffer'
import type { Random } from '@sdex/primitives'
import {
  type Problem,
  rateLimitExceeded,
  serverError,
  serverOverCapacity,
  serviceUnavailable,
  staleHistory,
  stillIngesting,
  timedOut,
} from '../horizon/problem.ts'
import { problemReply, type Reply } from '../horizon/reply.ts'
import { resetAfterHeaders, resetConnection } from '../horizon/resetConnection.ts'
import type { SubmissionFate, TamperedExchange } from '../horizon/tampering.ts'
import type { FailureSlug, RequestFault } from './fault.ts'
import { htmlPage } from './htmlPage.ts'
import { sampleLatency } from './latency.ts'
import type { FaultedRequest } from './matchRequest.ts'
import { cutAtOnce, cutMidEvent, failing, repeated, type SinkTampering, silenced, skippingBack } from './streamSinks.ts'

/** What one fault does to one request. */
export type Blow = {
  readonly delayMs?: number
  /** Between the answer and its sending. */
  readonly answerDelayMs?: number
  readonly isReset?: boolean
  readonly answer?: () => Reply
  readonly submission?: SubmissionFate
  /** Sends the answer in place of the server. */
  readonly transmit?: (exchange: TamperedExchange, reply: Reply) => void
  readonly alter?: (reply: Reply) => Reply
  readonly sink?: SinkTampering
}

const FAILURES: { readonly [Slug in FailureSlug]: Problem } = {
  server_error: serverError,
  service_unavailable: serviceUnavailable,
  server_over_capacity: serverOverCapacity,
  still_ingesting: stillIngesting,
  stale_history: staleHistory,
  timeout: timedOut,
}

/** Whether a fault can do anything to a request, so that only such requests count as hit. */
export function concerns(fault: RequestFault, { isStream, isSubmission }: FaultedRequest): boolean {
  switch (fault.type) {
    case 'submissionTimeout':
    case 'submissionDropped':
      return isSubmission
    case 'truncatedBody':
      return !isStream
    case 'latency':
      return !isStream || fault.phase !== 'answer'
    case 'silentStream':
    case 'repeatedEvents':
    case 'skipBack':
    case 'streamError':
      return isStream
    case 'reset':
      return fault.at === 'midBody' ? !isStream : fault.at !== 'midEvent' || isStream
    default:
      return true
  }
}

/** What a fault does to a request that it hits. */
export function blowOf(fault: RequestFault, random: Random): Blow {
  switch (fault.type) {
    case 'latency': {
      const delayMs = sampleLatency(fault.distribution, random)
      return fault.phase === 'answer' ? { answerDelayMs: delayMs } : { delayMs }
    }
    case 'rateLimited':
      return { answer: () => problemReply(rateLimitExceeded, retryHeaders(fault.retryAfterSeconds)) }
    case 'failure':
      return { answer: () => problemReply(FAILURES[fault.slug]) }
    case 'htmlPage':
      return { answer: () => htmlPage(fault.status ?? 502) }
    case 'submissionTimeout':
      return { submission: timeoutFate(fault) }
    case 'submissionDropped':
      return { submission: { type: 'acceptedAndDropped' } }
    case 'reset':
      return resetBlow(fault)
    case 'truncatedBody':
      return { alter: (reply) => truncated(reply, fault.keepBytes) }
    case 'silentStream':
      return { sink: silenced(fault.afterEvents ?? 0) }
    case 'repeatedEvents':
      return { sink: repeated }
    case 'skipBack':
      return { sink: skippingBack(fault.afterEvents, fault.events) }
    case 'streamError':
      return { sink: failing(fault.afterEvents ?? 0, fault.text ?? 'Unexpected stream error') }
  }
}

function timeoutFate({
  outcome,
  delayLedgers = 0,
}: Extract<RequestFault, { type: 'submissionTimeout' }>): SubmissionFate {
  return outcome === 'lost' ? { type: 'timeoutAndLost' } : { type: 'timeoutThenApplied', delayLedgers }
}

function retryHeaders(retryAfterSeconds: number | undefined): Reply['headers'] {
  if (retryAfterSeconds === undefined) return {}
  return {
    'X-RateLimit-Limit': '101',
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': (100 + retryAfterSeconds).toString(),
    'Retry-After': retryAfterSeconds.toString(),
  }
}

/** The length fits what is sent: nothing but the JSON itself shows that it is not whole. */
function truncated(reply: Reply, keepBytes = Math.floor(reply.body.length / 2)): Reply {
  const { status, headers, body } = reply
  return { status, headers, body: body.subarray(0, keepBytes) }
}

function resetBlow({ at, afterEvents = 0 }: Extract<RequestFault, { type: 'reset' }>): Blow {
  switch (at) {
    case 'request':
      return { isReset: true }
    case 'beforeHeaders':
      return { transmit: ({ response }) => resetConnection(response), sink: cutBeforeHeaders }
    case 'afterHeaders':
      return { transmit: (exchange, reply) => sendPart(exchange, reply, reply.body.subarray(0, 0)), sink: cutAtOnce }
    case 'midBody':
      return {
        transmit: (exchange, reply) =>
          sendPart(exchange, reply, reply.body.subarray(0, Math.ceil(reply.body.length / 2))),
      }
    case 'midEvent':
      return { sink: cutMidEvent(afterEvents) }
  }
}

/** A stream has written no byte yet when it first gets here. */
const cutBeforeHeaders: SinkTampering = (response) => {
  const cut = (): void => resetConnection(response)
  return { write: cut, end: cut }
}

/** Sends the headers with the whole body's length, a part of the body, and a reset. */
function sendPart({ response }: TamperedExchange, { status, headers, body }: Reply, part: Buffer): void {
  response.writeHead(status, { ...headers, 'Content-Length': body.length })
  if (part.length === 0) resetAfterHeaders(response)
  else response.write(part, () => resetConnection(response))
}
