import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A process that answers each message by one. */
export type Child = AsyncDisposable & {
  ask(message: string): Promise<unknown>
  /** Sends what is not answered. */
  tell(message: string): void
  /** The next message. */
  next(): Promise<unknown>
}

/** The client that a process is of. */
export type Kind = 'ours' | 'sdk' | 'undici'
export const KINDS: readonly Kind[] = ['ours', 'sdk', 'undici']

/** Starts a file of this folder and waits for its first message. */
export async function start(file: string, ...args: readonly string[]): Promise<Child & { readonly first: unknown }> {
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: ['--conditions', '@sdex/source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const first = await message(child)
  return {
    first,
    ask: async (text) => {
      const answer = message(child)
      child.send(text)
      return answer
    },
    tell: (text) => void child.send(text),
    next: () => message(child),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error('A process of the benchmark ended early'))
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.removeListener('exit', onExit)
      resolve(answer)
    })
  })
}

/** The middle of what several rounds measured. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
