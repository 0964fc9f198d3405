import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real `redis-server` on a port of its own, that keeps nothing over a stop. */
export type RedisServer = AsyncDisposable & {
  readonly redisUrl: string
  start(): Promise<void>
  stop(): Promise<void>
  /** Lets it hang, with its connections open, and go on. */
  pause(): void
  resume(): void
}

/** Whether there is a Redis to test with. In CI there has to be. */
export function hasRedis(): boolean {
  const isThere = isInstalled()
  if (!isThere && process.env['CI']) throw new Error(`CI needs it: ${NOT_THERE}`)
  return isThere
}

const NOT_THERE = 'redis-server is not on PATH: apt-get install redis-server.'

function isInstalled(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/** Starts one. */
export async function startRedisServer(): Promise<RedisServer> {
  if (!isInstalled()) throw new Error(NOT_THERE)
  const folder = mkdtempSync(join(tmpdir(), 'sdex-redis-'))
  const port = await freePort()
  let server: ChildProcess | undefined

  const start = async (): Promise<void> => {
    const argv = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    const started = spawn('redis-server', argv, { stdio: ['ignore', 'pipe', 'inherit'] })
    server = started
    for await (const chunk of started.stdout) if (String(chunk).includes('Ready to accept connections')) break
    started.stdout.destroy()
  }
  const stop = async (): Promise<void> => {
    const stopped = server
    server = undefined
    if (stopped === undefined || stopped.exitCode !== null) return
    const exited = once(stopped, 'exit')
    stopped.kill('SIGKILL')
    await exited
  }
  await start()
  return {
    redisUrl: `redis://127.0.0.1:${port}`,
    start,
    stop,
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}
