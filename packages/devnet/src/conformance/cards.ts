import type { Card } from './card.ts'
import { conventionCards } from './cards/conventions.ts'

/** Every card, by number. */
export const allCards: readonly Card[] = [...conventionCards]
