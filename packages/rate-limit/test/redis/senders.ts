import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Processes that send as much as they may. */
export type Senders = AsyncDisposable & {
  /** What each has told of its budget, one line a change. */
  readonly told: readonly (readonly string[])[]
  /** Throws when one has left by itself. */
  check(): void
  /** Ends one without a chance to tidy up. */
  kill(index: number): Promise<void>
  /** Resolves when all have left by themselves. Rejects when one left with an error. */
  stop(): Promise<void>
}

export type SendersOptions = {
  readonly count: number
  readonly redisUrl: string
  readonly url: string
  readonly requestsPerHour: number
  readonly burst: number
}

/** Starts them. */
export function startSenders({ count, redisUrl, url, requestsPerHour, burst }: SendersOptions): Senders {
  const script = join(import.meta.dirname, 'sender.ts')
  const argv = [
    '--redis',
    redisUrl,
    '--url',
    url,
    '--requests-per-hour',
    String(requestsPerHour),
    '--burst',
    String(burst),
  ]
  const told: string[][] = []
  const children = Array.from({ length: count }, (_, index) => {
    const child = spawn(process.execPath, ['--conditions', '@sdex/source', script, ...argv], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const lines: string[] = []
    told[index] = lines
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    return child
  })
  const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null
  const kill = async (child: ChildProcess): Promise<void> => {
    if (!isRunning(child)) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  return {
    told,
    check: () => {
      const codes = children.flatMap(({ exitCode }) => (exitCode === null ? [] : [exitCode]))
      if (codes.length > 0) throw new Error(`${codes.length} senders left too early: ${codes.join(', ')}.`)
    },
    kill: async (index) => {
      const child = children[index]
      if (child) await kill(child)
    },
    stop: async () => {
      const living = children.filter(isRunning)
      const codes = living.map(async (child) => {
        const exited = once(child, 'exit')
        child.stdin.end('stop\n')
        const [code] = await exited
        return code
      })
      const failed = (await Promise.all(codes)).filter((code) => code !== 0)
      if (failed.length > 0) throw new Error(`${failed.length} senders failed: ${failed.join(', ')}.`)
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.map(kill))
    },
  }
}
