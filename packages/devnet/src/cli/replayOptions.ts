import { InvalidOptionError } from '@sdex/primitives'
import { readScenarios } from '../replay/readScenarios.ts'
import type { Scenario } from '../replay/scenario.ts'
import { readFlags } from './readFlags.ts'

/** What `replay` was asked for. */
export type ReplayOptions = {
  readonly files: readonly string[]
  readonly json: boolean
  /** Sends the submissions through the queue, and compares what it says and takes. */
  readonly queue: boolean
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
  if (values.queue === true && values.emit !== undefined) {
    throw new InvalidOptionError({
      message: '--emit does not go with --queue.',
      remedy: 'Leave one of them out: the queue is replayed against the recorded ledgers, and computes none.',
      input: values.emit,
    })
  }
  if (positionals.length === 0) {
    throw new InvalidOptionError({
      message: 'replay needs a file.',
      remedy: 'Give one or more .jsonl or .jsonl.gz files of recorded scenarios.',
    })
  }
  return {
    files: positionals,
    json: values.json === true,
    queue: values.queue === true,
    only: values.only,
    emit: values.emit,
  }
}

type Read = {
  readonly values: {
    readonly json?: boolean | undefined
    readonly queue?: boolean | undefined
    readonly only?: string | undefined
    readonly emit?: string | undefined
  }
  readonly positionals: readonly string[]
}

function readArgs(args: readonly string[]): Read {
  const options = {
    json: { type: 'boolean' },
    queue: { type: 'boolean' },
    only: { type: 'string' },
    emit: { type: 'string' },
  } as const
  return readFlags({ args, options, allowPositionals: true })
}

/** The scenarios that were asked for, until the signal fires. */
export async function* chosenScenarios(
  { files, only }: ReplayOptions,
  signal: AbortSignal,
): AsyncGenerator<Scenario, void, undefined> {
  for (const file of files) {
    for await (const scenario of readScenarios(file)) {
      if (signal.aborted) return
      if (only === undefined || scenario.name === only) yield scenario
    }
  }
}

export function nothingFound({ only, files }: ReplayOptions): InvalidOptionError {
  const what = only === undefined ? 'a scenario' : `a scenario '${only}'`
  return new InvalidOptionError({
    message: `There is not ${what} in ${files.join(', ')}.`,
    remedy: 'Check the name and the files.',
    input: only,
  })
}
