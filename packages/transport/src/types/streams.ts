import type { Status } from '@sdex/primitives'
import type { Observable } from 'rxjs'

/** A stream: cold until its first subscriber, then shared by all, closed when the last one leaves. */
export type HorizonStream<Item> = {
  /** Records in order, without gap and without repeat. Keeps no value; never errors; completes when the client closes. */
  readonly records$: Observable<Item>
  /** How the stream is doing; the latest at once. */
  readonly status$: Observable<Status>
}
