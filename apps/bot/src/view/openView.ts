import process from 'node:process'
import { type Clock, marketLabel } from '@sdex/primitives'
import type { Output } from '../cli/output.ts'
import type { Options } from '../cli/parseOptions.ts'
import type { RuntimeMonitor } from '../report/runtimeMonitor.ts'
import type { Tally } from '../report/tally.ts'
import type { Exchange } from '../trading/exchange.ts'
import type { BotEvent } from './botEvent.ts'
import { logLine } from './logLine.ts'
import { openLiveView } from './openLiveView.tsx'

/** Where events go: the screen, or a line each. */
export type View = {
  emit(event: BotEvent): void
  /** Gives the terminal back. */
  close(): Promise<void>
}

export function openView(args: {
  readonly options: Options
  readonly output: Output
  readonly clock: Clock
  readonly tally: Tally
  readonly runtime: RuntimeMonitor
  readonly exchange: Pick<Exchange, 'market' | 'requestCounts'>
  readonly name: string
}): View {
  const { options, output, clock, tally, runtime, exchange, name } = args
  const log = (event: BotEvent): void => output.line(logLine(event, clock.now()))
  if (options.view === 'log') return { emit: log, close: async () => {} }
  const screen = openLiveView({
    title: () => `sdex bot  ${marketLabel(exchange.market)} on ${name}`,
    figures: () => {
      const { requests, errors } = exchange.requestCounts()
      const { orders, fills } = tally.read()
      const { rssMb, cpuPct, eventLoopDelayMs } = runtime.read()
      return {
        ...{ orders, fills, requests, rssMb, cpuPct },
        requestErrors: errors,
        eventLoopP99Ms: eventLoopDelayMs.p99,
      }
    },
    stdout: process.stdout,
    clock,
  })
  let closed: Promise<void> | undefined
  return {
    emit: (event) => (closed === undefined ? screen.show(event) : log(event)),
    close: () => {
      closed ??= screen.close()
      return closed
    },
  }
}
