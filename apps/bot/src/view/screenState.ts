import type { Status } from '@sdex/primitives'
import type { Decision } from '../strategy/decide.ts'
import type { LedgerView } from '../strategy/types.ts'
import type { BotEvent, BotFill, Settled } from './botEvent.ts'
import { describeStatus } from './logLine.ts'

/** What the screen shows, folded from the events so far. */
export type ScreenState = {
  readonly view: LedgerView | undefined
  readonly decision: Decision | undefined
  readonly status: Status
  /** Newest first. */
  readonly fills: readonly BotFill[]
  readonly lastSettled: Settled | undefined
  /** Newest last. */
  readonly messages: readonly string[]
  readonly stopping: boolean
}

const keptFills = 50
const keptMessages = 2

export const emptyScreen: ScreenState = {
  view: undefined,
  decision: undefined,
  status: { state: 'connecting' },
  fills: [],
  lastSettled: undefined,
  messages: [],
  stopping: false,
}

/** The state after one more event. Pure. */
export function nextScreen(state: ScreenState, event: BotEvent): ScreenState {
  switch (event.type) {
    case 'note':
      return withMessage(state, event.text)
    case 'warning':
      return withMessage(state, `warning: ${event.text}`)
    case 'ledger':
      return { ...state, view: event.view, decision: event.decision ?? state.decision }
    case 'status':
      return withMessage({ ...state, status: event.status }, `horizon ${describeStatus(event.status)}`)
    case 'sent':
      return state
    case 'settled':
      return settle(state, event.settled)
    case 'fill':
      return { ...state, fills: [event.fill, ...state.fills].slice(0, keptFills) }
    case 'stopping':
      return { ...withMessage(state, `stopping (${event.reason}): cancelling all offers`), stopping: true }
  }
}

function settle(state: ScreenState, settled: Settled): ScreenState {
  const next = { ...state, lastSettled: settled }
  return settled.reason === undefined ? next : withMessage(next, `transaction ${settled.status}: ${settled.reason}`)
}

function withMessage(state: ScreenState, message: string): ScreenState {
  return { ...state, messages: [...state.messages, message].slice(-keptMessages) }
}
