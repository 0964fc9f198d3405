import type { Clock } from '@sdex/primitives'
import { render } from 'ink'
import type { BotEvent } from './botEvent.ts'
import { type LiveFigures, LiveView } from './LiveView.tsx'
import { emptyScreen, nextScreen } from './screenState.ts'

/** The screen; `close` gives the terminal back as it was. */
export type LiveScreen = { show(event: BotEvent): void; close(): Promise<void> }

/** Ages count on between ledgers. */
const frameMs = 500

/**
 * Draws the bot on the terminal's alternate screen until closed.
 *
 * @param args - `figures` is read for each frame.
 */
export function openLiveView(args: {
  readonly title: () => string
  readonly figures: () => LiveFigures
  readonly stdout: NodeJS.WriteStream
  readonly clock: Clock
}): LiveScreen {
  const { stdout, clock } = args
  let state = emptyScreen
  const frame = () => (
    <LiveView
      title={args.title()}
      state={state}
      figures={args.figures()}
      size={{ columns: stdout.columns, rows: stdout.rows }}
      nowMs={clock.now()}
    />
  )
  // No component reads the keyboard, so the terminal stays in its normal mode and Ctrl-C remains a signal.
  const ink = render(frame(), {
    stdout,
    alternateScreen: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 10,
    interactive: true,
  })
  const redraw = (): void => ink.rerender(frame())
  const timer = setInterval(redraw, frameMs)
  stdout.on('resize', redraw)
  return {
    show(event) {
      state = nextScreen(state, event)
      redraw()
    },
    async close() {
      clearInterval(timer)
      stdout.off('resize', redraw)
      ink.unmount()
      await ink.waitUntilExit()
    },
  }
}
