import { createScope, systemClock } from '@sdex/primitives'
import { Keypair } from '@stellar/stellar-sdk'
import { cardName } from '../conformance/card.ts'
import { allCards } from '../conformance/cards.ts'
import { playCards } from '../conformance/playCards.ts'
import { type CardReport, countReports } from '../conformance/report.ts'
import { startOwnServers } from '../conformance/startOwnServers.ts'
import type { ConformanceOptions } from './conformanceOptions.ts'
import type { Surroundings } from './serve.ts'

/**
 * Plays every card against a Horizon, and prints what became of each.
 *
 * @returns The exit code: 1 when a card failed, or the signal fired before the last one.
 */
export async function conformance(options: ConformanceOptions, { print, signal }: Surroundings): Promise<number> {
  await using scope = createScope()
  const own = options.horizonUrl === undefined ? await startOwnServers() : undefined
  if (own !== undefined) scope.add(own.close)
  const horizonUrl = options.horizonUrl ?? new URL(own?.url ?? '')
  const limitedUrl = own && new URL(own.limitedUrl)
  const { only } = options
  const cards = allCards.filter(({ number }) => only?.includes(number) ?? true)
  const reports: CardReport[] = []
  try {
    const playing = { cards, clock: systemClock, createKeypair: () => Keypair.random(), signal }
    for await (const report of playCards({ ...playing, horizonUrl, limitedUrl })) {
      reports.push(report)
      print(options.json ? reportAsJson(report) : reportLine(report))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  const counts = countReports(reports)
  print(
    options.json
      ? JSON.stringify(counts)
      : `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  )
  return counts.failed > 0 || signal.aborted ? 1 : 0
}

function reportLine({ card, outcome }: CardReport): string {
  const marks = { passed: 'pass', failed: 'FAIL', skipped: 'skip' }
  const line = `${marks[outcome.status]}  ${cardName(card.number)}  ${card.title}`
  return outcome.status === 'passed' ? line : `${line}\n      ${outcome.why} (${card.source})`
}

function reportAsJson({ card: { number, title, source }, outcome: { status, ...rest } }: CardReport): string {
  const why = 'why' in rest ? rest.why : undefined
  return JSON.stringify({ card: cardName(number), title, source, status, why })
}
