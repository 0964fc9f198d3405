import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Closed, Ready, Stage, Usage } from './stage.ts'

/** A network in another process. */
export type DevnetProcess = AsyncDisposable & {
  readonly stage: Stage
  readonly ready: Ready
  onClosed(listener: (closed: Closed) => void): () => void
  usage(): Promise<Usage>
}

type Message = Ready | Closed | Usage

/** Starts one, and waits until it is filled. */
export async function startDevnet(stage: Stage): Promise<DevnetProcess> {
  const child = start('devnetProcess.ts', JSON.stringify(stage))
  const listeners = new Set<(closed: Closed) => void>()
  const answers: ((usage: Usage) => void)[] = []
  const ready = new Promise<Ready>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The network did not start')))
    child.on('message', (message: Message) => {
      if (message.type === 'ready') resolve(message)
      else if (message.type === 'usage') answers.shift()?.(message)
      else for (const listener of listeners) listener(message)
    })
  })
  return {
    stage,
    ready: await ready,
    onClosed: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    usage: () =>
      new Promise((resolve) => {
        answers.push(resolve)
        child.send('usage')
      }),
    [Symbol.asyncDispose]: () => end(child),
  }
}

/** An answer to be sent again and again. */
export type FixedAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** Starts a bare `node:http` server that answers everything alike. */
export async function startBareServer(answer: FixedAnswer): Promise<AsyncDisposable & { readonly url: string }> {
  const child = start('bareServer.ts')
  child.send(answer)
  const [url] = await once(child, 'message')
  return { url: String(url), [Symbol.asyncDispose]: () => end(child) }
}

function start(file: string, ...args: readonly string[]): ChildProcess {
  return fork(join(import.meta.dirname, file), args, { execArgv: ['--conditions', '@sdex/source'] })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}
