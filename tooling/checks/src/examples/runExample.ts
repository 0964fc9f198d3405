import { spawn } from 'node:child_process'

/** Long for an example: one that hangs has to fail, not to hold up everything. */
const deadlineMs = 60_000

export type ExampleResult = { readonly ok: boolean; readonly output: string }

/** Runs one example to its end, as a user would: the built packages, no arguments. */
export function runExample(file: string, cwd: string, timeoutMs: number = deadlineMs): Promise<ExampleResult> {
  const child = spawn('node', [file], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, output: error.message }))
    child.once('close', (code, signal) => {
      resolve({ ok: code === 0, output: signal ? `${output}stopped: it did not end within ${timeoutMs} ms\n` : output })
    })
  })
}
