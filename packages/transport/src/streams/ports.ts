import type { Clock, Random } from '@sdex/primitives'
import type { Observable } from 'rxjs'
import type { Reads } from '../createReads.ts'
import type { StreamServers } from '../endpoints/openStream.ts'
import type { Ledger } from '../types/ledgers.ts'
import type { BookBytes } from './bookBytes.ts'
import type { Beat } from './createBeat.ts'
import type { NewestKnown } from './createNewestKnown.ts'
import type { OnClose } from './createOnClose.ts'

/** What streams need of the client. All of it is borrowed. */
export type StreamPorts = {
  readonly servers: StreamServers
  readonly clock: Clock
  readonly random: Random
  /** For what streams do not bring: the start, gaps, accounts. */
  readonly reads: Pick<Reads, 'account' | 'ledger' | 'ledgers' | 'network' | 'offers' | 'trades'>
  /** Reads of each server that may be asked now, best first: for what has to be of one server. */
  eachReads(): readonly Pick<Reads, 'network' | 'trades'>[]
  /** Emits when the client closes, to late subscribers too. */
  readonly closed$: Observable<unknown>
  /** Newest ledgers known from elsewhere, such as `Latest-Ledger` of answers; by them the stream of ledgers is judged sooner. */
  readonly ledgerTicks$?: Observable<number> | undefined
  /** Told of each ledger that a stream brings, once it is known to continue the chain. */
  readonly onLedger?: ((ledger: Ledger) => void) | undefined
}

/** The ports, and what the streams of one client share. */
export type StreamContext = StreamPorts & {
  /** One timer for all connections, by which each sees whether it is silent. */
  readonly beat: Beat
  readonly onClose: OnClose
  readonly newestKnown: NewestKnown
  readonly bookBytes: BookBytes
}
