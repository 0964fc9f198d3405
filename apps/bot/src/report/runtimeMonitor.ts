import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

/** What the process cost, over the time it was watched. */
export type RuntimeFigures = {
  readonly durationS: number
  readonly rssMb: number
  /** Of one core. */
  readonly cpuPct: number
  readonly eventLoopDelayMs: { readonly p99: number }
}

export type RuntimeMonitor = { read(): RuntimeFigures; stop(): void }

const samplingMs = 10

/** Starts to watch the process; `stop` frees the sampling timer. */
export function startRuntimeMonitor(): RuntimeMonitor {
  const startedMs = performance.now()
  const startedCpu = process.cpuUsage()
  const delay = monitorEventLoopDelay({ resolution: samplingMs })
  delay.enable()
  return {
    read() {
      const elapsedMs = performance.now() - startedMs
      const cpu = process.cpuUsage(startedCpu)
      return {
        durationS: round(elapsedMs / 1000, 3),
        rssMb: round(process.memoryUsage.rss() / 1_048_576, 1),
        cpuPct: round((cpu.user + cpu.system) / 10 / elapsedMs, 1),
        // Node records the whole distance between two samples: what exceeds the sampling interval is the delay.
        eventLoopDelayMs: { p99: round(Math.max(0, delay.percentile(99) / 1e6 - samplingMs), 1) },
      }
    },
    stop: () => void delay.disable(),
  }
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}
