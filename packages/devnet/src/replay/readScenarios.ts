import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { ScenarioFileError } from './errors.ts'
import type { Scenario } from './scenario.ts'

/**
 * Reads the scenarios of a file, `.jsonl` or `.jsonl.gz`, one at a time.
 *
 * @throws ScenarioFileError when the file cannot be read, or a line is no scenario.
 */
export async function* readScenarios(file: string): AsyncGenerator<Scenario, void, undefined> {
  const bytes = createReadStream(file)
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  const failed = new Promise<never>((_, reject) => {
    bytes.on('error', reject)
    text.on('error', reject)
  })
  failed.catch(() => {}) // told below, unless the last line came before it
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  try {
    for (let number = 1; ; number += 1) {
      const next = await Promise.race([lines.next(), failed])
      if (next.done === true) return
      if (next.value !== '') yield parseScenario(next.value, { file, number })
    }
  } catch (cause) {
    if (cause instanceof ScenarioFileError) throw cause
    throw new ScenarioFileError({
      message: `${file} cannot be read.`,
      remedy: 'Give a .jsonl or .jsonl.gz file of recorded scenarios.',
      input: file,
      cause,
    })
  } finally {
    bytes.destroy()
  }
}

function parseScenario(line: string, { file, number }: { readonly file: string; readonly number: number }): Scenario {
  try {
    const scenario: unknown = JSON.parse(line)
    if (isScenario(scenario)) return scenario
  } catch (cause) {
    throw notAScenario(file, number, cause)
  }
  throw notAScenario(file, number)
}

/** Only what tells a scenario from anything else; the entries in it are checked as they are read. */
function isScenario(value: unknown): value is Scenario {
  if (typeof value !== 'object' || value === null) return false
  const isText = 'name' in value && typeof value.name === 'string' && 'passphrase' in value
  return isText && 'header' in value && 'start' in value && 'ledgers' in value && Array.isArray(value.ledgers)
}

function notAScenario(file: string, number: number, cause?: unknown): ScenarioFileError {
  return new ScenarioFileError({
    message: `Line ${number} of ${file} is no scenario.`,
    remedy: 'Each line is one JSON object with name, passphrase, header, start and ledgers.',
    input: file,
    cause,
  })
}
