import type { Tally } from '../report/tally.ts'
import type { Change } from '../strategy/types.ts'
import type { BotEvent } from '../view/botEvent.ts'
import type { Exchange, SettledTransaction } from './exchange.ts'

/** Sends one transaction at a time, and tells and counts each. */
export type Sender = {
  send(changes: readonly Change[]): Promise<SettledTransaction>
  /** Whether a transaction's end is still open. */
  busy(): boolean
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

export function createSender(args: {
  readonly exchange: Pick<Exchange, 'apply'>
  readonly emit: (event: BotEvent) => void
  readonly tally: Tally
}): Sender {
  const { exchange, emit, tally } = args
  let underWay: Promise<SettledTransaction> | undefined

  async function settle(changes: readonly Change[]): Promise<SettledTransaction> {
    emit({ type: 'sent', changes })
    const settled = await exchange.apply(changes)
    tally.countSettled(changes, settled)
    emit({ type: 'settled', settled })
    return settled
  }
  return {
    async send(changes) {
      underWay = settle(changes)
      try {
        return await underWay
      } finally {
        underWay = undefined
      }
    },
    busy: () => underWay !== undefined,
    idle: async () => void (await underWay),
  }
}
