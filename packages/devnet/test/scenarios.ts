import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Scenario } from '../src/replay/scenario.ts'

/** Scenarios that a real stellar-core applied at protocols 18 and 19: a few of each profile, chosen so that they reach most result codes. */
export const scenarioFiles: readonly string[] = ['protocol-18', 'protocol-19'].map(
  (name) => new URL(`./scenarios/${name}.jsonl.gz`, import.meta.url).pathname,
)

export const scenarios: readonly Scenario[] = scenarioFiles.flatMap((file) =>
  gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
)
