import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Scenario } from '../src/replay/scenario.ts'

/** Scenarios that a real stellar-core applied at protocols 18 and 19: a few of each profile, chosen so that they reach most result codes. */
export const scenarioFiles: readonly string[] = ['protocol-18', 'protocol-19'].map(
  (name) => new URL(`./scenarios/${name}.jsonl.gz`, import.meta.url).pathname,
)

/** More of protocol 19, in which the queue is full, chains of one account wait and fee bumps replace what they bump. */
export const queueScenarioFile: string = new URL('./scenarios/queue-19.jsonl.gz', import.meta.url).pathname

export const scenarios: readonly Scenario[] = scenarioFiles.flatMap((file) =>
  gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
)
