import { type Clock, sleep } from '@sdex/primitives'
import type { Misfortune } from '../backends/createFront.ts'
import { sendReply } from '../horizon/reply.ts'
import type { TamperedExchange, Tampering } from '../horizon/tampering.ts'
import type { Blow } from './requestFaults.ts'
import type { SinkTampering } from './streamSinks.ts'

/** All that falls on one request, as one. Delays add up; of answers, fates and ways to be cut off the first counts. */
export function misfortuneOf(blows: readonly Blow[], clock: Clock): Misfortune {
  return {
    delayMs: sum(blows.map(({ delayMs = 0 }) => delayMs)),
    isReset: blows.some(({ isReset }) => isReset === true),
    tampering: {
      answer: firstOf(blows, ({ answer }) => answer),
      submission: firstOf(blows, ({ submission }) => submission),
      send: sending(blows, clock),
      sink: sinkOf(blows.flatMap(({ sink }) => (sink === undefined ? [] : [sink]))),
    },
  }
}

function sending(blows: readonly Blow[], clock: Clock): Tampering['send'] {
  const delayMs = sum(blows.map(({ answerDelayMs = 0 }) => answerDelayMs))
  const transmit = firstOf(blows, (blow) => blow.transmit)
  const alter = firstOf(blows, (blow) => blow.alter)
  if (delayMs === 0 && transmit === undefined && alter === undefined) return undefined
  return async (exchange, reply) => {
    if (delayMs > 0 && !(await waited(exchange, delayMs, clock))) return
    const altered = alter === undefined ? reply : alter(reply)
    if (transmit === undefined) await sendReply(exchange.request, exchange.response, altered)
    else transmit(exchange, altered)
  }
}

/** Whether the client is still there. */
async function waited({ response }: TamperedExchange, delayMs: number, clock: Clock): Promise<boolean> {
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  response.once('close', leave)
  await sleep(clock, delayMs, gone.signal).catch(() => undefined) // it rejects with nothing else
  response.off('close', leave)
  return !gone.signal.aborted
}

function sinkOf(sinks: readonly SinkTampering[]): Tampering['sink'] {
  if (sinks.length === 0) return undefined
  return (response, sink) => sinks.reduceRight((inner, tamper) => tamper(response, inner), sink)
}

function firstOf<Value>(blows: readonly Blow[], of: (blow: Blow) => Value | undefined): Value | undefined {
  return blows.map(of).find((value) => value !== undefined)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
