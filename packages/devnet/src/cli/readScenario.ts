import { readFile } from 'node:fs/promises'
import { InvalidOptionError, isSdexError } from '@sdex/primitives'
import type { ScenarioStep } from '../faults/fault.ts'
import { checkScenario } from '../faults/faultSchema.ts'

/**
 * Reads a scenario of faults: JSON, a list of steps and of faults that begin at once.
 *
 * @throws InvalidOptionError when the file cannot be read, or says something that means nothing.
 */
export async function readScenario(file: string): Promise<readonly ScenarioStep[]> {
  try {
    return checkScenario(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    if (isSdexError(cause)) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidOptionError({
      message: `--faults ${file} cannot be used: ${reason}.`,
      remedy: 'Give a JSON file with a list of faults.',
      input: file,
      cause,
    })
  }
}
