import { share } from 'rxjs'
import type { HorizonStream } from '../types/streams.ts'
import { eventStream } from './eventStream.ts'
import type { StreamContext } from './ports.ts'
import type { StreamSpec } from './streamSpec.ts'
import { createStreamStatus, toldStatus } from './streamStatus.ts'

/**
 * A stream that all its subscribers share: opened by the first, closed with the last one, and begun anew by the next.
 *
 * @returns `records$` keeps no value and completes when the client closes. Subscribing to `status$` opens nothing; without subscribers of
 * `records$` it is `connecting`.
 */
export function recordStream<Item>(context: StreamContext, makeSpec: () => StreamSpec<Item>): HorizonStream<Item> {
  const status = createStreamStatus(context)
  const records$ = eventStream(context, makeSpec, status).pipe(share({ resetOnRefCountZero: true }))
  return { records$, status$: toldStatus(status) }
}
