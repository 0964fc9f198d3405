import type { Fault, FaultMatch, LatencyDistribution } from './fault.ts'
import { CONDITIONS } from './injected.ts'

/** A field that keeps a fault from ever happening, and what to do about it. */
export type Hindrance = {
  /** Below the fault, such as `match.path`. */
  readonly field: string
  readonly value: unknown
  readonly remedy: string
}

/** Looks for what each field may be by itself and all of them together cannot. Undefined: the fault can happen. */
export function whyNever(fault: Fault): Hindrance | undefined {
  const { match = {}, type } = fault
  if (match.times !== undefined && (CONDITIONS as readonly string[]).includes(type)) {
    const remedy = `What holds is not counted: leave it out, or let ${type} end by forMs or untilLedger.`
    return { field: 'match.times', value: match.times, remedy }
  }
  return whyNoMatch(match) ?? (fault.type === 'latency' ? whyNoLatency(fault.distribution) : undefined)
}

function whyNoMatch({ path, fromLedger, untilLedger }: FaultMatch): Hindrance | undefined {
  if (path !== undefined && !/^\/[^?#]*$/.test(path)) {
    return { field: 'match.path', value: path, remedy: 'Begin with a slash, and leave the query out.' }
  }
  if (fromLedger === undefined || untilLedger === undefined || fromLedger <= untilLedger) return undefined
  return { field: 'match.fromLedger', value: fromLedger, remedy: `Give at most untilLedger, ${untilLedger}.` }
}

function whyNoLatency(distribution: LatencyDistribution): Hindrance | undefined {
  if (distribution.type !== 'uniform' || distribution.minMs <= distribution.maxMs) return undefined
  const { minMs, maxMs } = distribution
  return { field: 'distribution.minMs', value: minMs, remedy: `Give at most maxMs, ${maxMs}.` }
}
