import { type Clock, withDeadline } from '@sdex/primitives'
import type { Keypair } from '@stellar/stellar-sdk'
import type { Card, Need } from './card.ts'
import { UnreachableError } from './errors.ts'
import { playCard } from './playCard.ts'
import { createProbe, type ProbeOptions } from './probe.ts'
import type { CardReport } from './report.ts'
import { prepareStage } from './stage/prepareStage.ts'
import type { Stage } from './stage/stage.ts'
import { createWire } from './wire.ts'

export type PlayOptions = {
  readonly horizonUrl: URL
  readonly cards: readonly Card[]
  /** Of a devnet of the command's own, which is quick and set up for every card: its twin that limits requests. */
  readonly limitedUrl?: URL | undefined
  readonly clock: Clock
  readonly createKeypair: () => Keypair
  readonly signal?: AbortSignal | undefined
}

const REACH_TIMEOUT_MS = 30_000
const STAGE_TIMEOUT_MS = 600_000
/** Horizon's streams look every 5 s; a devnet's at each close. */
const PACE = {
  own: { pollMs: 10, quietMs: 100, waitsForLimits: false },
  foreign: { pollMs: 1_000, quietMs: 7_000, waitsForLimits: true },
} as const

/**
 * Plays cards one after the other, and gives each report once it is there. The stage is prepared before the first, where friendbot allows it.
 *
 * @throws AbortedError when the signal fires, UnreachableError when nobody answers.
 */
export async function* playCards(options: PlayOptions): AsyncGenerator<CardReport, void> {
  const { horizonUrl, cards, clock, createKeypair, signal } = options
  await using wire = createWire(horizonUrl)
  await using limitedWire = options.limitedUrl && createWire(options.limitedUrl)
  const limited = limitedWire && options.limitedUrl && { horizonUrl: trimmed(options.limitedUrl), wire: limitedWire }
  const pace = PACE[limited === undefined ? 'foreign' : 'own']
  const base = { horizonUrl: trimmed(horizonUrl), wire, limited, clock, createKeypair, ...pace }
  await reach(base, signal)
  const set = await setStage(base, signal)
  for (const card of cards) yield { card, outcome: await playCard(card, { ...base, ...set, signal }) }
}

/** Anything that answers will do: what it answers is the cards' business. */
async function reach(base: Omit<ProbeOptions, 'signal'>, signal: AbortSignal | undefined): Promise<void> {
  const work = async (inner: AbortSignal): Promise<unknown> => createProbe({ ...base, signal: inner }).get('/')
  const what = `Asking ${base.horizonUrl}`
  try {
    await withDeadline(work, { clock: base.clock, signal, timeoutMs: REACH_TIMEOUT_MS, what })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    const message = `${base.horizonUrl} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`
    throw new UnreachableError({ message, remedy: 'Check the address, and that the server runs.', cause })
  }
}

function trimmed(url: URL): string {
  return url.href.replace(/\/+$/, '')
}

type Set = { readonly stage?: (() => Stage) | undefined; readonly unmet: Readonly<Partial<Record<Need, string>>> }

/** A stage that cannot be set fails each card that looks at it: friendbot is there, and something behind it does not work. */
async function setStage(base: Omit<ProbeOptions, 'signal'>, signal: AbortSignal | undefined): Promise<Set> {
  const unmet = base.limited === undefined ? { limited: 'The card uses up a limit that others share.' } : {}
  const work = async (inner: AbortSignal): Promise<Set> => {
    const probe = createProbe({ ...base, signal: inner })
    const { status } = await probe.get('/friendbot')
    if (status === 404)
      return { unmet: { ...unmet, stage: 'The card writes, and the network has no friendbot to fund accounts.' } }
    const stage = await prepareStage(probe, base.createKeypair)
    return { stage: () => stage, unmet }
  }
  try {
    return await withDeadline(work, {
      clock: base.clock,
      signal,
      timeoutMs: STAGE_TIMEOUT_MS,
      what: 'Setting the stage',
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    return {
      stage: () => {
        throw error
      },
      unmet,
    }
  }
}
