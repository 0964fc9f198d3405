import type { Card } from './card.ts'

/** What became of a card. */
export type Outcome =
  | { readonly status: 'passed' }
  /** `why` says what was expected and what came. */
  | { readonly status: 'failed'; readonly why: string; readonly error: unknown }
  | { readonly status: 'skipped'; readonly why: string }

export type CardReport = { readonly card: Card; readonly outcome: Outcome }

/** How many cards ended how. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export function countReports(reports: readonly CardReport[]): Counts {
  const count = (status: Outcome['status']): number => reports.filter(({ outcome }) => outcome.status === status).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}
