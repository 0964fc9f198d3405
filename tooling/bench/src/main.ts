import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findBenchFiles, selectBenchFiles } from './benchFiles.ts'
import { type BenchRow, describeRow, parseRows } from './benchRow.ts'

const root = join(import.meta.dirname, '../../..')
/** Enough for the longest of them on a slow machine. */
const TIMEOUT_MS = 15 * 60_000

/** Bad input: one line says what to write. */
const EXIT_BAD_INPUT = 2

process.exitCode = run()

function run(): number {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, json: { type: 'string' }, quick: { type: 'boolean', default: false } },
  })
  const { quick } = values
  const files = selectBenchFiles(findBenchFiles(root), values.only)
  if (files.length === 0) {
    const names = findBenchFiles(root).flatMap((file) => file.names)
    process.stderr.write(`There is no benchmark '${values.only}'. There are: ${[...new Set(names)].join(', ')}.\n`)
    return EXIT_BAD_INPUT
  }
  const results: BenchRow[] = []
  let isWhole = true
  for (const { path } of files) {
    const rows = measure(path, quick)
    if (rows === undefined) isWhole = false
    for (const row of rows ?? []) {
      results.push(row)
      process.stdout.write(`${quick ? `ran   ${row.bench}: ${row.metric}` : describeRow(row)}\n`)
    }
  }
  const { json } = values
  if (json !== undefined)
    writeFileSync(
      resolve(process.env['INIT_CWD'] ?? '.', json),
      `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`,
    )
  return isWhole && (quick || results.every(({ ok }) => ok)) ? 0 : 1
}

/**
 * Each file in a process of its own, so that none warms up or litters the heap of the next.
 *
 * @param isQuick - Each does only enough to show that it runs.
 */
function measure(path: string, isQuick: boolean): readonly BenchRow[] | undefined {
  const { stdout, status } = spawnSync('node', ['--conditions', '@sdex/source', join(root, path)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: TIMEOUT_MS,
    env: { ...process.env, SDEX_BENCH_QUICK: isQuick ? '1' : '' },
  })
  const rows = status === 0 ? parseRows(stdout) : undefined
  if (rows === undefined) process.stderr.write(`${path} measured nothing.\n`)
  return rows
}

function machine(): { readonly cpu: string; readonly cores: number; readonly memoryGb: number; readonly node: string } {
  const memoryGb = Math.round(totalmem() / 1e9)
  return { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), memoryGb, node: process.version }
}
