import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reply } from './reply.ts'
import type { StreamSink } from './sse.ts'

/** What becomes of a submission that is not simply put into the queue. */
export type SubmissionFate =
  /** The client is told that time ran out; the transaction goes to the queue, so many ledgers later. */
  | { readonly type: 'timeoutThenApplied'; readonly delayLedgers: number }
  /** The client is told that time ran out, and the transaction goes nowhere. */
  | { readonly type: 'timeoutAndLost' }
  /** The queue takes it, and no ledger ever does. */
  | { readonly type: 'acceptedAndDropped' }

/** What goes wrong with one request. Requests come without, as a rule. */
export type Tampering = {
  /** Answers in place of the routes. */
  readonly answer?: (() => Reply) | undefined
  readonly submission?: SubmissionFate | undefined
  /** Sends an answer in place of the server. */
  readonly send?: ((exchange: TamperedExchange, reply: Reply) => Promise<void>) | undefined
  /** What a stream writes to in place of the response. */
  readonly sink?: ((response: ServerResponse, sink: StreamSink) => StreamSink) | undefined
}

export type TamperedExchange = { readonly request: IncomingMessage; readonly response: ServerResponse }
