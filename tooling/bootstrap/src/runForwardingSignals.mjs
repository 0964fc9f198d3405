import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** One Ctrl-C reaches us twice, from the terminal and from npm, which forwards it: a repeat this soon is the same one. */
const sameSignalMs = 300

/**
 * Runs a program in our place: it gets each signal exactly once, we wait for it to end and return its exit code.
 *
 * The program leads a session of its own, so the terminal's Ctrl-C reaches only npm and us, and we are the one way by which a
 * signal gets to it. In our group it would have each Ctrl-C from the terminal and again from us, with no way to tell
 * that apart from a second Ctrl-C, which means "leave at once". It still reads and draws on the terminal.
 *
 * @param {string} command
 * @param {readonly string[]} argv
 * @param {{ cwd: string, stdio?: import('node:child_process').StdioOptions }} options
 * @returns {Promise<number>}
 */
export function runForwardingSignals(command, argv, { cwd, stdio = 'inherit' }) {
  const child = spawn(command, [...argv], { cwd, stdio, detached: process.platform !== 'win32' })
  /** @type {Map<NodeJS.Signals, number>} */
  const lastAtMs = new Map()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      const nowMs = performance.now()
      const repeated = nowMs - (lastAtMs.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalMs
      lastAtMs.set(signal, nowMs)
      if (!repeated) child.kill(signal)
    })
  }
  // The terminal tells only its foreground group that the window's size changed.
  if (process.platform !== 'win32') process.on('SIGWINCH', () => void child.kill('SIGWINCH'))
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`✗ ${command} could not be started: ${error.message}\n`)
      resolve(1)
    })
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
