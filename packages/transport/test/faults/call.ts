import { type Clock, isSdexError, sleep } from '@sdex/primitives'
import type { HorizonClient } from '../../src/types/client.ts'
import type { OrderBookSnapshot } from '../../src/types/orderBook.ts'
import type { FaultStage } from './faultStage.ts'

/** Requests by which a call can be hit. */
export type Target = { readonly path: string; readonly method?: 'POST'; readonly stream: boolean }

/** A call that goes on while things go wrong. */
export type Call = {
  readonly name: string
  readonly targets: readonly Target[]
  /** Resolves when it runs well, before anything goes wrong. */
  ready(): Promise<void>
  /** Goes on until what hits it is over; checks each outcome. */
  work(isOver: () => boolean): Promise<void>
  /** After everything is over, as of this ledger: it has told all there was, once, in order. */
  finish(ledger: number): Promise<void>
}

export type CallContext = {
  readonly stage: FaultStage
  readonly client: HorizonClient
  readonly row: string
  /** The server itself tells older books after newer ones, and no book names its ledger. */
  readonly booksStepBack: boolean
}

/** What a call kind makes of a context. */
export type Kind = (context: CallContext) => Call

/** Milliseconds within which all is well again after the last fault. */
export const RECOVERY_MS = 150_000

/** Reads again while it is refused by a typed error, after longer and longer pauses, in which a budget grows for all that it takes. */
export async function untilRead(clock: Clock, read: () => Promise<void>): Promise<void> {
  const deadlineMs = clock.now() + RECOVERY_MS
  for (let pauseMs = 1_000; ; pauseMs = Math.min(16_000, pauseMs * 2)) {
    try {
      await read()
      return
    } catch (error) {
      if (!isSdexError(error) || clock.now() > deadlineMs) throw error
    }
    await sleep(clock, pauseMs)
  }
}

/** The amounts of its bids. */
export function bookText(book: OrderBookSnapshot | undefined): string {
  return (book?.bids ?? []).map(({ amount }) => String(amount)).join()
}

/** The amounts of offers. */
export function amountsOf(offers: string | undefined): string | undefined {
  return offers
    ?.split(',')
    .map((offer) => offer.split(':')[1])
    .join()
}
