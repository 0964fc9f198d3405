import type { Writable } from 'node:stream'
import { redactSecrets } from '@sdex/primitives'

/** Where the bot's lines go. Nothing that looks like a secret key passes. */
export type Output = {
  /** One line of news: stdout, or stderr when stdout is kept for the JSON report. */
  line(text: string): void
  /** One line about something that went wrong: stderr. */
  problem(text: string): void
  /** The one line that `--json` promises: stdout. */
  json(value: unknown): void
  /** Resolves when what was written has left the process, or never can. */
  flush(): Promise<void>
}

/**
 * Writes lines to the process's streams.
 *
 * @param args - `onClosed` runs once when a reader leaves (`| head`, a closed terminal): later lines are dropped.
 */
export function createOutput(args: {
  readonly stdout: Writable
  readonly stderr: Writable
  readonly jsonOnly: boolean
  readonly onClosed: () => void
}): Output {
  const open = new Set([args.stdout, args.stderr])
  let told = false
  for (const stream of [args.stdout, args.stderr]) {
    stream.on('error', () => {
      open.delete(stream)
      if (!told) args.onClosed()
      told = true
    })
  }
  const write = (stream: Writable, text: string): void => {
    if (open.has(stream)) stream.write(`${redactSecrets(text)}\n`)
  }
  const drained = (stream: Writable): Promise<void> =>
    new Promise((resolve) => {
      if (!open.has(stream)) return resolve()
      stream.once('error', () => resolve())
      stream.write('', () => resolve())
    })
  return {
    line: (text) => write(args.jsonOnly ? args.stderr : args.stdout, text),
    problem: (text) => write(args.stderr, text),
    json: (value) => write(args.stdout, JSON.stringify(value)),
    flush: async () => void (await Promise.all([drained(args.stdout), drained(args.stderr)])),
  }
}
