import { Observable, Subject } from 'rxjs'
import type { HorizonStream } from '../types/streams.ts'
import { follow, stop } from './follow.ts'
import { createFollower, type Follower } from './follower.ts'
import type { StreamContext } from './ports.ts'
import type { StreamSpec } from './streamSpec.ts'
import { createStreamStatus, resetStatus, toldStatus } from './streamStatus.ts'

/** What the subscribers of the moment share. */
type Sharing<Item> = {
  readonly items$: Subject<Item>
  follower: Follower<Item> | undefined
  isOver: boolean
  forgetClose(): void
}

/**
 * A stream that all its subscribers share: opened by the first, closed with the last one, and begun anew by the next.
 *
 * @returns `records$` keeps no value, completes when the client closes and never errors; faults show on `status$`. Subscribing to `status$` opens
 * nothing; without subscribers of `records$` it is `connecting`.
 */
export function recordStream<Item>(context: StreamContext, makeSpec: () => StreamSpec<Item>): HorizonStream<Item> {
  const status = createStreamStatus(context)
  let current: Sharing<Item> | undefined

  const end = (sharing: Sharing<Item>): void => {
    sharing.isOver = true
    if (current === sharing) current = undefined
    sharing.forgetClose()
    if (sharing.follower !== undefined) stop(sharing.follower)
  }
  const begin = (sharing: Sharing<Item>, spec: StreamSpec<Item>): void => {
    const { items$ } = sharing
    sharing.forgetClose = context.onClose(() => {
      end(sharing)
      items$.complete()
    })
    if (sharing.isOver) return
    const follower = createFollower(context, { spec, status, emit: (item) => items$.next(item) })
    sharing.follower = follower
    follow(follower).catch((error: unknown) => {
      if (sharing.isOver) return
      end(sharing)
      items$.error(error)
    })
  }
  // One step for what `share` and four operators would do: each of them keeps objects of its own for each stream.
  const records$ = new Observable<Item>((subscriber) => {
    const spec = current === undefined ? makeSpec() : undefined // before anything is kept: it may throw
    current ??= { items$: new Subject(), follower: undefined, isOver: false, forgetClose: () => {} }
    const sharing = current
    sharing.items$.subscribe(subscriber)
    if (spec !== undefined) begin(sharing, spec)
    return () => {
      if (sharing.isOver || sharing.items$.observed) return
      end(sharing)
      resetStatus(status)
    }
  })
  return { records$, status$: toldStatus(status) }
}
