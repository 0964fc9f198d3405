import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

const repository = join(import.meta.dirname, '../../..')

/** A built program as a user starts it. */
export type Program = {
  /** Resolves with the first line, of stdout or stderr, that matches; those that came before count. */
  line(pattern: RegExp): Promise<string>
  signal(name: NodeJS.Signals): void
  /** Resolves when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>
  [Symbol.asyncDispose](): Promise<void>
}

export function startBot(args: readonly string[]): Program {
  return start(join(repository, 'apps/bot/dist/main.js'), args)
}

export function startDevnet(args: readonly string[]): Program {
  return start(join(repository, 'packages/devnet/dist/cli.js'), ['serve', '--json', ...args])
}

function start(file: string, args: readonly string[]): Program {
  const child: ChildProcess = spawn('node', [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk
      for (const watch of watchers) watch()
    })
  }
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...text }))
  return {
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          const found = `${text.stdout}\n${text.stderr}`.split('\n').find((line) => pattern.test(line))
          if (found === undefined) return
          watchers.delete(watch)
          resolve(found)
        }
        watchers.add(watch)
        watch()
        ended.then(() => reject(new Error(`It ended without ${pattern}: ${text.stdout}${text.stderr}`)))
      }),
    signal: (name) => child.kill(name),
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
