import { type Clock, withDeadline } from '@sdex/primitives'
import type { Keypair } from '@stellar/stellar-sdk'
import type { Card, Need } from './card.ts'
import { playCard } from './playCard.ts'
import { createProbe, type ProbeOptions } from './probe.ts'
import type { CardReport } from './report.ts'
import { prepareStage } from './stage/prepareStage.ts'
import type { Stage } from './stage/stage.ts'
import { createWire } from './wire.ts'

export type PlayOptions = {
  readonly horizonUrl: URL
  readonly cards: readonly Card[]
  /** Whether the server is a devnet of the command's own: quick, and set up for every card. */
  readonly isOwn: boolean
  readonly clock: Clock
  readonly createKeypair: () => Keypair
  readonly signal?: AbortSignal | undefined
}

const STAGE_TIMEOUT_MS = 300_000
/** Horizon's streams look every 5 s; a devnet's at each close. */
const PACE = {
  own: { pollMs: 10, quietMs: 100 },
  foreign: { pollMs: 1_000, quietMs: 7_000 },
} as const

/**
 * Plays cards one after the other, and gives each report once it is there. The stage is prepared before the first, where friendbot allows it.
 *
 * @throws AbortedError when the signal fires.
 */
export async function* playCards(options: PlayOptions): AsyncGenerator<CardReport, void> {
  const { horizonUrl, cards, clock, createKeypair, signal } = options
  await using wire = createWire(horizonUrl)
  const base = {
    horizonUrl: horizonUrl.href.replace(/\/+$/, ''),
    wire,
    clock,
    createKeypair,
    ...PACE[options.isOwn ? 'own' : 'foreign'],
  }
  const set = await setStage(base, signal)
  for (const card of cards) yield { card, outcome: await playCard(card, { ...base, ...set, signal }) }
}

type Set = { readonly stage?: (() => Stage) | undefined; readonly unmet: Readonly<Partial<Record<Need, string>>> }

/** A stage that cannot be set fails each card that looks at it: friendbot is there, and something behind it does not work. */
async function setStage(base: Omit<ProbeOptions, 'signal'>, signal: AbortSignal | undefined): Promise<Set> {
  const work = async (inner: AbortSignal): Promise<Set> => {
    const probe = createProbe({ ...base, signal: inner })
    const { status } = await probe.get('/friendbot')
    if (status === 404)
      return { unmet: { stage: 'The card writes, and the network has no friendbot to fund accounts.' } }
    const stage = await prepareStage(probe, base.createKeypair)
    return { stage: () => stage, unmet: {} }
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
      unmet: {},
    }
  }
}
