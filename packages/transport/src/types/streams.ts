import type { Status } from '@sdex/primitives'
import type { Observable } from 'rxjs'

/**
 * A stream of the client. Cold until the first subscriber of `records$`; all subscribers of the same object share what it opened, and the last to leave
 * closes it. Each call of a stream function but `ledgerStream` makes another object, with a connection or readings of its own: keep the object.
 *
 * @example
 * ```ts
 * import { createHorizonClient } from '@sdex/transport'
 *
 * const client = createHorizonClient({ horizonUrl: 'https://horizon-testnet.stellar.org' })
 * const { records$, status$ } = client.ledgerStream()
 * status$.subscribe((status) => console.log('reason' in status ? status.reason : status.state))
 * records$.subscribe(({ sequence, closedAtMs }) => console.log(sequence, new Date(closedAtMs)))
 * setTimeout(() => void client.close(), 60_000)
 * ```
 */
export type HorizonStream<Item> = {
  /**
   * Records in order, without gap and without repeat. Keeps no value, but for `ledgerStream`, which replays the newest ledger. Never errors; completes when
   * the client closes. After the last subscriber has left the next one begins anew.
   */
  readonly records$: Observable<Item>
  /**
   * How the stream is doing: the latest at once, then each change; `closed` is the last. Subscribing opens nothing: without subscribers of `records$` it is
   * `connecting`, or for an account and its offers what the ledger stream is while that is in trouble. `reconnecting` and `stale` have the reason and the
   * `code` of the error: of a request's, or `SDEX_STREAM_CUT`, `SDEX_STREAM_SILENT`, `SDEX_STREAM_MOVED` (to a better server), `SDEX_STREAM_LAG` (what is
   * read stays behind), `SDEX_LEDGER_GAP`, `SDEX_EVENT_TOO_LARGE`. Where waiting does not help it is `SDEX_NETWORK_RESET` or `SDEX_BEFORE_HISTORY`.
   */
  readonly status$: Observable<Status>
}
