import process from 'node:process'
import { isSdexError } from '@sdex/primitives'
import { helpText } from './cli/helpText.ts'
import { createOutput, type Output } from './cli/output.ts'
import { type Command, parseOptions } from './cli/parseOptions.ts'
import { listenForStop, type StopSignals } from './cli/stopSignals.ts'
import { UsageError } from './errors.ts'

const EXIT = { flat: 0, failed: 1, badInput: 2, mayBeOpen: 3 } as const

process.exitCode = await main(process.argv.slice(2))

/** Reads the command line, says the first line, and only then loads what takes time. */
async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json')
  let onSecond = (): void => process.exit(EXIT.failed)
  const signals = listenForStop(process, () => onSecond(), Date.now)
  const { stdout, stderr } = process
  const output = createOutput({ stdout, stderr, jsonOnly: json, onClosed: () => signals.request('output closed') })
  try {
    const command = parseOptions(argv, { terminal: process.stdout.isTTY === true, randomSeed })
    if (command.type === 'help') output.line(helpText)
    if (command.type === 'help') return EXIT.flat
    return await start({ command, output, signals, setOnSecond: (run) => (onSecond = run) })
  } catch (error) {
    output.problem(isSdexError(error) ? error.message : `internal error: ${messageOf(error)}`)
    if (argv.includes('--debug') && error instanceof Error && error.stack !== undefined) output.problem(error.stack)
    return error instanceof UsageError ? EXIT.badInput : EXIT.failed
  } finally {
    await output.flush()
    signals.close()
  }
}

type StartArgs = {
  readonly command: Extract<Command, { readonly type: 'run' }>
  readonly output: Output
  readonly signals: StopSignals
  readonly setOnSecond: (run: () => void) => void
}

async function start({ command, output, signals, setOnSecond }: StartArgs): Promise<number> {
  const { options } = command
  const { target } = options
  output.line(target.type === 'devnet' ? `sdex bot: devnet, seed ${target.seed}` : `sdex bot: ${hostOf(target.url)}`)
  const { run } = await import('./run.ts')
  const end = await run({
    options,
    output,
    signals,
    onSecondSignal: (leaveAtOnce) =>
      setOnSecond(() => {
        leaveAtOnce()
        process.exit(EXIT.mayBeOpen)
      }),
  })
  return EXIT[end]
}

function hostOf(url: string): string {
  return new URL(url).host
}

function randomSeed(): number {
  return Math.floor(Math.random() * 1_000_000)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
