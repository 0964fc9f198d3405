#!/usr/bin/env node
import { isSdexError } from '@sdex/primitives'
import { boundHeap } from './cli/boundHeap.ts'
import { conformance } from './cli/conformance.ts'
import { parseConformanceOptions } from './cli/conformanceOptions.ts'
import { helpText } from './cli/helpText.ts'
import { replay } from './cli/replay.ts'
import { parseReplayOptions } from './cli/replayOptions.ts'
import { replayQueues } from './cli/replayQueue.ts'
import { serve } from './cli/serve.ts'
import { parseServeOptions } from './cli/serveOptions.ts'

/** Bad input: one line says what to write. */
const EXIT_BAD_INPUT = 2

const [command = '--help', ...args] = process.argv.slice(2)
const interrupted = new AbortController()
/** What does not end in that time never will, such as a disk that hangs. */
const PATIENCE_MS = 10_000
interrupted.signal.addEventListener('abort', () => setTimeout(() => process.exit(1), PATIENCE_MS).unref())
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interrupted.abort())
process.stdout.on('error', () => interrupted.abort()) // the reader of a pipe is gone

try {
  process.exitCode = await run(command)
} catch (error) {
  if (!isSdexError(error)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = EXIT_BAD_INPUT
}

async function run(name: string): Promise<number> {
  if (name === '--help' || name === 'help' || args.includes('--help')) {
    process.stdout.write(helpText)
    return 0
  }
  const print = (line: string): void => void process.stdout.write(`${line}\n`)
  if (name === 'replay') {
    const printAside = (line: string): void => void process.stderr.write(`${line}\n`)
    const { signal } = interrupted
    const options = parseReplayOptions(args)
    return (options.queue ? replayQueues : replay)(options, { print, printAside, signal, now: () => performance.now() })
  }
  if (name === 'conformance') return conformance(parseConformanceOptions(args), { print, signal: interrupted.signal })
  if (name === 'serve') {
    const options = parseServeOptions(args)
    boundHeap()
    await serve(options, { print, signal: interrupted.signal })
    return 0
  }
  process.stderr.write(`There is no command '${name}'. See sdex-devnet --help.\n`)
  return EXIT_BAD_INPUT
}
