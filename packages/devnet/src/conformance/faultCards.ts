import type { Card } from './card.ts'
import { isBadRequest } from './problems.ts'

/** A request with a fault, the field that the answer names, and the reason it gives. */
export type Fault = readonly [path: string, field: string, reason: string]

/** A card for each fault, numbered from `first` on. */
export function faultCards(first: number, faults: readonly Fault[]): readonly Card[] {
  return faults.map(([path, field, reason], index) => ({
    number: first + index,
    title: `${shortened(path)} is refused for its ${field}`,
    source: 'Horizon: services/horizon/internal/actions/validators.go',
    run: async ({ get }) => isBadRequest(await get(path), field, reason),
  }))
}

/** Addresses and repetitions tell nothing in a title. */
function shortened(path: string): string {
  return path.replace(/G[A-Z2-7]{55}/g, 'G..').replace(/(.{1,8}?)\1{9,}/g, '$1..')
}
