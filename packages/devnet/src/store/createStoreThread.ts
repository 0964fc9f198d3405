import { Worker } from 'node:worker_threads'
import { StoreError } from './errors.ts'
import type { StoredPart, StoreFailure, StoreReply, StoreRequest } from './storeMessages.ts'

/** The thread that the file belongs to: a commit takes longer than an event loop may be held. */
export type StoreThread = {
  /** Resolves when the request is on the disk. Requests are done in order. */
  ask(request: StoreRequest): Promise<void>
  /** Lets go of the file; what was begun and not done is undone. */
  close(): Promise<void>
}

const REMEDIES: Readonly<Record<StoreFailure, string>> = {
  locked: 'Stop the other process, or use another folder.',
  version: 'Use another folder, or the devnet that made this one.',
  identity: 'Give the same passphrase, protocol and seed, or use another folder.',
  damaged: 'Delete the folder, or restore it from a copy.',
  disk: 'Free space, or make the folder writable, and start again.',
}

export type StoreThreadOptions = {
  readonly folder: string
  /** Told of what was stored, while the file is opened. What it throws makes the opening fail. */
  readonly onPart: (part: StoredPart) => void
}

/** Starts the thread. */
export function createStoreThread({ folder, onPart }: StoreThreadOptions): StoreThread {
  // In the sources this file stands beside the thread's; built, both are in one folder.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./storeWorker.${extension}`, import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const waiting: { resolve(): void; reject(error: Error): void }[] = []
  let failure: Error | undefined

  const fail = (error: Error): void => {
    failure ??= error
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  const take = (part: StoredPart): void => {
    try {
      onPart(part)
    } catch (cause) {
      const message = 'what is stored cannot be read'
      fail(storeError(folder, { type: 'failed', reason: 'damaged', message }, cause))
    }
  }
  worker.on('message', (reply: StoreReply) => {
    if (reply.type === 'part') take(reply.part)
    else if (reply.type === 'done') waiting.shift()?.resolve()
    else fail(storeError(folder, reply))
  })
  worker.on('error', (cause) =>
    fail(new StoreError({ message: 'The thread of the store died.', remedy: 'Start again.', cause })),
  )
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  const ask = (request: StoreRequest): Promise<void> => {
    if (failure !== undefined) return Promise.reject(failure)
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      worker.postMessage(request)
    })
  }
  return {
    ask,
    close: async () => {
      await ask({ type: 'close' }).catch(() => worker.terminate())
      await gone
    },
  }
}

function storeError(
  folder: string,
  { reason, message }: Extract<StoreReply, { type: 'failed' }>,
  cause?: unknown,
): StoreError {
  const what = reason === 'locked' ? 'is used by another process' : `cannot be used: ${message}`
  return new StoreError({ message: `The folder ${folder} ${what}.`, remedy: REMEDIES[reason], input: folder, cause })
}
