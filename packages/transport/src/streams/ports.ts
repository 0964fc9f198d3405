import type { Clock, Random } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { BaseUrl } from '../baseUrl.ts'
import type { Reads } from '../createReads.ts'
import type { HttpBackend } from '../httpBackend.ts'
import type { RequestLimiter } from '../types.ts'

/** What streams need of the client. All of it is borrowed. */
export type StreamPorts = {
  /** Each stream keeps a connection of it, so it should have no bound that requests share. */
  readonly backend: HttpBackend
  readonly base: BaseUrl
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
  readonly limiter: RequestLimiter | undefined
  readonly clock: Clock
  readonly random: Random
  /** For what streams do not bring: the start, gaps, accounts. */
  readonly reads: Pick<Reads, 'account' | 'ledger' | 'ledgers'>
  /** Emits when the client closes, to late subscribers too. */
  readonly closed$: Observable<unknown>
  /** Newest ledgers known from elsewhere, such as `Latest-Ledger` of answers; by them the stream of ledgers is judged sooner. */
  readonly ledgerTicks$?: Observable<number> | undefined
}

/** The ports, and what the streams of one client share. */
export type StreamContext = StreamPorts & {
  /** Milliseconds since the last beat: one timer for all connections, by which each sees whether it is silent. */
  readonly beat$: Observable<number>
}
