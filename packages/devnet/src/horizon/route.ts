import type { History } from '../history/createHistory.ts'
import type { StateIndex } from '../stateIndex/stateIndex.ts'
import type { LedgerReads } from '../transactions/createLedger.ts'
import type { ApiRequest } from './apiRequest.ts'
import type { Json } from './json.ts'
import type { PageRecord, Paging } from './paging.ts'
import type { Reply } from './reply.ts'
import type { SubmissionFate } from './tampering.ts'

/** What routes read: the last committed ledger and the history up to it. */
export type HorizonData = {
  readonly passphrase: string
  readonly state: LedgerReads
  /** What is found in the state by anything but a key. */
  readonly index: StateIndex
  readonly history: History
  /** The network behind, which may be ahead of what the server has taken in. Absent: it is not. */
  readonly core?: { readonly latestLedger: number } | undefined
}

/** One thing. */
export type ObjectResource = {
  readonly type: 'object'
  read(): Json
  /** On streams: objects that stay the same as long as the rendering does, so that what has not changed need not be rendered to be known. */
  revisions?(): readonly object[]
  /** On streams: whether a rendering differs from the last one sent so that it is sent too. */
  isNews?(last: string, now: string): boolean
}

/** A collection, read a page at a time. */
export type PageResource = {
  readonly type: 'page'
  readonly paging: Paging
  read(paging: Paging): readonly PageRecord[]
}

export type Resource = ObjectResource | PageResource

/** A GET route. */
export type Route = {
  /** `/accounts/{account_id}/offers`: what stands in braces becomes a parameter. */
  readonly path: string
  /** Routes that read the ledger's state say of which ledger, in the header `Latest-Ledger`; history and the rest do not. */
  readonly family: 'state' | 'history' | 'instance'
  readonly streams: boolean
  /** Checks the parameters. What is opened may be read again after later ledgers. */
  open(request: ApiRequest): Resource
  /** The bytes that a client gets who accepts nothing but those. */
  raw?(request: ApiRequest): Buffer
}

/** A GET route whose answer is plain text, whatever the client accepts. */
export type PlainRoute = {
  readonly path: string
  readonly family: Route['family']
  text(): string
}

/** A GET route whose answer takes long to make. It does not stream. */
export type SlowRoute = {
  readonly path: string
  readonly family: Route['family']
  /** Checks the parameters. The answer is of the ledger at that moment; it is made in slices, until the signal tells that the client is gone. */
  start(request: ApiRequest): (signal: AbortSignal) => Promise<Json>
}

/** A route that another server answers. */
export type Redirect = {
  readonly path: string
  readonly methods: readonly string[]
  /** @param from.search - What the request's URL has behind its question mark. */
  target(from: { readonly origin: string; readonly search: string }): string
}

/** A route that changes something: submission. */
export type Command = {
  readonly path: string
  readonly methods: readonly string[]
  run(request: CommandRequest): Promise<Reply>
}

export type CommandRequest = {
  readonly origin: string
  /** Of the form and of the query. */
  readonly fields: URLSearchParams
  /** Fires when the client is gone. */
  readonly signal: AbortSignal
  /** What a fault has in store for a submission. */
  readonly fate?: SubmissionFate | undefined
}
