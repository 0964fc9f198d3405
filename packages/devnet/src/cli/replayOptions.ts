import { parseArgs } from 'node:util'
import { InvalidOptionError } from '@sdex/primitives'

/** What `replay` was asked for. */
export type ReplayOptions = {
  readonly files: readonly string[]
  readonly json: boolean
  /** Only the scenario of this name. */
  readonly only: string | undefined
  /** A file for what was computed. */
  readonly emit: string | undefined
}

/**
 * Reads the arguments of `replay`.
 *
 * @throws InvalidOptionError for an unknown flag, or without a file.
 */
export function parseReplayOptions(args: readonly string[]): ReplayOptions {
  const { values, positionals } = readArgs(args)
  if (positionals.length === 0) {
    throw new InvalidOptionError({
      message: 'replay needs a file.',
      remedy: 'Give one or more .jsonl or .jsonl.gz files of recorded scenarios.',
    })
  }
  return { files: positionals, json: values.json === true, only: values.only, emit: values.emit }
}

type Read = {
  readonly values: {
    readonly json?: boolean | undefined
    readonly only?: string | undefined
    readonly emit?: string | undefined
  }
  readonly positionals: readonly string[]
}

function readArgs(args: readonly string[]): Read {
  const options = { json: { type: 'boolean' }, only: { type: 'string' }, emit: { type: 'string' } } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause)
    throw new InvalidOptionError({ message: `${message}.`, remedy: 'See sdex-devnet --help.', cause })
  }
}
